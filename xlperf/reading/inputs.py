"""Which files a command means: folders expanded, in an order that never changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from xlperf.model.faults import reason_of

_JUNK = {"thumbs.db", "desktop.ini", ".ds_store"}
_NUMBERS = re.compile(r"(\d+)")
Skipped = tuple[str, str]


def files_under(paths: Iterable[Path]) -> tuple[list[Path], list[Skipped]]:
    """The files to read, each once, and what was passed over with the reason."""
    files: dict[Path, None] = {}
    skipped: list[Skipped] = []
    for path in paths:
        for file in _expanded(path, skipped):
            reason = passed_over(file) or ("同一个文件写了两次" if file in files else None)
            if reason:
                skipped.append((str(file), reason))
            else:
                files[file] = None
    return list(files), skipped


def passed_over(file: Path) -> str | None:
    """Why a file is none that anybody filled in; None for all others, readable or not."""
    name = file.name.lower()
    if name.startswith("~$"):
        return "Excel 的临时锁文件，不是表格"
    if name.startswith(".~"):
        return "WPS 或 LibreOffice 的临时锁文件，不是表格"
    if name in _JUNK or name.startswith("._"):
        return "系统自动生成的文件，不是表格"
    return None


def _expanded(path: Path, skipped: list[Skipped]) -> Iterator[Path]:
    """A path that doesn't exist is kept: it is then refused by name."""
    if not _is_folder(path):
        yield path
        return
    try:
        entries = sorted(path.iterdir(), key=_natural)
    except OSError as error:
        skipped.append((str(path), f"文件夹打不开：{reason_of(error)}"))
        return
    if not entries:
        skipped.append((str(path), "空文件夹"))
    for entry in entries:
        if entry.is_dir() and entry.is_symlink():
            skipped.append((str(entry), "指向别处的文件夹链接，没有跟进"))
        else:
            yield from _expanded(entry, skipped)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # it may not be looked at: refused by name when it is opened
        return False


def _natural(path: Path) -> tuple[bool, list[tuple[int, str]], str]:
    """表2 before 表10; the files of a folder before its folders."""
    parts = _NUMBERS.split(path.name.casefold())
    keys = [(int(part), "") if part.isdecimal() else (0, part) for part in parts if part]
    return path.is_dir(), keys, path.name
