"""Formulas of an output, each with the value it has, for readers that don't calculate.

Computed when all rows are written: a formula may look at any of them. One that can't be computed
here is written without a value; the workbook asks to be calculated when it is opened.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from xlperf.ooxml.canonical import escape_text
from xlperf.ooxml.cellwriter import decimals_of, escaped, serial
from xlperf.ooxml.formulas.calculation import Error, Incomputable
from xlperf.ooxml.formulas.references import Formula, Home, SheetNames, Target
from xlperf.ooxml.placement import View
from xlperf.ooxml.refs import LAST_ROW
from xlperf.templating.layout import CopyLayout, Hole, Layout
from xlperf.templating.literals import Texts, with_texts
from xlperf.templating.patterns import Event
from xlperf.templating.plan import FormulaCell
from xlperf.templating.sheet import Written
from xlperf.templating.slots import FIRST_PLACEHOLDER

_MOST_CELLS = 2_000_000  # of one range
_DEEPEST = 100  # formulas that look at formulas

Cell = tuple[int, int, int, int]  # sheet, copy, row and column of the output


class Formulas:
    """All formulas of one output; `written` is by sheet and copy."""

    def __init__(
        self,
        written: Sequence[Sequence[Written]],
        layout: Layout,
        names: SheetNames,
        date1904: bool,
    ) -> None:
        self._written = written
        self._placement = layout.placement
        self._known = layout.holes
        self._names = names
        self._date1904 = date1904
        self._values: dict[Cell, Any] = {}
        self._unknown: set[Cell] = set()
        self._filled: set[Cell] = set()  # where the figure filled in stands, not the formula
        self._depth = 0

    def cells(self, home: Home, renamed: Callable[[str], str]) -> list[str]:
        """What comes behind `<c r="B7"`, for all formulas of a sheet in the order of its cells;
        `renamed` are formulas with the names of what belongs to this copy of it."""
        return [self._cell(home, hole, renamed) for hole in self._holes(home)]

    def _holes(self, home: Home) -> list[Hole]:
        holes = self._known.get(home)
        if holes is None:
            layout = self._written[home[0]][home[1]].layout
            holes = self._known[home] = [
                self._hole(home, layout, at, cell)
                for at in layout.formulas
                for cell in layout.plans[at].formulas
            ]
        return holes

    def _hole(self, home: Home, layout: CopyLayout, at: int, cell: FormulaCell) -> Hole:
        row = layout.firsts[at]
        loops = self._placement.sheets[home[0]].loops[layout.plans[at].number]
        view = View(loops, layout.paths[at])
        targets = self._targets(home, row, view, cell.formula)
        frame = cell.frame
        for name, area in cell.areas:
            moved = area.text(self._targets(home, row, view, area), self._names, home)
            frame += f' {name}="{moved}"'
        text = None
        if not cell.literals and not cell.renaming:
            text = escape_text(cell.formula.text(targets, self._names, home))
        return Hole(at, row, cell, targets, frame, text)

    def _targets(
        self, home: Home, row: int, view: View, formula: Formula
    ) -> Sequence[Target | None]:
        if not formula.own_row:
            return formula.resolve(self._placement, view, home)
        return [
            Target(*home, 1, each.left, LAST_ROW, each.right)
            if each.whole_columns
            else Target(*home, row, each.left, row, each.right)
            for each in formula.references
        ]

    def _cell(self, home: Home, hole: Hole, renamed: Callable[[str], str]) -> str:
        cell = hole.cell
        event = self._written[home[0]][home[1]].events[hole.at]
        place = (*home, hole.row, cell.column)
        try:
            value = self._value(place, hole, event)
        except Incomputable:
            kind = shown = ""
        else:
            if place in self._filled and cell.filled is not None:
                write, index = cell.filled
                return write(event[index])
            kind, shown = _cached(value)
        text = self._text(home, hole, event, renamed) if hole.text is None else hole.text
        formula = f"<f{hole.frame}>{text}</f>" if text else f"<f{hole.frame}/>"
        return f"{_start(event, cell)}{kind}>{formula}{shown}</c>"

    def _text(self, home: Home, hole: Hole, event: Event, renamed: Callable[[str], str]) -> str:
        text = renamed(hole.cell.formula.text(hole.targets, self._names, home))
        if not hole.cell.literals:
            return escape_text(text)
        return escaped(with_texts(text, _texts(event, hole.cell)))

    def _value(self, place: Cell, hole: Hole, event: Event) -> Any:
        if place in self._values:
            return self._values[place]
        if place in self._unknown:
            raise Incomputable
        self._unknown.add(place)  # while it is being computed: a formula that meets itself
        value = self._values[place] = self._settled(place, hole, event)
        self._unknown.remove(place)
        return value

    def _settled(self, place: Cell, hole: Hole, event: Event) -> Any:
        """What the cell shows: what was filled in, where the formula gives something else."""
        filled = None if hole.cell.filled is None else event[hole.cell.filled[1]]
        if filled is None or filled == "":
            return self._computed(hole, event)
        try:
            computed = self._computed(hole, event)
        except Incomputable:
            computed = None
        operand = self._operand(filled)
        if not _agree(operand, computed):
            self._filled.add(place)
        return operand

    def _computed(self, hole: Hole, event: Event) -> Any:
        cell, targets = hole.cell, hole.targets
        if cell.calculation is None or self._depth > _DEEPEST:
            raise Incomputable
        references = cell.formula.references

        def get(index: int) -> Any:
            target, reference = targets[index], references[index]
            if target is None:
                width = reference.right - reference.left + 1
                return None if reference.single else [[None] * width]
            if reference.single and target.top == target.bottom:
                return self.read(target.sheet, target.copy, target.top, target.left)
            return self._rows(target)

        self._depth += 1
        try:
            texts = _texts(event, cell) if cell.literals else None
            return cell.calculation.value(get, targets, (hole.row, cell.column), texts)
        finally:
            self._depth -= 1

    def _rows(self, target: Target) -> list[list[Any]]:
        """Without those beneath the last one that was written."""
        sheet, copy, top, left, bottom, right = target
        bottom = min(bottom, max(top, self._written[sheet][copy].layout.end))
        if (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
            raise Incomputable
        columns = range(left, right + 1)
        return [
            [self.read(sheet, copy, row, column) for column in columns]
            for row in range(top, bottom + 1)
        ]

    def shown(self, sheet: int, copy: int, row: int, column: int) -> str | None:
        """The text in a cell of the output; None where there is none."""
        value = self.read(sheet, copy, row, column)
        return value if isinstance(value, str) else None

    def read(self, sheet: int, copy: int, row: int, column: int) -> Any:
        """What stands in a cell of the output."""
        written = self._written[sheet][copy]
        at = written.layout.at(row)
        if at is None:
            return None
        plan = written.layout.plans[at]
        index = plan.given.get(column)
        if index is not None:
            return self._operand(written.events[at][index])
        cell = plan.formula_at.get(column)
        if cell is None:
            return plan.known.get(column)
        hole = self._hole_of((sheet, copy), at, cell)
        return self._value((sheet, copy, row, column), hole, written.events[at])

    def _hole_of(self, home: Home, at: int, cell: FormulaCell) -> Hole:
        layout = self._written[home[0]][home[1]].layout
        holes = self._holes(home)
        start = bisect_left(holes, at, key=_row_of)
        return holes[start + layout.plans[at].formulas.index(cell)]

    def _operand(self, value: Any) -> Any:
        if type(value) in (Decimal, int):
            return float(value)
        if isinstance(value, date):
            day = serial(value, self._date1904)
            return value.isoformat() if day is None else float(day)
        return None if value == "" else value


def _row_of(hole: Hole) -> int:
    return hole.at


def _start(event: Event, cell: FormulaCell) -> str:
    """With the decimals of the figure that was filled in, where those are to be shown."""
    if cell.filled is not None and cell.decimals:
        figure = event[cell.filled[1]]
        if isinstance(figure, Decimal):
            return cell.decimals[decimals_of(figure)]
    return cell.start


def _texts(event: Event, cell: FormulaCell) -> Texts:
    return {FIRST_PLACEHOLDER + at: event[index] for at, index in enumerate(cell.literals)}


def _agree(filled: Any, computed: Any) -> bool:
    if type(filled) is type(computed) is float:
        return math.isclose(filled, computed, rel_tol=1e-12, abs_tol=1e-12)
    return type(filled) is type(computed) and filled == computed


def _cached(value: float | str | bool | Error) -> tuple[str, str]:
    """The type of a formula's value, and the value."""
    if isinstance(value, bool):
        return ' t="b"', f"<v>{int(value)}</v>"
    if isinstance(value, str):
        return ' t="str"', f"<v>{escaped(value)}</v>"
    if isinstance(value, Error):
        return ' t="e"', f"<v>{value}</v>"
    return "", f"<v>{_number(value)}</v>"


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
