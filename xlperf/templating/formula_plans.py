"""The formulas of a template's sheet, as they are written in every output."""

from __future__ import annotations

from collections.abc import Sequence

from xlperf.ooxml.cutting import CutCell, CutFormula
from xlperf.ooxml.formulas.calculation import Calculation
from xlperf.ooxml.formulas.defined import names_on
from xlperf.ooxml.formulas.references import Formula
from xlperf.templating.logic import SheetLogic
from xlperf.templating.plan import FormulaCell
from xlperf.templating.slots import Slot, SlotKind
from xlperf.templating.surroundings import Surroundings, Writers

_ON_CELLS = ("ref", "r1", "r2")  # attributes of <f> that name cells


class FormulaPlanner:
    """Of one sheet."""

    def __init__(
        self, index: int, logic: SheetLogic, writers: Writers, around: Surroundings
    ) -> None:
        self._index = index
        self._logic = logic
        self._writers = writers
        self._around = around
        self._defined = names_on(index, around.defined)

    def plan(
        self, number: int, cell: CutCell, cut: CutFormula, slots: Sequence[Slot]
    ) -> FormulaCell:
        text = self._logic.formulas.get((number, cell.column), cut.text)
        formula = self._compiled(number, text)
        filled = _places(cell, slots, SlotKind.FILLED)
        as_filled = bool(filled) and slots[filled[0] - 1].as_filled
        starts = self._writers.by_decimals(cell) if as_filled else ()
        return FormulaCell(
            column=cell.column,
            start=_style(cell) + cell.others,
            frame=_frame(cut),
            areas=tuple(
                (name, self._compiled(number, value))
                for name, value in cut.attributes.items()
                if name in _ON_CELLS
            ),
            formula=formula,
            calculation=self._calculation(cut, formula),
            renaming=self._renaming(formula),
            literals=_places(cell, slots, SlotKind.LITERAL),
            filled=(self._writers.writer(cell, slots[filled[0] - 1]).write, filled[0])
            if filled
            else None,
            decimals=tuple(start + cell.others for start in starts),
        )

    def _calculation(self, cut: CutFormula, formula: Formula) -> Calculation | None:
        """None for a data table, which has no formula of its own."""
        kind = cut.attributes.get("t")
        if kind == "dataTable":
            return None
        return Calculation.compile(formula, array=kind == "array", date1904=self._around.date1904)

    def _renaming(self, formula: Formula) -> bool:
        """Whether it names a sheet or a table that may be called otherwise."""
        return any(
            "[" in part
            if isinstance(part, str)
            else part.prefix and part.sheet in self._around.varying
            for part in formula.parts
        )

    def _compiled(self, number: int, text: str) -> Formula:
        return Formula.compile(text, self._index, self._around.sheets, number, self._defined)


def _places(cell: CutCell, slots: Sequence[Slot], kind: SlotKind) -> tuple[int, ...]:
    """Where the event has what belongs to a formula."""
    return tuple(
        index
        for index, slot in enumerate(slots, 1)
        if slot.column == cell.column and slot.kind is kind
    )


def _frame(cut: CutFormula) -> str:
    return "".join(
        f' {name}="{value}"' for name, value in cut.attributes.items() if name not in _ON_CELLS
    )


def _style(cell: CutCell) -> str:
    return f' s="{cell.style}"' if cell.style else ""
