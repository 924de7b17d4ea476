"""Where rows went that someone looks at: the one rule by which everything follows inserted rows.

Template row k becomes the output rows [first, last]. A range starts at the first of its top row
and ends at the last of its bottom row; where a row stands in the same loop as whoever looks at
it, only the same turn of that loop counts. Loops with the same header run over the same things,
so a row of one sheet finds the row of the same turn on another.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlperf.ooxml.refs import LAST_ROW
from xlperf.ooxml.rows import Loop, Path, Put, SheetRows, Sight, Span, View


class Spans:
    """All rows of all sheets of one output. `puts[sheet][row]` is in output order.

    Filled first, then asked: what was found once is remembered.
    """

    def __init__(self, sheets: Sequence[SheetRows]) -> None:
        self.sheets = sheets
        self.puts: list[list[list[Put]]] = [[[] for _ in rows.loops] for rows in sheets]
        #: by sheet and copy, the last row written
        self.ends: list[list[int]] = [[] for _ in sheets]
        self._spans: dict[tuple[int, int, int], dict[Path, Span]] = {}

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
            freed = freed_rows(top, bottom, fixed)
            starts, ends = rows.sights(view.loops, freed[0]), rows.sights(view.loops, freed[1])
        first = self._found(view, sheet, top, starts)
        if first is None:
            first = self._edge(view, sheet, range(top, bottom + 1), starts)
        if first is None or (top == bottom and starts is ends):
            return first
        last = self._found(view, sheet, bottom, ends)
        if last is None:
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

    def _found(self, view: View, sheet: int, row: int, sights: list[Sight]) -> Span | None:
        """The quick way, for a row that was written in the turns that `view` shares."""
        if row < len(sights) and sights[row].open is None:
            return self._seen(view, sheet, row, sights[row])
        return None

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


def _joined(one: Span | None, other: Span) -> Span:
    if one is None:
        return other
    return Span(one.copy, min(one.first, other.first), max(one.last, other.last))


#: rows that cover no loop
_NOTHING = (1, 0)


def freed_rows(
    top: int, bottom: int, fixed: tuple[bool, bool]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """For each end of a range, the rows whose loops it is free of: it means all their turns."""
    if all(fixed):
        return (top, bottom), (top, bottom)
    return (
        (top, top) if fixed[0] else _NOTHING,
        (bottom, bottom) if fixed[1] else _NOTHING,
    )
