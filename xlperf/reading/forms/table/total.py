"""The last row of a 自评表: 总分, with a weight and a score wherever they have slid to."""

from __future__ import annotations

import re
from decimal import Decimal

from xlperf.model.grid import Cell, Spans
from xlperf.model.text import key
from xlperf.reading.forms.align import Column, align, distance_cost
from xlperf.reading.forms.draft import Draft
from xlperf.reading.forms.rows import Row
from xlperf.reading.forms.table.heading import BLOCK, Heading
from xlperf.reading.forms.wording import without_points_unit

_GRADE = 6  # characters
_INLINE = re.compile(r"^(?P<label>\D+?):?(?P<score>\d+(?:\.\d+)?)分?(?:\(.{1,6}\)|[优良中差])?$")


def is_total(row: Row, draft: Draft) -> bool:
    """总分, alone or before numbers: a row of an indicator has words beside its name."""
    own = _own(row, draft)
    if not own or not (_is_label(own[0], draft) or is_inline_total(own[0], draft)):
        return False
    return all(_is_sum(cell, draft) for cell in own[1:])


def is_across(row: Row, heading: Heading, draft: Draft) -> bool:
    """Its label begins where 绩效指标 stands beside all rows, so the table has ended above it."""
    beside = next((column for column in heading.columns if column.field == BLOCK), None)
    return beside is not None and _own(row, draft)[0].col <= beside.col


def _own(row: Row, draft: Draft) -> list[Cell]:
    return [cell for cell in row.filled if BLOCK not in draft.lexicon.fields(cell.text)]


def _is_label(cell: Cell, draft: Draft) -> bool:
    return "total" in draft.lexicon.fields(cell.text)


def _is_sum(cell: Cell, draft: Draft) -> bool:
    """What a total row holds beside its label: numbers, dashes, a grade."""
    number = isinstance(draft.points(cell.text), Decimal)
    return number or draft.lexicon.is_blank(cell.text) or len(key(cell.text)) <= _GRADE


def is_inline_total(cell: Cell, draft: Draft) -> bool:
    """总分:83, 总分：95分（优)"""
    found = _INLINE.match(key(cell.text))
    return bool(found and "total" in draft.lexicon.fields(found.group("label")))


def take_inline_total(cell: Cell, draft: Draft) -> None:
    found = _INLINE.match(key(cell.text))
    if found:
        draft.amount("total.score", cell, found.group("score"))
        draft.raw["total"] = cell.text


def read_total(row: Row, heading: Heading, draft: Draft) -> None:
    filled = list(row.filled)
    at = next(i for i, c in enumerate(filled) if _is_label(c, draft) or is_inline_total(c, draft))
    label, rest = filled[at], filled[at + 1 :]
    draft.use(filled[: at + 1])
    take_inline_total(label, draft)
    numbers = [cell for cell in rest if isinstance(draft.points(cell.text), Decimal)]
    _take(numbers, heading, row.grid.spans, draft)
    draft.use(cell for cell in rest if draft.lexicon.is_blank(cell.text))
    _keep_grade([cell for cell in draft.free(rest) if len(key(cell.text)) <= _GRADE], label, draft)


def _take(numbers: list[Cell], heading: Heading, spans: Spans, draft: Draft) -> None:
    columns = [c for c in heading.columns if c.field in ("weight", "score")] or [Column("score", 0)]
    if len(numbers) == len(columns):
        for cell, column in zip(numbers, columns, strict=True):
            draft.amount(f"total.{column.field}", cell, without_points_unit(cell.text))
        return
    chosen = align(
        numbers, columns, lambda c, column: distance_cost(c, column, spans), lambda _: 0.0
    )
    for cell, index in zip(numbers, chosen, strict=True):
        if index is not None:
            draft.amount(f"total.{columns[index].field}", cell, without_points_unit(cell.text))


def _keep_grade(cells: list[Cell], label: Cell, draft: Draft) -> None:
    """优, 良 …: printed beside the total; the record has no field for it, so it keeps it raw."""
    for cell in cells:
        if any(map(str.isdigit, cell.text)):
            continue
        draft.use([cell])
        draft.raw["total"] = f"{draft.raw.get('total', label.text)} {cell.text}"
