"""Placements without a template: loops and how often each turns, laid out row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from itertools import groupby

from xlperf.ooxml.placement import WHOLE_SHEET, Loop, Path, Placement, Put, SheetRows

#: how often a loop turns, always or by the turns around it (without the sheet's)
Turns = Mapping[Loop, int | Mapping[Path, int]]


def rows_of(last: int, *loops: Loop, repeated: str | None = None) -> SheetRows:
    """A sheet's rows; the loops around each follow from their first and last rows."""
    whole = Loop(repeated, *WHOLE_SHEET) if repeated else None
    outside = (whole,) if whole else ()
    around = [
        outside + tuple(loop for loop in loops if loop.top <= row <= loop.bottom)
        for row in range(last + 1)
    ]
    return SheetRows(tuple(around), whole)


def laid_out(
    sheets: Sequence[SheetRows],
    turns: Turns,
    *,
    copies: int = 1,
    heights: Mapping[int, int] | None = None,
    missing: Set[tuple[int, Path]] = frozenset(),
) -> Placement:
    """What the row writer would have filled in.

    `heights`: rows that take several; `missing`: rows that conditions leave out of a turn.
    """
    placement = Placement(sheets)
    for sheet, rows in enumerate(sheets):
        for copy in range(copies if rows.repeated else 1):
            outside = (copy,) if rows.repeated else ()
            last = 0
            for row, path in _walk(rows, range(1, rows.last + 1), len(outside), outside, turns):
                if (row, path) in missing:
                    continue
                first, last = last + 1, last + (heights or {}).get(row, 1)
                placement.puts[sheet][row].append(Put(path, copy, first, last))
            placement.ends[sheet].append(last)
    return placement


def _walk(
    rows: SheetRows, some: Sequence[int], depth: int, path: Path, turns: Turns
) -> list[tuple[int, Path]]:
    found: list[tuple[int, Path]] = []
    for loop, group in groupby(some, key=lambda row: rows.loops[row][depth : depth + 1]):
        body = list(group)
        if not loop:
            found += [(row, path) for row in body]
            continue
        times = turns[loop[0]]
        number = times if isinstance(times, int) else times[path]
        for turn in range(number):
            found += _walk(rows, body, depth + 1, (*path, turn), turns)
    return found
