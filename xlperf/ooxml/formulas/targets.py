"""One reference of a formula: what it names in the template, and where that went."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from xlperf.ooxml.formulas.scanning import Area
from xlperf.ooxml.placement import Placement, Span, View
from xlperf.ooxml.refs import LAST_COLUMN, LAST_ROW, column_letters

#: a formula's place: its sheet, and which copy of it
Home = tuple[int, int]


class Target(NamedTuple):
    """Where a reference leads in an output; rows and columns from 1, both ends included."""

    sheet: int
    copy: int
    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Reference:
    """Cells of the template, as a formula names them; rows and columns from 1."""

    sheet: int
    top: int
    left: int
    bottom: int
    right: int
    fixed: tuple[bool, bool, bool, bool]  # a $ before top, left, bottom, right
    prefix: str  # the sheet as written, with its "!"; "" for the formula's own
    body: str  # the rest as written
    single: bool  # one cell, not a range of one
    argument: bool  # where a function takes a range as well
    closing: bool  # ends a range that begins with something computed
    first: str  # what stands before the number of its top row
    last: str  # and before that of its bottom row

    @classmethod
    def of(cls, area: Area, sheet: int) -> Reference:
        first, last = _letters(area.left, area.right, area.fixed)
        return cls(sheet, *area[2:7], area.prefix, area.body, *area[7:], first, last)

    @property
    def whole_columns(self) -> bool:
        return self.top == 1 and self.bottom == LAST_ROW

    def found(self, placement: Placement, view: View, home: Home, shift: int = 0) -> Target | None:
        """Where it leads for `view`; None where none of its rows are left.

        `shift`: by how many rows of the template its relative rows are further down, as they are
        for the further rows of a range that has one formula.
        """
        if self.whole_columns:
            span = self._whole_sheet(placement, view, home)
        else:
            fixed = self.fixed[0], self.fixed[2]
            top, bottom = self.rows(shift) if shift else (self.top, self.bottom)
            span = placement.span(view, self.sheet, top, bottom, fixed)
        if span is None:
            return None
        copy, first, last = span
        if self.single and not self.argument:
            first = last = last if self.closing else first
        return Target(self.sheet, copy, first, self.left, last, self.right)

    def rows(self, shift: int) -> tuple[int, int]:
        """Top and bottom as a cell so many rows further down reads them."""
        ends = ((self.top, self.fixed[0]), (self.bottom, self.fixed[2]))
        # past the last row Excel counts on from the first
        top, bottom = (row if fixed else (row + shift - 1) % LAST_ROW + 1 for row, fixed in ends)
        return min(top, bottom), max(top, bottom)

    def beside(self, columns: int) -> Reference:
        """As it reads that many columns further right."""
        _, fixed_left, _, fixed_right = self.fixed
        left = self.left if fixed_left else (self.left + columns - 1) % LAST_COLUMN + 1
        right = self.right if fixed_right else (self.right + columns - 1) % LAST_COLUMN + 1
        if (self.left, self.right) in ((left, right), (1, LAST_COLUMN)):
            return self
        first, last = _letters(left, right, self.fixed)
        body = self._body(first, last)
        return replace(self, left=left, right=right, first=first, last=last, body=body)

    def _body(self, first: str, last: str) -> str:
        if self.whole_columns:
            return f"{first.rstrip('$')}{last.rstrip('$')}"
        return f"{first}{self.top}" if self.single else f"{first}{self.top}{last}{self.bottom}"

    def _whole_sheet(self, placement: Placement, view: View, home: Home) -> Span | None:
        copy = home[1] if self.sheet == home[0] else placement.copy_seen(view, self.sheet)
        return None if copy is None else Span(copy, 1, LAST_ROW)

    def written(self, top: int | str, bottom: int | str) -> str:
        """Without its sheet, between other rows."""
        if self.whole_columns or (top == self.top and bottom == self.bottom):
            return self.body
        if self.single and top == bottom:
            return f"{self.first}{top}"
        return f"{self.first}{top}{self.last}{bottom}"

    def stays_on(self, row: int) -> bool:
        """Whether it means the row it is written in, wherever that goes."""
        fixed = self.fixed[0] or self.fixed[2]
        return not self.prefix and self.top == self.bottom == row and not fixed


def _letters(left: int, right: int, fixed: tuple[bool, bool, bool, bool]) -> tuple[str, str]:
    """What stands before the numbers of a reference's rows."""
    top, bottom = _dollar(fixed[0]), _dollar(fixed[2])
    if left == 1 and right == LAST_COLUMN:  # whole rows have nothing else
        return top, f":{bottom}"
    first = _dollar(fixed[1]) + column_letters(left) + top
    return first, f":{_dollar(fixed[3])}{column_letters(right)}{bottom}"


def _dollar(fixed: bool) -> str:
    return "$" if fixed else ""
