"""The rows of a template's sheet, the loops around them, and what they become in an output."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from xlperf.ooxml.refs import LAST_ROW

Path = tuple[int, ...]  # the turn of each loop around a row, the outermost first


class Loop(NamedTuple):
    """A loop; its body's rows count from 1, without the rows of its own tags."""

    header: str
    top: int
    bottom: int


#: the body of a loop that repeats a sheet: no range covers it
WHOLE_SHEET = (0, LAST_ROW + 1)


class Sight(NamedTuple):
    """What whoever looks at a row shares with it."""

    turns: int  # of the loops around whoever looks, from the outermost
    first_copy: bool  # of a repeated sheet, where nothing is shared
    open: Loop | None  # the outermost loop around the row that isn't shared: all its turns count


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of one template sheet: the loops around each; index 0 is unused."""

    loops: tuple[tuple[Loop, ...], ...]
    repeated: Loop | None = None  # the loop around the whole sheet, also the first around each row
    _sights: dict[object, list[Sight]] = field(default_factory=dict, compare=False, repr=False)
    _around: dict[tuple[int, int], tuple[Loop, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def last(self) -> int:
        return len(self.loops) - 1

    @property
    def loops_of_sheet(self) -> tuple[Loop, ...]:
        return (self.repeated,) if self.repeated else ()

    def around(self, top: int, bottom: int) -> tuple[Loop, ...]:
        """The loops around both rows, also below the last row of the template."""
        found = self._around.get((top, bottom))
        if found is None:
            found = self._around[top, bottom] = _shared(self._loops(top), self._loops(bottom))
        return found

    def _loops(self, row: int) -> tuple[Loop, ...]:
        if row <= self.last:
            return self.loops[row]
        return self.loops_of_sheet

    def sights(self, loops: tuple[Loop, ...], freed: tuple[int, int]) -> list[Sight]:
        """Each row as seen from under `loops`, but from outside of every loop within `freed`.

        The same for every output, so it is worked out once.
        """
        key = loops, freed
        found = self._sights.get(key)
        if found is None:
            found = self._sights[key] = [self._sight(loops, row, freed) for row in self.loops]
        return found

    def _sight(
        self, loops: tuple[Loop, ...], row: tuple[Loop, ...], freed: tuple[int, int]
    ) -> Sight:
        turns = 0
        for mine, other in zip(loops, row, strict=False):
            if mine.header != other.header or _covers(freed, other):
                break
            turns += 1
        first_copy = not turns and self.repeated is not None
        known = 1 if first_copy else turns
        return Sight(turns, first_copy, row[known] if known < len(row) else None)


def _shared(one: tuple[Loop, ...], other: tuple[Loop, ...]) -> tuple[Loop, ...]:
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return one[:same]


def _covers(rows: tuple[int, int], loop: Loop) -> bool:
    return rows[0] <= loop.top and loop.bottom <= rows[1]


class View(NamedTuple):
    """Whoever looks at a range: the loops around it, and the turn of each."""

    loops: tuple[Loop, ...] = ()
    path: Path = ()


#: from outside of every loop
OUTSIDE = View()


class Put(NamedTuple):
    """One output of a template row; of several rows where its text needs them."""

    path: Path
    copy: int  # of the sheet, 0 where it isn't repeated
    first: int
    last: int


class Span(NamedTuple):
    copy: int
    first: int
    last: int
