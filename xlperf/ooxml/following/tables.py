"""Tables: they span all turns of their rows, at least one, and a copy is a table of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from xlperf.ooxml.canonical import attributes_of, escape_attribute, escape_text
from xlperf.ooxml.following.elements import Element, inside, joined, root_of, with_attributes
from xlperf.ooxml.following.holes import Hole, holed
from xlperf.ooxml.following.nodes import Links
from xlperf.ooxml.following.output import Output, Seat
from xlperf.ooxml.following.template import Template, Unfit
from xlperf.ooxml.following.uids import uid_for
from xlperf.ooxml.formulas.references import Formula
from xlperf.ooxml.placement import Span
from xlperf.ooxml.refs import Area, area
from xlperf.ooxml.xml import unescape

_UID = re.compile(r'( xr\d*:uid=")(\{[^"]*\})')
_REF = re.compile(r'(?<= ref=")([^"]*)(?=")')
_FORMULA = re.compile(r"<(calculatedColumnFormula|totalsRowFormula)((?: [^<>]*)?)>([^<]*)</\1>")
_COLUMN = re.compile(r'<tableColumn [^<>]*?\bname="([^"]*)"')
_TAGS = ("{{", "{%")
#: what the name of a column can't hold as it is; a text that looks like its escape is one, too
_ESCAPED = re.compile(r"[\x00-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")


class Extent(NamedTuple):
    """The rows of a table of the template, from 1, and its columns."""

    top: int
    left: int
    bottom: int
    right: int
    heads: int
    totals: int

    @classmethod
    def of(cls, attributes: dict[str, str]) -> Extent:
        top, left, bottom, right = area(attributes.get("ref", ""))
        heads, totals = (
            int(attributes.get(key, default))
            for key, default in (("headerRowCount", "1"), ("totalsRowCount", "0"))
        )
        return cls(top + 1, left + 1, bottom + 1, right + 1, heads, totals)

    def ref(self, first: int, last: int) -> str:
        return str(Area(first - 1, self.left - 1, last - 1, self.right - 1))


class _Instance(NamedTuple):
    output: Output
    seat: Seat
    span: Span  # with a row for data
    totals: int
    headed: bool


class Table:
    """`written` is asked for one of its `instances`."""

    def __init__(self, template: Template, part: str, sheet: int) -> None:
        self.template = text = template.parts.text(part)
        self._whole = template
        self._sheet = sheet
        root = root_of(text)
        self._pairs = attributes_of(root.attributes)
        self.name = unescape(self._pairs.get("displayName", ""))
        self._extent = Extent.of(self._pairs)
        self._refuse_repeated_ends()
        at = root.start + 1 + len(root.name)
        self._text = holed(
            text,
            [
                Hole(at, at + len(root.attributes), self._attributes),
                *self._filters(text, root),
                *self._formulas(text),
                *self._heads(text),
            ],
        )

    def instances(self, output: Output, seat: Seat) -> Iterator[Seat]:
        """Every output of it on a copy of its sheet."""
        extent = self._extent
        areas = output.placement.areas(seat.sheet, seat.copy, extent.top, extent.bottom)
        for turn, (view, _) in enumerate(areas):
            yield Seat(seat.sheet, seat.copy, view, turn)

    def written(self, output: Output, seat: Seat, links: Links) -> str | None:
        text = self._text.filled(self._instance(output, seat))
        if seat.first:
            return text
        return _UID.sub(lambda match: f"{match[1]}{uid_for(match[2], seat)}", text)

    def _instance(self, output: Output, seat: Seat) -> _Instance:
        """Excel knows no table without data, so the row below the head is taken for want of any."""
        extent = self._extent

        def span(top: int, bottom: int) -> Span | None:
            if bottom < top:
                return None
            return output.placement.span(seat.view, seat.sheet, top, bottom)

        whole = span(extent.top, extent.bottom) or Span(seat.copy, 1, 1)
        headed = extent.heads > 0 and span(extent.top, extent.top) is not None
        last, totals = whole.last, extent.totals
        if totals and span(extent.bottom, extent.bottom) is None:
            totals = 0
        if span(extent.top + extent.heads, extent.bottom - extent.totals) is None:
            last, totals = (last, 0) if totals or not headed else (last + 1, 0)
        return _Instance(output, seat, whole._replace(last=last), totals, headed)

    def _refuse_repeated_ends(self) -> None:
        extent, rows = self._extent, self._whole.rows[self._sheet]
        around = rows.around(extent.top, extent.bottom)
        ends = [extent.top] * extent.heads + [extent.bottom] * extent.totals
        if any(rows.around(end, end) != around for end in ends):
            raise Unfit(
                f"表格“{self.name}”的标题行或汇总行在循环里，会重复，Excel 打不开这样的表格；"
                "请把循环标签写在标题行之下、汇总行之上，或在 Excel 里把表格转换为区域。"
            )

    def _attributes(self, given: _Instance) -> str:
        output, seat = given.output, given.seat
        changes: dict[str, str | None] = {"ref": self._extent.ref(*given.span[1:])}
        if not seat.first:
            changes["id"] = str(output.next_table(self._whole.tables.highest))
            name = self._whole.tables.name(self.name, seat.copy, seat.turn)
            new = escape_attribute(name)
            changes |= {key: new for key in ("name", "displayName") if key in self._pairs}
        if given.totals != self._extent.totals:
            changes |= {"totalsRowCount": None, "totalsRowShown": "0"}
        if self._extent.heads and not given.headed:
            changes["headerRowCount"] = "0"
        return with_attributes(joined(self._pairs), changes)

    def _filters(self, text: str, root: Element) -> Iterator[Hole[_Instance]]:
        """The filter ends above the totals; what was sorted lies where its rows went."""
        for each in inside(text, root):
            if each.local == "autoFilter":
                yield Hole(each.start, each.end, self._filter(text, each))
            elif each.local == "sortState":
                yield Hole(each.start, each.end, self._sorted(text[each.start : each.end]))

    def _filter(self, text: str, element: Element) -> Callable[[_Instance], str]:
        start, end = element.start + 1 + len(element.name), element.end
        inner = text[start + len(element.attributes) : end]
        sort = self._sorted(inner)

        def written(given: _Instance) -> str:
            if not given.headed:
                return ""
            ref = self._extent.ref(given.span.first, given.span.last - given.totals)
            attributes = with_attributes(element.attributes, {"ref": ref})
            return f"<{element.name}{attributes}{sort(given)}"

        return written

    def _sorted(self, text: str) -> Callable[[_Instance], str]:
        """Text with refs that follow; what is gone is said of the last row."""

        def moved(match: re.Match[str], given: _Instance) -> str:
            top, left, bottom, right = area(match[1])
            seat = given.seat
            span = given.output.placement.span(seat.view, seat.sheet, top + 1, bottom + 1)
            first, last = span[1:] if span else (given.span.last, given.span.last)
            return str(Area(first - 1, left, last - 1, right))

        return lambda given: _REF.sub(lambda match: moved(match, given), text)

    def _formulas(self, text: str) -> Iterator[Hole[_Instance]]:
        """As they read in the first row of data, and in that of the totals."""
        for match in _FORMULA.finditer(text):
            column = match[1] == "calculatedColumnFormula"
            row = self._extent.top + self._extent.heads if column else self._extent.bottom
            formula = Formula.compile(unescape(match[3]), self._sheet, self._whole.names, row)
            yield Hole(*match.span(3), self._formula(formula))

    def _formula(self, formula: Formula) -> Callable[[_Instance], str]:
        def written(given: _Instance) -> str:
            output, seat = given.output, given.seat
            targets = formula.resolve(output.placement, seat.view, seat.home)
            text = formula.text(targets, output.names, seat.home)
            return escape_text(self._whole.tables.renamed(text, *seat.home))

        return written

    def _heads(self, text: str) -> Iterator[Hole[_Instance]]:
        """A column is called what stands in its head, so a name with tags is read from there."""
        for place, match in enumerate(_COLUMN.finditer(text)):
            if self._extent.heads and any(mark in match[1] for mark in _TAGS):
                yield Hole(*match.span(1), self._head(self._extent.left + place, match[1]))

    def _head(self, column: int, written: str) -> Callable[[_Instance], str]:
        def shown(given: _Instance) -> str:
            text = given.output.shown(*given.seat.home, given.span.first, column)
            return written if text is None else escape_attribute(_ESCAPED.sub(_escape, text))

        return shown


def _escape(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04x}_"
