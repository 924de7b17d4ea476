"""The indicator table of a page without columns: names and values in turn, wrapped at will.

Between two level labels stands a run of lines; which of them are names and which are values is
settled for the run as a whole, by the least cost: a full line runs on, a blank line parts, a value
looks like one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from xlperf.model.value import Kind, parse
from xlperf.reading.forms.lexicon import Lexicon
from xlperf.reading.forms.pages.printed import Printed
from xlperf.reading.forms.wraps import ems, seam

_MOST_LINES = 6  # of one name
_LEFT_OVER = 10.0


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the table: the labels before it, its name, and its values."""

    levels: tuple[str, ...]
    name: str
    values: tuple[str, ...]
    line: Printed


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of a run without the labels that stood before it."""

    words: tuple[str, ...]
    line: Printed
    apart: bool


def items(lines: Sequence[Printed], columns: int, lexicon: Lexicon) -> Iterator[Item]:
    """`columns` is how many values a full row has."""
    runs = list(_runs(lines, lexicon))
    width = max((ems(e.words[0]) for _, run in runs for e in run), default=0.0) - 1
    for levels, run in runs:
        first = True
        for item in _Run(run, width, columns).items():
            yield Item(levels if first else (), *item)
            first = False


def _runs(
    lines: Sequence[Printed], lexicon: Lexicon
) -> Iterator[tuple[tuple[str, ...], list[_Entry]]]:
    """Cut before every level label; labels that stand alone wait for their rows."""
    levels: list[str] = []
    run: list[_Entry] = []
    for line in lines:
        words = line.words
        own = 0
        while own < min(len(words), 2) and lexicon.is_level(words[own]):
            own += 1
        if own and run:
            yield tuple(levels), run
            levels, run = [], []
        levels.extend(words[:own])
        if words[own:]:
            run.append(_Entry(tuple(words[own:]), line, line.apart and not own))
    if run:
        yield tuple(levels), run


class _Run:
    def __init__(self, entries: Sequence[_Entry], width: float, columns: int) -> None:
        self.entries = entries
        self.width = width
        self.columns = columns

    def items(self) -> Iterator[tuple[str, tuple[str, ...], Printed]]:
        """From the last line back, the cheapest way to read all that follow each."""
        count = len(self.entries)
        prices = [0.0] * (count + 1)
        chosen = [(0, 0)] * count
        for start in range(count - 1, -1, -1):
            ways = ((cost + prices[end], names, end) for cost, names, end in self._options(start))
            prices[start], *best = min(ways)
            chosen[start] = (best[0], best[1])
        start = 0
        while start < count:
            names, end = chosen[start]
            yield self._item(start, names, end)
            start = end

    def _options(self, start: int) -> Iterator[tuple[float, int, int]]:
        """(cost, end of the name, end of the item) for every item that could begin here."""
        for names in range(start + 1, min(start + _MOST_LINES, len(self.entries)) + 1):
            wrapped = self._wrapping(start, names)
            last = self.entries[names - 1]
            if len(last.words) > 1:
                yield wrapped + 0.5 * abs(len(last.words) - 1 - self.columns), names, names
                return  # a line with a value ends its name
            yield wrapped + _LEFT_OVER, names, names
            for end in range(names + 1, min(names + 3, len(self.entries)) + 1):
                values = self.entries[names:end]
                if any(len(entry.words) > 1 for entry in values):
                    break
                yield wrapped + self._value_cost(names, end), names, end

    def _wrapping(self, start: int, end: int) -> float:
        """What it costs to read these lines as one text."""
        return sum(
            (0.0 if ems(before.words[0]) >= self.width else 5.0) + (1.5 if after.apart else 0.0)
            for before, after in pairwise(self.entries[start:end])
        )

    def _value_cost(self, start: int, end: int) -> float:
        first = self.entries[start]
        text = self._joined(start, end)
        measured = parse(text).kind is not Kind.TEXT
        gap = 0.5 if first.apart else (0.0 if measured else 1.5)
        looks = 0.0 if measured else (0.3 if ems(text) <= 8 else 2.0)
        return gap + looks + self._wrapping(start, end) + 3.0 * (end - start - 1)

    def _joined(self, start: int, end: int) -> str:
        text = ""
        for entry in self.entries[start:end]:
            text += seam(text, entry.words[0]) + entry.words[0]
        return text

    def _item(self, start: int, names: int, end: int) -> tuple[str, tuple[str, ...], Printed]:
        last = self.entries[names - 1]
        values = last.words[1:] if len(last.words) > 1 else ()
        if end > names:
            values = (self._joined(names, end),)
        return self._joined(start, names), values, self.entries[start].line
