"""The other side: the reading process itself, with its own watchdog and its own limits."""

from __future__ import annotations

import faulthandler
import logging
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO

from xlperf.reading.confine import limit_memory, limit_writing
from xlperf.reading.sandbox import Failure

_MOST_WRITTEN = 1 << 20  # reading writes nothing but its last words


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    orders, replies = _claim_pipes()
    task, seconds, memory = pickle.load(orders)  # unpickling the task imports all it needs
    limit_memory(memory)
    limit_writing(_MOST_WRITTEN)
    logging.disable()  # a damaged PDF can make its library complain a million times
    _send(replies, pickle.dumps(True))
    while True:
        try:
            item = pickle.load(orders)
        except EOFError:
            return  # the parent is done, or gone
        # Runs without the GIL, ends the process, and works even when the parent has been killed.
        faulthandler.dump_traceback_later(seconds, exit=True)
        answer = _answer(task, item)
        faulthandler.cancel_dump_traceback_later()
        _send(replies, answer)


def _claim_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep stdout for replies only: whatever a library prints goes to stderr."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return sys.stdin.buffer, replies


def _answer(task: Callable[[Any], Any], item: Any) -> bytes:
    try:
        return pickle.dumps((None, task(item)))
    except MemoryError:
        return pickle.dumps((Failure.MEMORY, "MemoryError"))
    except BaseException:  # a panic in Rust is no Exception
        return pickle.dumps((Failure.RAISED, traceback.format_exc()))


def _send(replies: BinaryIO, message: bytes) -> None:
    replies.write(message)
    replies.flush()
