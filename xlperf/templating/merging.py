"""Repeated values merged down a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress
from typing import NamedTuple

from xlperf.ooxml.placement import Placement, View
from xlperf.templating.layout import CopyLayout, Link
from xlperf.templating.patterns import Event
from xlperf.templating.plan import MergeSlot


class Run(NamedTuple):
    """Rows of a copy with one value in one cell; one row where that is a merged one anyway."""

    slot: MergeSlot
    first: int
    last: int


def merged(copy: CopyLayout, events: list[Event]) -> list[Run]:
    """The merged cells. Where one goes on from above, `events` of the copy become blank."""
    runs: list[Run] = []
    for chain in copy.chains:
        _merge(copy, chain, events, runs)
    return runs


def _merge(copy: CopyLayout, chain: Sequence[Link], events: list[Event], runs: list[Run]) -> None:
    plan = copy.plans[chain[0].at]
    slots, pick = plan.merging, plan.merged_values
    previous = chain[0].at
    firsts = [previous] * len(slots)
    before = pick(events[previous])
    solid = _solid(before)
    for at, above in chain[1:]:
        own = pick(events[at])
        if solid and own == before and above == plan.number:
            events[at] = _blanked(events[at], slots)
        else:
            going_on = _going_on(slots, before, own, above)
            for which, goes_on in enumerate(going_on):
                if not goes_on:
                    _close(copy, slots[which], firsts[which], previous, runs)
                    firsts[which] = at
            if True in going_on:
                events[at] = _blanked(events[at], list(compress(slots, going_on)))
            solid = _solid(own)
        before, previous = own, at
    for slot, first in zip(slots, firsts, strict=True):
        _close(copy, slot, first, previous, runs)


def _solid(values: Sequence[object]) -> bool:
    """Texts, none of them blank: what is equal to them goes on."""
    return all(type(value) is str and value for value in values)


def _blanked(event: Event, slots: Sequence[MergeSlot]) -> Event:
    values = list(event)
    for slot in slots:
        values[slot.at] = None
    return tuple(values)


def _close(copy: CopyLayout, slot: MergeSlot, first: int, last: int, runs: list[Run]) -> None:
    if first < last or slot.merged or copy.count(first) > 1:
        runs.append(Run(slot, first, last))


def _going_on(slots: Sequence[MergeSlot], before: Event, own: Event, above: int) -> list[bool]:
    """Which cells are one with those of the turn before."""
    found = []
    changed = False  # anything further left
    for (_, top, bottom, nested, *_), old, new in zip(slots, before, own, strict=False):
        # True and 1 are equal, and look different
        if old == new and (type(old) is type(new) or bool not in (type(old), type(new))):
            broken = (changed and nested) or not top <= above <= bottom
            found.append(not broken and new is not None and new != "")
        else:
            found.append(False)
            changed = True
    return found


def refs(runs: Sequence[Run], copy: CopyLayout, placement: Placement, sheet: int) -> Iterator[str]:
    """The merged cells of one copy of a sheet."""
    for run in runs:
        slot = run.slot
        first = copy.firsts[run.first]
        if slot.top < slot.bottom:
            last = _last(run, copy, placement, sheet)
        else:
            last = copy.firsts[run.last] + copy.count(run.last) - 1
        if last > first or slot.left != slot.right:
            yield f"{slot.left}{first}:{slot.right}{last}"


def _last(run: Run, copy: CopyLayout, placement: Placement, sheet: int) -> int:
    """Of a cell that is merged over several rows in the template."""
    top, bottom = run.slot.top, run.slot.bottom
    view = View(placement.sheets[sheet].loops[top], copy.paths[run.last])
    span = placement.span(view, sheet, top, bottom)
    return span.last if span else copy.firsts[run.last]
