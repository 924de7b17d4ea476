"""Formulas outside of cells: in names, charts and controls. They point at ranges as a whole.

A $ says nothing there, for Excel puts it everywhere; and one cell of a loop, seen from outside,
is all its turns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from xlperf.ooxml.canonical import escape_attribute, escape_text
from xlperf.ooxml.following.output import Output, Seat, Seen
from xlperf.ooxml.formulas.references import Formula, Reference, Target
from xlperf.ooxml.refs import LAST_ROW
from xlperf.ooxml.xml import unescape

_MISSING = "#REF!"
_FREE = (False, False, False, False)


@dataclass(frozen=True, slots=True)
class Pointer:
    """A formula, and what its references look for."""

    formula: Formula
    seekers: tuple[Reference, ...]

    @classmethod
    def compile(
        cls, written: str, sheet: int, sheets: Sequence[str], *, one_cell: bool = False
    ) -> Pointer:
        """Of XML's text or attribute; `sheet` is meant where the formula names none.

        `one_cell`: where a range would make no sense, the first turn is meant.
        """
        formula = Formula.compile(unescape(written), sheet, sheets)
        seekers = (
            replace(reference, fixed=_FREE, argument=not one_cell)
            for reference in formula.references
        )
        return cls(formula, tuple(seekers))

    def targets(self, output: Output, seat: Seat) -> list[Target | None]:
        return [seeker.found(output.placement, seat.view, seat.home) for seeker in self.seekers]

    def leads_away(self, output: Output) -> bool:
        """Whether it needs a sheet that was left out."""
        return any(not output.names[seeker.sheet] for seeker in self.seekers)

    def text(self, output: Output, seat: Seat) -> str:
        """For the text of an element."""
        return escape_text(self._text(output, seat))

    def _text(self, output: Output, seat: Seat) -> str:
        if self.leads_away(output):
            return _MISSING
        return self.leading_to(self.targets(output, seat), output, seat)

    def leading_to(self, targets: Sequence[Target | None], output: Output, seat: Seat) -> str:
        """The formula; for what vanished stand blank cells, the last of the same columns."""
        found = [
            target or at_rows(seeker, seat, LAST_ROW, LAST_ROW)
            for seeker, target in zip(self.seekers, targets, strict=True)
        ]
        return self.formula.text(found, output.names, seat.home)

    def as_text(self, seen: Seen) -> str:
        return self.text(seen.output, seen.seat)

    def as_attribute(self, seen: Seen) -> str:
        return escape_attribute(self._text(seen.output, seen.seat))


def at_rows(reference: Reference, seat: Seat, top: int, bottom: int) -> Target:
    """The columns of a reference in rows that are known."""
    copy = seat.copy if reference.sheet == seat.sheet else 0
    return Target(reference.sheet, copy, top, reference.left, bottom, reference.right)
