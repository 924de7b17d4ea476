"""Canonical XML cut into elements: where each begins and ends, so that the rest stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from xlperf.ooxml.canonical import attributes_of

_TAG = re.compile(r"<(/?)([\w:.-]+)((?: [^<>]*?)?)(/?)>")


class Element(NamedTuple):
    """Positions in the text it was cut from; the inner text lies between `inner` and `close`."""

    name: str  # with its prefix
    attributes: str  # as written, with the blank before each
    start: int
    inner: int
    close: int
    end: int

    @property
    def local(self) -> str:
        return self.name.rpartition(":")[2]


def children(text: str, start: int = 0, end: int | None = None) -> Iterator[Element]:
    """The outermost elements between two positions, in order."""
    depth = 0
    opened: re.Match[str] | None = None
    for tag in _TAG.finditer(text, start, len(text) if end is None else end):
        closes, closed = bool(tag[1]), bool(tag[4])
        if depth == 0 and closed:
            yield Element(tag[2], tag[3], tag.start(), tag.end(), tag.end(), tag.end())
        elif depth == 0:
            opened = tag
        if closes and depth == 1 and opened is not None:
            at = opened.start(), opened.end(), tag.start(), tag.end()
            yield Element(opened[2], opened[3], *at)
        depth += 0 if closed else -1 if closes else 1


def inside(text: str, element: Element) -> Iterator[Element]:
    return children(text, element.inner, element.close)


def root_of(text: str) -> Element:
    return next(children(text))


def joined(pairs: Mapping[str, str]) -> str:
    """Attributes as they stand in a tag; the values are written already."""
    return "".join(f' {name}="{value}"' for name, value in pairs.items())


def with_attributes(written: str, changes: Mapping[str, str | None]) -> str:
    """Attributes of a tag with some of them changed, added, or left out where None."""
    pairs: dict[str, str | None] = {**attributes_of(written), **changes}
    return joined({name: value for name, value in pairs.items() if value is not None})
