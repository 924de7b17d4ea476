"""The money of a 自评表: rows by name, amounts under the headings of their columns."""

from __future__ import annotations

from collections.abc import Sequence

from xlperf.model.grid import Cell, Spans
from xlperf.model.text import key
from xlperf.reading.forms.align import Column, align, distance_cost, drift
from xlperf.reading.forms.draft import Draft
from xlperf.reading.forms.funds import is_block_label
from xlperf.reading.forms.rows import Row

COLUMN = "column."
ROWS = "funds.rows."
_ORDER = ("total", "current", "carryover", "other")


def read_evaluated_funds(rows: Sequence[Row], draft: Draft) -> None:
    columns: list[Column] = []
    shift = 0
    for row in rows:
        cells = [cell for cell in row.cells if not is_block_label(cell, draft)]
        heading = _heading(cells, draft)
        if len(heading) > 1 and not _paired(cells, heading, draft):
            columns, shift = heading, 0
            draft.use(cells)
        elif columns:
            shift = _read_row(cells, columns, shift, row, draft)
        else:
            _read_pairs(cells, draft)


def _heading(cells: Sequence[Cell], draft: Draft) -> list[Column]:
    columns = []
    for cell in cells:
        fields = draft.lexicon.fields(cell.text)
        field = next((f for f in sorted(fields) if f.startswith(COLUMN)), None)
        if field:
            columns.append(Column(field.removeprefix(COLUMN), cell.col, cell.cols))
    return columns


def _paired(cells: Sequence[Cell], heading: Sequence[Column], draft: Draft) -> bool:
    """预算数：| 100 | 执行数：| 95: amounts stand between the labels."""
    inside = [c for c in cells if heading[0].col < c.col < heading[-1].col and key(c.text)]
    return any(not draft.lexicon.fields(cell.text) for cell in inside)


def _read_row(
    cells: Sequence[Cell], columns: Sequence[Column], shift: int, row: Row, draft: Draft
) -> int:
    """One row's amounts; returns by how much the columns have slid, for the rows below."""
    filled = [cell for cell in cells if key(cell.text)]
    if not filled:
        return shift
    label, amounts = filled[0], filled[1:]
    name = _row_name(label, draft)
    if name is None:
        return shift
    draft.use([label])
    spans = row.grid.spans
    if spans is Spans.KNOWN:
        amounts = [cell for cell in cells if cell.col > label.col]
    slid = [Column(c.field, c.col + shift, c.cols) for c in columns]
    chosen = align(
        amounts, slid, lambda cell, column: _cost(cell, column, spans, draft), lambda c: 0.4
    )
    for cell, at in zip(amounts, chosen, strict=True):
        if at is not None:
            draft.amount(f"{ROWS}{name}.{columns[at].field}", cell)
    drifts = {drift(c, slid[at]) for c, at in zip(amounts, chosen, strict=True) if at is not None}
    whole = len(amounts) == len(columns) and len(drifts) == 1
    return shift + drifts.pop() if whole else shift


def _row_name(label: Cell, draft: Draft) -> str | None:
    fields = draft.lexicon.fields(label.text)
    known = next((name for name in _ORDER if ROWS + name in fields), None)
    if known:
        return known
    printed = draft.words(label.text)
    return printed if isinstance(draft.number(printed), str) and len(printed) <= 24 else None


def _cost(cell: Cell, column: Column, spans: Spans, draft: Draft) -> float:
    percent = "%" in key(cell.text)
    misfit = (
        1.0
        if percent != (column.field == "rate") and not draft.lexicon.is_blank(cell.text)
        else 0.0
    )
    return misfit + distance_cost(cell, column, spans)


def _read_pairs(cells: Sequence[Cell], draft: Draft) -> None:
    """Labels and amounts in turn: the first pair is the budget, the second what was spent."""
    order = ("budget", "executed", "rate")
    waiting: str | None = None
    met = 0
    for cell in cells:
        label = draft.lexicon.label(cell.text)
        if label and label.fields:
            waiting = _pair_path(label.fields, order[min(met, 2)])
            met += 1
            draft.use([cell] if waiting else [])
            if waiting and label.value:
                draft.amount(waiting, cell, label.value)
                waiting = None
        elif waiting and key(cell.text):
            draft.amount(waiting, cell)
            waiting = None


def _pair_path(fields: frozenset[str], column: str) -> str | None:
    named = next((f for f in sorted(fields) if f.startswith(COLUMN)), None)
    if named:
        return f"{ROWS}total.{named.removeprefix(COLUMN)}"
    row = next((name for name in _ORDER if ROWS + name in fields), None)
    return f"{ROWS}{row}.{column}" if row else None
