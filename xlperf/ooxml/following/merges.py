"""Merged cells: those of several rows of the template follow here, those of one ride with it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlperf.ooxml.canonical import attributes_of
from xlperf.ooxml.following.cells import Cells
from xlperf.ooxml.following.copies import Copy
from xlperf.ooxml.following.elements import Element, inside
from xlperf.ooxml.refs import column_number

#: of several rows
_REF = re.compile(r"([A-Z]+)([0-9]+):([A-Z]+)(?!\2\b)([0-9]+)")


@dataclass(frozen=True, slots=True)
class Merges:
    areas: tuple[Cells, ...]
    looks_away: bool = False

    @classmethod
    def compile(cls, text: str, element: Element | None) -> Merges:
        """Of <mergeCells>, if there is one."""
        merges = inside(text, element) if element else ()
        refs = (attributes_of(each.attributes).get("ref", "") for each in merges)
        areas = (Cells.parse(ref) for ref in refs)
        return cls(tuple(cells for cells in areas if cells and cells.top < cells.bottom))

    def written(self, at: Copy) -> Sequence[str]:
        rows_own = " ".join(at.merges)
        refs = [*rows_own.split(), *self._followed(at, rows_own)]
        if not refs:
            return ()
        cells = '"/><mergeCell ref="'.join(refs)
        return (f'<mergeCells count="{len(refs)}"><mergeCell ref="{cells}"/></mergeCells>',)

    def _followed(self, at: Copy, rows_own: str) -> Iterator[str]:
        """The rows' own merges come first: two on one cell would need a repair."""
        if not self.areas:
            return
        columns = {column for area in self.areas for column in range(area.left, area.right + 1)}
        runs = _runs(rows_own, columns)
        for area in self.areas:
            wide = area.left < area.right
            for _, _, first, last in at.outputs(area):
                if (wide or first < last) and not (runs and _meets(runs, area, first, last)):
                    yield area.at(first, last)


#: by column, the rows that are merged already, in order
_Runs = dict[int, list[tuple[int, int]]]


def _runs(refs: str, columns: set[int]) -> _Runs:
    runs: _Runs = {}
    for left, first, right, last in _REF.findall(refs):
        for column in range(column_number(left), column_number(right) + 1):
            if column in columns:
                runs.setdefault(column, []).append((int(first), int(last)))
    for rows in runs.values():
        rows.sort()
    return runs


def _meets(runs: _Runs, area: Cells, first: int, last: int) -> bool:
    return any(
        _among(runs[column], first, last)
        for column in range(area.left, area.right + 1)
        if column in runs
    )


def _among(rows: list[tuple[int, int]], first: int, last: int) -> bool:
    at = bisect_left(rows, (last + 1,))
    return at > 0 and rows[at - 1][1] >= first
