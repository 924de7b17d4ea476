"""Formulas of an output, each with the value it has, for readers that don't calculate.

Computed when all rows are written: a formula may look at any of them. One that can't be computed
here is written without a value; the workbook asks to be calculated when it is opened.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from xlperf.ooxml.canonical import escape_text
from xlperf.ooxml.cellwriter import decimals_of, escaped, serial
from xlperf.ooxml.formulas.calculation import Error, Incomputable
from xlperf.ooxml.formulas.references import ROW, Formula, Home, SheetNames, Target
from xlperf.ooxml.placement import Placement, View
from xlperf.ooxml.refs import LAST_ROW
from xlperf.templating.literals import Texts, with_texts
from xlperf.templating.plan import FormulaCell
from xlperf.templating.sheet import Record, Written
from xlperf.templating.slots import FIRST_PLACEHOLDER

_MOST_CELLS = 2_000_000  # of one range
_DEEPEST = 100  # formulas that look at formulas

Cell = tuple[int, int, int, int]  # sheet, copy, row and column of the output


class Formulas:
    """All formulas of one output; `written` is by sheet and copy."""

    def __init__(
        self,
        written: Sequence[Sequence[Written]],
        placement: Placement,
        names: SheetNames,
        date1904: bool,
    ) -> None:
        self._written = written
        self._placement = placement
        self._names = names
        self._date1904 = date1904
        self._values: dict[Cell, Any] = {}
        self._unknown: set[Cell] = set()
        self._filled: set[Cell] = set()  # where the figure filled in stands, not the formula
        self._depth = 0

    def cells(self, sheet: int, copy: int) -> list[str]:
        """What comes behind `<c r="B7"`, for all formulas of a sheet in the order of its cells."""
        written = self._written[sheet][copy]
        found = []
        for row in written.holes:
            record = written.records[row - 1]
            assert record is not None
            found += [self._cell((sheet, copy), row, record, cell) for cell in record.plan.formulas]
        return found

    def _cell(self, home: Home, row: int, record: Record, cell: FormulaCell) -> str:
        place = (*home, row, cell.column)
        try:
            value = self._value(place, record, cell)
        except Incomputable:
            kind = shown = ""
        else:
            if place in self._filled and cell.filled is not None:
                write, index = cell.filled
                return write(record.event[index])
            kind, shown = _cached(value)
        text = self._text(home, row, record, cell)
        frame = cell.frame
        for name, area in cell.areas:
            frame += f' {name}="{self._moved(home, row, record, area)}"'
        formula = f"<f{frame}>{text}</f>" if text else f"<f{frame}/>"
        return f"{_start(record, cell)}{kind}>{formula}{shown}</c>"

    def _text(self, home: Home, row: int, record: Record, cell: FormulaCell) -> str:
        if cell.literals:
            text = self._moved(home, row, record, cell.formula)
            return escaped(with_texts(text, _texts(record, cell)))
        if cell.formula.own_row:
            return cell.row_text.replace(ROW, str(row))
        return escape_text(self._moved(home, row, record, cell.formula))

    def _moved(self, home: Home, row: int, record: Record, formula: Formula) -> str:
        if formula.own_row:
            return formula.row_text.replace(ROW, str(row))
        targets = self._targets(home, row, record, formula)
        return formula.text(targets, self._names, home)

    def _targets(
        self, home: Home, row: int, record: Record, formula: Formula
    ) -> Sequence[Target | None]:
        if formula.own_row:
            return [
                Target(*home, 1, each.left, LAST_ROW, each.right)
                if each.whole_columns
                else Target(*home, row, each.left, row, each.right)
                for each in formula.references
            ]
        loops = self._placement.sheets[home[0]].loops[record.plan.number]
        return formula.resolve(self._placement, View(loops, record.path), home)

    def _value(self, place: Cell, record: Record, cell: FormulaCell) -> Any:
        if place in self._values:
            return self._values[place]
        if place in self._unknown:
            raise Incomputable
        self._unknown.add(place)  # while it is being computed: a formula that meets itself
        value = self._values[place] = self._settled(place, record, cell)
        self._unknown.remove(place)
        return value

    def _settled(self, place: Cell, record: Record, cell: FormulaCell) -> Any:
        """What the cell shows: what was filled in, where the formula gives something else."""
        filled = None if cell.filled is None else record.event[cell.filled[1]]
        if filled is None or filled == "":
            return self._computed(place, record, cell)
        try:
            computed = self._computed(place, record, cell)
        except Incomputable:
            computed = None
        operand = self._operand(filled)
        if not _agree(operand, computed):
            self._filled.add(place)
        return operand

    def _computed(self, place: Cell, record: Record, cell: FormulaCell) -> Any:
        if cell.calculation is None or self._depth > _DEEPEST:
            raise Incomputable
        sheet, copy, row, column = place
        references = cell.formula.references
        targets = self._targets((sheet, copy), row, record, cell.formula)

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
            texts = _texts(record, cell) if cell.literals else None
            return cell.calculation.value(get, targets, (row, column), texts)
        finally:
            self._depth -= 1

    def _rows(self, target: Target) -> list[list[Any]]:
        """Without those beneath the last one that was written."""
        sheet, copy, top, left, bottom, right = target
        bottom = min(bottom, max(top, len(self._written[sheet][copy].records)))
        if (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
            raise Incomputable
        columns = range(left, right + 1)
        return [
            [self.read(sheet, copy, row, column) for column in columns]
            for row in range(top, bottom + 1)
        ]

    def read(self, sheet: int, copy: int, row: int, column: int) -> Any:
        records = self._written[sheet][copy].records
        record = records[row - 1] if row <= len(records) else None
        if record is None:
            return None
        plan = record.plan
        index = plan.given.get(column)
        if index is not None:
            return self._operand(record.event[index])
        if column in plan.formula_at:
            return self._value((sheet, copy, row, column), record, plan.formula_at[column])
        return plan.known.get(column)

    def _operand(self, value: Any) -> Any:
        if type(value) in (Decimal, int):
            return float(value)
        if isinstance(value, date):
            day = serial(value, self._date1904)
            return value.isoformat() if day is None else float(day)
        return None if value == "" else value


def _start(record: Record, cell: FormulaCell) -> str:
    """With the decimals of the figure that was filled in, where those are to be shown."""
    if cell.filled is not None and cell.decimals:
        figure = record.event[cell.filled[1]]
        if isinstance(figure, Decimal):
            return cell.decimals[decimals_of(figure)]
    return cell.start


def _texts(record: Record, cell: FormulaCell) -> Texts:
    return {FIRST_PLACEHOLDER + at: record.event[index] for at, index in enumerate(cell.literals)}


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
