"""Merged cells: those of several rows of the template follow here, those of one ride with it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from xlperf.ooxml.canonical import attributes_of
from xlperf.ooxml.following.cells import Cells
from xlperf.ooxml.following.copies import Copy, Ground
from xlperf.ooxml.following.elements import Element, inside
from xlperf.ooxml.refs import column_number

_REF = re.compile(r"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)")


@dataclass(frozen=True, slots=True)
class Merges:
    areas: tuple[Cells, ...]  # both ends in the same loops: no two outputs can overlap
    crossing: tuple[Cells, ...]  # into a loop or out of it
    looks_away: bool = False

    @classmethod
    def compile(cls, text: str, element: Element | None, ground: Ground) -> Merges:
        """Of <mergeCells>, if there is one."""
        merges = inside(text, element) if element else ()
        refs = (attributes_of(each.attributes).get("ref", "") for each in merges)
        areas = [cells for ref in refs if (cells := Cells.parse(ref)) and cells.top < cells.bottom]
        rows = ground.rows
        steady = {
            cells
            for cells in areas
            if rows.around(cells.top, cells.top) == rows.around(cells.bottom, cells.bottom)
        }
        return cls(
            tuple(cells for cells in areas if cells in steady),
            tuple(cells for cells in areas if cells not in steady),
        )

    def written(self, at: Copy) -> Sequence[str]:
        return (self.settled(at).with_more(()),)

    def settled(self, at: Copy) -> SettledMerges:
        refs = " ".join(at.merges).split()
        for area in self.areas:
            refs += _outputs(area, at)
        return SettledMerges(tuple(refs), _cells(refs), self.crossing, at)


@dataclass(frozen=True, slots=True)
class SettledMerges:
    """Those that are the same whatever the rows hold."""

    refs: tuple[str, ...]
    cells: str  # the same in XML
    crossing: tuple[Cells, ...]
    at: Copy

    def with_more(self, merges: Iterable[str]) -> str:
        """The element, with what the values of the rows merged; "" for none at all."""
        more = list(merges)
        for area in self.crossing:
            more += _apart(area, _outputs(area, self.at), (*self.refs, *more))
        count = len(self.refs) + len(more)
        if not count:
            return ""
        return f'<mergeCells count="{count}">{self.cells}{_cells(more)}</mergeCells>'


def _cells(refs: Sequence[str]) -> str:
    return '<mergeCell ref="' + '"/><mergeCell ref="'.join(refs) + '"/>' if refs else ""


def _outputs(area: Cells, at: Copy) -> list[str]:
    wide = area.left < area.right
    outputs = at.outputs(area)
    return [area.at(first, last) for _, _, first, last in outputs if wide or first < last]


def _apart(area: Cells, refs: Iterable[str], others: Iterable[str]) -> Iterator[str]:
    """Without those that touch another: two merges on one cell would need a repair.

    Such an area covers all turns of a loop, with what else is merged in its columns there.
    """
    taken = _rows(others, area)
    for ref in refs:
        ((first, last),) = _rows([ref], area)[area.left]
        if not any(_meets(rows, first, last) for rows in taken.values()):
            yield ref


def _rows(refs: Iterable[str], within: Cells) -> dict[int, list[tuple[int, int]]]:
    """By column of an area, the rows that are merged there, in order."""
    rows: dict[int, list[tuple[int, int]]] = {}
    for left, first, right, last in _REF.findall(" ".join(refs)):
        columns = range(column_number(left), column_number(right) + 1)
        for column in columns:
            if within.left <= column <= within.right:
                rows.setdefault(column, []).append((int(first), int(last)))
    for each in rows.values():
        each.sort()
    return rows


def _meets(rows: list[tuple[int, int]], first: int, last: int) -> bool:
    at = bisect_left(rows, (last + 1,))
    return at > 0 and rows[at - 1][1] >= first
