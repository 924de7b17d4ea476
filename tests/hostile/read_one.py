"""Reads one file as anybody would and says on stdout what came of it and what it cost."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from xlperf.model.record import to_json
from xlperf.reading import read_files

_UNITS = 1 << 20 if sys.platform == "darwin" else 1 << 10  # what ru_maxrss is counted in


def _own_megabytes() -> float:
    """Not from getrusage: to Linux a process begins as large as the one that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (one for one in status.read_text().splitlines() if one.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNITS


def main(path: str) -> None:
    begin = time.monotonic()
    (reading,) = read_files([Path(path)])
    seconds = time.monotonic() - begin
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / _UNITS
    report = {
        "forms": [to_json(form) for form in reading.forms],
        "unread": [unread.text for unread in reading.unread],
        "notes": [*reading.notes, *(note for form in reading.forms for note in form.notes)],
        "refused": reading.refused,
        "seconds": seconds,
        "megabytes": _own_megabytes() + child,
    }
    print(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
