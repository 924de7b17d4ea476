"""The head of a form: title, year, and labels with their values beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xlperf.model.dates import parse_day, parse_span, parse_year
from xlperf.model.grid import Cell, Spans
from xlperf.model.text import key
from xlperf.reading.forms.draft import Draft
from xlperf.reading.forms.lexicon import HEADER
from xlperf.reading.forms.rows import Row
from xlperf.reading.forms.table.total import is_inline_total, take_inline_total
from xlperf.reading.forms.wording import currency_alone

_YEAR_LINE = re.compile(
    r"^[(\[]?(?:20\d{2}|[二2][〇零○OO0][一二三四五六七八九〇零]{2})年?度?[)\]]?(?:\([^()]*\))*$"
)
# A code printed before a name: 101001-某单位, [101001]某单位, 51000022T0001-某项目
_BRACKETED = r"\[[0-9A-Z]{3,}\]|\([0-9A-Z]{3,}\)"
_REST = r"\s*(?=\D|20\d\d年)"
_UNIT_CODE = re.compile(rf"^(?:{_BRACKETED}|(?=[A-Z]*\d)[0-9A-Z]{{3,}}[-_—－]){_REST}")
# 2024-2025年某某 and G60-某某 are names of projects; 004-某某 and 51000022T0001-某某 have codes
_PROJECT_CODE = re.compile(
    rf"^(?:{_BRACKETED}|(?:0\d\d+|(?=[A-Z]*\d)[0-9A-Z]{{6,}})[-_—－]){_REST}"
)
_NAMES = frozenset(("project.name", "department", "unit", "unit.filler"))


def is_year_line(row: Row) -> bool:
    return len(row.filled) == 1 and bool(_YEAR_LINE.match(row.key))


def read_title(row: Row, draft: Draft) -> None:
    """A title, or the line under it: only a year can be taken from either."""
    if is_year_line(row):
        draft.values.pop("year", None)  # the line itself outweighs a year within the title
    for cell in row.filled:
        _read_year(cell, cell.text, draft)
        draft.use([cell])


def read_header_row(row: Row, draft: Draft) -> None:
    """Each label takes the cell after it, unless that is a label, too."""
    for label, path, followers in _labelled(row, draft):
        if path is None:
            _read_alone(label, draft)
        elif path == "period":  # a day, 至, another day may stand in cells of their own
            _take_period(followers, "".join(cell.text for cell in followers), draft)
        elif followers and _is_value(label, followers, row.grid.spans):
            _take(path, followers[0], followers[0].text, draft)


def _labelled(row: Row, draft: Draft) -> Iterator[tuple[Cell, str | None, list[Cell]]]:
    """Labels, each with the cells up to the next word of the form; other cells alone."""
    at = 0
    while at < len(row.cells):
        cell = row.cells[at]
        at += 1
        segments = draft.lexicon.segments(cell.text)
        label = draft.lexicon.label(segments[0])
        path = _header_field(label.fields) if label else None
        followers: list[Cell] = []
        if label and path:
            _read_segments(cell, segments, draft)
            while at < len(row.cells) and not label.value:
                if _is_word(row.cells[at], draft) and not _fills(cell, row, at, draft):
                    break
                followers.append(row.cells[at])
                at += 1
        yield cell, path, followers


def _fills(label: Cell, row: Row, at: int, draft: Draft) -> bool:
    """A project may be named 说明: in a value's very place, a word with no value of its own."""
    cell = row.cells[at]
    touches = cell.col == label.col + label.cols and row.grid.spans is Spans.KNOWN
    after = row.cells[at + 1] if at + 1 < len(row.cells) else None
    own_value = (
        after is not None and after.col == cell.col + cell.cols and not _is_word(after, draft)
    )
    return touches and not own_value


def _is_word(cell: Cell, draft: Draft) -> bool:
    """A word that the form prints: a label, or one that is known to mean nothing."""
    lexicon = draft.lexicon
    known = lexicon.is_known(cell.text) and not lexicon.is_blank(cell.text)
    return known or lexicon.label(lexicon.segments(cell.text)[0]) is not None


def _read_alone(cell: Cell, draft: Draft) -> None:
    if is_inline_total(cell, draft):
        take_inline_total(cell, draft)
    elif unit := currency_alone(cell.text):
        draft.values.setdefault("currency_unit", unit)
        draft.use([cell])


def _is_value(label: Cell, followers: Sequence[Cell], spans: Spans) -> bool:
    """Right beside its label; past a gap, two texts are a strange label with its own value."""
    touches = followers[0].col == label.col + label.cols
    return touches or spans is not Spans.KNOWN or len(followers) == 1


def _read_segments(cell: Cell, segments: Sequence[str], draft: Draft) -> None:
    """A cell that holds a label, or several with their values."""
    draft.use([cell])
    for segment in segments:
        label = draft.lexicon.label(segment)
        path = _header_field(label.fields) if label else None
        if label and path and label.value:
            _take(path, cell, label.value, draft)
        elif not (label and path):
            draft.leave(cell, segment)


def finish_header(draft: Draft) -> None:
    """What stands in for a field that no label of its own has filled."""
    filler = draft.values.pop("unit.filler", None)
    if filler is not None and draft.values.get("unit") is None:
        draft.values["unit"] = filler
        draft.places["unit"] = draft.places["unit.filler"]
        draft.raw["unit"] = draft.raw.get("unit.filler", filler)
    elif filler is not None and filler != draft.values.get("unit"):
        draft.notes.append(f"填报单位“{filler}”不是实施单位，未采用。")
    draft.places.pop("unit.filler", None)
    draft.raw.pop("unit.filler", None)
    _year_of_name(draft)


def _header_field(fields: frozenset[str]) -> str | None:
    return next(iter(sorted(fields & HEADER)), None)


def _read_year(cell: Cell, printed: str, draft: Draft) -> None:
    bare = re.fullmatch(r"20\d{2}", key(printed))
    year = int(bare.group()) if bare else parse_year(printed)
    if year is not None and "year" not in draft.values:
        draft.values["year"] = year
        draft.places["year"] = cell.at


def _take(path: str, cell: Cell, printed: str, draft: Draft) -> None:
    if path == "period":
        _take_period([cell], printed, draft)
    elif path in ("start", "end"):
        _take_day(path, cell, printed, draft)
    elif path == "year":
        _read_year(cell, printed, draft)
        draft.use([cell] if "year" in draft.values else [])
    elif path == "total.score":
        draft.amount(path, cell, printed)
    elif path in _NAMES:
        _take_name(path, cell, printed, draft)
    else:
        draft.text(path, cell, printed)


def _take_name(path: str, cell: Cell, printed: str, draft: Draft) -> None:
    bare = _code_of(path).sub("", draft.lexicon.without_hints(draft.words(printed)))
    draft.text(path, cell, bare)
    if bare != printed and draft.values.get(path) == bare:
        draft.raw[path] = printed


def _code_of(path: str) -> re.Pattern[str]:
    return _PROJECT_CODE if path == "project.name" else _UNIT_CODE


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


def _year_of_name(draft: Draft) -> None:
    """2024年某某项目: where no line gives the year, the project's name may."""
    name = draft.raw.get("project.name") or draft.values.get("project.name") or ""
    years = set(re.findall(r"(?<!\d)20\d{2}(?!\d)", name))
    years = years if f"{next(iter(years), '')}年" in name else set()
    if "year" not in draft.values and len(years) == 1:
        draft.values["year"] = int(years.pop())
        draft.places["year"] = draft.places["project.name"]
