"""This side of one reading process: start it, exchange one message for another, end it."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import tempfile
import threading
from typing import Any

_CODE = "from xlperf.reading.worker import main; main()"
_TAIL = 4000
_FLAGS = 0
if sys.platform == "win32":
    _FLAGS = subprocess.CREATE_NO_WINDOW  # no black window flashing up behind a spreadsheet


class Child:
    """Speaks pickle over the pipes of a plain `python -c …`; its stderr is kept for the log."""

    def __init__(self) -> None:
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed by end()
        self._process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-c", _CODE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(p or os.curdir for p in sys.path)},
            creationflags=_FLAGS,
        )

    def exchange(self, message: Any, seconds: float) -> tuple[Any, bool]:
        """The answer (None: the child is gone) and whether it had to be killed for its slowness."""
        late = threading.Event()
        timer = threading.Timer(seconds, self._kill_for_slowness, (late,))
        timer.daemon = True
        timer.start()
        try:
            answer = self._ask(message)
        finally:
            timer.cancel()
            timer.join()  # so that a timer that just went off can't hit the next exchange
        return answer, late.is_set()

    def _ask(self, message: Any) -> Any:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        try:
            pickle.dump(message, stdin)
            stdin.flush()
            return pickle.load(stdout)
        except (EOFError, OSError, pickle.UnpicklingError, ValueError):
            return None  # it died, perhaps in the middle of a word

    def _kill_for_slowness(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()

    def kill(self) -> None:
        """Safe from any thread: whoever waits for an answer then sees the end of the pipe."""
        self._process.kill()

    def end(self) -> str:
        """What it said on its way out."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what was left to flush has no reader any more
                if pipe is not None:
                    pipe.close()
        self._process.wait()
        with self._stderr as stderr:
            stderr.seek(max(0, stderr.seek(0, os.SEEK_END) - _TAIL))
            return stderr.read().decode("utf-8", "replace")
