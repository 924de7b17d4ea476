"""What all benches need: aims, CPU in turns, memory of a fresh process."""

from __future__ import annotations

import math
import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

MB = 1 << 20
ROUNDS = 5
Item = TypeVar("Item")


def cpu_per_item(
    methods: Mapping[str, tuple[Callable[[Item], object], Sequence[Sequence[Item]]]],
) -> dict[str, float]:
    """Milliseconds by method: the median of its rounds, the methods taking turns."""
    times: dict[str, list[float]] = {name: [] for name in methods}
    for turn in range(ROUNDS):
        for name, (method, rounds) in methods.items():
            if turn < len(rounds):
                times[name].append(cpu_of(method, rounds[turn]) / len(rounds[turn]))
    return {name: statistics.median(found) for name, found in times.items()}


def cpu_of(method: Callable[[Item], object], items: Sequence[Item]) -> float:
    """Milliseconds of CPU for all of them."""
    start = time.process_time()
    for item in items:
        method(item)
    return (time.process_time() - start) * 1000


def peak_megabytes(work: Callable[[Item], object], item: Item) -> float:
    """The highest memory of a fresh process that does this work."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_peak_of, (work, item))


def _peak_of(work: Callable[[Item], object], item: Item) -> float:
    """Megabytes. Linux counts a parent's peak as its child's in getrusage, so not from there."""
    work(item)
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MB


def aim(label: str, found: float, most: float = math.inf, least: float = -math.inf) -> None:
    wanted = f"at most {most}" if least == -math.inf else f"at least {least}"
    print(
        f"{label:48}{found:8.2f}   aim: {wanted:14}{'met' if least <= found <= most else 'MISSED'}",
        flush=True,
    )
