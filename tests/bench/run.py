"""How long reading a filled workbook takes, beside other readers and beside what it can't beat.

    python tests/bench/run.py [number of workbooks, 500 unless given]

All readers are measured in one run, in turns, as CPU time per file; only their ratios hold on
another machine. The limit is what any reader must pay: unzip (zipfile) and tokenise (expat without
handlers) the parts that hold what is read.
"""

from __future__ import annotations

import io
import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.parsers import expat

import openpyxl
import python_calamine

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.forms import write_forms

from xlperf.ooxml.workbook import read_workbook
from xlperf.reading import read_files
from xlperf.reading.sources import workbook

ROUNDS = 7
SLOW_ROUNDS = 1  # openpyxl takes seconds, and seconds don't jitter
MOST_LIMIT, LEAST_FASTER, LEAST_SCALE, MOST_GROWTH = 3.5, 40, 1.6, 4.0
Reader = Callable[[bytes], object]


def limit(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith(("xl/w", "xl/s", "_rels/", "xl/_rels/")):
                expat.ParserCreate().Parse(archive.read(name), True)


def by_calamine(data: bytes) -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def by_openpyxl(data: bytes) -> None:
    openpyxl.load_workbook(io.BytesIO(data))


READERS: dict[str, tuple[Reader, int]] = {
    "limit: zipfile + expat, no handlers": (limit, ROUNDS),
    "python-calamine: values only": (by_calamine, ROUNDS),
    "xlperf sheet reader": (read_workbook, ROUNDS),
    "xlperf sheet reader + document": (workbook.read, ROUNDS),
    "openpyxl load_workbook": (by_openpyxl, SLOW_ROUNDS),
}


def cpu_per_file(files: Sequence[bytes]) -> dict[str, float]:
    """Milliseconds by reader: the median of some rounds, the readers taking turns."""
    times: dict[str, list[float]] = {name: [] for name in READERS}
    for turn in range(ROUNDS):
        for name, (read, rounds) in READERS.items():
            if turn < rounds:
                start = time.process_time()
                for data in files:
                    read(data)
                times[name].append((time.process_time() - start) / len(files) * 1000)
    return {name: statistics.median(found) for name, found in times.items()}


def wall_seconds(paths: Sequence[Path], workers: int) -> float:
    start = time.perf_counter()
    readings = list(read_files(paths, workers))
    assert all(reading.refused is None for reading in readings), readings
    return time.perf_counter() - start


def peak_megabytes(paths: Sequence[Path]) -> float:
    """The highest memory of a fresh process that reads these files one after another."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_read_all, (paths,))


def _read_all(paths: Sequence[Path]) -> float:
    for path in paths:
        workbook.read(path.read_bytes())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def report(paths: Sequence[Path]) -> None:
    files = [path.read_bytes() for path in paths]
    times = cpu_per_file(files)
    floor = times["limit: zipfile + expat, no handlers"]
    slowest = times["openpyxl load_workbook"]
    print(f"\n{'CPU per file':38}{'ms':>8}{'x limit':>9}{'openpyxl / it':>15}")
    for name, spent in times.items():
        print(f"{name:38}{spent:8.2f}{spent / floor:9.2f}{slowest / spent:15.1f}")
    ours = times["xlperf sheet reader"]
    print()
    aim(
        "sheet reader, times the limit",
        ours / floor,
        f"at most {MOST_LIMIT}",
        MOST_LIMIT - ours / floor,
    )
    faster = slowest / ours
    aim(
        "sheet reader, times faster than openpyxl",
        faster,
        f"at least {LEAST_FASTER}",
        faster - LEAST_FASTER,
    )
    scale = min(wall_seconds(paths, 1) for _ in range(2)) / min(
        wall_seconds(paths, 2) for _ in range(2)
    )
    aim(
        "two processes over one, whole `read`",
        scale,
        f"at least {LEAST_SCALE}",
        scale - LEAST_SCALE,
    )
    fewer = paths[: max(1, len(paths) // 5)]
    growth = peak_megabytes(paths) - peak_megabytes(fewer)
    label = f"peak MB, {len(paths)} files over {len(fewer)}"
    aim(label, growth, f"at most {MOST_GROWTH}", MOST_GROWTH - growth)


def aim(label: str, found: float, wanted: str, margin: float) -> None:
    print(f"{label:44}{found:8.2f}   aim: {wanted:14}{'met' if margin >= 0 else 'MISSED'}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as folder:
        print(f"writing {count} filled workbooks with openpyxl …", flush=True)
        report(list(write_forms(Path(folder), count)))


if __name__ == "__main__":
    main()
