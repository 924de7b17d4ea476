"""What the sheets of a template have in common, and who writes the values of their cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlperf.ooxml.cellwriter import CellStyles, CellWriter, styled
from xlperf.ooxml.cutting import CutCell, CutSheet
from xlperf.ooxml.variants import Variants
from xlperf.templating.slots import Slot, SlotKind


@dataclass(frozen=True, slots=True)
class Surroundings:
    sheets: Sequence[str]  # their names in the template
    varying: frozenset[int]  # those that aren't called the same in all outputs
    styles: Variants | None
    date1904: bool
    defined: Sequence[tuple[str, str, int | None]]  # names, what they stand for, and on which sheet


class Writers:
    """Of the cells of one sheet."""

    def __init__(self, cut: CutSheet, around: Surroundings) -> None:
        self._styles = around.styles
        self._date1904 = around.date1904
        used = {cell.style for row in cut.rows.values() for cell in row.cells}
        self._filled_in = self._styles is not None and any(map(self._styles.is_unlocked, used))

    def writer(self, cell: CutCell, slot: Slot) -> CellWriter:
        styles, own = self._styles, cell.style
        if styles is None:
            return CellWriter(CellStyles(own, own, own, own), self._date1904)
        if slot.kind is SlotKind.FILLED and self._filled_in:
            # an input like others, though the template has a formula there
            own = styles.unlocked(own)
        decimals = styles.decimals(own) if slot.as_filled else ()
        wanted = CellStyles(
            own, styles.quoted(own), styles.day(own), styles.moment(own), decimals, cell.style
        )
        return CellWriter(wanted, self._date1904)

    def by_decimals(self, cell: CutCell) -> tuple[str, ...]:
        """The style of a formula, by the decimals that its figure was filled in with."""
        decimals = self._styles.decimals(cell.style) if self._styles else ()
        return tuple(styled(style, cell.style) for style in decimals)
