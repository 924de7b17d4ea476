"""Where the rows of an output stand.

That depends on which rows there are and not on what is in them, so outputs with as many turns of
every loop share it. `kinds` are the first items of a sheet's events.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from xlperf.ooxml.formulas.references import ROW, Home, Target
from xlperf.ooxml.placement import Path, Placement, Put, SheetRows
from xlperf.ooxml.refs import LAST_ROW
from xlperf.templating.patterns import Numbered
from xlperf.templating.plan import FormulaCell, RowPlan
from xlperf.templating.program import Program
from xlperf.templating.slots import ENTER, LEAVE, NEXT

Kinds = tuple[int, ...]


class Link(NamedTuple):
    """A row with merged cells, in one of the turns of a loop."""

    at: int  # which row of its copy
    above: int  # the template row that stands over it


class Hole(NamedTuple):
    """A formula of an output."""

    at: int  # which row of its copy
    row: int  # of the output
    cell: FormulaCell
    targets: Sequence[Target | None]  # of its references
    frame: str  # the attributes of its <f>
    text: str | None  # its XML; None where that isn't the same in all outputs


class Holes(NamedTuple):
    """Of one copy of a sheet."""

    all: list[Hole]  # in the order of their cells
    starts: dict[int, int]  # by row of the copy, where in `all` its formulas begin


class Pending(NamedTuple):
    """A formula, in place of its value."""

    at: int  # which row of its copy
    which: int  # of the row's formulas


class Column(NamedTuple):
    """What a copy of a sheet has in a column, in all outputs with this layout."""

    known: list[object]  # by output row, from 0: what never changes, and formulas
    given: list[tuple[int, int, int]]  # output row, row of the copy, place in its event
    formulas: bool


@dataclass(slots=True)
class CopyLayout:
    """One copy of a sheet; its rows count from 0, in the order of their events."""

    start: int  # where its events begin
    kinds: Kinds = ()
    plans: list[RowPlan] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)  # the output row where each begins
    numbers: list[str] = field(default_factory=list)  # the same as texts
    numbered: list[Numbered] | None = None  # where the layout is kept for further outputs
    chains: list[list[Link]] = field(default_factory=list)  # turns of one loop, one behind another
    formulas: list[int] = field(default_factory=list)  # rows that have any
    tall_rows: list[int] = field(default_factory=list)  # rows whose text may need height
    merges: list[str] = field(default_factory=list)  # of one row each, several in a text
    beneath: list[str] = field(default_factory=list)  # rows below the template's content
    end: int = 0  # the last output row
    columns: dict[int, Column] = field(default_factory=dict)  # that formulas look at

    @property
    def stretched(self) -> bool:
        """Whether any row takes several output rows."""
        return self.end > len(self.plans)

    def count(self, at: int) -> int:
        """Of the output rows that a row takes."""
        if not self.stretched:
            return 1
        return (self.firsts[at + 1] if at + 1 < len(self.firsts) else self.end + 1) - self.firsts[
            at
        ]

    def column(self, number: int) -> Column:
        found = self.columns.get(number)
        if found is None:
            found = self.columns[number] = self._column(number)
        return found

    def _column(self, number: int) -> Column:
        known: list[object] = [None] * self.end
        given = []
        formulas = False
        for at, (plan, first) in enumerate(zip(self.plans, self.firsts, strict=True)):
            index = plan.given.get(number)
            if index is not None:
                given.append((first - 1, at, index))
            elif number in plan.formula_at:
                known[first - 1] = Pending(at, plan.formula_at[number])
                formulas = True
            else:
                known[first - 1] = plan.known.get(number)
        return Column(known, given, formulas)

    def holding(self, row: int) -> int:
        """Which row an output row belongs to."""
        return bisect_right(self.firsts, row) - 1


class SheetLayout:
    """All copies of a sheet, and what became of each of its rows."""

    def __init__(self, program: Program, kinds: Kinds, tall: Mapping[int, int]) -> None:
        """`tall` says how many output rows a row needs, where it needs more than one."""
        self.puts: list[list[Put]] = [[] for _ in program.logic.rows.loops]
        self.copies: list[CopyLayout] = []
        self._program = program
        self._tall = tall
        self._count = 0  # of rows, in all copies
        self._path: Path = ()
        self._loops = [0]  # entered and not left, each with a number of its own
        self._entered = 0
        self._chains: dict[tuple[int, int], list[Link]]  # by template row and loop
        if program.logic.rows.repeated is None:
            self._begin(0)
        self._lay(kinds)
        starts = [*(copy.start for copy in self.copies), len(kinds)]
        for copy, end in zip(self.copies, starts[1:], strict=True):
            copy.kinds = kinds[copy.start : end]
            self._end(copy)

    def _lay(self, kinds: Kinds) -> None:
        rows, tall, above = self._program.rows, self._tall, 0
        for index, kind in enumerate(kinds):
            if kind < 0:
                self._mark(kind, index)
                continue
            copy, path, plan = self._now, self._path, rows[kind]
            first = last = copy.end + 1
            if tall:
                last += tall.get(self._count, 1) - 1
                self._count += 1
            if plan.noted or last > first:
                self._note(plan, first, last, above if copy.plans else 0)
            copy.plans.append(plan)
            copy.paths.append(path)
            copy.firsts.append(first)
            copy.end = last
            self.puts[kind].append(Put(path, len(self.copies) - 1, first, last))
            above = kind

    def _begin(self, index: int) -> None:
        self._now = CopyLayout(index)
        self.copies.append(self._now)
        self._chains = {}

    def _mark(self, mark: int, index: int) -> None:
        if mark == NEXT:
            self._path = (*self._path[:-1], self._path[-1] + 1)
            if len(self._path) == 1 and self._program.logic.rows.repeated:
                self._begin(index)
        elif mark == ENTER:
            self._path = (*self._path, -1)
            self._entered += 1
            self._loops.append(self._entered)
        elif mark == LEAVE:
            self._path = self._path[:-1]
            self._loops.pop()

    def _note(self, plan: RowPlan, first: int, last: int, above: int) -> None:
        """A row that somebody will look for."""
        copy = self._now
        at = len(copy.plans)
        if plan.merging:
            key = plan.number, self._loops[-1]
            chain = self._chains.get(key)
            if chain is None:
                chain = self._chains[key] = []
                copy.chains.append(chain)
            chain.append(Link(at, above))
        if plan.formulas:
            copy.formulas.append(at)
        if plan.tall:
            copy.tall_rows.append(at)
        if last > first and plan.further:
            copy.merges.append(plan.further.merges(first, last))
        elif plan.merges:
            copy.merges.append(plan.merges.replace(ROW, str(first)))

    def _end(self, copy: CopyLayout) -> None:
        copy.numbers = list(map(str, copy.firsts))
        moved = copy.end - self._program.logic.rows.last
        for plan in self._program.beneath:
            at = plan.number + moved
            if at <= LAST_ROW:
                copy.beneath.append((plan.patterns[(int,)].text % 0).replace(ROW, str(at)))
                copy.merges.append(plan.merges.replace(ROW, str(at)))


class Layout:
    """All sheets of an output, and what follows from where their rows stand."""

    def __init__(self, sheets: Sequence[SheetLayout], rows: Sequence[SheetRows]) -> None:
        self.sheets = sheets
        self.holes: dict[Home, Holes] = {}  # filled as formulas are looked at
        self.placement = Placement(rows)
        self.placement.puts = [sheet.puts for sheet in sheets]
        self.placement.ends = [[copy.end for copy in sheet.copies] for sheet in sheets]

    def keep(self) -> None:
        """Further outputs will use it."""
        for sheet in self.sheets:
            for copy in sheet.copies:
                copy.numbered = copy.numbered or [Numbered(number) for number in copy.numbers]
