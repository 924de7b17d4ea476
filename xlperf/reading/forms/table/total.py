"""The last row of a 自评表: 总分, with a weight and a score wherever they have slid to."""

from __future__ import annotations

import re
from decimal import Decimal

from xlperf.model.grid import Cell, Spans
from xlperf.model.text import key
from xlperf.reading.forms.align import Column, align, distance_cost
from xlperf.reading.forms.draft import Draft
from xlperf.reading.forms.rows import Row
from xlperf.reading.forms.table.heading import Heading

_INLINE = re.compile(
    r"^(?P<label>\D+?):?(?P<score>\d+(?:\.\d+)?)分?(?:\((?P<grade>.+)\)|(?P<rest>\D*))$"
)


def is_total(row: Row, draft: Draft) -> bool:
    filled = row.filled
    return bool(filled) and any(_is_label(cell, draft) for cell in filled[:2])


def _is_label(cell: Cell, draft: Draft) -> bool:
    if "total" in draft.lexicon.fields(cell.text):
        return True
    label = draft.lexicon.label(cell.text)
    if label and "total" in label.fields:
        return True
    return is_inline_total(cell, draft)


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
    at = next(i for i, cell in enumerate(filled) if _is_label(cell, draft))
    label, rest = filled[at], filled[at + 1 :]
    draft.use(filled[: at + 1])
    take_inline_total(label, draft)
    numbers = [cell for cell in rest if isinstance(draft.points(cell.text), Decimal)]
    _take(numbers, heading, row.grid.spans, draft)
    draft.use(cell for cell in rest if draft.lexicon.is_blank(cell.text))
    _keep_grade([cell for cell in draft.free(rest) if len(key(cell.text)) <= 6], label, draft)


def _take(numbers: list[Cell], heading: Heading, spans: Spans, draft: Draft) -> None:
    columns = [c for c in heading.columns if c.field in ("weight", "score")] or [Column("score", 0)]
    if len(numbers) == len(columns):
        for cell, column in zip(numbers, columns, strict=True):
            draft.amount(f"total.{column.field}", cell, cell.text.strip().removesuffix("分"))
        return
    chosen = align(
        numbers, columns, lambda c, column: distance_cost(c, column, spans), lambda _: 0.0
    )
    for cell, index in zip(numbers, chosen, strict=True):
        if index is not None:
            draft.amount(
                f"total.{columns[index].field}", cell, cell.text.strip().removesuffix("分")
            )


def _keep_grade(cells: list[Cell], label: Cell, draft: Draft) -> None:
    """优, 良 …: printed beside the total; the record has no field for it, so it keeps it raw."""
    for cell in cells:
        draft.use([cell])
        draft.raw["total"] = f"{draft.raw.get('total', label.text)} {cell.text}"
