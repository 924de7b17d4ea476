"""The bytes of a file as they stood at one moment, or why they can't be had."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

from xlperf.model.refusal import Refused

MOST_BYTES = 64 << 20
_WAITS = (0.2, 0.5)  # a save or a virus scan is often over by then
_IN_USE = "打不开：文件可能正在 Excel 或 WPS 中打开，或没有读取权限；请关闭 Excel 后重试。"
_CHANGING = "文件正在被写入，读到的内容前后不一致；请等保存或同步完成、关闭 Excel 后重试。"


class _Busy(Exception):
    """Worth another try; says why if it was the last one."""


def load(path: Path) -> bytes:
    for pause in _WAITS:
        try:
            return _load_once(path)
        except _Busy:
            time.sleep(pause)
    try:
        return _load_once(path)
    except _Busy as error:
        raise Refused(str(error)) from error


def _load_once(path: Path) -> bytes:
    try:
        _refuse_odd(path.stat())
        with path.open("rb") as file:
            before = _state(os.fstat(file.fileno()))
            data = file.read(MOST_BYTES + 1)
        if before != _state(path.stat()) or len(data) != before[0]:
            raise _Busy(_CHANGING)
    except FileNotFoundError:
        raise Refused("找不到这个文件；请核对文件名和位置。") from None
    except PermissionError as error:
        raise _Busy(_IN_USE) from error
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Refused(f"读不出来（{why}）；请把文件复制到本机后重试。") from error
    return data


def _refuse_odd(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise Refused("这是文件夹，不是文件。")
    if not stat.S_ISREG(status.st_mode):
        raise Refused("这不是普通文件（设备或管道），不读取。")
    if status.st_size > MOST_BYTES:
        size = status.st_size / (1 << 20)
        raise Refused(
            f"文件有 {size:.0f} MB，超过 {MOST_BYTES >> 20} MB 的上限；"
            "请删去图片和无关的工作表、页面后重新发送。"
        )


def _state(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def open_elsewhere(path: Path) -> str | None:
    """A remark where the lock file beside it says that someone is editing it."""
    if not (path.parent / f"~${path.name}").exists():
        return None
    return "旁边有 Excel 的锁文件，可能有人正在编辑；读到的是上次保存的内容。"
