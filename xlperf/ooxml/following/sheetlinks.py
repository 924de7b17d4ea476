"""What a sheet's own XML says of the parts beside it: it changes where these are repeated or gone.

Otherwise their ids stay the same on every copy of the sheet, so that one text fits all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from xlperf.ooxml.canonical import attributes_of
from xlperf.ooxml.following.controls import ControlList
from xlperf.ooxml.following.elements import Element, children, inside, root_of
from xlperf.ooxml.following.nodes import Family, Links
from xlperf.ooxml.following.output import Output, Seat
from xlperf.ooxml.following.tables import Table
from xlperf.ooxml.following.template import Template

_LISTS = ("controls", "oleObjects")
#: elements that lead to one part, and say nothing else
_LEADING = ("drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture")

_ROWS_END = "</sheetData>"

#: an element as it is written for a seat; "" for none
_Write = Callable[[Output, Seat, Links], str]


@dataclass(frozen=True, slots=True)
class Beside:
    """One copy of a sheet."""

    part: str
    elements: Mapping[str, str]  # those that come out otherwise, by name
    renamed: Callable[[str], str]  # a formula of the sheet, with the names of its own tables

    def put_into(self, epilog: str) -> str:
        """The XML behind </sheetData>, with these elements in place of the template's."""
        if not self.elements:
            return epilog
        pieces: list[str] = []
        at = 0
        for each in children(epilog):
            written = self.elements.get(_called(epilog, each))
            if written is not None:
                pieces += (epilog[at : each.start], written)
                at = each.end
        return "".join((*pieces, epilog[at:]))


class SheetLinks:
    """All that belongs to a sheet of the template."""

    def __init__(self, template: Template, sheet: int, family: Family) -> None:
        self.family = family
        self._part = template.files[sheet]
        self._sheet = sheet
        self._tables = template.tables
        text = template.parts.text(self._part)
        self._template: dict[str, str] = {}
        self._writers: dict[str, _Write] = {}
        for each in _after_rows(text):
            name = _called(text, each)
            writer = self._writer(template, name, text, each)
            if writer is not None:
                self._template[name] = text[each.start : each.end]
                self._writers[name] = writer

    def written(self, output: Output, seat: Seat) -> Beside:
        part = output.name(self._part)
        links = Links(self.family, output, seat)
        elements = {
            name: written
            for name, write in self._writers.items()
            if (written := write(output, seat, links)) != self._template[name]
        }
        links.put(part)
        return Beside(part, elements, lambda text: self._tables.renamed(text, *seat.home))

    def _writer(self, template: Template, name: str, text: str, each: Element) -> _Write | None:
        own = text[each.start : each.end]
        if name in _LEADING:
            return _leading(own, _id_of(each))
        if name == "tableParts":
            return _TableParts(own, self.family).written
        if name in _LISTS:
            holder = next(found for found in _nested(own, root_of(own)) if found.local == name)
            return ControlList(template, self._sheet, own, holder).written
        return None


def _after_rows(text: str) -> Iterator[Element]:
    """The elements behind the rows, which lead nowhere; of a chart alone, all."""
    end = text.find(_ROWS_END)
    return children(text, end + len(_ROWS_END)) if end >= 0 else inside(text, root_of(text))


def _called(text: str, element: Element) -> str:
    """What an element is; lists of controls are often wrapped, for older programs."""
    if element.local != "AlternateContent":
        return element.local
    return next((e.local for e in _nested(text, element) if e.local in _LISTS), element.local)


def _nested(text: str, element: Element) -> Iterator[Element]:
    yield element
    for each in inside(text, element):
        yield from _nested(text, each)


def _id_of(element: Element) -> str:
    pairs = attributes_of(element.attributes)
    return next((value for key, value in pairs.items() if key.endswith(":id")), "")


def _leading(text: str, id_: str) -> _Write:
    return lambda output, seat, links: text if links.lead(id_, seat) is not None else ""


class _TableParts:
    """One for each table, as often as its rows are repeated."""

    def __init__(self, text: str, family: Family) -> None:
        root = root_of(text)
        self._name = root.name
        self._parts = [(text[e.start : e.end], _id_of(e)) for e in inside(text, root)]
        self._tables = {
            id_: node.content
            for id_, node in family.children.items()
            if isinstance(node.content, Table)
        }

    def written(self, output: Output, seat: Seat, links: Links) -> str:
        parts = list(self._written(output, seat, links))
        if not parts:
            return ""
        return f'<{self._name} count="{len(parts)}">{"".join(parts)}</{self._name}>'

    def _written(self, output: Output, seat: Seat, links: Links) -> Iterator[str]:
        for text, id_ in self._parts:
            table = self._tables.get(id_)
            if table is None:
                yield text
                continue
            links.forget([id_])
            for there in table.instances(output, seat):
                new = links.lead(id_, there)
                yield text.replace(f'"{id_}"', f'"{new}"')
