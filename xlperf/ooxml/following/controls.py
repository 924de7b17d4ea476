"""Controls and embedded objects: what the sheet's own XML says of them, and their linked cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from xlperf.ooxml.canonical import attributes_of
from xlperf.ooxml.following.anchors import Anchored, Floating, Hold, Place, place_in
from xlperf.ooxml.following.elements import Element, inside
from xlperf.ooxml.following.holes import Hole, holed
from xlperf.ooxml.following.nodes import Links
from xlperf.ooxml.following.output import Output, Seat, Seen, Sight
from xlperf.ooxml.following.pointers import Pointer
from xlperf.ooxml.following.shapes import ShapeNumbers
from xlperf.ooxml.following.template import Template
from xlperf.ooxml.following.vml import places_on

#: cells that a control shows, or is filled from
_LINKED = re.compile(r' (fmla(?:Link|Range|Group|Txbx)|linkedCell|listFillRange)="([^"]+)"')
_RANGES = ("fmlaRange", "listFillRange")
_ANCHOR = re.compile(r"<(?:\w+:)?anchor((?: [^<>]*)?)>")
_SHAPE = re.compile(r' shapeId="([0-9]+)"')
_RELATED = re.compile(r' \w+:id="([^"]*)"')
_NAME = re.compile(r'<(?:\w+:)?control [^<>]*?\bname="[^"]+')
_TRUE = ("1", "true")

Fill = Callable[[Anchored], str]


class ControlList:
    """An element of the sheet that lists controls, or embedded objects."""

    def __init__(self, template: Template, sheet: int, text: str, holder: Element) -> None:
        """`holder` stands somewhere in `text`, which is all that comes and goes with it."""
        self._template = template
        self._sheet = sheet
        self._shapes = ShapeNumbers.on_sheet(template, template.files[sheet])
        self._related: set[str] = set()
        self._before, self._after = text[: holder.inner], text[holder.close :]
        self._objects = [self._object(text[each.start : each.end]) for each in inside(text, holder)]

    def written(self, output: Output, seat: Seat, links: Links) -> str:
        """Nothing where none is left."""
        links.forget(self._related)
        objects: list[str] = []
        for each in self._objects:
            objects += [each] if isinstance(each, str) else each.written(output, seat, links)
        return "".join((self._before, *objects, self._after)) if objects else ""

    def _object(self, text: str) -> Floating | str:
        """One that stands nowhere is left alone."""
        anchor, found = _ANCHOR.search(text), place_in(text)
        holes: list[Hole[Anchored]] = []
        if anchor is not None and found is not None:
            place, holes = found
            hold = _hold(attributes_of(anchor[1]))
        else:  # older programs only tell it of its shape
            shape = _SHAPE.search(text)
            drawn = self._drawn.get(int(shape[1])) if shape else None
            if drawn is None:
                return text
            place, hold = drawn
        holes += [*self._marked(text), *linked_cells(text, self._template, self._sheet)]
        return Floating(holed(text, holes), place, hold)

    @cached_property
    def _drawn(self) -> dict[int, tuple[Place, Hold]]:
        return places_on(self._template, self._sheet)

    def _marked(self, text: str) -> Iterator[Hole[Anchored]]:
        for match in _SHAPE.finditer(text):
            yield Hole(*match.span(1), self._counted(int(match[1])))
        for match in _RELATED.finditer(text):
            self._related.add(match[1])
            yield Hole(*match.span(1), _led(match[1]))
        for match in _NAME.finditer(text):
            yield Hole(match.end(), match.end(), _turn)

    def _counted(self, known: int) -> Fill:
        return lambda given: str(self._shapes.number(known, given.seat.turn))


def _led(id_: str) -> Fill:
    return lambda given: given.lead(id_)


def _turn(given: Anchored) -> str:
    return f"_{given.seat.turn + 1}" if given.seat.turn else ""


def _hold(pairs: dict[str, str]) -> Hold:
    if pairs.get("moveWithCells") not in _TRUE:
        return Hold.STAYS
    return Hold.SIZED if pairs.get("sizeWithCells") in _TRUE else Hold.MOVED


def linked_cells(text: str, template: Template, sheet: int) -> Iterator[Hole[Seen]]:
    for match in _LINKED.finditer(text):
        one_cell = match[1] not in _RANGES
        pointer = Pointer.compile(match[2], sheet, template.names, one_cell=one_cell)
        yield Hole(*match.span(2), pointer.as_attribute)


class ControlProperties:
    """The part that a form control leads to."""

    def __init__(self, template: Template, part: str, sheet: int) -> None:
        self.template = text = template.parts.text(part)
        self._text = holed(text, linked_cells(text, template, sheet))

    def written(self, output: Output, seat: Seat, links: Links) -> str | None:
        return self._text.filled(Sight(output, seat))
