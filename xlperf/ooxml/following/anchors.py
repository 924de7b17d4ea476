"""Where what floats over the cells goes when its rows move: pictures, charts, shapes, controls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from xlperf.ooxml.following.holes import Hole, Holed
from xlperf.ooxml.following.nodes import Links
from xlperf.ooxml.following.output import Output, Seat
from xlperf.ooxml.placement import Span


class Hold(Enum):
    """What Excel calls the object's positioning."""

    SIZED = "moves and sizes with cells"
    MOVED = "moves but doesn't size with cells"
    STAYS = "doesn't move"


class Place(NamedTuple):
    """From a point in a row to a point in another; rows count from 0, as they do in the XML."""

    row: int
    offset: str
    last_row: int
    last_offset: str


_EDGE = "0"


def placed(output: Output, seat: Seat, place: Place, hold: Hold) -> Iterator[tuple[Seat, Place]]:
    """Each output of an object on a copy of its sheet, as often as the rows that it stands on."""
    on_edge = place.last_offset == _EDGE and place.last_row > place.row
    top, bottom = place.row + 1, place.last_row + (0 if on_edge else 1)
    in_loop = output.placement.sheets[seat.sheet].around(top, bottom) != seat.view.loops
    if hold is Hold.STAYS and not in_loop:
        yield seat, place
        return
    for turn, (view, span) in enumerate(output.placement.areas(seat.sheet, seat.copy, top, bottom)):
        there = Seat(seat.sheet, seat.copy, view, turn)
        start = output.placement.span(view, seat.sheet, top, top)
        row, offset = span.first - 1, place.offset if _starts(start, span) else _EDGE
        if hold is Hold.SIZED:
            end = None if on_edge else output.placement.span(view, seat.sheet, bottom, bottom)
            yield there, Place(row, offset, *_end(end, span, place))
        else:
            moved = row - place.row
            yield there, Place(row, offset, place.last_row + moved, place.last_offset)


def _starts(start: Span | None, span: Span) -> bool:
    return start is not None and start.first == span.first


def _end(end: Span | None, span: Span, place: Place) -> tuple[int, str]:
    """At the edge of the next row where its own is gone, or it ended at an edge before."""
    if end is None or end.last != span.last:
        return span.last, _EDGE
    return end.last - 1, place.last_offset


class Anchored(NamedTuple):
    """One output of an object."""

    output: Output
    seat: Seat
    place: Place
    links: Links
    led: dict[str, str]  # where it leads, for what it says twice it means once

    def lead(self, id_: str) -> str:
        if id_ not in self.led:
            self.led[id_] = self.links.lead(id_, self.seat) or id_
        return self.led[id_]


@dataclass(frozen=True, slots=True)
class Floating:
    """An object of the template."""

    text: Holed[Anchored]
    place: Place
    hold: Hold

    def written(self, output: Output, seat: Seat, links: Links) -> Iterator[str]:
        for there, place in placed(output, seat, self.place, self.hold):
            yield self.text.filled(Anchored(output, there, place, links, {}))


_POINT = re.compile(
    r"<(?:\w+:)?(from|to)>.*?<(?:\w+:)?row>([0-9]+)</.*?<(?:\w+:)?rowOff>([^<]*)</", re.DOTALL
)


def place_in(text: str) -> tuple[Place, list[Hole[Anchored]]] | None:
    """Where an object says that it stands, and where these rows are written again."""
    points = {match[1]: match for match in _POINT.finditer(text)}
    start, end = points.get("from"), points.get("to")
    if start is None:
        return None
    holes: list[Hole[Anchored]] = [
        Hole(*start.span(2), lambda given: str(given.place.row)),
        Hole(*start.span(3), lambda given: given.place.offset),
    ]
    if end is None:
        return Place(int(start[2]), start[3], int(start[2]), start[3]), holes
    holes += [
        Hole(*end.span(2), lambda given: str(given.place.last_row)),
        Hole(*end.span(3), lambda given: given.place.last_offset),
    ]
    return Place(int(start[2]), start[3], int(end[2]), end[3]), holes
