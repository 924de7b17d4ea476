"""Formulas of an output, each with the value it has, for readers that don't calculate.

Computed when all rows are written: a formula may look at any of them. One that can't be computed
here is written without a value; the workbook asks to be calculated when it is opened.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from xlperf.ooxml.canonical import escape_text
from xlperf.ooxml.cellwriter import decimals_of, escaped
from xlperf.ooxml.formulas.calculation import Error, Incomputable
from xlperf.ooxml.formulas.references import Formula, Home, SheetNames, Target
from xlperf.ooxml.placement import View
from xlperf.ooxml.refs import LAST_ROW, ref_of
from xlperf.templating.cellvalues import CellValues
from xlperf.templating.layout import CopyLayout, Hole, Holes, Layout, Pending
from xlperf.templating.literals import Texts, with_texts
from xlperf.templating.patterns import Event
from xlperf.templating.plan import FormulaCell
from xlperf.templating.sheet import Written
from xlperf.templating.slots import FIRST_PLACEHOLDER

_LONGEST = 8_192  # characters of a formula
_DEEPEST = 100  # formulas that look at formulas


class LongFormula(Exception):
    """The texts filled into a formula make it longer than a spreadsheet takes."""

    def __init__(self, sheet: int, cell: str, length: int) -> None:
        super().__init__()
        self.sheet = sheet
        self.cell = cell  # of the template
        self.message = (
            f"公式填好以后有 {length} 个字符，Excel 最多认 {_LONGEST} 个；"
            "请把长的文字写在单元格里，由公式引用。"
        )


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
        self._values = CellValues(written, date1904, self._value)
        self._filled: set[tuple[Home, int, int]] = set()  # figures that stand for their formulas
        self._depth = 0

    def cells(self, home: Home, renamed: Callable[[str], str]) -> list[str]:
        """What comes behind `<c r="B7"`, for all formulas of a sheet in the order of its cells;
        `renamed` are formulas with the names of what belongs to this copy of it."""
        return [self._cell(home, hole, renamed) for hole in self._holes(home).all]

    def shown(self, sheet: int, copy: int, row: int, column: int) -> str | None:
        """The text in a cell of the output; None where there is none."""
        try:
            value = self._values.cell((sheet, copy), row, column)
        except Incomputable:
            return None
        return value if isinstance(value, str) else None

    def _holes(self, home: Home) -> Holes:
        holes = self._known.get(home)
        if holes is None:
            holes = self._known[home] = Holes([], {})
            layout = self._written[home[0]][home[1]].layout
            for at in layout.formulas:
                holes.starts[at] = len(holes.all)
                holes.all.extend(
                    self._hole(home, layout, at, cell) for cell in layout.plans[at].formulas
                )
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
        try:
            kind, shown = _cached(self._values.cell(home, hole.row, cell.column))
        except Incomputable:
            kind = shown = ""
        if cell.filled is not None and (home, hole.row, cell.column) in self._filled:
            write, index = cell.filled
            return write(event[index])
        text = self._text(home, hole, event, renamed) if hole.text is None else hole.text
        formula = f"<f{hole.frame}>{text}</f>" if text else f"<f{hole.frame}/>"
        return f"{_start(event, cell)}{kind}>{formula}{shown}</c>"

    def _text(self, home: Home, hole: Hole, event: Event, renamed: Callable[[str], str]) -> str:
        text = renamed(hole.cell.formula.text(hole.targets, self._names, home))
        if not hole.cell.literals:
            return escape_text(text)
        text = with_texts(text, _texts(event, hole.cell))
        if len(text) > _LONGEST:
            plan = self._written[home[0]][home[1]].layout.plans[hole.at]
            raise LongFormula(home[0], ref_of(plan.number - 1, hole.cell.column - 1), len(text))
        return escaped(text)

    def _value(self, home: Home, pending: Pending) -> Any:
        """What a formula's cell shows: what was filled in, where the formula gives another."""
        holes = self._holes(home)
        hole = holes.all[holes.starts[pending.at] + pending.which]
        event = self._written[home[0]][home[1]].events[pending.at]
        filled = None if hole.cell.filled is None else event[hole.cell.filled[1]]
        if filled is None or filled == "":
            return self._computed(hole, event)
        try:
            computed = self._computed(hole, event)
        except Incomputable:
            computed = None
        operand = self._values.operand(filled)
        if not _agree(operand, computed):
            self._filled.add((home, hole.row, hole.cell.column))
        return operand

    def _computed(self, hole: Hole, event: Event) -> Any:
        cell, targets = hole.cell, hole.targets
        if cell.calculation is None or self._depth > _DEEPEST:
            raise Incomputable
        references, values = cell.formula.references, self._values

        def get(index: int) -> Any:
            target, reference = targets[index], references[index]
            if target is None:
                width = reference.right - reference.left + 1
                return None if reference.single else [[None] * width]
            if reference.single and target.top == target.bottom:
                return values.cell(target[:2], target.top, target.left)
            return values.rows(target)

        self._depth += 1
        try:
            texts = _texts(event, cell) if cell.literals else None
            return cell.calculation.value(get, targets, (hole.row, cell.column), texts)
        finally:
            self._depth -= 1


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
