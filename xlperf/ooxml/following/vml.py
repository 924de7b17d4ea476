"""The older drawing of a sheet: the boxes of its comments, and its controls."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from xlperf.model.refusal import Refused
from xlperf.ooxml.canonical import canonical
from xlperf.ooxml.following.anchors import Hold, Place, placed
from xlperf.ooxml.following.elements import inside, root_of
from xlperf.ooxml.following.holes import Hole, Holed, holed
from xlperf.ooxml.following.nodes import Links
from xlperf.ooxml.following.output import Output, Seat
from xlperf.ooxml.following.package import Relations
from xlperf.ooxml.following.pointers import Pointer
from xlperf.ooxml.following.shapes import SHAPE, ShapeNumbers
from xlperf.ooxml.following.template import Template

_NOTE = re.compile(r'<(?:\w+:)?ClientData [^<>]*ObjectType="Note"')
_ROW = re.compile(r"(?<=[:<]Row>)\s*([0-9]+)\s*(?=</)")
_ANCHOR = re.compile(r"(?<=[:<]Anchor>)([^<]*)(?=</)")
_FIGURE = re.compile(r"[^\s,]+")
#: where among the eight figures of an anchor the rows are, each with what is left above in pixels
_ROWS = (2, 3, 6, 7)
_FORMULA = re.compile(r"(?<=[:<]Fmla)(Link|Range|Txbx|Pict)>([^<]*)(?=</)")
#: against its name, it says that the object does *not* move, or size, with cells
_FIRM = re.compile(r"<(?:\w+:)?(Move|Size)WithCells(?:/>|>\s*(?:[Tt](?:rue)?)?\s*</)")
_BLOCKS = re.compile(r"(<(?:\w+:)?idmap [^<>]*?data=\")([^\"]*)(\")")
_UNCLOSED = re.compile(rb"<br\s*>")


class _Instance(NamedTuple):
    """One shape as it is written for a seat."""

    output: Output
    seat: Seat
    place: Place | None
    row: int  # of the cell, from 0, where it is the box of a comment


@dataclass(frozen=True, slots=True)
class _Shape:
    text: Holed[_Instance]
    place: Place | None  # None where it only says which cell it belongs to, or nothing
    hold: Hold
    row: int | None  # of the cell that a comment is on, from 0
    numbers: tuple[int, ...]

    def instances(self, output: Output, seat: Seat) -> Iterator[_Instance]:
        if self.row is not None:
            yield from self._boxes(output, seat, self.row)
        elif self.place is None:
            yield _Instance(output, seat, None, 0)
        else:
            for there, place in placed(output, seat, self.place, self.hold):
                yield _Instance(output, there, place, 0)

    def _boxes(self, output: Output, seat: Seat, row: int) -> Iterator[_Instance]:
        """The box of a comment keeps its size, and how far it stands from the cell."""
        areas = output.placement.areas(seat.sheet, seat.copy, row + 1, row + 1)
        for turn, (view, span) in enumerate(areas):
            there = Seat(seat.sheet, seat.copy, view, turn)
            at, moved = span.first - 1, span.first - 1 - row
            place = self.place and self.place._replace(
                row=max(self.place.row + moved, 0), last_row=self.place.last_row + moved
            )
            yield _Instance(output, there, place, at)


class Vml:
    def __init__(self, template: Template, part: str, sheet: int) -> None:
        self.template = text = _text(template, part)
        self._numbers = ShapeNumbers.on_sheet(template, template.files[sheet])
        compiler = _Compiler(template, sheet, self._numbers)
        self._pieces: list[str | _Shape] = []
        at = 0
        for each in inside(text, root_of(text)):
            if each.local not in ("shapelayout", "shapetype"):
                shape = compiler.shape(text[each.start : each.end])
                self._pieces += (text[at : each.start], shape)
                at = each.end
        self._pieces.append(text[at:])

    def places(self) -> Iterator[tuple[int, tuple[Place, Hold]]]:
        """Of the shapes that stand over cells, by their numbers."""
        for piece in self._pieces:
            if isinstance(piece, _Shape) and piece.place is not None:
                for number in piece.numbers:
                    yield number, (piece.place, piece.hold)

    def written(self, output: Output, seat: Seat, links: Links) -> str | None:
        pieces: list[str] = []
        more: list[int] = []
        alive = not any(isinstance(piece, _Shape) for piece in self._pieces)
        for piece in self._pieces:
            if isinstance(piece, str):
                pieces.append(piece)
                continue
            for instance in piece.instances(output, seat):
                alive = True
                pieces.append(piece.text.filled(instance))
                if instance.seat.turn:
                    more += [self._numbers.number(n, instance.seat.turn) for n in piece.numbers]
        if not alive:
            return None
        text = "".join(pieces)
        return _with_blocks(text, self._numbers.blocks(more)) if more else text


def places_on(template: Template, sheet: int) -> dict[int, tuple[Place, Hold]]:
    """Where the shapes of a sheet stand, by their numbers."""
    relations = Relations.of(template.parts, template.files[sheet])
    drawings = relations.of_kind("vmlDrawing") if relations else ()
    return {
        number: found
        for drawing in drawings
        if drawing.target
        for number, found in Vml(template, drawing.target, sheet).places()
    }


def _with_blocks(text: str, more: list[str]) -> str:
    return _BLOCKS.sub(lambda match: f"{match[1]}{','.join((match[2], *more))}{match[3]}", text, 1)


def _text(template: Template, part: str) -> str:
    """Excel itself once wrote line breaks into boxes that no XML parser accepts."""
    try:
        return template.parts.text(part)
    except Refused:
        return canonical(_UNCLOSED.sub(b"<br/>", template.parts[part]), part)


@dataclass(frozen=True, slots=True)
class _Compiler:
    template: Template
    sheet: int
    numbers: ShapeNumbers

    def shape(self, text: str) -> _Shape:
        anchor = _ANCHOR.search(text)
        row = _ROW.search(text) if _NOTE.search(text) else None
        holes = [*self._ids(text), *self._formulas(text)]
        place = None
        if anchor is not None:
            figures = list(_FIGURE.finditer(text, *anchor.span(1)))
            rows = [figures[index] for index in _ROWS]
            first, offset, last, last_offset = (figure[0] for figure in rows)
            place = Place(int(first), offset, int(last), last_offset)
            holes += [Hole(*figure.span(), _placed_at(at)) for at, figure in enumerate(rows)]
        if row is not None:
            holes.append(Hole(*row.span(1), lambda instance: str(instance.row)))
        return _Shape(
            holed(text, holes),
            place,
            _hold(text),
            row=int(row[1]) if row else None,
            numbers=tuple(sorted({int(number) for number in SHAPE.findall(text)})),
        )

    def _ids(self, text: str) -> Iterator[Hole[_Instance]]:
        for match in SHAPE.finditer(text):
            yield Hole(match.start(), match.end(), self._number(int(match[0])))
        tag = text[: text.index(">")]
        named = re.search(r' id="([^"]*)"', tag)
        if named and not SHAPE.search(named[1]):  # then its number stands beside it
            yield Hole(named.end() - 1, named.end() - 1, _turn)

    def _number(self, known: int) -> Callable[[_Instance], str]:
        return lambda instance: str(self.numbers.number(known, instance.seat.turn))

    def _formulas(self, text: str) -> Iterator[Hole[_Instance]]:
        for match in _FORMULA.finditer(text):
            names, one_cell = self.template.names, match[1] in ("Link", "Txbx")
            pointer = Pointer.compile(match[2], self.sheet, names, one_cell=one_cell)
            yield Hole(*match.span(2), pointer.as_text)


def _placed_at(index: int) -> Callable[[_Instance], str]:
    return lambda instance: str(instance.place[index]) if instance.place else ""


def _turn(instance: _Instance) -> str:
    return f"_{instance.seat.turn}" if instance.seat.turn else ""


def _hold(text: str) -> Hold:
    firm = {match[1] for match in _FIRM.finditer(text)}
    return Hold.STAYS if "Move" in firm else Hold.MOVED if firm else Hold.SIZED
