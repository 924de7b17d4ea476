"""Repeated values merged down a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlperf.ooxml.placement import Placement, View
from xlperf.templating.layout import CopyLayout, Link
from xlperf.templating.patterns import Event
from xlperf.templating.plan import MergeSlot


@dataclass(slots=True)
class Run:
    """Rows of a copy with one value in one cell, from `first` to `last`."""

    slot: MergeSlot
    first: int
    last: int


def merged(copy: CopyLayout, events: list[Event]) -> list[Run]:
    """All merged cells, those of one turn too. Where a cell goes on from above, `events` of the
    copy are changed to blank."""
    return [run for chain in copy.chains for run in _chained(copy, chain, events)]


def _chained(copy: CopyLayout, chain: Sequence[Link], events: list[Event]) -> list[Run]:
    slots = copy.plans[chain[0].at].merging
    found: list[Run] = []
    runs: list[Run] = []
    before: Event = ()
    for at, above in chain:
        event = events[at]
        if not runs:
            runs = [Run(slot, at, at) for slot in slots]
            found += runs
        else:
            values = None
            for index, goes_on in enumerate(_going_on(slots, before, event, above)):
                if goes_on:
                    runs[index].last = at
                    values = values or list(event)
                    values[slots[index].index] = None
                else:
                    runs[index] = Run(slots[index], at, at)
                    found.append(runs[index])
            if values:
                events[at] = tuple(values)
        before = event
    return found


def _going_on(slots: Sequence[MergeSlot], before: Event, event: Event, above: int) -> list[bool]:
    """Which cells are one with those of the turn before."""
    found = []
    changed = False  # anything further left
    for slot in slots:
        old, new = before[slot.index], event[slot.index]
        # True and 1 are equal, and look different
        same = old == new and (old is True or old is False) == (new is True or new is False)
        changed = changed or not same
        broken = (changed and slot.nested) or not slot.block.top <= above <= slot.block.bottom
        found.append(same and not broken and new is not None and new != "")
    return found


def refs(runs: Sequence[Run], copy: CopyLayout, placement: Placement, sheet: int) -> Iterator[str]:
    """The merged cells of one copy of a sheet."""
    for run in runs:
        slot = run.slot
        first = copy.firsts[run.first]
        if slot.block.top == slot.block.bottom:
            at = copy.firsts
            last = at[run.last + 1] - 1 if run.last + 1 < len(at) else copy.end
        else:
            last = _last(run, copy, placement, sheet)
        if last > first or slot.left != slot.right:
            yield f"{slot.left}{first}:{slot.right}{last}"


def _last(run: Run, copy: CopyLayout, placement: Placement, sheet: int) -> int:
    """Of a cell that is merged over several rows in the template."""
    block = run.slot.block
    view = View(placement.sheets[sheet].loops[block.top], copy.paths[run.last])
    span = placement.span(view, sheet, block.top, block.bottom)
    return span.last if span else copy.firsts[run.last]
