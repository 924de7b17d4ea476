"""A sheet of a template, compiled: how each of its rows is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlperf.ooxml.cellwriter import CellWriter
from xlperf.ooxml.cutting import CutCell, CutRow, CutSheet
from xlperf.ooxml.formulas.calculation import ERRORS
from xlperf.ooxml.formulas.references import ROW
from xlperf.ooxml.refs import column_letters
from xlperf.templating.formula_plans import FormulaPlanner
from xlperf.templating.logic import SheetLogic
from xlperf.templating.merged_cells import MergedCells
from xlperf.templating.patterns import Patterns
from xlperf.templating.plan import HOLE, Block, MergeSlot, RowPlan
from xlperf.templating.slots import Slot, SlotKind
from xlperf.templating.surroundings import Surroundings, Writers
from xlperf.templating.tall_plans import TallPlanner

_WITH_VALUE = (SlotKind.VALUE, SlotKind.TEXT)


@dataclass(frozen=True, slots=True)
class Program:
    """One sheet; `rows` is by template row, the first unused."""

    logic: SheetLogic
    rows: tuple[RowPlan, ...]
    beneath: tuple[RowPlan, ...]  # rows without content, which move as a whole
    merged: frozenset[Block]  # what repeated values merge anew

    @property
    def varying(self) -> bool:
        return may_vary(self.logic)


def may_vary(logic: SheetLogic) -> bool:
    """Whether the sheet isn't called the same in all outputs."""
    return logic.named or logic.rows.repeated is not None


def compile_sheet(index: int, cut: CutSheet, logic: SheetLogic, around: Surroundings) -> Program:
    planner = _Planner(index, cut, logic, around)
    rows = tuple(planner.plan(number) for number in range(logic.rows.last + 1))
    beneath = tuple(planner.plan(number) for number in cut.rows if number > logic.rows.last)
    merged = frozenset(slot.block for row in rows for slot in row.merging)
    return Program(logic, rows, beneath, merged)


class _Planner:
    def __init__(self, index: int, cut: CutSheet, logic: SheetLogic, around: Surroundings) -> None:
        self._rows = cut.rows
        self._logic = logic
        self._merged = MergedCells(cut.epilog)
        self._writers = Writers(cut, around)
        self._formulas = FormulaPlanner(index, logic, self._writers, around)
        self._tall = TallPlanner(cut, self._merged, around)

    def plan(self, number: int) -> RowPlan:
        slots = self._logic.slots.get(number, ())
        merging = tuple(self._merging(number, slots))
        merges = "".join(self._merges(number, {slot.block for slot in merging}))
        row = self._rows.get(number)
        if row is None:
            return RowPlan(number, Patterns("", "", (), {}), merges=merges)
        given = {
            slot.column: index for index, slot in enumerate(slots, 1) if slot.kind in _WITH_VALUE
        }
        formulas = tuple(
            self._formulas.plan(number, cell, cell.formula, slots)
            for cell in row.cells
            if cell.formula
        )
        return RowPlan(
            number=number,
            patterns=self._patterns(row, slots),
            given=given,
            known=dict(_known(row.cells, given)),
            formulas=formulas,
            formula_at={formula.column: which for which, formula in enumerate(formulas)},
            merges=merges,
            merging=merging,
            points=self._tall.points(row),
            tall=tuple(self._tall.tall(number, row, slots)),
            further=self._tall.further(number, row, [slot.block.left for slot in merging]),
        )

    def _merging(self, number: int, slots: Sequence[Slot]) -> Iterator[MergeSlot]:
        for index, slot in enumerate(slots, 1):
            if slot.merge:
                block = self._merged.at(number, slot.column)
                yield MergeSlot(
                    index,
                    block.top,
                    block.bottom,
                    nested=slot.merge == "nested",
                    merged=block.left < block.right or not block.low,
                    left=column_letters(block.left),
                    right=column_letters(block.right),
                    block=block,
                )

    def _merges(self, number: int, merging: set[Block]) -> Iterator[str]:
        """Of this row alone; those of several rows are written when all rows are known."""
        for block in self._merged.flat(number):
            if block not in merging:
                yield f" {column_letters(block.left)}{ROW}:{column_letters(block.right)}{ROW}"

    def _patterns(self, row: CutRow, slots: Sequence[Slot]) -> Patterns:
        pieces: list[str | int] = [">" if row.cells else "/>"]
        writers: dict[int, CellWriter] = {}
        for cell in row.cells:
            pieces.append(f'<c r="{column_letters(cell.column)}{ROW}"')
            own = [index for index, slot in enumerate(slots, 1) if slot.column == cell.column]
            if cell.formula:
                pieces.append(HOLE)
            elif own:
                writers[own[0]] = self._writers.writer(cell, slots[own[0] - 1])
            else:
                pieces.append(_rest(cell))
            pieces += own
        if row.cells:
            pieces.append("</row>")
        return Patterns(f'<row r="{ROW}"{row.attributes}', _height(row), pieces, writers)


def _height(row: CutRow) -> str:
    height = f' ht="{row.height}"' if row.height else ""
    return height + (' customHeight="1"' if row.own_height else "")


def _rest(cell: CutCell) -> str:
    """What stands behind the reference of a cell that never changes."""
    style = f' s="{cell.style}"' if cell.style else ""
    kind = f' t="{cell.kind}"' if cell.kind != "n" else ""
    end = f">{cell.inner}</c>" if cell.inner else "/>"
    return f"{style}{kind}{cell.others}{end}"


def _known(cells: Sequence[CutCell], given: Mapping[int, int]) -> Iterator[tuple[int, object]]:
    """What formulas find in cells that are the same in every output."""
    for cell in cells:
        if cell.column in given or cell.formula is not None:
            continue
        if cell.text is not None:
            yield cell.column, cell.text
        elif cell.value is not None:
            yield cell.column, _value(cell.kind, cell.value)


def _value(kind: str, written: str) -> object:
    if kind == "b":
        return written in ("1", "true")
    if kind == "e":
        return ERRORS.get(written, written)
    try:
        return float(written) if kind == "n" else written
    except ValueError:  # of a damaged file; no formula makes sense of it
        return written
