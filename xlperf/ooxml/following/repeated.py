"""Elements that stand on one place, and are repeated with it: hyperlinks, watched cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from xlperf.ooxml.canonical import attributes_of, escape_attribute
from xlperf.ooxml.following.cells import Cells
from xlperf.ooxml.following.copies import Copy, Ground
from xlperf.ooxml.following.elements import Element, with_attributes
from xlperf.ooxml.following.uniques import with_own_ids
from xlperf.ooxml.formulas.references import Formula, Reference, Target
from xlperf.ooxml.placement import View
from xlperf.ooxml.refs import LAST_ROW


@dataclass(frozen=True, slots=True)
class Repeated:
    name: str
    attributes: str
    place: str  # the attribute that says where
    cells: Cells
    location: Formula | None  # where a link leads

    @classmethod
    def compile(cls, element: Element, place: str, ground: Ground) -> Repeated | None:
        """Of an element without inner text; None where its place can't be read."""
        pairs = attributes_of(element.attributes)
        cells = Cells.parse(pairs.get(place, ""))
        if cells is None:
            return None
        location = ground.formula(pairs["location"]) if "location" in pairs else None
        if location is not None and all(isinstance(part, str) for part in location.parts):
            location = None
        return cls(element.name, element.attributes, place, cells, location)

    @property
    def looks_away(self) -> bool:
        return self.location is not None and self.location.looks_away

    def written(self, at: Copy) -> Sequence[str]:
        if self.location is not None and self.location.leads_nowhere(at.names):
            return ()
        return [
            with_own_ids(self._element(at, view, self.cells.at(span.first, span.last)), at, turn)
            for turn, (view, span) in enumerate(at.areas(self.cells))
        ]

    def _element(self, at: Copy, view: View, ref: str) -> str:
        changes: dict[str, str | None] = {self.place: ref}
        if self.location is not None:
            changes["location"] = escape_attribute(_text(self.location, at, view))
        return f"<{self.name}{with_attributes(self.attributes, changes)}/>"


def _text(location: Formula, at: Copy, view: View) -> str:
    targets = [_found(reference, at, view) for reference in location.references]
    return location.text(targets, at.names, at.home)


def _found(reference: Reference, at: Copy, view: View) -> Target | None:
    """Where a link leads; to what came in its place where its rows vanished."""
    found = reference.found(at.placement, view, at.home)
    if found is None:
        beneath = replace(reference, bottom=LAST_ROW, single=True, argument=False)
        found = beneath.found(at.placement, view, at.home)
    return found
