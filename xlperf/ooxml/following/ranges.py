"""Elements that say something of cells, wherever these went: protected ranges, ignored errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlperf.ooxml.following.cells import PLACE, Cells, parsed
from xlperf.ooxml.following.copies import Copy


@dataclass(frozen=True, slots=True)
class Ranged:
    before: str
    areas: tuple[Cells, ...]
    after: str
    looks_away: bool = False

    @classmethod
    def compile(cls, text: str) -> Ranged | None:
        """Of an element as written; None where it isn't about cells."""
        place = PLACE.search(text)
        areas = parsed(place[0]) if place else None
        if place is None or areas is None:
            return None
        return cls(text[: place.start()], areas, text[place.end() :])

    def written(self, at: Copy) -> Sequence[str]:
        refs = [
            cells.at(first, last)
            for cells in self.areas
            for run in at.runs(cells, 0)
            for first, last in run.rows
        ]
        return (f"{self.before}{' '.join(refs)}{self.after}",) if refs else ()
