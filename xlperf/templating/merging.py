"""Repeated values merged down a column, while the rows of one sheet are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from xlperf.ooxml.placement import Path, Placement, View
from xlperf.templating.plan import MergeSlot, RowPlan

Values = Sequence[Any]


@dataclass(slots=True)
class Run:
    """Turns with one value in one cell; `last` is the last output row of the cell itself."""

    slot: MergeSlot
    value: object
    first: int
    last: int
    path: Path  # of its last turn


@dataclass(slots=True)
class _Before:
    """The row as it was written in the turn before."""

    loop: int
    values: list[object]
    runs: list[Run]


class Merging:
    """`runs` are all merged cells, those of one turn too."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._before: dict[int, _Before] = {}

    def take(
        self, plan: RowPlan, event: Values, path: Path, row: int, loop: int, above: int
    ) -> list[object]:
        """The event of a row with merged cells, blank where a cell goes on from above.

        `loop` counts the loops that were entered: another one, other turns. `above` is the
        template row that was written last.
        """
        values = list(event)
        own = [values[slot.index] for slot in plan.merging]
        before = self._before.get(plan.number)
        if before is None or before.loop != loop:
            runs = [self._begun(slot, values, path, row) for slot in plan.merging]
            self._before[plan.number] = _Before(loop, own, runs)
            return values
        changed = False  # anything further left
        for at, slot in enumerate(plan.merging):
            value, run = own[at], before.runs[at]
            same = _same(before.values[at], value)
            broken = not slot.block.top <= above <= slot.block.bottom or (changed and slot.nested)
            changed |= not same
            if same and not broken and value is not None and value != "":
                run.last, run.path = row, path
                values[slot.index] = None
            else:
                before.runs[at] = self._begun(slot, values, path, row)
        before.values = own
        return values

    def _begun(self, slot: MergeSlot, values: Values, path: Path, row: int) -> Run:
        run = Run(slot, values[slot.index], row, row, path)
        self.runs.append(run)
        return run

    def refs(self, placement: Placement, sheet: int) -> Iterator[str]:
        """All merged cells, when the rows of all sheets are written."""
        for run in self.runs:
            slot = run.slot
            last = run.last if slot.block.low else _last(run, placement, sheet)
            if last > run.first or slot.left != slot.right:
                yield f"{slot.left}{run.first}:{slot.right}{last}"


def _last(run: Run, placement: Placement, sheet: int) -> int:
    """Of a cell that is merged over several rows in the template."""
    block = run.slot.block
    view = View(placement.sheets[sheet].loops[block.top], run.path)
    span = placement.span(view, sheet, block.top, block.bottom)
    return span.last if span else run.last


def _same(one: object, other: object) -> bool:
    """True and 1 look different."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)
