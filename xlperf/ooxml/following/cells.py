"""Cells that an element of a worksheet is about, and those they became."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from xlperf.ooxml.formulas.scanning import Area, scan
from xlperf.ooxml.refs import column_letters

#: what an element says of the cells it is about
PLACE = re.compile(r'(?<= sqref=")[^"]*(?=")|(?<=sqref>)[^<]*(?=</)')


class Cells(NamedTuple):
    """A range of the template; rows and columns from 1."""

    top: int
    left: int
    bottom: int
    right: int
    first: str  # the letters of its first column
    last: str

    @classmethod
    def parse(cls, ref: str) -> Cells | None:
        """A1 or A1:B2, whole columns or rows too; None where it is nothing of the kind."""
        (area,) = parts if len(parts := scan(ref)) == 1 else ("",)
        if not isinstance(area, Area) or area.prefix:
            return None
        top, left, bottom, right = area[2:6]
        return cls(top, left, bottom, right, column_letters(left), column_letters(right))

    def at(self, first: int, last: int) -> str:
        """Its reference between other rows."""
        if first == last and self.left == self.right:
            return f"{self.first}{first}"
        return f"{self.first}{first}:{self.last}{last}"


def parsed(sqref: str) -> tuple[Cells, ...] | None:
    """Several of them; None where any can't be read."""
    found = [Cells.parse(ref) for ref in sqref.split()]
    known = tuple(cells for cells in found if cells is not None)
    return known if known and len(known) == len(found) else None


def leftmost(areas: Sequence[Cells]) -> int:
    return min(cells.left for cells in areas)


def topmost(areas: Sequence[Cells]) -> int:
    return min(cells.top for cells in areas)
