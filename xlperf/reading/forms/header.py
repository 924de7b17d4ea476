"""The head of a form: title, year, and labels with their values beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlperf.model.dates import parse_day, parse_span, parse_year
from xlperf.model.grid import Cell
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
    waiting: str | None = None
    period: list[Cell] = []
    for cell in row.cells:
        label = draft.lexicon.label(cell.text)
        path = _header_field(label.fields) if label else None
        if label and path:
            draft.use([cell])
            waiting = path
            if label.value:
                _take(path, cell, label.value, draft)
                waiting = None
        elif waiting == "period":
            period.append(cell)  # a day, 至, another day may stand in cells of their own
        elif waiting:
            _take(waiting, cell, cell.text, draft)
            waiting = None
        elif unit := draft.lexicon.currency(cell.text):
            draft.values.setdefault("currency_unit", unit)
            draft.use([cell])
    if period:
        _take_period(period, "".join(cell.text for cell in period), draft)


def _header_field(fields: frozenset[str]) -> str | None:
    return next(iter(sorted(fields & HEADER)), None)


def _take(path: str, cell: Cell, printed: str, draft: Draft) -> None:
    if path == "period":
        _take_period([cell], printed, draft)
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
    bare = _CODE.sub("", draft.words(printed))
    draft.text(path, cell, bare)
    if bare != printed and draft.values.get(path) == bare:
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


def _take_period(cells: Sequence[Cell], printed: str, draft: Draft) -> None:
    span = parse_span(printed)
    if span is None:
        return  # no two days: it stays among the unread texts
    draft.use(cells)
    for path, day in zip(("start", "end"), span, strict=True):
        draft.values.setdefault(path, day)
        draft.places.setdefault(path, cells[0].at)
        draft.raw.setdefault(path, printed)


def year_of_name(draft: Draft) -> None:
    """2024年某某项目: where no line gives the year, the project's name may."""
    years = set(re.findall(r"(20\d{2})年", draft.values.get("project.name") or ""))
    if "year" not in draft.values and len(years) == 1:
        draft.values["year"] = int(years.pop())
        draft.places["year"] = draft.places["project.name"]
