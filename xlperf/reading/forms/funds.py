"""The money of a 申报表: labels with amounts beside them, the project's left, the year's right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlperf.model.grid import Cell
from xlperf.reading.forms.draft import Draft
from xlperf.reading.forms.rows import Row

OVERALL = "funds.overall."
ANNUAL = "funds.annual."
BLOCK = "funds"


@dataclass(frozen=True, slots=True)
class _Entry:
    label: Cell
    fields: frozenset[str]  # empty for a row with a name of its own
    amount: Cell | None
    printed: str | None = None  # when label and amount share a cell


def read_declared_funds(rows: Sequence[Row], draft: Draft) -> None:
    lines = [list(_entries(row, draft)) for row in rows]
    sides = _Sides([entry for line in lines for entry in line])
    for line in lines:
        for at, entry in enumerate(line):
            side = sides.of(entry, line, at)
            path = next((f for f in sorted(entry.fields) if f.startswith(side)), None)
            _take(path or side + entry.label.text, bool(path), entry, draft)


def _entries(row: Row, draft: Draft) -> Iterator[_Entry]:
    """Each label with the cell after it, unless that is a label too."""
    cells = [cell for cell in row.cells if not is_block_label(cell, draft)]
    at = 0
    while at < len(cells):
        cell = cells[at]
        at += 1
        label = draft.lexicon.label(cell.text)
        fields = fund_fields(label.fields) if label else frozenset()
        if label and fields and label.value:
            yield _Entry(cell, fields, cell, label.value)
        elif fields or _own_name(cell, draft):
            follower = cells[at] if at < len(cells) else None
            taken = follower is not None and not _names_a_row(follower, draft)
            yield _Entry(cell, fields, follower if taken else None)
            at += taken


def _names_a_row(cell: Cell, draft: Draft) -> bool:
    label = draft.lexicon.label(cell.text)
    return bool(label and fund_fields(label.fields))


def fund_fields(fields: frozenset[str]) -> frozenset[str]:
    return frozenset(f for f in fields if f.startswith((OVERALL, ANNUAL)))


def is_block_label(cell: Cell, draft: Draft) -> bool:
    """项目资金(元), or its (元) on a line of its own: names the block and its currency."""
    label = draft.lexicon.label(cell.text)
    named = label is not None and BLOCK in label.fields and not label.value
    currency = label.currency if label and named else draft.lexicon.currency(cell.text)
    if not named and currency is None:
        return False
    draft.use([cell])
    if currency and "funds.currency_unit" not in draft.values:
        draft.values["funds.currency_unit"] = currency
        draft.places["funds.currency_unit"] = cell.at
    return True


def _own_name(cell: Cell, draft: Draft) -> bool:
    """县级资金, 单位资金 …: a row with a name that no edition knows."""
    text = draft.words(cell.text)
    return (
        2 < len(text) <= 20
        and isinstance(draft.number(text), str)
        and not any(map(str.isdigit, text))
    )


class _Sides:
    """Left or right? A name that only one side has says so; another goes by its column."""

    def __init__(self, entries: Sequence[_Entry]) -> None:
        self.columns = {
            side: [
                e.label.col
                for e in entries
                if e.fields and all(f.startswith(side) for f in e.fields)
            ]
            for side in (OVERALL, ANNUAL)
        }

    def of(self, entry: _Entry, line: Sequence[_Entry], at: int) -> str:
        only = {f[: f.rindex(".") + 1] for f in entry.fields}
        if len(only) == 1:
            return only.pop()
        if not self.columns[OVERALL]:
            return ANNUAL
        if not self.columns[ANNUAL]:
            return OVERALL
        if len(line) == 2:
            return (OVERALL, ANNUAL)[at]
        return min((OVERALL, ANNUAL), key=lambda side: self._distance(entry.label, side))

    def _distance(self, cell: Cell, side: str) -> int:
        return min(abs(cell.col - col) for col in self.columns[side])


def _take(path: str, standard: bool, entry: _Entry, draft: Draft) -> None:
    draft.use([entry.label])
    if entry.amount is not None:
        if not standard:
            side, name = path[: path.index(".", 6)], draft.words(entry.label.text)
            path = f"funds.more.{side.removeprefix('funds.')}.{name}"
        draft.amount(path, entry.amount, entry.printed)
