"""Merged cells: those of several rows of the template follow here, those of one ride with it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from xlperf.ooxml.canonical import attributes_of
from xlperf.ooxml.following.cells import Cells
from xlperf.ooxml.following.copies import Copy
from xlperf.ooxml.following.elements import Element, inside
from xlperf.ooxml.refs import column_number

_REF = re.compile(r"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)")


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
        refs = " ".join(at.merges).split()
        refs += self._followed(at, refs)
        if not refs:
            return ()
        cells = '"/><mergeCell ref="'.join(refs)
        return (f'<mergeCells count="{len(refs)}"><mergeCell ref="{cells}"/></mergeCells>',)

    def _followed(self, at: Copy, taken: Sequence[str]) -> Iterator[str]:
        """The rows' own merges come first: two on one cell would need a repair."""
        if not self.areas:
            return
        columns = {column for area in self.areas for column in range(area.left, area.right + 1)}
        runs = _runs(taken, columns)
        for area in self.areas:
            for _, (_, first, last) in at.areas(area):
                alone = first == last and area.left == area.right
                if not alone and not _meets(runs, area, first, last):
                    yield area.at(first, last)


#: by column, the rows that are merged already, in order
_Runs = dict[int, list[tuple[int, int]]]


def _runs(refs: Iterable[str], columns: set[int]) -> _Runs:
    runs: _Runs = {}
    for ref in refs:
        match = _REF.fullmatch(ref)
        if match is not None and match[2] != match[4]:
            for column in range(column_number(match[1]), column_number(match[3]) + 1):
                if column in columns:
                    runs.setdefault(column, []).append((int(match[2]), int(match[4])))
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
