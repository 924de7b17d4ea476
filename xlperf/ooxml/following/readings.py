"""How the cells of a range read its formulas: alike, or each of its turns in its own way."""

from __future__ import annotations

from collections.abc import Sequence

from xlperf.ooxml.following.cells import Cells
from xlperf.ooxml.following.copies import Copy
from xlperf.ooxml.formulas.references import Formula, Reference, Target
from xlperf.ooxml.placement import SheetRows, View
from xlperf.ooxml.rows import Loop
from xlperf.ooxml.spans import freed_rows

#: by formula and reference, where they lead
Targets = list[list[Target | None]]


def read(formulas: Sequence[Formula], at: Copy, cells: Cells, view: View, base: int) -> Targets:
    """What the upper left cell of an output sees; `base` is the row the formulas are for.

    What is fixed with $ is the same for all cells, so it is seen as the whole range sees it.
    """
    row, own = at.placement.foremost(view, at.sheet, cells.top, cells.bottom)
    return [
        [
            reference.found(
                at.placement, view if _is_fixed(reference) else own, at.home, row - base
            )
            for reference in formula.references
        ]
        for formula in formulas
    ]


def _is_fixed(reference: Reference) -> bool:
    return reference.fixed[0] and reference.fixed[2]


def reading(formulas: Sequence[Formula], targets: Targets, row: int) -> object:
    """The same for all cells that read the formulas alike."""
    return tuple(
        target and _shifted(reference, target, -row)
        for formula, found in zip(formulas, targets, strict=True)
        for reference, target in zip(formula.references, found, strict=True)
    )


def moved(formula: Formula, targets: Sequence[Target | None], rows: int) -> Sequence[Target | None]:
    """As a cell so many rows further down reads a formula."""
    if not rows:
        return targets
    return [
        target and _shifted(reference, target, rows)
        for reference, target in zip(formula.references, targets, strict=True)
    ]


def _shifted(reference: Reference, target: Target, rows: int) -> Target:
    if reference.whole_columns:
        return target
    sheet, copy, top, left, bottom, right = target
    if not reference.fixed[0]:
        top += rows
    if not reference.fixed[2]:
        bottom += rows
    return Target(sheet, copy, top, left, bottom, right)


def depth_of(
    formulas: Sequence[Formula], cells: Cells, base: int, sheet: int, sheets: Sequence[SheetRows]
) -> int:
    """So many of the loops around cells make a difference to what their formulas read."""
    loops = sheets[sheet].around(cells.top, cells.bottom)
    if not loops:
        return 0
    turns = (
        _turns(reference, cells.top, cells.top - base, sheet, sheets, loops)
        for formula in formulas
        for reference in formula.references
    )
    return max(turns, default=0)


def _turns(
    reference: Reference,
    row: int,
    shift: int,
    sheet: int,
    sheets: Sequence[SheetRows],
    loops: tuple[Loop, ...],
) -> int:
    if reference.whole_columns:
        return 0
    top, bottom = reference.rows(shift)
    own = sheet == reference.sheet and top == bottom == row
    if own and not (reference.fixed[0] or reference.fixed[2]):
        return 0  # each turn reads itself
    if not _is_fixed(reference):
        return len(loops)
    rows = sheets[reference.sheet]
    sights = rows.sights(loops, freed_rows(top, bottom, (True, True))[0])
    return max((sight.turns for sight in sights[top : bottom + 1]), default=len(loops))
