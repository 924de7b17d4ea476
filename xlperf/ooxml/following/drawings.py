"""The drawing of a sheet: what floats over its rows moves with them, and is repeated with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from xlperf.ooxml.canonical import attributes_of
from xlperf.ooxml.following.anchors import Anchored, Floating, Hold, place_in
from xlperf.ooxml.following.elements import inside, root_of
from xlperf.ooxml.following.holes import Hole, holed
from xlperf.ooxml.following.nodes import Links
from xlperf.ooxml.following.output import Output, Seat
from xlperf.ooxml.following.package import Relations
from xlperf.ooxml.following.pointers import Pointer
from xlperf.ooxml.following.shapes import SHAPE, ShapeNumbers
from xlperf.ooxml.following.template import Template
from xlperf.ooxml.following.uids import uid_for

_ANCHOR = re.compile(r"<(?:\w+:)?(two|one)CellAnchor((?: [^<>]*)?)>")
_ID = re.compile(r'(?<=<)(?:\w+:)?(?:cNvPr|stCxn|endCxn) [^<>]*?\bid="([0-9]+)"')
_UID = re.compile(r'(?<=<)(?:\w+:)?creationId [^<>]*?\bid="(\{[^"]*\})"')
_LINKED = re.compile(r' (textlink|cellRange)="([^"]+)"')
_RELATED = re.compile(r' \w+:\w+="([^"]*)"')
_HOLDS = {"twoCell": Hold.SIZED, "oneCell": Hold.MOVED, "absolute": Hold.STAYS}


class Drawing:
    def __init__(self, template: Template, part: str, sheet: int) -> None:
        self.template = text = template.parts.text(part)
        compiler = _Compiler(template, part, sheet, text)
        self._pieces: list[str | Floating] = []
        at = 0
        for each in inside(text, root_of(text)):
            found = compiler.object(text[each.start : each.end])
            if found is not None:
                self._pieces += (text[at : each.start], found)
                at = each.end
        self._pieces.append(text[at:])
        self._related = compiler.related

    def written(self, output: Output, seat: Seat, links: Links) -> str | None:
        links.forget(self._related)
        pieces: list[str] = []
        alive = not any(isinstance(piece, Floating) for piece in self._pieces)
        for piece in self._pieces:
            if isinstance(piece, str):
                pieces.append(piece)
            else:
                objects = list(piece.written(output, seat, links))
                alive = alive or bool(objects)
                pieces += objects
        return "".join(pieces) if alive else None


class _Compiler:
    def __init__(self, template: Template, part: str, sheet: int, text: str) -> None:
        relations = Relations.of(template.parts, part)
        self.related: set[str] = set()
        self._known = {relation.id for relation in relations.all} if relations else set()
        self._template = template
        self._sheet = sheet
        self._shapes = ShapeNumbers.on_sheet(template, template.files[sheet])
        self._step = max((int(match[1]) for match in _ID.finditer(text)), default=0)

    def object(self, text: str) -> Floating | None:
        """None for what stands at a point of the sheet, whatever its rows."""
        anchor, found = _ANCHOR.search(text), place_in(text)
        if anchor is None or found is None:
            return None
        place, holes = found
        how = "oneCell" if anchor[1] == "one" else attributes_of(anchor[2]).get("editAs", "twoCell")
        holes += [*self._marked(text), *self._linked(text)]
        return Floating(holed(text, holes), place, _HOLDS.get(how, Hold.SIZED))

    def _marked(self, text: str) -> Iterator[Hole[Anchored]]:
        """What is known by a number or an id."""
        step = self._step

        def turned(known: int) -> Callable[[Anchored], str]:
            return lambda given: str(known + given.seat.turn * step)

        def counted(known: int) -> Callable[[Anchored], str]:
            return lambda given: str(self._shapes.number(known, given.seat.turn))

        def renewed(uid: str) -> Callable[[Anchored], str]:
            return lambda given: uid if given.seat.first else uid_for(uid, given.seat)

        for match in _ID.finditer(text):
            yield Hole(*match.span(1), turned(int(match[1])))
        for match in SHAPE.finditer(text):
            yield Hole(*match.span(), counted(int(match[0])))
        for match in _UID.finditer(text):
            yield Hole(*match.span(1), renewed(match[1]))

    def _linked(self, text: str) -> Iterator[Hole[Anchored]]:
        """What leads to other parts, and to cells."""

        def led(id_: str) -> Callable[[Anchored], str]:
            return lambda given: given.lead(id_)

        for match in _RELATED.finditer(text):
            if match[1] in self._known:
                self.related.add(match[1])
                yield Hole(*match.span(1), led(match[1]))
        for match in _LINKED.finditer(text):
            names, one_cell = self._template.names, match[1] == "textlink"
            pointer = Pointer.compile(match[2], self._sheet, names, one_cell=one_cell)
            yield Hole(*match.span(2), pointer.as_attribute)
