"""Strangers' files are parsed in child processes that may hang, swell or die; this one goes on.

A pool library would give less: the well-kept one (Pebble) is LGPL and reads ahead without bound;
`multiprocessing` runs the caller's `__main__` again in every child; and in `concurrent.futures`
one dead child breaks the pool and every file that waits in it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from xlperf.reading.child import Child

Item = TypeVar("Item")
Result = TypeVar("Result")

_log = logging.getLogger(__name__)
_START_SECONDS = 60.0  # a cold disk and a virus scanner; nothing hostile has been read yet
_GRACE_SECONDS = 0.5  # the child stops itself first and says where it hung
_POLL_SECONDS = 0.25  # Windows delivers Ctrl-C only between two waits
_AHEAD = 2  # items per worker that are begun before the first result is taken


@dataclass(frozen=True, slots=True)
class Caps:
    """What one item may cost."""

    seconds: float = 7.0
    memory: int = 448 << 20


class Failure(Enum):
    SLOW = "slow"
    MEMORY = "memory"
    DIED = "died"
    RAISED = "raised"


class Sandbox(Generic[Item, Result]):
    """Runs an importable function in other processes: in order, and only a little ahead."""

    def __init__(
        self, task: Callable[[Item], Result], workers: int = 1, caps: Caps | None = None
    ) -> None:
        self._task = task
        self._size = max(1, workers)
        self._caps = caps or Caps()

    def run(self, items: Iterable[Item]) -> Iterator[Result | Failure]:
        """One outcome for each item; the processes end when this generator does."""
        begun: deque[Future[Any]] = deque()
        with _crew(self._task, self._size, self._caps) as begin:
            for item in items:
                begun.append(begin(item))
                if len(begun) >= _AHEAD * self._size:
                    yield _result(begun.popleft())
            while begun:
                yield _result(begun.popleft())


@contextmanager
def _crew(
    task: Callable[[Any], Any], size: int, caps: Caps
) -> Iterator[Callable[[Any], Future[Any]]]:
    """Yields what hands an item to the next idle worker, on a thread that waits for it."""
    workers = [_Worker(task, caps) for _ in range(size)]
    idle: SimpleQueue[_Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def one(item: Any) -> Any:
        worker = idle.get()
        try:
            return worker.outcome(item)
        finally:
            idle.put(worker)

    threads = ThreadPoolExecutor(size, thread_name_prefix="xlperf-reading")
    try:
        yield lambda item: threads.submit(one, item)
    finally:
        for worker in workers:
            worker.stop()  # whoever waits for an answer wakes up
        threads.shutdown(cancel_futures=True)
        for worker in workers:
            worker.end()


def _result(future: Future[Any]) -> Any:
    while not wait([future], timeout=_POLL_SECONDS).done:
        pass
    return future.result()


class _Worker:
    """A place for one child process: filled when first needed, and again when the child is lost."""

    def __init__(self, task: Callable[[Any], Any], caps: Caps) -> None:
        self._task = task
        self._caps = caps
        self._child: Child | None = None
        self._fresh = True
        self._stopped = False
        self._lock = threading.Lock()

    def outcome(self, item: Any) -> Any:
        """An item's fate never hangs on what came before it: a tired child's loss is retried."""
        was_fresh = self._fresh
        result = self._attempt(item)
        if not was_fresh and (result is Failure.MEMORY or result is Failure.DIED):
            result = self._attempt(item)
        return result

    def stop(self) -> None:
        """Called from another thread, so it only kills; `end` tidies up."""
        with self._lock:
            self._stopped = True
            if self._child is not None:
                self._child.kill()

    def end(self) -> str:
        child, self._child, self._fresh = self._child, None, True
        return child.end() if child is not None else ""

    def _attempt(self, item: Any) -> Any:
        child = self._started()
        if child is None:
            return Failure.DIED
        self._fresh = False
        before = time.monotonic()
        answer, late = child.exchange(item, self._caps.seconds + _GRACE_SECONDS)
        slow = time.monotonic() - before >= self._caps.seconds
        failure, value = answer or (Failure.SLOW if slow else Failure.DIED, "")
        broken = late or failure not in (None, Failure.RAISED)
        last_words = self.end() if broken else ""
        if failure is None:
            return value
        _log.info("the reading process failed (%s): %s%s", failure.value, value, last_words)
        return failure

    def _started(self) -> Child | None:
        with self._lock:
            if self._child is not None or self._stopped:
                return self._child
            child = self._child = Child()
        settings = (self._task, self._caps.seconds, self._caps.memory)
        if child.exchange(settings, _START_SECONDS)[0] is None and not self._stopped:
            raise RuntimeError(f"the reading process did not start: {self.end()}")
        return child
