"""Where words go: results to stdout, progress and complaints to stderr, tracebacks to a log."""

from __future__ import annotations

import io
import logging
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.console import Console

ItemT = TypeVar("ItemT")

_PIPE_WIDTH = 160
_LOG_BYTES = 1_000_000


def speak_utf8() -> None:
    """Chinese Windows redirects in GBK, which has no place for names such as 䶮."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # a file name that is no text keeps its bytes visible, in JSON as a valid escape
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def console() -> Console:
    """For people. What is filled in a form is never taken for markup."""
    from rich.console import Console

    known = sys.stdout.isatty() or "COLUMNS" in os.environ
    width = None if known else _PIPE_WIDTH
    return Console(markup=False, emoji=False, highlight=False, width=width)


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def with_progress(items: Iterable[ItemT], total: int, doing: str) -> Iterator[ItemT]:
    """The same items; a bar on stderr while they come, when that is a terminal."""
    from rich.console import Console
    from rich.progress import track

    yield from track(
        items,
        description=doing,
        total=total,
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )


def start_log() -> Path:
    """Where tracebacks go; the file only comes to be with the first of them."""
    path = next(filter(_writable, (_state_folder(), Path(tempfile.gettempdir())))) / "xlperf.log"
    handler = RotatingFileHandler(
        path, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8", errors="replace", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger = logging.getLogger("xlperf")
    for former in logger.handlers[:]:
        logger.removeHandler(former)
        former.close()
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    return path


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _state_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "xlperf"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Logs" / "xlperf"
    return Path(os.environ.get("XDG_STATE_HOME", Path.home() / ".local" / "state")) / "xlperf"
