"""Where the rows of a template went, and every output that an area of it became."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from xlperf.ooxml.rows import OUTSIDE, WHOLE_SHEET, Loop, Path, Put, SheetRows, Span, View
from xlperf.ooxml.spans import Spans

__all__ = [
    "OUTSIDE",
    "WHOLE_SHEET",
    "Loop",
    "Path",
    "Placement",
    "Put",
    "Run",
    "SheetRows",
    "Span",
    "View",
    "append_rows",
]


class Run(NamedTuple):
    """Several outputs of an area; those that touch each other are one."""

    path: Path  # of the first
    rows: list[tuple[int, int]]


def append_rows(rows: list[tuple[int, int]], first: int, last: int) -> None:
    if rows and rows[-1][1] + 1 == first:
        rows[-1] = rows[-1][0], last
    else:
        rows.append((first, last))


class Placement(Spans):
    """All rows of all sheets of one output, and all outputs of every area."""

    def __init__(self, sheets: Sequence[SheetRows]) -> None:
        super().__init__(sheets)
        self._turns: dict[tuple[int, int, int], dict[int, list[Path]]] = {}
        self._outputs: dict[tuple[int, int, int, int], list[Put]] = {}
        self._runs: dict[tuple[int, int, int, int, int], list[Run]] = {}

    def areas(self, sheet: int, copy: int, top: int, bottom: int) -> list[tuple[View, Span]]:
        """Every output of an area on one copy of a sheet, with its own view, in output order."""
        loops = self.sheets[sheet].around(top, bottom)
        return [
            (View(loops, path), Span(copy, first, last))
            for path, _, first, last in self.outputs(sheet, copy, top, bottom)
        ]

    def outputs(self, sheet: int, copy: int, top: int, bottom: int) -> list[Put]:
        """The same without views: each turn of the loops around the area that has any of it."""
        key = sheet, copy, top, bottom
        found = self._outputs.get(key)
        if found is None:
            found = self._outputs[key] = self._found_outputs(sheet, copy, top, bottom)
        return found

    def runs(self, sheet: int, copy: int, top: int, bottom: int, depth: int) -> list[Run]:
        """The same, with all turns as one that share those of the outermost `depth` loops."""
        key = sheet, copy, top, bottom, depth
        found = self._runs.get(key)
        if found is None:
            found = self._runs[key] = self._found_runs(self.outputs(*key[:4]), depth)
        return found

    def _found_runs(self, outputs: list[Put], depth: int) -> list[Run]:
        if not depth and outputs:
            path, _, first, _ = outputs[0]
            last = outputs[-1].last
            if last - first + 1 == len(outputs):  # all of one row, and one after the other
                return [Run(path, [(first, last)])]
        found: list[Run] = []
        prefix: Path | None = None
        for path, _, first, last in outputs:
            if path[:depth] != prefix:
                prefix = path[:depth]
                found.append(Run(path, []))
            append_rows(found[-1].rows, first, last)
        return found

    def _found_outputs(self, sheet: int, copy: int, top: int, bottom: int) -> list[Put]:
        rows = self.sheets[sheet]
        loops = rows.around(top, bottom)
        if bottom <= rows.last and rows.loops[top] == rows.loops[bottom] == loops:
            turns = self._in_step(sheet, copy, top, bottom, len(loops))
            if turns is not None:
                return turns
        if loops == rows.loops_of_sheet:
            paths: list[Path] = [(copy,) if loops else ()]
        else:
            paths = self._turns_of(sheet, top, bottom, len(loops)).get(copy, [])
        spans = ((path, self.span(View(loops, path), sheet, top, bottom)) for path in paths)
        return [Put(path, *span) for path, span in spans if span is not None]

    def _in_step(
        self, sheet: int, copy: int, top: int, bottom: int, depth: int
    ) -> list[Put] | None:
        """The quick way, where every turn that has any of these rows has both ends of them."""
        first = self._on(sheet, copy, top)
        if top == bottom:
            return first
        if depth == len(self.sheets[sheet].loops_of_sheet):
            last = self._on(sheet, copy, bottom)
            found = first and last
            return [first[0]._replace(last=last[0].last)] if found else None
        turns = self._spans_of(sheet, top, depth).keys()
        for row in range(top + 1, bottom + 1):
            others = self._spans_of(sheet, row, depth).keys()
            if not (others == turns if row == bottom else others <= turns):
                return None
        last = self._on(sheet, copy, bottom)
        pairs = zip(first, last, strict=True)
        return [Put(one.path, copy, one.first, other.last) for one, other in pairs]

    def _on(self, sheet: int, copy: int, row: int) -> list[Put]:
        """What became of a row on one copy of its sheet."""
        puts = self.puts[sheet][row]
        if self.sheets[sheet].repeated is None:
            return puts
        return puts[bisect_left(puts, ((copy,),)) : bisect_left(puts, ((copy + 1,),))]

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
        at = bisect_left(puts, (path,)) if depth else 0
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
