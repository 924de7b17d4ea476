"""All published forms, filled in three layouts, recalculated by a spreadsheet, and read again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support.office import convert_all
from support.recalculated import uncached

from xlperf.editions import load_library
from xlperf.model.form import Form
from xlperf.model.record import from_json, to_json
from xlperf.ooxml.sheet import Sheet
from xlperf.ooxml.workbook import read_workbook
from xlperf.reading import Reading, read_files
from xlperf.rounds.fill.perform import performed
from xlperf.rounds.fill.plan import LAYOUTS, Entry, planned
from xlperf.rounds.fill.workbook import Filler
from xlperf.rounds.identity import identify

LIBRARY = load_library()
GOLDEN = {
    path.stem: path for path in sorted((Path(__file__).resolve().parents[2] / "golden").glob("*"))
}
ERRORS = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "Err:")
#: where a value came from, and what a reader thinks of it; a filled level is never in doubt
_ORIGIN = ("notes", "source", "places", "raw", "at", "ambiguous")


@dataclass(frozen=True)
class Written:
    """One workbook as it was filled, and as a spreadsheet saves it."""

    edition: str
    layout: str
    forms: tuple[Form, ...]
    path: Path
    saved: Path


def records(edition: str) -> list[Form]:
    return [from_json(record) for record in json.loads(GOLDEN[edition].read_text("utf-8"))]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Written]:
    """Every workbook with all its cached values taken away, through LibreOffice at once."""
    folder = tmp_path_factory.mktemp("published")
    filled = [each for edition in GOLDEN for each in _filled(edition, folder)]
    bare, saved = folder / "bare", folder / "saved"
    bare.mkdir()
    saved.mkdir()
    copies = []
    for number, each in enumerate(filled):
        copies.append(bare / f"{number}.xlsx")
        copies[-1].write_bytes(uncached(each.path.read_bytes()))
    for each, path in zip(filled, convert_all(copies, "xlsx", saved), strict=True):
        path.rename(each.saved)
    return filled


def _filled(edition: str, folder: Path) -> Iterator[Written]:
    filler = Filler(LIBRARY, LIBRARY.editions[edition], password="密码")
    entries = [Entry(GOLDEN[edition], form) for form in records(edition)]
    for layout in LAYOUTS:
        out = folder / edition / layout
        jobs = planned(entries, LIBRARY.editions[edition], layout, out, "{序号}")
        for outcome in performed(jobs, filler):
            assert outcome.refused is None
            doubts = [note.text for note in outcome.notes if "拿不准" not in note.text]
            assert doubts == []
            path = outcome.job.path
            forms = tuple(entry.form for entry in outcome.job.entries)
            yield Written(edition, layout, forms, path, path.with_suffix(".saved.xlsx"))


@pytest.fixture(scope="module")
def readings(written: list[Written]) -> dict[Path, Reading]:
    paths = [path for each in written for path in (each.path, each.saved)]
    return {reading.file: reading for reading in read_files(paths, workers=2)}


def plain(form: Form) -> Any:
    return _without(to_json(form))


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without(below) for name, below in value.items() if name not in _ORIGIN}
    return [_without(each) for each in value] if isinstance(value, list) else value


def test_none_of_them_is_missing(written: list[Written]) -> None:
    for layout in LAYOUTS:
        assert sum(len(each.forms) for each in written if each.layout == layout) == 37


def test_no_cell_is_an_error(written: list[Written]) -> None:
    for each in written:
        for sheet in sheets(each.saved):
            assert sheet.flaws == {}, each
            assert [text for text in sheet.texts.values() if text.startswith(ERRORS)] == [], each


def test_what_was_cached_is_what_a_spreadsheet_calculates(written: list[Written]) -> None:
    for each in written:
        for ours, theirs in zip(sheets(each.path), sheets(each.saved), strict=True):
            assert ours.texts == theirs.texts, each
            assert ours.formulas.keys() == theirs.formulas.keys()


def sheets(path: Path) -> tuple[Sheet, ...]:
    return read_workbook(path.read_bytes(), hidden=True).sheets


@pytest.mark.parametrize("which", ["path", "saved"])
def test_the_same_records_are_read_again(
    written: list[Written], readings: dict[Path, Reading], which: str
) -> None:
    for each in written:
        reading = readings[getattr(each, which)]
        assert reading.refused is None
        assert reading.notes == ()
        assert [plain(form) for form in reading.forms] == [plain(form) for form in each.forms], each


def test_nothing_of_them_is_unread(written: list[Written], readings: dict[Path, Reading]) -> None:
    for each in written:
        for path in (each.path, each.saved):
            assert [unread.text for unread in readings[path].unread] == [], path


def test_saving_them_changes_nothing_that_is_locked(written: list[Written]) -> None:
    for each in written:
        found = identify(each.saved.read_bytes())
        assert found is not None
        assert found.identity.edition == each.edition
        assert [str(change) for change in found.changes] == [], each
        assert not found.filled
