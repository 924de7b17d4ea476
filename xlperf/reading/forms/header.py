"""The head of a form: title, year, and labels with their values beside them."""

from __future__ import annotations

import re

from xlperf.model.dates import parse_day, parse_span, parse_year
from xlperf.model.grid import Cell
from xlperf.model.text import clean
from xlperf.reading.forms.draft import Draft
from xlperf.reading.forms.lexicon import HEADER
from xlperf.reading.forms.rows import Row

_YEAR_LINE = re.compile(r"^[(\[]?20\d{2}年?度?[)\]]?$")
# A code printed before a name: 101001-某单位, [101001]某单位, 51000022T0001-某项目
_CODE = re.compile(
    r"^(?:\[[0-9A-Z]{3,}\]|\([0-9A-Z]{3,}\)|(?=[A-Z]*\d)[0-9A-Z]{3,}[-_—－])\s*(?=\D)"
)
_NAMES = frozenset(("project.name", "department", "unit"))


def is_year_line(row: Row) -> bool:
    return len(row.filled) == 1 and bool(_YEAR_LINE.match(row.key))


def read_title(row: Row, draft: Draft) -> None:
    """A title, or the line under it: only a year can be taken from either."""
    for cell in row.filled:
        read_year(cell, draft)
        draft.use([cell])


def read_year(cell: Cell, draft: Draft) -> None:
    year = parse_year(cell.text)
    if year is not None and "year" not in draft.values:
        draft.values["year"] = year
        draft.places["year"] = cell.at


def read_header_row(row: Row, draft: Draft) -> None:
    """Each label takes the first cell after it, up to the next label."""
    waiting: tuple[Cell, str] | None = None
    for cell in row.cells:
        label = draft.lexicon.label(cell.text)
        path = _header_field(label.fields) if label else None
        if label and path:
            draft.use([cell])
            waiting = (cell, path)
            if label.value:
                _take(path, cell, label.value, draft)
                waiting = None
        elif waiting:
            _take(waiting[1], cell, cell.text, draft)
            waiting = None
        elif "currency_unit" not in draft.values and (unit := draft.lexicon.currency(cell.text)):
            draft.values["currency_unit"] = unit
            draft.use([cell])


def _header_field(fields: frozenset[str]) -> str | None:
    return next(iter(sorted(fields & HEADER)), None)


def _take(path: str, cell: Cell, printed: str, draft: Draft) -> None:
    if path == "period":
        _take_period(cell, printed, draft)
    elif path in ("start", "end"):
        _take_day(path, cell, printed, draft)
    elif path == "year":
        read_year(cell, draft)
        draft.use([cell] if "year" in draft.values else [])
    elif path in _NAMES:
        _take_name(path, cell, printed, draft)
    else:
        draft.text(path, cell, printed)


def _take_name(path: str, cell: Cell, printed: str, draft: Draft) -> None:
    name = draft.words(printed)
    bare = _CODE.sub("", name)
    draft.text(path, cell, bare)
    if bare != name and draft.values.get(path) == bare:
        draft.raw[path] = printed


def _take_day(path: str, cell: Cell, printed: str, draft: Draft) -> None:
    draft.text(path, cell, printed)
    text = draft.values.get(path)
    if isinstance(text, str):
        day = parse_day(text)
        draft.values[path] = day if day is not None else text
        if str(day) == printed:
            draft.raw.pop(path, None)
        else:
            draft.raw[path] = printed


def _take_period(cell: Cell, printed: str, draft: Draft) -> None:
    span = parse_span(printed)
    if span is None or clean(printed) == "":
        return  # no two days: it stays among the unread texts
    draft.use([cell])
    for path, day in zip(("start", "end"), span, strict=True):
        draft.values.setdefault(path, day)
        draft.places.setdefault(path, cell.at)
        draft.raw.setdefault(path, printed)
