"""The money of a 申报表: the project's and the year's, side by side or under headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlperf.model.grid import Cell
from xlperf.reading.forms.draft import Draft
from xlperf.reading.forms.money.columns import Table, is_block_label, own_name, take_currency
from xlperf.reading.forms.rows import Row

OVERALL = "funds.overall."
ANNUAL = "funds.annual."
_TOTALS = (f"{OVERALL}total", f"{ANNUAL}total")
#: A row's name on either side, by its name on the other or in a table with headings.
_TWINS = {
    OVERALL: {"total": "total", "current": "fiscal", "fiscal": "fiscal", "other": "other"},
    ANNUAL: {
        "total": "total",
        "fiscal": "current",
        "current": "current",
        "carryover": "carryover",
        "other": "other",
    },
}
_YEAR = re.compile(r"20\d{2}年")
_COLUMN_SIDES = {"overall": OVERALL, "annual": ANNUAL, "budget": ANNUAL}


@dataclass(frozen=True, slots=True)
class _Entry:
    label: Cell
    fields: frozenset[str]  # empty for a row with a name of its own
    amount: Cell | None
    printed: str | None = None  # when label and amount share a cell


def read_declared_funds(rows: Sequence[Row], draft: Draft) -> None:
    table = Table(_column_path, draft)
    lines: list[list[_Entry]] = []
    strange = False
    for at, row in enumerate(rows):
        cells = [cell for cell in row.cells if not is_block_label(cell, draft)]
        if table.take_heading(cells):
            continue
        strange = strange or _heads_strange_columns(cells, rows[at + 1 : at + 2], draft)
        if table.columns:
            table.take_row(cells, row)
        elif not strange:
            lines.append(list(_entries(cells, draft)))
    if strange:
        draft.notes.append("资金部分的列标题认不出，金额没有采用，请核对原件。")
    sides = _Sides([entry for line in lines for entry in line])
    for line in lines:
        for at, entry in enumerate(line):
            _take(entry, sides.of(entry, line, at), draft)


def _heads_strange_columns(cells: Sequence[Cell], below: Sequence[Row], draft: Draft) -> bool:
    """Texts and no amount, over a row of several amounts: headings that no edition knows."""
    filled = [cell for cell in cells if draft.words(cell.text)]
    amounts = [c for row in below for c in row.filled if isinstance(draft.number(c.text), Decimal)]
    plain = not any(re.search(r"\d", _YEAR.sub("", cell.text)) for cell in filled)
    return len(filled) > 2 and plain and len(amounts) > 1


def _column_path(name: str, column: str) -> str | None:
    side = _COLUMN_SIDES.get(column)
    return _path(side, name) if side else None


def _path(side: str, name: str) -> str:
    """Where an amount belongs: a field of its side, or among the rows with names of their own."""
    own = _TWINS[side].get(name)
    return side + own if own else f"funds.more.{side.removeprefix('funds.')}{name}"


def _entries(cells: Sequence[Cell], draft: Draft) -> Iterator[_Entry]:
    """Each label with the cell after it, unless that is a label too."""
    at = 0
    while at < len(cells):
        cell = cells[at]
        at += 1
        label = draft.lexicon.label(cell.text)
        fields = _fund_fields(label.fields) if label else frozenset()
        beside = cells[at] if at < len(cells) else None
        follower = beside if beside and not draft.lexicon.label(beside.text) else None
        inline = _inline(cell, draft)
        if inline:
            yield from inline
        elif fields or (follower and own_name(cell, draft) and _is_amount(follower, draft)):
            take_currency(cell, draft)
            yield _Entry(cell, fields, follower)
            at += follower is not None


def _fund_fields(fields: frozenset[str]) -> frozenset[str]:
    return frozenset(f for f in fields if f.startswith((OVERALL, ANNUAL)))


def _inline(cell: Cell, draft: Draft) -> list[_Entry]:
    """年度资金总额：210.60 其中：财政拨款：180.60: labels and amounts in one cell."""
    entries, rest = [], []
    for segment in draft.lexicon.segments(cell.text):
        label = draft.lexicon.label(segment)
        fields = _fund_fields(label.fields) if label else frozenset()
        if label and fields and label.value:
            entries.append(_Entry(cell, fields, cell, label.value))
        else:
            rest.append(segment)
    for segment in rest if entries else ():
        draft.leave(cell, segment)
    return entries


def _is_amount(cell: Cell, draft: Draft) -> bool:
    words = draft.words(cell.text)
    return (
        draft.lexicon.is_blank(words)
        or words[0].isdigit()
        or not isinstance(draft.number(words), str)
    )


class _Sides:
    """Left or right? A name that only one side has says so; another goes by its column."""

    def __init__(self, entries: Sequence[_Entry]) -> None:
        self.totals = [
            (entry.label, side)
            for entry in entries
            for side, total in zip((OVERALL, ANNUAL), _TOTALS, strict=True)
            if entry.fields & set(_TOTALS) == {total}
        ]
        self.columns = {side: self._columns(side, entries) for side in (OVERALL, ANNUAL)}
        self.stacked = len({col for cols in self.columns.values() for col in cols}) == 1

    def _columns(self, side: str, entries: Sequence[_Entry]) -> list[int]:
        """Where a side's total stands, or, if that is lost, the rows that only this side has."""
        own = [label.col for label, each in self.totals if each == side]
        others = {label.col for label, each in self.totals if each != side}
        sole = [
            e.label.col for e in entries if e.fields and all(f.startswith(side) for f in e.fields)
        ]
        return own or [col for col in sole if col not in others]

    def of(self, entry: _Entry, line: Sequence[_Entry], at: int) -> str:
        if not self.columns[OVERALL]:
            return ANNUAL
        if not self.columns[ANNUAL]:
            return OVERALL
        if self.stacked and len(line) == 1:
            return self._total_above(entry.label)
        only = {f[: f.rindex(".") + 1] for f in entry.fields}
        if len(only) == 1:
            return only.pop()
        if len(line) == 2:
            return (OVERALL, ANNUAL)[at]
        return min((OVERALL, ANNUAL), key=lambda side: self._distance(entry.label, side))

    def _total_above(self, label: Cell) -> str:
        """In one column, 其中 belongs to the total it stands below."""
        above = [side for total, side in self.totals if total.row <= label.row]
        return above[-1] if above else self.totals[0][1]

    def _distance(self, cell: Cell, side: str) -> int:
        return min(abs(cell.col - col) for col in self.columns[side])


def _take(entry: _Entry, side: str, draft: Draft) -> None:
    draft.use([entry.label])
    if entry.amount is None:
        return
    named = sorted(entry.fields, key=lambda f: not f.startswith(side))
    name = named[0].rpartition(".")[2] if named else own_name(entry.label, draft)
    draft.amount(_path(side, name or draft.words(entry.label.text)), entry.amount, entry.printed)
