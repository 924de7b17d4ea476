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
    attributes: str  # but its row
    manual: bool

    @classmethod
    def compile(cls, element: Element, rows: SheetRows) -> _Break | None:
        pairs = attributes_of(element.attributes)
        written = pairs.get("id", "")
        if not written.isdecimal() or not int(written):
            return None
        row = int(written)
        over, under = (len(rows.around(each, each)) for each in (row, row + 1))
        keeper = (row, row + 1) if over == under else (row, row) if over > under else (row + 1,) * 2
        others = with_attributes(element.attributes, {"id": None})
        manual = pairs.get("man") in ("1", "true")
        return cls(row, (keeper[0], keeper[1]), under > over, others, manual)

    def rows(self, at: Copy) -> Iterator[int]:
        """The rows of an output that it comes below."""
        outputs = at.placement.outputs(at.sheet, at.copy, *self.keeper)
        if self.above:
            return (turn.first - 1 for turn in outputs)
        if self.keeper[0] == self.keeper[1]:
            return (turn.last for turn in outputs)
        over = {
            turn.path: turn.last
            for turn in at.placement.outputs(at.sheet, at.copy, self.row, self.row)
        }
        return (over.get(turn.path, turn.first - 1) for turn in outputs)


@dataclass(frozen=True, slots=True)
class RowBreaks:
    attributes: str  # but how many there are
    breaks: tuple[_Break, ...]
    looks_away: bool = False

    @classmethod
    def compile(cls, text: str, element: Element, ground: Ground) -> RowBreaks:
        found = (_Break.compile(each, ground.rows) for each in inside(text, element))
        others = with_attributes(element.attributes, {"count": None, "manualBreakCount": None})
        return cls(others, tuple(each for each in found if each))

    def written(self, at: Copy) -> Sequence[str]:
        """No break above all rows or below them, and none twice."""
        end = at.end
        found: dict[int, _Break] = {}
        for each in self.breaks:
            for row in each.rows(at):
                if 0 < row < end:
                    found.setdefault(row, each)
        if not found:
            return ()
        inner = "".join(f'<brk id="{row}"{found[row].attributes}/>' for row in sorted(found))
        manual = sum(each.manual for each in found.values())
        counts = f' count="{len(found)}" manualBreakCount="{manual}"'
        return (f"<rowBreaks{counts}{self.attributes}>{inner}</rowBreaks>",)
