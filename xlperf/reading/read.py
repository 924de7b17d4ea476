"""The face of the room: files in, readings out, each file accounted for whatever it holds."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from xlperf.reading.recognise import Gridded, Reading, gridded, recognise
from xlperf.reading.sandbox import Caps, Failure, Sandbox

_log = logging.getLogger(__name__)
_CAPS = Caps()
_RESAVE = "请用 Excel 或 WPS 打开，只保留绩效表，另存为 xlsx 后重新发送。"
_REASONS = {
    Failure.SLOW: f"读了 {_CAPS.seconds:.0f} 秒还没有读完，已停止；{_RESAVE}",
    Failure.MEMORY: f"内容太大，超过内存上限 {_CAPS.memory >> 20} MB，已停止；{_RESAVE}",
    Failure.DIED: f"文件内部损坏，读取程序被它弄垮，已隔离；{_RESAVE}",
    Failure.RAISED: f"文件内部损坏或写法罕见，没能读懂；{_RESAVE}",
}


ReadT = TypeVar("ReadT")


def read_files(paths: Iterable[Path], workers: int = 1) -> Iterator[Reading]:
    """One reading per path, in the order of the paths. Nothing in a file can raise here."""
    yield from _each(recognise, lambda path, why: Reading(path, refused=why), paths, workers)


def read_grids(paths: Iterable[Path], workers: int = 1) -> Iterator[Gridded]:
    """The bare cells of each file, for whoever looks for something other than forms."""
    yield from _each(gridded, lambda path, why: Gridded(path, refused=why), paths, workers)


def _each(
    task: Callable[[Path], ReadT],
    refused: Callable[[Path, str], ReadT],
    paths: Iterable[Path],
    workers: int,
) -> Iterator[ReadT]:
    begun: deque[Path] = deque()

    def remembered() -> Iterator[Path]:
        for path in paths:
            begun.append(path)
            yield path

    for outcome in Sandbox(task, workers, _CAPS).run(remembered()):
        path = begun.popleft()
        if isinstance(outcome, Failure):
            _log.info("%s: %s", path, outcome.value)
            outcome = refused(path, f"《{path.name}》{_REASONS[outcome]}")
        yield outcome
