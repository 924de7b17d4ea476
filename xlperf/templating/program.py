"""A sheet of a template, compiled: how each of its rows is written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from xlperf.ooxml.cellwriter import CellStyles, CellWriter, styled
from xlperf.ooxml.columns import Columns
from xlperf.ooxml.cutting import CutCell, CutFormula, CutRow, CutSheet
from xlperf.ooxml.formulas.calculation import ERRORS, Calculation
from xlperf.ooxml.formulas.defined import names_on
from xlperf.ooxml.formulas.references import ROW, Formula
from xlperf.ooxml.refs import area, column_letters
from xlperf.ooxml.variants import Variants
from xlperf.templating.heights import needed_by
from xlperf.templating.logic import SheetLogic
from xlperf.templating.patterns import Patterns
from xlperf.templating.plan import HOLE, Block, FormulaCell, Further, MergeSlot, RowPlan, TallSlot
from xlperf.templating.slots import Slot, SlotKind

_MERGE = re.compile(r'<mergeCell ref="([^"]*)"/>')
_DEFAULT_HEIGHT = re.compile(r'<sheetFormatPr[^<>]* defaultRowHeight="([0-9.]+)"')
_USUAL_POINTS = 15.0
_HIDDEN = re.compile(r' hidden="(?:1|true)"')
_ON_CELLS = ("ref", "r1", "r2")  # attributes of <f> that name cells
_WITH_VALUE = (SlotKind.VALUE, SlotKind.TEXT)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the sheets of a template have in common."""

    sheets: Sequence[str]  # their names in the template
    varying: frozenset[int]  # those that aren't called the same in all outputs
    styles: Variants | None
    date1904: bool
    defined: Sequence[tuple[str, str, int | None]]  # names, what they stand for, and on which sheet


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
        self._index = index
        self._rows = cut.rows
        self._logic = logic
        self._around = around
        self._defined = names_on(index, around.defined)
        used = {cell.style for row in cut.rows.values() for cell in row.cells}
        styles = around.styles
        self._filled_in = styles is not None and any(map(styles.is_unlocked, used))
        self._points = _default_points(cut.prolog)
        if around.styles:
            self._columns = Columns(cut.prolog, around.styles.fonts.normal)
        self._blocks = {
            (block.top, block.left): block for block in map(_block, _MERGE.findall(cut.epilog))
        }
        self._flat: defaultdict[int, list[Block]] = defaultdict(list)  # by row, those of one row
        for block in self._blocks.values():
            if block.top == block.bottom:
                self._flat[block.top].append(block)

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
            self._formula(number, cell, cell.formula, slots) for cell in row.cells if cell.formula
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
            points=float(row.height) if row.height else self._points,
            tall=tuple(self._tall(number, row, slots)),
            further=self._further(number, row, {slot.block for slot in merging}),
        )

    def _tall(self, number: int, row: CutRow, slots: Sequence[Slot]) -> Iterator[TallSlot]:
        fonts = self._around.styles.fonts if self._around.styles else None
        if fonts is None or _HIDDEN.search(row.attributes):
            return
        styles = {cell.column: cell.style for cell in row.cells}
        for index, slot in enumerate(slots, 1):
            setting = fonts.of(styles[slot.column])
            if slot.kind in _WITH_VALUE and setting.wraps:
                block = self._block(number, slot.column)
                needed = needed_by(setting, self._columns.across(block.left, block.right))
                surely = next(n for n in count(1) if needed("国" * (n + 1)))
                yield TallSlot(index, block.top, block.bottom, surely, needed)

    def _block(self, number: int, column: int) -> Block:
        return self._blocks.get((number, column), Block(number, column, number, column))

    def _further(self, number: int, row: CutRow, merging: Collection[Block]) -> Further:
        """Cells that go on in another way already aren't merged down with their row."""
        cells = [f'<c r="{column_letters(cell.column)}{ROW}"{_style(cell)}/>' for cell in row.cells]
        lower = {
            column
            for block in self._blocks.values()
            for column in range(block.left, block.right + 1)
            if block.top <= number <= block.bottom and (not block.low or block in merging)
        } | {block.left for block in merging}
        blocks = (self._block(number, cell.column) for cell in row.cells)
        inner = {
            column
            for block in self._blocks.values()
            for column in range(block.left + 1, block.right + 1)
            if block.low and block.top == number
        }
        return Further(
            f'<row r="{ROW}"{row.attributes}',
            f">{''.join(cells)}</row>",
            tuple(
                (column_letters(block.left), column_letters(block.right))
                for block in blocks
                if block.left not in lower | inner
            ),
        )

    def _merging(self, number: int, slots: Sequence[Slot]) -> Iterator[MergeSlot]:
        for index, slot in enumerate(slots, 1):
            if slot.merge:
                block = self._block(number, slot.column)
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
        for block in self._flat.get(number, ()):
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
                writers[own[0]] = self._writer(cell, slots[own[0] - 1])
            else:
                pieces.append(_rest(cell))
            pieces += own
        if row.cells:
            pieces.append("</row>")
        return Patterns(f'<row r="{ROW}"{row.attributes}', _height(row), pieces, writers)

    def _formula(
        self, number: int, cell: CutCell, cut: CutFormula, slots: Sequence[Slot]
    ) -> FormulaCell:
        text = self._logic.formulas.get((number, cell.column), cut.text)
        formula = self._compiled(number, text)
        at = {
            kind: tuple(
                index
                for index, slot in enumerate(slots, 1)
                if slot.column == cell.column and slot.kind is kind
            )
            for kind in (SlotKind.LITERAL, SlotKind.FILLED)
        }
        filled = at[SlotKind.FILLED]
        return FormulaCell(
            column=cell.column,
            start=_style(cell) + cell.others,
            frame="".join(
                f' {name}="{value}"'
                for name, value in cut.attributes.items()
                if name not in _ON_CELLS
            ),
            areas=tuple(
                (name, self._compiled(number, value))
                for name, value in cut.attributes.items()
                if name in _ON_CELLS
            ),
            formula=formula,
            calculation=self._calculation(cut, formula),
            renaming=any(
                "[" in part
                if isinstance(part, str)
                else part.prefix and part.sheet in self._around.varying
                for part in formula.parts
            ),
            literals=at[SlotKind.LITERAL],
            filled=(self._writer(cell, slots[filled[0] - 1]).write, filled[0]) if filled else None,
            decimals=self._starts(cell) if filled and slots[filled[0] - 1].as_filled else (),
        )

    def _starts(self, cell: CutCell) -> tuple[str, ...]:
        styles = self._around.styles
        decimals = styles.decimals(cell.style) if styles else ()
        return tuple(styled(style, cell.style) + cell.others for style in decimals)

    def _calculation(self, cut: CutFormula, formula: Formula) -> Calculation | None:
        """None for a data table, which has no formula of its own."""
        kind = cut.attributes.get("t")
        if kind == "dataTable":
            return None
        return Calculation.compile(formula, array=kind == "array", date1904=self._around.date1904)

    def _compiled(self, number: int, text: str) -> Formula:
        return Formula.compile(text, self._index, self._around.sheets, number, self._defined)

    def _writer(self, cell: CutCell, slot: Slot) -> CellWriter:
        styles, own = self._around.styles, cell.style
        if styles is None:
            return CellWriter(CellStyles(own, own, own, own), self._around.date1904)
        if slot.kind is SlotKind.FILLED and self._filled_in:
            # an input like others, though the template has a formula there
            own = styles.unlocked(own)
        decimals = styles.decimals(own) if slot.as_filled else ()
        wanted = CellStyles(
            own, styles.quoted(own), styles.day(own), styles.moment(own), decimals, cell.style
        )
        return CellWriter(wanted, self._around.date1904)


def _block(ref: str) -> Block:
    top, left, bottom, right = area(ref)
    return Block(top + 1, left + 1, bottom + 1, right + 1)


def _default_points(prolog: str) -> float:
    found = _DEFAULT_HEIGHT.search(prolog)
    return float(found[1]) if found else _USUAL_POINTS


def _height(row: CutRow) -> str:
    height = f' ht="{row.height}"' if row.height else ""
    return height + (' customHeight="1"' if row.own_height else "")


def _rest(cell: CutCell) -> str:
    """What stands behind the reference of a cell that never changes."""
    kind = f' t="{cell.kind}"' if cell.kind != "n" else ""
    end = f">{cell.inner}</c>" if cell.inner else "/>"
    return f"{_style(cell)}{kind}{cell.others}{end}"


def _style(cell: CutCell) -> str:
    return f' s="{cell.style}"' if cell.style else ""


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


def without_merges(epilog: str, blocks: Collection[Block]) -> str:
    """What follows the rows, without the merged cells that repeated values merge anew."""
    if not blocks:
        return epilog
    return _MERGE.sub(lambda match: "" if _block(match[1]) in blocks else match[0], epilog)
