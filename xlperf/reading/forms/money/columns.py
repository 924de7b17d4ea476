"""Rows of money under headings of columns, in either kind of form."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xlperf.model.grid import Cell, Spans
from xlperf.model.text import key
from xlperf.reading.forms.align import Column, align, distance_cost, drift
from xlperf.reading.forms.draft import Draft
from xlperf.reading.forms.rows import Row
from xlperf.reading.forms.wording import bare_name, currency_alone, without_points_unit

BLOCK = "funds"
COLUMN = "column."
ROWS = "funds.rows."
OTHER = "other"
NAMED_ROWS = ("total", "current", "carryover", "other")
_MONEY = frozenset(("initial", "budget", "executed", "annual", "overall", "rate"))
PathOf = Callable[[str, str], str | None]  # (row, column) → where its amount belongs


class Table:
    """Takes rows one by one; remembers the headings above them and how far these have slid."""

    def __init__(self, path_of: PathOf, draft: Draft) -> None:
        self.path_of = path_of
        self.draft = draft
        self.columns: list[Column] = []
        self.shift = 0
        self.heading = False  # the row before was one of headings

    def take_heading(self, cells: Sequence[Cell]) -> bool:
        columns = headings(cells, self.draft, alone=not self.heading)
        if not columns:
            self.heading = False
            return False
        self.columns = under(self.columns, columns) if self.heading else columns
        self.shift, self.heading = 0, True
        self.draft.use(c for c in cells if column_field(c, self.draft) or not key(c.text))
        return True

    def take_row(self, cells: Sequence[Cell], row: Row) -> None:
        filled = [cell for cell in cells if key(cell.text)]
        name = row_name(filled[0], self.draft) if filled else None
        if name is None:
            return
        label, spans = filled[0], row.grid.spans
        self.draft.use([label])
        amounts = filled[1:]
        if spans is Spans.KNOWN:  # blank cells, too, are known by their column
            amounts = [cell for cell in cells if cell.col > label.col]
        slid = [Column(c.field, c.col + self.shift, c.cols) for c in self.columns]
        chosen = align(amounts, slid, lambda c, column: self._cost(c, column, spans), lambda _: 0.4)
        drifts = set()
        for cell, at in zip(amounts, chosen, strict=True):
            if at is not None:
                drifts.add(drift(cell, slid[at]))
                self._take(name, slid[at].field, cell)
        if len(amounts) == len(slid) and len(drifts) == 1:
            self.shift += drifts.pop()

    def _take(self, name: str, column: str, cell: Cell) -> None:
        path = None if column == OTHER else self.path_of(name, column)
        if path:
            points = column in ("weight", "score")
            self.draft.amount(path, cell, without_points_unit(cell.text) if points else None)

    def _cost(self, cell: Cell, column: Column, spans: Spans) -> float:
        percent = "%" in key(cell.text)
        blank = self.draft.lexicon.is_blank(cell.text)
        misfit = 1.0 if percent != (column.field == "rate") and not blank else 0.0
        words = (
            isinstance(self.draft.number(cell.text), str) and not percent and len(cell.text) > 20
        )
        misfit += 3.0 if words and column.field != OTHER else 0.0
        return misfit + distance_cost(cell, column, spans)


def under(upper: Sequence[Column], lower: Sequence[Column]) -> list[Column]:
    """Two rows of headings as one: the lower take the place of those they stand under."""
    kept = []
    for column, after in zip(upper, [*upper[1:], None], strict=True):
        end = after.col if after else column.end
        if not any(column.col <= part.col < end for part in lower):
            kept.append(column)
    return sorted([*kept, *lower], key=lambda column: column.col)


def headings(cells: Sequence[Cell], draft: Draft, alone: bool = True) -> list[Column]:
    """The columns that a row of headings names; nothing if amounts stand among them."""
    columns: list[Column] = []
    for cell in cells:
        if not key(cell.text):
            continue
        field = column_field(cell, draft)
        if field is None and isinstance(draft.number(cell.text), str) and columns:
            field = OTHER
        elif field is None and columns:
            return []
        if field is not None:
            repeated = [c for c in columns if c.field == field != OTHER]
            columns = [c for c in columns if c not in repeated]
            columns.append(Column(field, cell.col, cell.cols))
    if alone and not any(column.field in _MONEY for column in columns):
        return []  # 分值 and 得分 alone judge something else
    return columns if len([c for c in columns if c.field != OTHER]) > (1 if alone else 0) else []


def column_field(cell: Cell, draft: Draft) -> str | None:
    fields = draft.lexicon.fields(cell.text)
    named = sorted(f for f in fields if f.startswith(COLUMN))
    if named:
        take_currency(cell, draft)
    return named[0].removeprefix(COLUMN) if named else None


def row_name(label: Cell, draft: Draft) -> str | None:
    """One of the rows that every form has, or the printed name of another."""
    fields = draft.lexicon.fields(label.text)
    known = next((name for name in NAMED_ROWS if ROWS + name in fields), None)
    return known or own_name(label, draft)


def own_name(label: Cell, draft: Draft) -> str | None:
    """县级资金, 单位资金 …: the name of a row that no edition knows."""
    name = bare_name(draft.words(label.text))
    plain = isinstance(draft.number(name), str) and not any(map(str.isdigit, name))
    money = any(word in name for word in draft.lexicon.library.generic.fund_words)
    return name if plain and money and 2 < len(name) <= 20 else None


def is_block_label(cell: Cell, draft: Draft) -> bool:
    """项目资金(元), or its (元) on a line of its own: names the block and its currency."""
    label = draft.lexicon.label(cell.text)
    named = label is not None and BLOCK in label.fields and not label.value
    if not named and currency_alone(cell.text) is None:
        return False
    draft.use([cell])
    take_currency(cell, draft)
    return True


def take_currency(cell: Cell, draft: Draft) -> None:
    label = draft.lexicon.label(cell.text)
    currency = label.currency if label else currency_alone(cell.text)
    if currency and "funds.currency_unit" not in draft.values:
        draft.values["funds.currency_unit"] = currency
        draft.places["funds.currency_unit"] = cell.at
