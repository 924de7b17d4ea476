"""The money of a 自评表: rows by name, amounts under the headings of their columns."""

from __future__ import annotations

from collections.abc import Sequence

from xlperf.model.grid import Cell
from xlperf.model.text import key
from xlperf.reading.forms.draft import Draft
from xlperf.reading.forms.money.columns import COLUMN, NAMED_ROWS, ROWS, Table, is_block_label
from xlperf.reading.forms.rows import Row

_IN_TURN = ("budget", "executed", "rate")


def read_evaluated_funds(rows: Sequence[Row], draft: Draft) -> None:
    table = Table(lambda name, column: f"{ROWS}{name}.{column}", draft)
    for row in rows:
        cells = [cell for cell in row.cells if not is_block_label(cell, draft)]
        if table.take_heading(cells):
            continue
        if table.columns:
            table.take_row(cells, row)
        else:
            _read_pairs(cells, draft)


def _read_pairs(cells: Sequence[Cell], draft: Draft) -> None:
    """预算数：| 100 | 执行数：| 95: the first pair is the budget, the second what was spent."""
    waiting: str | None = None
    met = 0
    for cell in cells:
        label = draft.lexicon.label(cell.text)
        if label and label.fields:
            waiting = _path(label.fields, _IN_TURN[min(met, 2)])
            met += 1
            draft.use([cell] if waiting else [])
            if waiting and label.value:
                draft.amount(waiting, cell, label.value)
                waiting = None
        elif waiting and key(cell.text):
            draft.amount(waiting, cell)
            waiting = None


def _path(fields: frozenset[str], column: str) -> str | None:
    named = next((f for f in sorted(fields) if f.startswith(COLUMN)), None)
    if named:
        return f"{ROWS}total.{named.removeprefix(COLUMN)}"
    row = next((name for name in NAMED_ROWS if ROWS + name in fields), None)
    return f"{ROWS}{row}.{column}" if row else None
