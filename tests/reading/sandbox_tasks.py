"""What the sandbox is made to run in its tests; the child processes import it by name."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time


def run(order: tuple[str, float]) -> object:
    what, number = order
    return _TASKS[what](number)


def _grow(megabytes: float) -> int:
    return len(bytearray(int(megabytes) << 20))


def _hang_without_python(seconds: float) -> None:
    ctypes.PyDLL(None).sleep(int(seconds))  # holds the GIL


def _crash(_: float) -> None:
    os.kill(os.getpid(), signal.SIGABRT)


def _print(number: float) -> float:
    print("a library that talks")
    sys.stdout.flush()
    os.write(1, b"even below Python")
    return number


def _chatter(megabytes: float) -> int:
    """A library that fills the disk with complaints."""
    written = 0
    try:
        for _ in range(int(megabytes)):
            written += os.write(2, b"!" * (1 << 20))
    except OSError:
        pass
    return written >> 20


def _raise(_: float) -> None:
    raise BaseException("a panic is no Exception")


_HELD: list[bytearray] = []


def _hoard(megabytes: float) -> int:
    """Leaks: each call alone is within the cap, several are not."""
    _HELD.append(bytearray(int(megabytes) << 20))
    return len(_HELD[-1]) >> 20


_TASKS = {
    "double": lambda number: number * 2,
    "pid": lambda _: os.getpid(),
    "sleep": time.sleep,
    "spin": lambda seconds: _spin(time.monotonic() + seconds),
    "hang": _hang_without_python,
    "grow": _grow,
    "hoard": _hoard,
    "crash": _crash,
    "raise": _raise,
    "print": _print,
    "chatter": _chatter,
}


def _spin(until: float) -> None:
    while time.monotonic() < until:
        pass
