"""Pivot tables: where they stand, and what they are made from; Excel draws them anew on opening."""

from __future__ import annotations

import re
from collections.abc import Callable

from xlperf.ooxml.canonical import attributes_of, escape_attribute
from xlperf.ooxml.following.elements import root_of, with_attributes
from xlperf.ooxml.following.holes import Hole, holed
from xlperf.ooxml.following.nodes import Links
from xlperf.ooxml.following.output import NOWHERE, Output, Seat
from xlperf.ooxml.following.package import Relations
from xlperf.ooxml.following.template import Template
from xlperf.ooxml.refs import Area, area
from xlperf.ooxml.xml import unescape

_LOCATION = re.compile(r'(<location (?:[^<>]*? )?ref=")([^"]*)(")')
_SOURCE = re.compile(r"<worksheetSource((?: [^<>]*?)?)/?>")
_TAGS = ("{{", "{%")


class PivotTable:
    """On a sheet."""

    def __init__(self, template: Template, part: str, _: int) -> None:
        self.template = template.parts.text(part)

    def written(self, output: Output, seat: Seat, links: Links) -> str | None:
        def moved(match: re.Match[str]) -> str:
            top, left, bottom, right = area(match[2])
            span = output.placement.span(seat.view, seat.sheet, top + 1, bottom + 1)
            rows = (span.first - 1, span.last - 1) if span else (top, bottom)
            return f"{match[1]}{Area(rows[0], left, rows[1], right)}{match[3]}"

        return _LOCATION.sub(moved, self.template, 1)


class PivotSource:
    """The cells that a pivot table is made from; it keeps the values they had in the template."""

    def __init__(self, template: Template, part: str) -> None:
        self.part = part
        self._text = text = template.parts.text(part)
        self._sheet: int | None = None
        self._area: Area | None = None
        source = _SOURCE.search(text)
        holes: list[Hole[Output]] = []
        if source is not None:
            self._read(attributes_of(source[1]), template)
            holes.append(Hole(*source.span(1), self._source(source[1])))
            if self._is_filled_in(template, text[: source.start()] + text[source.end() :]):
                root = root_of(text)
                at = root.start + 1 + len(root.name)
                holes.append(Hole(at, at + len(root.attributes), _refreshed(root.attributes)))
        self._holed = holed(text, holes)

    def write(self, output: Output) -> None:
        text = self._holed.filled(output)
        if text != self._text:
            output.parts[self.part] = text.encode()

    def _read(self, pairs: dict[str, str], template: Template) -> None:
        names = [name.casefold() for name in template.names]
        sheet = unescape(pairs.get("sheet", "")).casefold()
        if sheet in names and "ref" in pairs:
            self._sheet, self._area = names.index(sheet), area(pairs["ref"])

    def _is_filled_in(self, template: Template, kept: str) -> bool:
        """Whether an output has other values; of a name or a table nobody knows its cells."""
        if self._sheet is None or self._area is None:
            rows = [loops for each in template.rows for loops in each.loops]
        else:
            rows = list(
                template.rows[self._sheet].loops[self._area.top + 1 : self._area.bottom + 2]
            )
        return any(rows) or any(mark in kept for mark in _TAGS)

    def _source(self, attributes: str) -> Callable[[Output], str]:
        def written(output: Output) -> str:
            if self._sheet is None or self._area is None:
                return attributes
            top, left, bottom, right = self._area
            span = output.placement.span(NOWHERE.view, self._sheet, top + 1, bottom + 1)
            if span is None:
                return attributes
            name = escape_attribute(output.names[self._sheet][span.copy])
            ref = str(Area(span.first - 1, left, span.last - 1, right))
            return with_attributes(attributes, {"ref": ref, "sheet": name})

        return written


def _refreshed(attributes: str) -> Callable[[Output], str]:
    new = with_attributes(attributes, {"refreshOnLoad": "1"})
    return lambda _: new


def pivot_sources(template: Template, relations: Relations) -> list[PivotSource]:
    """Of a workbook with these relations."""
    return [
        PivotSource(template, relation.target)
        for relation in relations.of_kind("pivotCacheDefinition")
        if relation.target is not None
    ]
