"""Comments, and the threads of newer ones: each stands on a cell, and is repeated with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from xlperf.ooxml.canonical import attributes_of
from xlperf.ooxml.following.elements import Element, inside, root_of, with_attributes
from xlperf.ooxml.following.nodes import Links
from xlperf.ooxml.following.output import Output, Seat
from xlperf.ooxml.following.template import Template
from xlperf.ooxml.following.uids import uid_for
from xlperf.ooxml.refs import column_letters, position

_AUTHOR = re.compile(r"<author(?: [^<>]*)?(?:/>|>([^<]*)</author>)")
#: the author of a comment that stands for a thread, to be read by older programs
_THREAD = re.compile(r"tc=(\{[0-9A-Fa-f-]+\})")
_UIDS = ("xr:uid", "guid")


@dataclass(frozen=True, slots=True)
class _Remark:
    """One element on one cell."""

    tag: str
    attributes: str
    inner: str  # with the end of the tag
    row: int
    letters: str

    @classmethod
    def of(cls, element: Element, text: str) -> _Remark:
        row, column = position(attributes_of(element.attributes).get("ref", ""))
        inner = "/>" if element.inner == element.end else f">{text[element.inner : element.end]}"
        letters = column_letters(column + 1)
        return cls(element.name, element.attributes, inner, row + 1, letters)

    def written(
        self, output: Output, seat: Seat, own: Callable[[str, Seat], dict[str, str]]
    ) -> Iterator[str]:
        """`own` are the attributes that no two of them share."""
        areas = output.placement.areas(seat.sheet, seat.copy, self.row, self.row)
        for turn, (view, span) in enumerate(areas):
            there = Seat(seat.sheet, seat.copy, view, turn)
            pairs: dict[str, str | None] = {"ref": f"{self.letters}{span.first}"}
            if not there.first:
                pairs |= own(self.attributes, there)
            yield f"<{self.tag}{with_attributes(self.attributes, pairs)}{self.inner}"


class Comments:
    """The part that every program reads."""

    def __init__(self, template: Template, part: str, _: int) -> None:
        self.template = text = template.parts.text(part)
        root = root_of(text)
        nothing = root._replace(start=root.close, inner=root.close)
        known = {each.local: each for each in inside(text, root)}
        authors, listed = known.get("authors", nothing), known.get("commentList", nothing)
        written = _AUTHOR.finditer(text, authors.inner, authors.close)
        self._authors = [match[1] or "" for match in written]
        self._remarks = [_Remark.of(each, text) for each in inside(text, listed)]
        self._start = text[: authors.close]
        self._middle = text[authors.close : listed.inner]
        self._end = text[listed.close :]

    def written(self, output: Output, seat: Seat, links: Links) -> str | None:
        more: list[str] = []  # authors, one for each thread that is repeated

        def own(attributes: str, there: Seat) -> dict[str, str]:
            pairs = attributes_of(attributes)
            found = {key: uid_for(uid, there) for key, uid in pairs.items() if key in _UIDS}
            thread = _THREAD.fullmatch(self._author(pairs.get("authorId", "")))
            if thread is not None:
                found["authorId"] = str(len(self._authors) + len(more))
                more.append(f"<author>tc={uid_for(thread[1], there)}</author>")
            return found

        remarks = [text for each in self._remarks for text in each.written(output, seat, own)]
        if not remarks:
            return None
        return "".join((self._start, *more, self._middle, *remarks, self._end))

    def _author(self, number: str) -> str:
        known = number.isdecimal() and int(number) < len(self._authors)
        return self._authors[int(number)] if known else ""


class ThreadedComments:
    """The part for newer programs."""

    def __init__(self, template: Template, part: str, _: int) -> None:
        self.template = text = template.parts.text(part)
        root = root_of(text)
        self._start, self._end = text[: root.inner], text[root.close :]
        self._remarks = [_Remark.of(each, text) for each in inside(text, root)]

    def written(self, output: Output, seat: Seat, links: Links) -> str | None:
        remarks = [text for each in self._remarks for text in each.written(output, seat, _own)]
        return "".join((self._start, *remarks, self._end)) if remarks else None


def _own(attributes: str, there: Seat) -> dict[str, str]:
    pairs = attributes_of(attributes)
    return {key: uid_for(pairs[key], there) for key in ("id", "parentId") if key in pairs}
