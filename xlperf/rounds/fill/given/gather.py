"""All files of one run: records, forms that were read, and tables where there are no forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xlperf.editions import Edition, Library
from xlperf.model.form import Form
from xlperf.model.refusal import Refused
from xlperf.reading import Reading, read_grids
from xlperf.reading.loading import load
from xlperf.rounds.fill.given.json_records import forms_of, looks_like_json
from xlperf.rounds.fill.given.projects import Projects
from xlperf.rounds.fill.given.tables import table_on

_HEAD = 64  # bytes that tell JSON from everything else
_NO_TABLE = "如果是一行一个项目的表，列名要写在第一行，其中有“项目名称”。"


@dataclass(frozen=True, slots=True)
class Given:
    """What one file gave: forms, or the reason why it gave none."""

    file: Path
    forms: tuple[Form, ...] = ()
    notes: tuple[str, ...] = ()
    refused: str | None = None


def is_record_file(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return looks_like_json(file.read(_HEAD))
    except OSError:
        return False  # it is refused by name when it is read


def gathered(
    records: Iterable[Path], readings: Sequence[Reading], library: Library, edition: Edition
) -> list[Given]:
    """A file without a single indicator may be a table of projects rather than a form."""
    doubtful = [each.file for each in readings if not any(form.indicators for form in each.forms)]
    tabled = _tables(doubtful, library, edition)
    return [
        *map(_of_records, records),
        *(tabled.get(each.file) or _of_reading(each) for each in readings),
    ]


def _of_records(path: Path) -> Given:
    try:
        forms, notes = forms_of(load(path))
    except Refused as refusal:
        return Given(path, refused=refusal.reason)
    return Given(path, tuple(forms), tuple(notes))


def _of_reading(reading: Reading) -> Given:
    if not reading.forms:
        return Given(reading.file, refused=f"{reading.refused}{_NO_TABLE}")
    notes = []
    if reading.unread:
        notes.append(
            f"有 {len(reading.unread)} 处文字没有归入任何栏目，没有填进去；"
            "用 xlperf read 可以逐条查看。"
        )
    return Given(reading.file, reading.forms, tuple(notes))


def _tables(files: Sequence[Path], library: Library, edition: Edition) -> dict[Path, Given]:
    """Of all files together: indicators may stand in another file than their projects."""
    projects = Projects(library, edition)
    found: dict[Path, Given] = {}
    for gridded in read_grids(files):
        for grid in gridded.grids:
            table = table_on(grid, gridded.file, projects.columns)
            if table is not None:
                projects.take(table)
                found[gridded.file] = Given(gridded.file)
    for file, form in projects.forms():
        found[file] = replace(found[file], forms=(*found[file].forms, form))
    for file, note in projects.notes:
        found[file] = replace(found[file], notes=(*found[file].notes, note))
    return found
