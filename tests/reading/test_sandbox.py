from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sandbox_tasks

from xlperf.reading.sandbox import Caps, Failure, Sandbox

CAPS = Caps(seconds=1.0, memory=300 << 20)


def outcomes(*orders: tuple[str, float], workers: int = 1) -> list[object]:
    return list(Sandbox(sandbox_tasks.run, workers, CAPS).run(orders))


def is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def wait_until_gone(pids: list[int], seconds: float) -> list[int]:
    end = time.monotonic() + seconds
    while time.monotonic() < end and any(map(is_alive, pids)):
        time.sleep(0.05)
    return [pid for pid in pids if is_alive(pid)]


def test_results_come_in_the_order_of_the_items() -> None:
    orders = [("sleep", 0.3), ("double", 2), ("sleep", 0.1), *(("double", n) for n in range(20))]
    assert outcomes(*orders, workers=2) == [None, 4, None, *(2 * n for n in range(20))]


def test_one_process_serves_many_items_and_ends_with_the_run() -> None:
    pids = outcomes(*[("pid", 0)] * 5)
    assert len(set(pids)) == 1
    assert pids[0] != os.getpid()
    assert not is_alive(int(str(pids[0])))


@pytest.mark.parametrize(
    ("what", "number", "expected"),
    [
        ("spin", 60, Failure.SLOW),
        ("hang", 60, Failure.SLOW),
        ("sleep", 60, Failure.SLOW),
        ("grow", 4096, Failure.MEMORY),
        ("crash", 0, Failure.DIED),
        ("raise", 0, Failure.RAISED),
    ],
)
def test_a_bad_item_fails_alone_and_in_time(what: str, number: float, expected: Failure) -> None:
    before = time.monotonic()
    results = outcomes(("double", 1), (what, number), ("double", 3))
    assert results == [2, expected, 6]
    assert time.monotonic() - before < 5


def test_every_worker_may_be_lost_at_once() -> None:
    orders = [("crash", 0), ("hang", 60), ("crash", 0), ("double", 4)] * 2
    expected = [Failure.DIED, Failure.SLOW, Failure.DIED, 8] * 2
    assert outcomes(*orders, workers=2) == expected


def test_what_a_library_prints_is_no_answer() -> None:
    assert outcomes(("print", 5), ("print", 6)) == [5, 6]


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_complaints_never_fill_the_disk() -> None:
    assert outcomes(("chatter", 50), ("double", 1)) == [1, 2]


def test_the_fate_of_an_item_does_not_hang_on_those_before() -> None:
    assert outcomes(*[("hoard", 100)] * 6) == [100] * 6


def test_items_are_taken_only_a_little_ahead() -> None:
    taken = 0

    def endless() -> Iterator[tuple[str, float]]:
        nonlocal taken
        while True:
            taken += 1
            yield ("double", taken)

    run = Sandbox(sandbox_tasks.run, 2, CAPS).run(endless())
    assert [next(run) for _ in range(10)] == [2 * n for n in range(1, 11)]
    run.close()
    assert taken <= 14


def test_stopping_early_ends_the_processes() -> None:
    run = Sandbox(sandbox_tasks.run, 2, CAPS).run([("pid", 0)] * 2 + [("sleep", 0.9)] * 4)
    pids = [int(str(next(run))), int(str(next(run)))]
    run.close()
    assert not any(map(is_alive, pids))


SCRIPT = """
import sys
sys.path.insert(0, {folder!r})
import sandbox_tasks
from xlperf.reading.sandbox import Caps, Sandbox
orders = [("pid", 0)] * 4 + [("hang", 60)] * 4
for result in Sandbox(sandbox_tasks.run, 2, Caps(seconds=3.0)).run(orders):
    print(result, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals and /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_no_process_is_orphaned_when_the_parent_is_stopped(how: signal.Signals) -> None:
    script = SCRIPT.format(folder=str(Path(sandbox_tasks.__file__).parent))
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        pids = [int(parent.stdout.readline()) for _ in range(2)]
        parent.send_signal(how)
        assert parent.wait(timeout=10) != 0
    # asked to stop it takes its children along; killed, they end by their own watchdog
    assert wait_until_gone(pids, 1 if how is signal.SIGINT else 6) == []
