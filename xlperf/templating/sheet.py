"""The rows of one sheet of an output: events in, XML out; formulas leave holes to be filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from xlperf.ooxml.cellwriter import VARIANT
from xlperf.ooxml.formulas.references import ROW
from xlperf.ooxml.placement import Path, Put
from xlperf.ooxml.refs import LAST_ROW
from xlperf.templating.merging import Merging
from xlperf.templating.plan import HOLE, RowPlan
from xlperf.templating.program import Program
from xlperf.templating.slots import ENTER, LEAVE, NAME, NEXT

Event = Sequence[Any]


class Record(NamedTuple):
    """What stands in an output row."""

    plan: RowPlan
    event: Event
    path: Path


@dataclass(slots=True)
class Written:
    """One sheet of the output."""

    name: str | None = None  # as its tags make it
    rows: list[str] = field(default_factory=list)
    records: list[Record | None] = field(default_factory=list)  # by output row, from 0
    holes: list[int] = field(default_factory=list)  # output rows with formulas
    merges: list[str] = field(default_factory=list)  # of one row, several in a text
    merging: Merging = field(default_factory=Merging)
    beneath: list[str] = field(default_factory=list)


class SheetWriter:
    """Writes all copies of one sheet; `puts` is this sheet's part of the placement."""

    def __init__(self, program: Program, puts: list[list[Put]]) -> None:
        self.written: list[Written] = []
        self._program = program
        self._plans = program.rows
        self._puts = puts
        self._path: Path = ()
        self._loops = [0]  # entered and not left, each with a number of its own
        self._entered = 0
        self._above = 0  # the template row written last
        if program.logic.rows.repeated is None:
            self._begin()

    def write(self, events: Sequence[Event]) -> None:
        for event in events:
            if event[0] > 0:
                self._row(event)
            else:
                self._mark(event)
        for sheet in self.written:
            self._end(sheet)

    def _begin(self) -> None:
        self._now = Written()
        self.written.append(self._now)
        self._above = 0

    def _mark(self, event: Event) -> None:
        mark = event[0]
        if mark == NEXT:
            self._path = (*self._path[:-1], self._path[-1] + 1)
            if len(self._path) == 1 and self._program.logic.rows.repeated:
                self._begin()
        elif mark == ENTER:
            self._path = (*self._path, -1)
            self._entered += 1
            self._loops.append(self._entered)
        elif mark == LEAVE:
            self._path = self._path[:-1]
            self._loops.pop()
        elif mark == NAME:
            self._now.name = event[1]

    def _row(self, event: Event) -> None:
        sheet = self._now
        plan = self._plans[event[0]]
        number = len(sheet.records) + 1
        if plan.merging:
            event = sheet.merging.take(
                plan, event, self._path, number, self._loops[-1], self._above
            )
        text = plan.text % tuple([write(event[index]) for write, index in plan.cells])
        at = str(number)
        sheet.rows.append(text.replace(ROW, at))
        if plan.merges:
            sheet.merges.append(plan.merges.replace(ROW, at))
        if plan.formulas:
            sheet.holes.append(number)
        sheet.records.append(Record(plan, event, self._path))
        self._puts[plan.number].append(Put(self._path, len(self.written) - 1, number, number))
        self._above = plan.number

    def _end(self, sheet: Written) -> None:
        moved = len(sheet.records) - self._program.logic.rows.last
        for plan in self._program.beneath:
            at = plan.number + moved
            if at <= LAST_ROW:
                sheet.beneath.append((plan.text % ()).replace(ROW, str(at)))
                sheet.merges.append(plan.merges.replace(ROW, str(at)))


def data_of(sheet: Written, formulas: Sequence[str]) -> tuple[str, bool]:
    """All rows, and whether a style is used that the template's stylesheet doesn't have."""
    text = "".join(sheet.rows)
    if formulas:
        pieces = text.split(HOLE)
        filled = [""] * (2 * len(formulas) + 1)
        filled[::2], filled[1::2] = pieces, formulas
        text = "".join(filled)
    more_styles = VARIANT in text
    if more_styles:
        text = text.replace(VARIANT, "")
    return text + "".join(sheet.beneath), more_styles
