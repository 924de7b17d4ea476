"""What Excel adds to a worksheet since 2010, in <extLst>: x14 rules, lists and sparklines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xlperf.ooxml.canonical import escape_text
from xlperf.ooxml.following.cells import Cells
from xlperf.ooxml.following.containers import Container, Item
from xlperf.ooxml.following.copies import Copy, Ground
from xlperf.ooxml.following.elements import Element, inside
from xlperf.ooxml.following.ranges import Ranged
from xlperf.ooxml.following.rules import conditional_format, validation
from xlperf.ooxml.following.uniques import with_own_ids
from xlperf.ooxml.formulas.references import Formula

_SPARKLINE = re.compile(r"<xm:f>([^<]+)</xm:f>(.*?<xm:sqref>)([^<]+)(?=<)", re.DOTALL)
_AXIS = re.compile(r"<xm:f>([^<]+)</xm:f>")


def extension(text: str, element: Element, ground: Ground) -> Item | None:
    """An <ext>: it goes when nothing is left in it."""

    def content(text: str, group: Element) -> Item | None:
        compile_ = _KNOWN.get(group.local)
        if compile_ is None:
            return None
        return Container.compile(text, group, lambda text, each: compile_(text, each, ground))

    return Container.compile(text, element, content)


@dataclass(frozen=True, slots=True)
class _Sparkline:
    """A small chart in a cell, drawn from other cells."""

    before: str
    source: Formula
    between: str
    cells: Cells
    after: str

    @classmethod
    def compile(cls, text: str, element: Element, ground: Ground) -> _Sparkline | None:
        written = text[element.start : element.end]
        found = _SPARKLINE.search(written)
        cells = Cells.parse(found[3]) if found else None
        if found is None or cells is None:
            return None
        return cls(
            written[: found.start(1)],
            ground.formula(found[1]),
            written[found.end(1) : found.start(3)],
            cells,
            written[found.end() :],
        )

    @property
    def looks_away(self) -> bool:
        return self.source.looks_away

    def written(self, at: Copy) -> Sequence[str]:
        found = []
        for view, span in at.areas(self.cells):
            targets = self.source.resolve(at.placement, view, at.home)
            if None not in targets:
                source = escape_text(self.source.text(targets, at.names, at.home))
                place = self.cells.at(span.first, span.last)
                found.append(f"{self.before}{source}{self.between}{place}{self.after}")
        return found


@dataclass(frozen=True, slots=True)
class _Group:
    """Sparklines that look alike."""

    start: str
    axis: Formula | None  # the dates they stand at
    between: str
    sparklines: Container
    end: str

    @classmethod
    def compile(cls, text: str, element: Element, ground: Ground) -> _Group | None:
        holder = next((each for each in inside(text, element) if each.local == "sparklines"), None)
        items = holder and Container.compile(
            text, holder, lambda text, each: _Sparkline.compile(text, each, ground)
        )
        if holder is None or items is None:
            return None
        before = text[element.start : holder.start]
        axis = _AXIS.search(before)
        return cls(
            before[: axis.start(1)] if axis else before,
            ground.formula(axis[1]) if axis else None,
            before[axis.end(1) :] if axis else "",
            items,
            text[holder.end : element.end],
        )

    @property
    def looks_away(self) -> bool:
        return self.sparklines.looks_away or (self.axis is not None and self.axis.looks_away)

    def written(self, at: Copy) -> Sequence[str]:
        axis = escape_text(at.text(self.axis, at.view)) if self.axis else ""
        start = with_own_ids(self.start, at, 0)
        return [
            f"{start}{axis}{self.between}{sparklines}{self.end}"
            for sparklines in self.sparklines.written(at)
        ]


def _ranged(text: str, element: Element, _: Ground) -> Item | None:
    return Ranged.compile(text[element.start : element.end])


_KNOWN = {
    "conditionalFormattings": conditional_format,
    "dataValidations": validation,
    "sparklineGroups": _Group.compile,
    "ignoredErrors": _ranged,
    "protectedRanges": _ranged,
}
