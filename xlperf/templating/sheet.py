"""The rows of one sheet of an output: events in, XML out; formulas leave holes to be filled."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from xlperf.ooxml.cellwriter import VARIANT, odd
from xlperf.ooxml.formulas.references import ROW
from xlperf.templating.layout import CopyLayout, SheetLayout
from xlperf.templating.merging import Run, merged
from xlperf.templating.patterns import Event, Odd, Pattern, Unsettled
from xlperf.templating.plan import HOLE, height_of
from xlperf.templating.slots import NAME
from xlperf.templating.values import LONGEST_TEXT, all_fit

_SMALL = 10**15

#: by row of a copy, those of its output rows, where they aren't the template's
Heights = Mapping[int, Sequence[float]]


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


def rows_of(sheet: Written, heights: Heights) -> str:
    """All rows, with a HOLE for each formula; Unsettled where a value isn't fit for a cell."""
    patterns, events = _matched(sheet)
    texts = _numbered(sheet.layout, patterns)
    for at, points in heights.items():
        texts[at] = _high(sheet.layout, at, patterns[at], points)
    return "".join(texts) % tuple(chain.from_iterable(events)) + "".join(sheet.layout.beneath)


def _matched(sheet: Written) -> tuple[list[Pattern], Sequence[Event]]:
    """How each row is written, and the events as they are written."""
    events = sheet.events
    patterns = []
    texts: list[str] = []
    numbers: list[float] = []
    others: list[object] = []
    for event, plan in zip(events, sheet.layout.plans, strict=True):
        pattern = plan.patterns[tuple(map(type, event))]
        patterns.append(pattern)
        texts += pattern.texts(event)
        numbers += pattern.numbers(event)
        if pattern.others is not None:
            others += pattern.others(event)
    together = f"\0{chr(0).join(texts)}\0"
    fit = _surely_fit(texts, together, numbers) or all_fit([*texts, *numbers])
    if not fit or not all_fit(others):
        raise Unsettled
    rare = odd(texts, together)
    if rare:
        _care(patterns, sheet, rare)
    if not rare and not others:
        return patterns, events
    pairs = zip(events, patterns, strict=True)
    return patterns, [
        pattern.converted(event) if pattern.indirect else event for event, pattern in pairs
    ]


def _numbered(layout: CopyLayout, patterns: Sequence[Pattern]) -> list[str]:
    """What the patterns of all rows say, each with the number of its row."""
    if layout.numbered is None:
        pairs = zip(patterns, layout.numbers, strict=True)
        return [pattern.text.replace(ROW, number) for pattern, number in pairs]
    return [known[pattern] for known, pattern in zip(layout.numbered, patterns, strict=True)]


def _high(layout: CopyLayout, at: int, pattern: Pattern, points: Sequence[float]) -> str:
    """A row with a height of its own, and those that it goes on in."""
    plan, number = layout.plans[at], layout.numbers[at]
    text = f"{pattern.head}{height_of(points[0])}{pattern.body}".replace(ROW, number)
    if plan.further is None or len(points) == 1:
        return text
    return text + plan.further.rows(layout.firsts[at] + 1, points[1:]).replace("%", "%%")


def _surely_fit(texts: Sequence[str], together: str, numbers: Sequence[float]) -> bool:
    """Quicker than to look at each; NaN makes a sum of NaN."""
    most = LONGEST_TEXT // 2
    if len(together) > most and max(map(len, texts), default=0) > most:
        return False
    return not numbers or (
        min(numbers) > -_SMALL and max(numbers) < _SMALL and math.isfinite(sum(numbers))
    )


def _care(patterns: list[Pattern], sheet: Written, rare: set[str]) -> None:
    """Texts that can't be written as they are get patterns that convert them before."""
    for at, event in enumerate(sheet.events):
        if not rare.isdisjoint(event):
            kinds = tuple([Odd if value in rare else type(value) for value in event])
            patterns[at] = sheet.layout.plans[at].patterns[kinds]


def filled(rows: str, formulas: Sequence[str]) -> tuple[str, bool]:
    """Rows with their formulas, and whether a style is used that the stylesheet doesn't have."""
    if formulas:
        pieces = [""] * (2 * len(formulas) + 1)
        pieces[::2], pieces[1::2] = rows.split(HOLE), formulas
        rows = "".join(pieces)
    if VARIANT in rows:
        return rows.replace(VARIANT, ""), True
    return rows, False
