"""The heights of an output's rows, where wrapped text needs more than the template gives.

A row can be 409 points high and no higher. Text that needs more goes on over further rows, which
are merged; where its cell lies on several rows already, these share what is missing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from xlperf.ooxml.placement import Placement, View
from xlperf.templating.heights import stretched
from xlperf.templating.plan import TallSlot
from xlperf.templating.sheet import Heights, Written

HIGHEST = 409.0


#: by sheet, rows that need several output rows (counted over all copies), and how many
Tall = Mapping[int, Mapping[int, int]]


class Taller(Exception):
    """Rows need further output rows, and so all that follows them stands elsewhere."""

    def __init__(self, rows: Tall) -> None:
        super().__init__()
        self.rows = rows


def fitted(output: Sequence[Sequence[Written]], placement: Placement) -> list[list[Heights]]:
    """By sheet and copy, the heights that aren't the template's; Taller where these don't do."""
    found: list[list[Heights]] = []
    taller: dict[int, dict[int, int]] = {}
    for sheet, copies in enumerate(output):
        found.append([])
        start = 0
        for copy in copies:
            if copy.layout.tall_rows:
                fitting = Fitting(copy, placement, sheet)
                found[-1].append(fitting.heights)
                for at, count in fitting.further.items():
                    taller.setdefault(sheet, {})[start + at] = count
            else:
                found[-1].append({})
            start += len(copy.layout.plans)
    if taller:
        raise Taller(taller)
    return found


class Fitting:
    """Of one copy of a sheet."""

    def __init__(self, written: Written, placement: Placement, sheet: int) -> None:
        self.heights: dict[int, list[float]] = {}  # by row of the copy, of its output rows
        self.further: dict[int, int] = {}  # rows that need several output rows, and how many
        self._written = written
        self._layout = written.layout
        self._placement = placement
        self._sheet = sheet
        ends = {(run.slot.at, run.first): run.last for run in written.merges}
        blocks = [
            (range(at, self._last(at, slot, ends) + 1), needed)
            for at in self._layout.tall_rows
            for slot, needed in self._needs(at)
        ]
        for rows, needed in sorted(blocks, key=_length):
            self._share(rows, needed)

    def _needs(self, at: int) -> list[tuple[TallSlot, float]]:
        event = self._written.events[at]
        found = []
        for slot in self._layout.plans[at].tall:
            text = event[slot.at]
            if type(text) is str and (len(text) > slot.surely or "\n" in text):
                found.append((slot, slot.needed(text)))
        return found

    def _own(self, at: int) -> list[float]:
        """What a row has so far."""
        count = self._layout.count(at)
        return self.heights.get(at) or [self._layout.plans[at].points / count] * count

    def _share(self, rows: range, needed: float) -> None:
        """Rows get higher until there is room; where they can't, the last one goes on."""
        own = [height for row in rows for height in self._own(row)]
        lacking = math.ceil(needed / HIGHEST) - len(own)
        if lacking > 0:
            last = rows[-1]
            count = self._layout.count(last) + lacking
            self.further[last] = max(count, self.further.get(last, 0))
        elif needed > sum(own):
            shared = _shared(own, needed)
            for row in rows:
                count = self._layout.count(row)
                self.heights[row], shared = shared[:count], shared[count:]

    def _last(self, at: int, slot: TallSlot, ends: Mapping[tuple[int, int], int]) -> int:
        """The last row that the cell lies on."""
        layout = self._layout
        last = ends.get((slot.at, at), at)
        if slot.top == slot.bottom:
            return last
        loops = self._placement.sheets[self._sheet].loops[slot.top]
        view = View(loops, layout.paths[last])
        span = self._placement.span(view, self._sheet, slot.top, slot.bottom)
        found = layout.holding(span.last) if span else last
        return max(found, last)


def _length(block: tuple[range, float]) -> int:
    """Cells on one row have no choice, so they come first."""
    return len(block[0])


def _shared(own: Sequence[float], needed: float) -> list[float]:
    """Of rows that have room for it in all."""
    heights = stretched(own, needed)
    while (over := sum(max(height - HIGHEST, 0) for height in heights)) > 0:
        lower = sum(height < HIGHEST for height in heights)
        heights = [height + over / lower if height < HIGHEST else HIGHEST for height in heights]
    return heights
