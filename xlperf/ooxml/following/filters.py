"""The filter and the order of a sheet's rows: one for the sheet, over all turns of its loops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlperf.ooxml.canonical import attributes_of
from xlperf.ooxml.following.cells import Cells
from xlperf.ooxml.following.containers import Item, Unchanged
from xlperf.ooxml.following.copies import Copy
from xlperf.ooxml.following.elements import Element, inside, with_attributes
from xlperf.ooxml.following.uniques import with_own_ids


@dataclass(frozen=True, slots=True)
class Sorted:
    """An element with a `ref`, and those inside of it; it goes when its cells do."""

    name: str
    attributes: str
    cells: Cells
    items: tuple[Item, ...]
    looks_away: bool = False

    @classmethod
    def compile(cls, text: str, element: Element) -> Item:
        cells = Cells.parse(attributes_of(element.attributes).get("ref", ""))
        if cells is None:
            return Unchanged(text[element.start : element.end])
        items = tuple(cls.compile(text, each) for each in inside(text, element))
        return cls(element.name, element.attributes, cells, items)

    def written(self, at: Copy) -> Sequence[str]:
        span = at.span(self.cells.top, self.cells.bottom)
        inner = "".join(text for item in self.items for text in item.written(at))
        if span is None or (self.items and not inner):
            return ()
        ref = self.cells.at(span.first, span.last)
        tag = f"<{self.name}{with_attributes(self.attributes, {'ref': ref})}"
        start = with_own_ids(tag, at, 0)
        return (f"{start}>{inner}</{self.name}>" if inner else f"{start}/>",)
