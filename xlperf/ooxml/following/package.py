"""The parts of a template, found in any case, and how they lead to each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from xlperf.ooxml.archive import damaged
from xlperf.ooxml.canonical import attributes_of, canonical, escape_attribute
from xlperf.ooxml.following.elements import Element, inside, joined, root_of
from xlperf.ooxml.relations import target_of
from xlperf.ooxml.xml import unescape

CONTENT_TYPES = "[Content_Types].xml"
_LAST = re.compile(r"[^/\\]*$")  # of the steps to a part


class Parts:
    """By name, as Office finds them: upper and lower case are the same."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts
        self._names = {name.lower(): name for name in parts}

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __getitem__(self, name: str) -> bytes:
        found = self.named(name)
        if found is None:
            raise damaged(f"缺少 {name}")
        return self._parts[found]

    def named(self, name: str) -> str | None:
        """The name as the package writes it; None where there is no such part."""
        return self._names.get(name.lower())

    def text(self, name: str) -> str:
        """The part in canonical shape."""
        return canonical(self[name], name)


@dataclass(frozen=True, slots=True)
class Relation:
    id: str
    kind: str  # the last word of its type
    target: str | None  # a part of the package
    tag: str  # as written, with its prefix
    attributes: Mapping[str, str]  # as written

    def text(self, id_: str, target: str | None) -> str:
        """Written to lead to another part, or where it always leads."""
        written = self.attributes.get("Target", "")
        if target is not None and target != self.target:
            name = escape_attribute(target.rpartition("/")[2])
            written = _LAST.sub(lambda _: name, written, count=1)
        return self._written(id_, written)

    @property
    def place(self) -> str | None:
        """The cells of the workbook to which it leads, as written."""
        written = self.attributes.get("Target", "")
        return written[1:] if self.kind == "hyperlink" and written.startswith("#") else None

    def to_place(self, id_: str, place: str) -> str:
        return self._written(id_, f"#{place}")

    def _written(self, id_: str, target: str) -> str:
        return f"<{self.tag}{joined({**self.attributes, 'Id': id_, 'Target': target})}/>"


@dataclass(frozen=True, slots=True)
class Relations:
    """Where one part leads."""

    name: str  # of the part that says so
    data: bytes
    head: str
    all: tuple[Relation, ...]
    tail: str

    @classmethod
    def of(cls, parts: Parts, part: str) -> Relations | None:
        name = parts.named(relations_name(part))
        if name is None:
            return None
        text = parts.text(name)
        root = root_of(text)
        relations = tuple(_relation(parts, part, each) for each in inside(text, root))
        return cls(name, parts[name], text[: root.inner], relations, text[root.close :])

    def written(self, relations: Iterable[str]) -> bytes:
        return f"{self.head}{''.join(relations)}{self.tail}".encode()

    def of_kind(self, kind: str) -> Iterator[Relation]:
        return (each for each in self.all if each.kind == kind)


def relations_name(part: str) -> str:
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def _relation(parts: Parts, part: str, element: Element) -> Relation:
    pairs = attributes_of(element.attributes)
    kind = pairs.get("Type", "").rpartition("/")[2]
    target = None
    if pairs.get("TargetMode") != "External":
        folder = part.rpartition("/")[0]
        written = target_of(folder, unescape(pairs.get("Target", "")))
        target = next(filter(None, map(parts.named, written)), None)
    return Relation(unescape(pairs.get("Id", "")), kind, target, element.name, pairs)


@dataclass(frozen=True, slots=True)
class ContentTypes:
    """What kind each part is of: told for itself, or by its ending."""

    data: bytes
    head: str
    told: Mapping[str, str]  # by name in lower case, the element as written
    endings: str
    tail: str

    @classmethod
    def of(cls, parts: Parts) -> ContentTypes:
        text = parts.text(CONTENT_TYPES)
        root = root_of(text)
        told, endings = {}, []
        for each in inside(text, root):
            name = attributes_of(each.attributes).get("PartName")
            written = text[each.start : each.end]
            if name is None:
                endings.append(written)
            else:
                told[unescape(name).lstrip("/").lower()] = written
        data = parts[CONTENT_TYPES]
        return cls(data, text[: root.inner], told, "".join(endings), text[root.close :])

    def written(self, new: Mapping[str, str], dropped: Iterable[str]) -> bytes:
        """With new parts, each of the kind of a part of the template, and without others."""
        gone = {name.lower() for name in dropped}
        kept = [written for name, written in self.told.items() if name not in gone]
        added = (self._told(name, like) for name, like in new.items())
        return "".join((self.head, self.endings, *kept, *added, self.tail)).encode()

    def _told(self, name: str, like: str) -> str:
        written = self.told.get(like.lower())
        if written is None:
            return ""
        part = f'PartName="/{escape_attribute(name)}"'
        return _PART_NAME.sub(lambda _: part, written, count=1)


_PART_NAME = re.compile(r'PartName="[^"]*"')
