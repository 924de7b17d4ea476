"""Reads one file as anybody would and says on stdout what came of it and what it cost."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from xlperf.model.record import to_json
from xlperf.reading import read_files


def main(path: str) -> None:
    begin = time.monotonic()
    (reading,) = read_files([Path(path)])
    seconds = time.monotonic() - begin
    used = [
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    report = {
        "forms": [to_json(form) for form in reading.forms],
        "unread": [unread.text for unread in reading.unread],
        "notes": [*reading.notes, *(note for form in reading.forms for note in form.notes)],
        "refused": reading.refused,
        "seconds": seconds,
        "megabytes": sum(used) / 1024,
    }
    print(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
