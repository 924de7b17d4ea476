"""Where the rows of a template went: the one rule by which everything follows inserted rows.

Template row k becomes the output rows [first, last]. A range starts at the first of its top row
and ends at the last of its bottom row; where a row stands in the same loop as whoever looks at
it, only the same turn of that loop counts. Loops with the same header run over the same things,
so a row of one sheet finds the row of the same turn on another.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
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

    @property
    def last(self) -> int:
        return len(self.loops) - 1

    @property
    def loops_of_sheet(self) -> tuple[Loop, ...]:
        return (self.repeated,) if self.repeated else ()

    def around(self, top: int, bottom: int) -> tuple[Loop, ...]:
        """The loops around both rows, also below the last row of the template."""
        return _shared(self._loops(top), self._loops(bottom))

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


class Placement:
    """All rows of all sheets of one output. `puts[sheet][row]` is in output order.

    Filled first, then asked: what was found once is remembered.
    """

    def __init__(self, sheets: Sequence[SheetRows]) -> None:
        self.sheets = sheets
        self.puts: list[list[list[Put]]] = [[[] for _ in rows.loops] for rows in sheets]
        #: by sheet and copy, the last row written
        self.ends: list[list[int]] = [[] for _ in sheets]
        self._spans: dict[tuple[int, int, int], dict[Path, Span]] = {}
        self._turns: dict[tuple[int, int, int], dict[int, list[Path]]] = {}

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
        rows = self.sheets[sheet]
        if not view.loops or not (fixed[0] or fixed[1]):
            starts = ends = rows.sights(view.loops, _NOTHING)
        else:
            freed = _freed(top, bottom, fixed)
            starts, ends = rows.sights(view.loops, freed[0]), rows.sights(view.loops, freed[1])
        first = self._edge(view, sheet, range(top, bottom + 1), starts)
        if first is None or (top == bottom and starts is ends):
            return first
        last = self._edge(view, sheet, range(bottom, top - 1, -1), ends)
        if last is None or last.last < first.first:
            return None
        return Span(first.copy, first.first, last.last)

    def copy_seen(self, view: View, sheet: int) -> int | None:
        """The copy of a sheet that `view` means; None where the sheet was left out."""
        repeated = self.sheets[sheet].repeated
        shared = repeated and view.loops and view.loops[0].header == repeated.header
        copy = view.path[0] if shared else 0
        return copy if copy < len(self.ends[sheet]) else None

    def areas(self, sheet: int, copy: int, top: int, bottom: int) -> list[tuple[View, Span]]:
        """Every output of an area on one copy of a sheet, with its own view, in output order."""
        loops = self.sheets[sheet].around(top, bottom)
        if loops == self.sheets[sheet].loops_of_sheet:
            paths: list[Path] = [(copy,) if loops else ()]
        else:
            paths = self._turns_of(sheet, top, bottom, len(loops)).get(copy, [])
        views = (View(loops, path) for path in paths)
        spans = ((view, self.span(view, sheet, top, bottom)) for view in views)
        return [(view, span) for view, span in spans if span is not None]

    def foremost(self, view: View, sheet: int, top: int, bottom: int) -> tuple[int, View]:
        """Which row of an area lies first, and how it sees things itself."""
        rows = self.sheets[sheet]
        if top > rows.last or (top == bottom and len(rows.loops[top]) == len(view.loops)):
            return top, view
        depth = len(view.loops)
        found = [
            (put.first, row, put.path)
            for row in range(top, min(bottom, rows.last) + 1)
            for put in self._first_put(sheet, row, view.path, depth)
        ]
        if not found:
            return rows.last + 1, view
        _, row, path = min(found)
        return row, View(rows.loops[row], path)

    def _first_put(self, sheet: int, row: int, path: Path, depth: int) -> list[Put]:
        puts = self.puts[sheet][row]
        at = bisect_left(puts, path, key=_path) if depth else 0
        return [put for put in puts[at : at + 1] if put.path[:depth] == path]

    def _turns_of(self, sheet: int, top: int, bottom: int, depth: int) -> dict[int, list[Path]]:
        """By copy, the turns in which any of these rows was written."""
        key = sheet, top, bottom
        if key not in self._turns:
            found: dict[Path, int] = {}
            for row in range(top, bottom + 1):
                for path, span in self._spans_of(sheet, row, depth).items():
                    found[path] = span.copy
            by_copy = self._turns[key] = {}
            for path in sorted(found):
                by_copy.setdefault(found[path], []).append(path)
        return self._turns[key]

    def _edge(self, view: View, sheet: int, rows: range, sights: list[Sight]) -> Span | None:
        """Where the first of `rows` lies that was written, from whichever end they are counted.

        In a loop that is seen as a whole, a later row may lie further out in the first turn or
        the last, for conditions may leave rows out of some turns.
        """
        found: Span | None = None
        within: Loop | None = None
        for row in rows:
            if row >= len(sights):  # what lies beneath the template moves as a whole
                return found or self._below(view, sheet, row)
            sight = sights[row]
            if found is not None and sight.open != within:
                return found
            seen = self._seen(view, sheet, row, sight)
            if seen is None:
                continue
            if sight.open is None:
                return seen
            found, within = _joined(found, seen), sight.open
        return found

    def _seen(self, view: View, sheet: int, row: int, sight: Sight) -> Span | None:
        if sight.turns:
            return self._spans_of(sheet, row, sight.turns).get(view.path[: sight.turns])
        if sight.first_copy:
            return self._spans_of(sheet, row, 1).get((0,))
        puts = self.puts[sheet][row]
        return Span(0, puts[0].first, puts[-1].last) if puts else None

    def _spans_of(self, sheet: int, row: int, depth: int) -> dict[Path, Span]:
        """Where a row was put, by the first turns of its path."""
        key = sheet, row, depth
        spans = self._spans.get(key)
        if spans is None:
            spans = self._spans[key] = {}
            for path, copy, first, last in self.puts[sheet][row]:
                turns = path[:depth]
                before = spans.get(turns)
                spans[turns] = Span(copy, before.first if before else first, last)
        return spans

    def _below(self, view: View, sheet: int, row: int) -> Span | None:
        copy = self.copy_seen(view, sheet)
        if copy is None:
            return None
        moved = row - self.sheets[sheet].last + self.ends[sheet][copy]
        at = LAST_ROW if row == LAST_ROW else min(moved, LAST_ROW)
        return Span(copy, at, at)


def _path(put: Put) -> Path:
    return put.path


def _joined(one: Span | None, other: Span) -> Span:
    if one is None:
        return other
    return Span(one.copy, min(one.first, other.first), max(one.last, other.last))


#: rows that cover no loop
_NOTHING = (1, 0)


def _freed(
    top: int, bottom: int, fixed: tuple[bool, bool]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """For each end of a range, the rows whose loops it is free of: it means all their turns."""
    if all(fixed):
        return (top, bottom), (top, bottom)
    return (
        (top, top) if fixed[0] else _NOTHING,
        (bottom, bottom) if fixed[1] else _NOTHING,
    )
