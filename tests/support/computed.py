"""A formula computed over the block of `support.formulas`."""

from __future__ import annotations

from datetime import date
from typing import Any

from support.formulas import BLOCK

from xlperf.ooxml.formulas.calculation import ERRORS, Calculation, Incomputable
from xlperf.ooxml.formulas.references import Formula, Target

_EPOCH = date(1899, 12, 30)


def value_of(formula: str, here: tuple[int, int] = (1, 1), **given: Any) -> Any:
    """Over BLOCK; None for what isn't computed."""
    compiled = Formula.compile(formula, 0, ["Sheet"])
    calculation = Calculation.compile(compiled)
    assert calculation is not None, formula
    references = compiled.references
    targets = [Target(0, 0, each.top, each.left, each.bottom, each.right) for each in references]

    def get(index: int) -> Any:
        reference = references[index]
        rows = [
            [_cell(row, column) for column in range(reference.left, reference.right + 1)]
            for row in range(reference.top, min(reference.bottom, len(BLOCK)) + 1)
        ]
        return rows[0][0] if reference.single else rows

    try:
        return calculation.value(get, targets, here, **given)
    except Incomputable:
        return None


def _cell(row: int, column: int) -> Any:
    return _operand(BLOCK[row - 1][column - 1])


def _operand(value: Any) -> Any:
    if isinstance(value, date):
        return (value - _EPOCH).days
    return {"=1/0": ERRORS["#DIV/0!"], "=NA()": ERRORS["#N/A"]}.get(value, value)
