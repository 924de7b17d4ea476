"""The rows of one sheet of an output: events in, XML out; formulas leave holes to be filled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from xlperf.ooxml.cellwriter import VARIANT, odd
from xlperf.ooxml.formulas.references import ROW
from xlperf.templating.layout import CopyLayout, SheetLayout
from xlperf.templating.merging import Run, merged
from xlperf.templating.patterns import Event, Odd
from xlperf.templating.plan import HOLE
from xlperf.templating.slots import NAME


@dataclass(slots=True)
class Written:
    """One copy of a sheet, with what is in it."""

    layout: CopyLayout
    events: list[Event]  # of its rows
    name: str | None  # as its tags make it
    merges: list[Run]


def written(layout: SheetLayout, events: Sequence[Event]) -> list[Written]:
    """A sheet's copies with what is in them."""
    names = iter([event[1] for event in events if event[0] == NAME])
    rows = [event for event in events if event[0] > 0]
    found = []
    start = 0
    for copy in layout.copies:
        own = rows[start : start + len(copy.plans)]
        start += len(copy.plans)
        found.append(Written(copy, own, next(names, None), merged(copy, own)))
    return found


def data_of(sheet: Written, formulas: Sequence[str]) -> tuple[str, bool]:
    """All rows, and whether a style is used that the template's stylesheet doesn't have."""
    text = "".join(_rows(sheet))
    if formulas:
        pieces = text.split(HOLE)
        filled = [""] * (2 * len(formulas) + 1)
        filled[::2], filled[1::2] = pieces, formulas
        text = "".join(filled)
    more_styles = VARIANT in text
    if more_styles:
        text = text.replace(VARIANT, "")
    return text + "".join(sheet.layout.beneath), more_styles


def _rows(sheet: Written) -> Iterable[str]:
    events = sheet.events
    rare = odd(list(chain.from_iterable(events)))
    for event, plan, number in zip(events, sheet.layout.plans, sheet.layout.numbers, strict=True):
        if rare:
            kinds = tuple([Odd if value in rare else type(value) for value in event])
        else:
            kinds = tuple(map(type, event))
        pattern = plan.patterns[kinds]
        if pattern.indirect:
            event = pattern.converted(event)
        yield (pattern.text % event).replace(ROW, number)
