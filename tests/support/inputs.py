"""Where the forms are to be filled in: by the grid of the printed page, not by any workbook."""

from __future__ import annotations

from collections.abc import Iterator

from support.published import edition

from xlperf.model.form import DECLARATION, EVALUATION, EvaluationFunds, EvaluationGoals, Form
from xlperf.ooxml.refs import area, ref_of

SPARE = 3  # rows for further indicators, in tests
_DECLARED = "C4:D4 F4:H4 C5:D5 F5:H5 E7 E9 H7:H9 B11:E11 F11:H11"
_WITH_NATURE, _WITHOUT = "C3:D3 F3 H3", "C3:D3 F3:H3"
_EVALUATED = "B3:I3 B4:D4 F4:I4 F6 C7:E9 B11:D11 E11:I11"


def blank(name: str) -> Form:
    if edition(name).kinds[0] == EVALUATION:
        return Form(EVALUATION, year=2027, funds=EvaluationFunds(), goals=EvaluationGoals())
    return Form(DECLARATION, year=2027)


def inputs(name: str, form: Form, rows: int) -> set[str]:
    """By the grid of the printed form, with so many rows of indicators."""
    first, end = 13, 13 + rows
    if form.kind == EVALUATION:
        told = f"{_EVALUATED} D{first}:I{end - 1} B{end + 1}:I{end + SPARE}"
    else:
        head = _WITH_NATURE if edition(name).has("project.nature") else _WITHOUT
        told = f"{head} {_DECLARED} D{first}:H{end - 1} B{end}:H{end + SPARE - 1}"
    return {cell for part in told.split() for cell in cells(part)}


def cells(ref: str) -> Iterator[str]:
    """Of an area, from left to right."""
    top, left, bottom, right = area(ref)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield ref_of(row, column)
