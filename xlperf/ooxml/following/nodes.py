"""The parts that belong to one sheet: each is written for every copy of it, with what it leads to.

A part that two others lead to, a picture, or what the workbook itself knows belongs to no sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from xlperf.ooxml.following.output import Output, Seat, Sight
from xlperf.ooxml.following.package import Relation, Relations
from xlperf.ooxml.following.pointers import Pointer


class Content(Protocol):
    """What is said in a part that follows the rows."""

    def written(self, output: Output, seat: Seat, links: Links) -> str | None:
        """The part for `seat`; None where nothing of it is left."""

    @property
    def template(self) -> str:
        """The part as it comes out where nothing follows."""


@dataclass(frozen=True, slots=True)
class Node:
    """A part of the template, and all that it alone leads to."""

    name: str
    data: bytes
    content: Content | None  # None where it is the same in every output
    family: Family
    repeats: bool  # with every turn of a loop, not only with every copy of its sheet

    def written(self, output: Output, seat: Seat) -> str | None:
        """The name of the part as written for `seat`; None where nothing of it is left."""
        links = Links(self.family, output, seat)
        data = self._data(output, seat, links)
        if data is None:
            return None
        name = output.name(self.name)
        output.parts[name] = data
        links.put(name)
        return name

    def _data(self, output: Output, seat: Seat, links: Links) -> bytes | None:
        if self.content is None:
            return self.data
        text = self.content.written(output, seat, links)
        if text is None:
            return None
        return self.data if text == self.content.template else text.encode()

    def names(self) -> Iterator[str]:
        """All parts of the template that are written only with this one."""
        yield self.name
        yield from self.family.names()


@dataclass(frozen=True, slots=True)
class Family:
    """Where a part leads, and the parts that are its own, by the id of the relation."""

    relations: Relations | None
    children: Mapping[str, Node]
    places: Mapping[str, Pointer]  # links to cells of the workbook

    def names(self) -> Iterator[str]:
        if self.relations is not None:
            yield self.relations.name
        for child in self.children.values():
            yield from child.names()


class Links:
    """The relations of one part of an output, in the making."""

    def __init__(self, family: Family, output: Output, seat: Seat) -> None:
        self._family = family
        self._output = output
        self._seat = seat
        relations = family.relations.all if family.relations else ()
        self._known = {relation.id: relation for relation in relations}
        self._written: dict[str, list[str]] = {}

    def lead(self, id_: str, seat: Seat) -> str | None:
        """The id of a related part as written for `seat`; None where nothing of it is left."""
        relation = self._known.get(id_)
        if relation is None:
            return id_
        node = self._family.children.get(id_)
        written = self._written.setdefault(id_, [])
        if written and not (node and node.repeats) and id_ not in self._family.places:
            return id_
        target = node.written(self._output, seat) if node else relation.target
        if node and target is None:
            return None
        new = f"{id_}_{len(written)}" if written else id_
        while new != id_ and new in self._known:
            new += "_"
        place = self._family.places.get(id_)
        if place is None:
            written.append(relation.text(new, target))
        else:
            text = place.as_attribute(Sight(self._output, seat))
            written.append(relation.to_place(new, text))
        return new

    def forget(self, ids: Iterable[str]) -> None:
        """What these lead to is written only where it is asked for."""
        for id_ in ids:
            self._written.setdefault(id_, [])

    def put(self, part: str) -> None:
        """Write down where the part leads; what nobody asked for is led to once."""
        relations = self._family.relations
        if relations is None:
            return
        for id_ in self._known:
            if id_ not in self._written:
                self.lead(id_, self._seat)
        written = [text for id_ in self._known for text in self._written[id_]]
        if written == [_as_it_was(relation) for relation in relations.all]:
            self._output.put_relations(part, relations.data, relations.name)
        elif written:
            self._output.put_relations(part, relations.written(written), relations.name)


def _as_it_was(relation: Relation) -> str:
    return relation.text(relation.id, relation.target)
