"""Writing a file so that a reader never meets half of it, whatever happens meanwhile."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from xlperf.model.faults import reason_of


class NotWritten(Exception):
    """The result could not be written; an older file in its place is untouched."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def write_safely(path: Path, data: bytes) -> None:
    """All of `data` or nothing: a temporary file in the same folder takes the old one's place."""
    target = path.resolve()  # a link stays a link
    temporary = target.with_name(f".xlperf-{secrets.token_hex(6)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_through(temporary, data)
        temporary.replace(target)
    except PermissionError as error:
        raise NotWritten(
            f"「{path}」不能写入：请关闭正在打开它的 Excel 或 WPS，或换一个有权限的文件夹。"
        ) from error
    except OSError as error:
        raise NotWritten(
            f"「{path}」没有写成：{reason_of(error)}；请换一个位置或文件名再试。"
        ) from error
    finally:
        with contextlib.suppress(OSError):  # mostly it is gone, or never was
            temporary.unlink()


def _write_through(path: Path, data: bytes) -> None:
    # "x" and not mkstemp: the result must be readable to colleagues, as the umask says
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if path.read_bytes() != data:
        raise OSError("写下的内容与要写的不一致，请检查磁盘")
