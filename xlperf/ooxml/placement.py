"""Where the rows of a template went: the one rule by which everything follows inserted rows.

Template row k becomes the output rows [first, last]. A range starts at the first of its top row
and ends at the last of its bottom row; where a row stands in the same loop as whoever looks at
it, only the same turn of that loop counts. Loops with the same header run over the same things,
so a row of one sheet finds the row of the same turn on another.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of one template sheet: the loops around each; index 0 is unused."""

    loops: tuple[tuple[Loop, ...], ...]
    repeated: Loop | None = None  # the loop around the whole sheet, also the first around each row

    @property
    def last(self) -> int:
        return len(self.loops) - 1

    def around(self, top: int, bottom: int) -> tuple[Loop, ...]:
        """The loops around both rows, also below the last row of the template."""
        shared = []
        for one, other in zip(self._loops(top), self._loops(bottom), strict=False):
            if one != other:
                break
            shared.append(one)
        return tuple(shared)

    def _loops(self, row: int) -> tuple[Loop, ...]:
        if row <= self.last:
            return self.loops[row]
        return (self.repeated,) if self.repeated else ()


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


class Placement:
    """All rows of all sheets of one output. `puts[sheet][row]` is in output order."""

    def __init__(self, sheets: Sequence[SheetRows]) -> None:
        self.sheets = sheets
        self.puts: list[list[list[Put]]] = [[[] for _ in rows.loops] for rows in sheets]
        #: by sheet and copy, the last row written
        self.ends: list[list[int]] = [[] for _ in sheets]

    def span(
        self,
        view: View,
        sheet: int,
        top: int,
        bottom: int,
        fixed: tuple[bool, bool] = (False, False),
    ) -> Span | None:
        """Where rows of the template lie for `view`; None where nothing of them is left.

        `fixed` tells which end of a range is written with a $. A fixed range over a whole body
        means all its turns; a fixed end on a body of one row means the first or the last turn.
        """
        first = self._edge(view, sheet, range(top, bottom + 1), _loosened(top, bottom, fixed, 0))
        last = self._edge(view, sheet, range(bottom, top - 1, -1), _loosened(top, bottom, fixed, 1))
        if first is None or last is None or last.last < first.first:
            return None
        return Span(first.copy, first.first, last.last)

    def areas(self, sheet: int, copy: int, top: int, bottom: int) -> list[tuple[View, Span]]:
        """Every output of an area on one copy of a sheet, with its own view, in output order."""
        rows = self.sheets[sheet]
        loops = rows.around(top, bottom)
        if not loops:
            paths: Iterable[Path] = [()]
        elif top > rows.last:
            paths = [(copy,)]
        else:
            paths = sorted(
                {
                    put.path[: len(loops)]
                    for row in range(top, min(bottom, rows.last) + 1)
                    for put in self.puts[sheet][row]
                    if put.copy == copy
                }
            )
        spans = (
            (View(loops, path), self.span(View(loops, path), sheet, top, bottom)) for path in paths
        )
        return [(view, span) for view, span in spans if span is not None]

    def _edge(self, view: View, sheet: int, rows: range, loosened: tuple[int, int]) -> Span | None:
        """The first of `rows` that was written, from whichever end they are counted."""
        known = self.sheets[sheet]
        for row in rows:
            if row > known.last:  # what lies beneath the template moves as a whole
                return self._below(view, sheet, row)
            found = self._seen(view, sheet, row, loosened)
            if found is not None:
                return found
        return None

    def _seen(self, view: View, sheet: int, row: int, loosened: tuple[int, int]) -> Span | None:
        puts = self.puts[sheet][row]
        prefix = self._prefix(view, sheet, self.sheets[sheet].loops[row], loosened)
        start, end = 0, len(puts)
        if prefix:
            start = bisect_left(puts, prefix, key=_path)
            end = bisect_left(puts, (*prefix[:-1], prefix[-1] + 1), key=_path)
        if start == end:
            return None
        return Span(puts[start].copy, puts[start].first, puts[end - 1].last)

    def _prefix(
        self, view: View, sheet: int, loops: tuple[Loop, ...], loosened: tuple[int, int]
    ) -> Path:
        """The turns that whoever looks shares with a row under these loops."""
        shared = 0
        for mine, other in zip(view.loops, loops, strict=False):
            if mine.header != other.header or _covers(loosened, other):
                break
            shared += 1
        path = view.path[:shared]
        # whoever isn't on a copy of a repeated sheet sees its first copy
        return path or ((0,) if self.sheets[sheet].repeated else ())

    def _below(self, view: View, sheet: int, row: int) -> Span | None:
        rows = self.sheets[sheet]
        copy = 0
        if rows.repeated and view.loops and view.loops[0].header == rows.repeated.header:
            copy = view.path[0]
        if copy >= len(self.ends[sheet]):
            return None
        moved = row - rows.last + self.ends[sheet][copy]
        at = LAST_ROW if row == LAST_ROW else min(moved, LAST_ROW)
        return Span(copy, at, at)


def _path(put: Put) -> Path:
    return put.path


#: covers no loop
_NOTHING = (1, 0)


def _loosened(top: int, bottom: int, fixed: tuple[bool, bool], end: int) -> tuple[int, int]:
    """The rows whose loops this end of a range is free of, for it means all their turns."""
    if all(fixed):
        return top, bottom
    row = (top, bottom)[end]
    return (row, row) if fixed[end] else _NOTHING


def _covers(rows: tuple[int, int], loop: Loop) -> bool:
    return rows[0] <= loop.top and loop.bottom <= rows[1]
