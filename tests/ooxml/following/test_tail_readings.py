"""Every cell of a range reads what its own cell of the template would read, whatever the loops.

Elements are compared cell by cell with references that are resolved for each cell alone.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

import pytest
from support.placed import rows_of
from support.random_rows import LAST, random_placement, random_rows
from support.tails import SHEETS, Sheet, inner, values

from xlperf.ooxml.formulas.references import Formula, Reference
from xlperf.ooxml.formulas.scanning import Area, scan
from xlperf.ooxml.placement import Placement, View
from xlperf.ooxml.refs import LAST_ROW, column_letters

#: what a cell reads: column, first and last row; no rows where nothing is left
_Read = tuple[tuple[str, int, int] | None, ...]


def _reference(dice: random.Random, base: int, *, any_row: bool) -> str:
    row = dice.randint(1, LAST + 2)
    own = dice.choice((f"$C{base}", f"B{base}", f"SUM(B{base}:D{base})"))
    fixed = dice.choice((f"$D${row}", f"SUM($D${row}:$D${row})", f"SUM($B$2:$B${row})", "$F:$F"))
    other = dice.choice(
        (f"B{row}", f"$C{row}", f"SUM(B$3:B{row})", f"名单!A{row}", f"名单!$A${row}")
    )
    return dice.choice((own, fixed, other) if any_row else (own, fixed))


@pytest.mark.parametrize("seed", range(300))
def test_every_cell_reads_its_own(seed: int) -> None:
    dice = random.Random(seed)
    rows = random_rows(dice)
    top = dice.randint(1, LAST + 1)
    alone = dice.random() < 0.6
    bottom = top if alone else dice.randint(top, LAST + 2)
    formula = "+".join(_reference(dice, top, any_row=alone) for _ in range(2))
    rule = (
        f'<conditionalFormatting sqref="B{top}:C{bottom}"><cfRule type="expression" priority="1">'
        f"<formula>{formula}</formula></cfRule></conditionalFormatting>"
    )
    sheet = Sheet(rows, after=rule)
    placement = random_placement(dice, rows, rows_of(30))
    names = [[SHEETS[0], "表 2"], [SHEETS[1]]]
    for copy in range(len(placement.ends[0])):
        written = sheet.tail.written(placement, copy, names)[1]
        expected = dict(_expected(placement, copy, top, bottom, formula))
        assert _actual(written, set(expected)) == expected, (formula, written)


def _expected(
    placement: Placement, copy: int, top: int, bottom: int, formula: str
) -> Iterator[tuple[tuple[int, int], _Read]]:
    compiled = Formula.compile(formula, 0, SHEETS)
    loops = placement.sheets[0].loops
    around = placement.sheets[0].around(top, bottom)
    for row in range(top, min(bottom, LAST) + 1):
        for put in placement.puts[0][row]:
            if put.copy != copy:
                continue
            views = View(loops[row], put.path), View(around, put.path[: len(around)])
            for column in (0, 1):
                found = [
                    _found(reference.beside(column), placement, views, copy, row - top)
                    for reference in compiled.references
                ]
                yield (put.first, 2 + column), tuple(found)


def _found(
    reference: Reference,
    placement: Placement,
    views: tuple[View, View],
    copy: int,
    shift: int,
) -> tuple[str, int, int] | None:
    """What is fixed is seen as the whole range sees it, else as the cell does."""
    view = views[reference.fixed[0] and reference.fixed[2]]
    target = reference.found(placement, view, (0, copy), shift)
    if target is None:
        return None
    return column_letters(reference.left), target.top, target.bottom


def _actual(written: str, wanted: set[tuple[int, int]]) -> dict[tuple[int, int], _Read]:
    """What each of the wanted cells reads in the element that it is in."""
    read: dict[tuple[int, int], _Read] = {}
    seen: Counter[tuple[int, int]] = Counter()
    for sqref, formula in zip(values("sqref", written), inner("formula", written), strict=True):
        areas = [area for ref in sqref.split() for area in scan(ref) if isinstance(area, Area)]
        base = min(area.top for area in areas), min(area.left for area in areas)
        for cell in _cells(areas) & wanted:
            seen[cell] += 1
            read[cell] = _reading(formula, cell[0] - base[0], cell[1] - base[1])
    assert not [cell for cell, times in seen.items() if times > 1]
    return read


def _cells(areas: list[Area]) -> set[tuple[int, int]]:
    return {
        (row, column)
        for area in areas
        for row in range(area.top, min(area.bottom, 300) + 1)
        for column in range(area.left, area.right + 1)
    }


def _reading(formula: str, rows: int, columns: int) -> _Read:
    compiled = Formula.compile(formula, 0, (*SHEETS, "表 2"))
    found = []
    for reference in compiled.references:
        moved = reference.beside(columns)
        top, bottom = moved.rows(rows)
        if moved.whole_columns:
            top, bottom = 1, LAST_ROW
        gone = top == bottom == LAST_ROW
        found.append(None if gone else (column_letters(moved.left), top, bottom))
    return tuple(found)
