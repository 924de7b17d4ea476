"""What something costs, as a multiple of a fixed piece of work in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable

_STEPS = 1_000_000


def cost(work: Callable[[], object]) -> float:
    """CPU of `work` over that of adding up a million numbers, some ten milliseconds."""
    taken = _cpu(work)
    return taken / min(_cpu(_add_up) for _ in range(3))


def _add_up() -> int:
    return sum(range(_STEPS))


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
