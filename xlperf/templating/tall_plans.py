"""Which cells of a template may need higher rows, and what a row goes on with then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count

from xlperf.ooxml.columns import Columns
from xlperf.ooxml.cutting import CutRow, CutSheet
from xlperf.ooxml.formulas.references import ROW
from xlperf.ooxml.refs import column_letters
from xlperf.templating.heights import needed_by
from xlperf.templating.merged_cells import MergedCells
from xlperf.templating.plan import Further, TallSlot
from xlperf.templating.slots import Slot, SlotKind
from xlperf.templating.surroundings import Surroundings

_DEFAULT_HEIGHT = re.compile(r'<sheetFormatPr[^<>]* defaultRowHeight="([0-9.]{1,12})"')
_USUAL_POINTS = 15.0
_HIDDEN = re.compile(r' hidden="(?:1|true)"')
_WITH_VALUE = (SlotKind.VALUE, SlotKind.TEXT)


class TallPlanner:
    """Of one sheet; its rows are planned from top to bottom."""

    def __init__(self, cut: CutSheet, merged: MergedCells, around: Surroundings) -> None:
        self._merged = merged
        self._fonts = around.styles.fonts if around.styles else None
        if self._fonts:
            self._columns = Columns(cut.prolog, self._fonts.normal)
        self._tall_corners: set[tuple[int, int]] = set()
        found = _DEFAULT_HEIGHT.search(cut.prolog)
        self._points = _decimal(found[1]) if found else _USUAL_POINTS

    def points(self, row: CutRow) -> float:
        """How high it is as it stands."""
        return _decimal(row.height) if row.height else self._points

    def tall(self, number: int, row: CutRow, slots: Sequence[Slot]) -> Iterator[TallSlot]:
        if self._fonts is None or _HIDDEN.search(row.attributes):
            return
        styles = {cell.column: cell.style for cell in row.cells}
        for index, slot in enumerate(slots, 1):
            setting = self._fonts.of(styles[slot.column])
            if slot.kind in _WITH_VALUE and setting.wraps:
                block = self._merged.at(number, slot.column)
                needed = needed_by(setting, self._columns.across(block.left, block.right))
                surely = next(n for n in count(1) if needed("国" * (n + 1)))
                self._tall_corners.add((block.top, block.left))
                yield TallSlot(index, block.top, block.bottom, surely, needed)

    def further(self, number: int, row: CutRow, merging: Sequence[int]) -> Further | None:
        """None where a row never goes on. Cells that go on in another way already, as those in
        the columns `merging`, aren't merged down with it."""
        corners = {(number, cell.column) for cell in row.cells}
        corners |= {(block.top, block.left) for block in self._merged.ending(number)}
        if not corners & self._tall_corners:
            return None
        taken = {
            column
            for block in self._merged.deep(number)
            for column in range(block.left, block.right + 1)
        }
        taken.update(merging)
        downward = []
        for cell in row.cells:
            block = self._merged.at(number, cell.column)
            if cell.column not in taken:
                downward.append((column_letters(block.left), column_letters(block.right)))
            taken.update(range(block.left, block.right + 1))
        cells = (
            f'<c r="{column_letters(cell.column)}{ROW}" s="{cell.style}"/>' for cell in row.cells
        )
        head = f'<row r="{ROW}"{row.attributes}'
        return Further(head, f">{''.join(cells)}</row>", tuple(downward))


def _decimal(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return _USUAL_POINTS
