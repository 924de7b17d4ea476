"""How long reading a filled workbook takes, beside other readers and beside what it can't beat.

All readers are measured in one run, in turns, as CPU time per file; only their ratios hold on
another machine. The limit is what any reader must pay: unzip (zipfile) and tokenise (expat without
handlers) the parts that hold what is read.
"""

from __future__ import annotations

import io
import multiprocessing
import shutil
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.parsers import expat

import openpyxl
import python_calamine
from bench.forms import write_forms
from bench.measure import ROUNDS, aim, cpu_per_item, peak_megabytes

from xlperf.ooxml import styles
from xlperf.ooxml.workbook import read_workbook
from xlperf.reading import read_files
from xlperf.reading.sources import workbook

SLOW_ROUNDS = 1  # openpyxl takes seconds, and seconds don't jitter
LIMIT, OURS, OPENPYXL = (
    "limit: zipfile + expat, no handlers",
    "xlperf sheet reader",
    "openpyxl load_workbook",
)
Reader = Callable[[bytes], object]


def limit(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith(("xl/w", "xl/s", "_rels/", "xl/_rels/")):
                expat.ParserCreate().Parse(archive.read(name), True)


def first_of_its_kind(data: bytes) -> None:
    """A file whose stylesheet was never met before; those of a round share theirs."""
    styles.remembered_styles.cache_clear()
    read_workbook(data)


def by_calamine(data: bytes) -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def by_openpyxl(data: bytes) -> None:
    openpyxl.load_workbook(io.BytesIO(data))


READERS: dict[str, tuple[Reader, int]] = {
    LIMIT: (limit, ROUNDS),
    "python-calamine: values only": (by_calamine, ROUNDS),
    OURS: (read_workbook, ROUNDS),
    "xlperf sheet reader, stylesheet never met": (first_of_its_kind, ROUNDS),
    "xlperf sheet reader + document": (workbook.read, ROUNDS),
    OPENPYXL: (by_openpyxl, SLOW_ROUNDS),
}


def pool_seconds(paths: Sequence[Path], processes: int) -> float:
    """Wall time of reading to documents in plain processes that have already started."""
    shares = [[*paths[i::processes]] * 4 for i in range(processes)]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        pool.map(_read_all, [share[:1] for share in shares], chunksize=1)
        start = time.perf_counter()
        pool.map(_read_all, shares, chunksize=1)
        return time.perf_counter() - start


def whole_seconds(paths: Sequence[Path], workers: int) -> float:
    """Wall time of `xlperf read`: started processes, caps, and forms found in the documents."""
    start = time.perf_counter()
    refused = [reading.refused for reading in read_files(paths, workers) if reading.refused]
    assert not refused, refused
    return time.perf_counter() - start


def _read_all(paths: Sequence[Path]) -> None:
    for path in paths:
        workbook.read(path.read_bytes())


def busy_seconds(_: Sequence[Path], processes: int) -> float:
    """Wall time of work that shares nothing: what two processes gain on this machine just now."""
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        pool.map(_count, [1] * processes, chunksize=1)
        start = time.perf_counter()
        pool.map(_count, [20_000_000 // processes] * processes, chunksize=1)
        return time.perf_counter() - start


def _count(steps: int) -> None:
    for _ in range(steps):
        pass


def by_libreoffice(paths: Sequence[Path], folder: Path) -> list[Path]:
    """The same forms as another program writes them; none where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        return []
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, "--headless", profile, "--convert-to", "xlsx", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True)
    return sorted(folder.glob("*.xlsx"))


def table(title: str, paths: Sequence[Path]) -> dict[str, float]:
    files = [path.read_bytes() for path in paths]
    readers = {name: (read, [files] * rounds) for name, (read, rounds) in READERS.items()}
    times = cpu_per_item(readers)
    print(
        f"\n{f'CPU per file, {len(paths)} {title}':48}{'ms':>8}{'x limit':>9}{'openpyxl / it':>15}"
    )
    for name, spent in times.items():
        print(f"{name:48}{spent:8.2f}{spent / times[LIMIT]:9.2f}{times[OPENPYXL] / spent:15.1f}")
    return times


def report(paths: Sequence[Path], folder: Path) -> None:
    times = table("files by openpyxl", paths)
    folder.mkdir()
    others = by_libreoffice(paths[: len(paths) // 5], folder)
    if others:
        table("files by LibreOffice", others)
    print()
    ours = times[OURS]
    aim("sheet reader, times the limit", ours / times[LIMIT], most=3.5)
    aim("sheet reader, times faster than openpyxl", times[OPENPYXL] / ours, least=40)
    aim("two processes over one, documents", speed_up(pool_seconds, paths), least=1.6)
    aim("two processes over one, whole `read`", speed_up(whole_seconds, paths), least=1.6)
    print(
        f"{'  (work that shares nothing, on this machine now)':48}{speed_up(busy_seconds, ()):8.2f}"
    )
    fewer = paths[: max(1, len(paths) // 5)]
    growth = peak_megabytes(_read_all, paths) - peak_megabytes(_read_all, fewer)
    aim(f"peak MB of {len(paths)} files over that of {len(fewer)}", growth, most=4)


def speed_up(seconds: Callable[[Sequence[Path], int], float], paths: Sequence[Path]) -> float:
    """The best of three each, in turns: another program on the machine can only slow them down."""
    pairs = [(seconds(paths, 1), seconds(paths, 2)) for _ in range(3)]
    one, two = zip(*pairs, strict=True)
    return min(one) / min(two)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        print(f"writing {count} filled workbooks with openpyxl …", flush=True)
        paths = list(write_forms(Path(folder) / "filled", count))
        report(paths, Path(folder) / "others")
