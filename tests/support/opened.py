"""A written workbook, taken apart by its own relationships: for tests to look at any part."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)

Element = Any  # lxml has no types of its own


@dataclass(frozen=True)
class Relation:
    kind: str  # the last word of its type: "worksheet", "vmlDrawing"
    target: str  # the name of a part, or an address
    external: bool


@dataclass(frozen=True)
class Sheet:
    name: str
    state: str
    part: str
    xml: Element

    def all(self, path: str) -> list[Element]:
        """Elements under the worksheet, `mergeCells/mergeCell`, whatever prefix they have."""
        steps = "/".join(f"m:{step}" for step in path.split("/"))
        found: list[Element] = self.xml.xpath(steps, namespaces={"m": MAIN})
        return found

    def the(self, path: str) -> Element:
        (found,) = self.all(path)
        return found

    def named(self, name: str) -> list[Element]:
        """Elements of any namespace and at any depth, also in extensions."""
        found: list[Element] = self.xml.xpath(f".//*[local-name()='{name}']")
        return found


@dataclass
class Package:
    data: bytes
    names: list[str] = field(init=False)
    parts: dict[str, bytes] = field(init=False)

    def __post_init__(self) -> None:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            assert archive.testzip() is None
            self.names = archive.namelist()
            self.parts = {name: archive.read(name) for name in self.names}

    def xml(self, part: str) -> Element:
        return etree.fromstring(self.parts[part], _PARSER)

    def relations(self, part: str) -> dict[str, Relation]:
        name = relations_of(part)
        if name not in self.parts:
            return {}
        return {each.get("Id"): self._relation(part, each) for each in self.xml(name)}

    def related(self, part: str, kind: str) -> list[str]:
        return [each.target for each in self.relations(part).values() if each.kind == kind]

    def _relation(self, part: str, each: Element) -> Relation:
        assert each.tag == f"{_RELS}Relationship", each.tag
        target = each.get("Target")
        # a place in this workbook is no part of it
        external = each.get("TargetMode") == "External" or target.startswith("#")
        if not external:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target))[1:]
        return Relation(posixpath.basename(each.get("Type")), target, external)

    @cached_property
    def book(self) -> Element:
        return self.xml(self.book_part)

    @cached_property
    def book_part(self) -> str:
        (part,) = self.related("", "officeDocument")
        return part

    @cached_property
    def sheets(self) -> list[Sheet]:
        relations = self.relations(self.book_part)
        return [
            Sheet(
                each.get("name"),
                each.get("state", "visible"),
                relations[each.get(LINK)].target,
                self.xml(relations[each.get(LINK)].target),
            )
            for each in self.book.find(f"{{{MAIN}}}sheets")
        ]

    def sheet(self, name: str) -> Sheet:
        (found,) = [each for each in self.sheets if each.name == name]
        return found

    @cached_property
    def defined(self) -> dict[tuple[str, str | None], str]:
        """Defined names: (name, the sheet they are local to) → what they say."""
        return {
            (each.get("name"), self._local(each.get("localSheetId"))): each.text or ""
            for each in self.book.iterfind(f".//{{{MAIN}}}definedName")
        }

    def _local(self, number: str | None) -> str | None:
        return None if number is None else self.sheets[int(number)].name


def relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def local(element: Element) -> str:
    name: str = etree.QName(element).localname
    return name
