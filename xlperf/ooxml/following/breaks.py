"""Page breaks between rows, kept on the row they were set for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlperf.ooxml.canonical import attributes_of
from xlperf.ooxml.following.copies import Copy, Ground
from xlperf.ooxml.following.elements import Element, inside, with_attributes
from xlperf.ooxml.placement import SheetRows


@dataclass(frozen=True, slots=True)
class _Break:
    """Below a row of the template.

    Of the rows on both sides, the one in more loops keeps it: a break above the first row of a
    form comes above every form, one below the tag that ends the loop comes once.
    """

    row: int
    keeper: tuple[int, int]  # the rows that it is repeated with
    above: bool  # of the keeper, not below
    attributes: str

    @classmethod
    def compile(cls, element: Element, rows: SheetRows) -> _Break | None:
        written = attributes_of(element.attributes).get("id", "")
        if not written.isdecimal() or not int(written):
            return None
        row = int(written)
        over, under = (len(rows.around(each, each)) for each in (row, row + 1))
        keeper = (row, row + 1) if over == under else (row, row) if over > under else (row + 1,) * 2
        return cls(row, (keeper[0], keeper[1]), under > over, element.attributes)

    def rows(self, at: Copy) -> Iterator[int]:
        """The rows of an output that it comes below."""
        for view, span in at.placement.areas(at.sheet, at.copy, *self.keeper):
            if self.above:
                yield span.first - 1
            elif self.keeper[0] == self.keeper[1]:
                yield span.last
            else:
                over = at.placement.span(view, at.sheet, self.row, self.row)
                yield over.last if over else span.first - 1


@dataclass(frozen=True, slots=True)
class RowBreaks:
    attributes: str
    breaks: tuple[_Break, ...]
    looks_away: bool = False

    @classmethod
    def compile(cls, text: str, element: Element, ground: Ground) -> RowBreaks:
        found = (_Break.compile(each, ground.rows) for each in inside(text, element))
        return cls(element.attributes, tuple(each for each in found if each))

    def written(self, at: Copy) -> Sequence[str]:
        """No break above all rows or below them, and none twice."""
        found: dict[int, str] = {}
        for each in self.breaks:
            for row in each.rows(at):
                if 0 < row < at.end:
                    found.setdefault(row, each.attributes)
        if not found:
            return ()
        inner = [
            f"<brk{with_attributes(attributes, {'id': str(row)})}/>"
            for row, attributes in sorted(found.items())
        ]
        manual = sum(' man="1"' in attributes for attributes in found.values())
        counts = {"count": str(len(inner)), "manualBreakCount": str(manual)}
        attributes = with_attributes(self.attributes, counts)
        return (f"<rowBreaks{attributes}>{''.join(inner)}</rowBreaks>",)
