"""How the parts of a package point at each other. What points outside is never followed."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from xlperf.ooxml.gate import Package
from xlperf.ooxml.xml import parse_xml


@dataclass(frozen=True, slots=True)
class Relation:
    kind: str  # the last word of its type: worksheet, sharedStrings …, the same in Strict files
    target: str  # a part's name, or an address outside
    external: bool


def relations_of(package: Package, part: str) -> dict[str, Relation]:
    """By id; empty where the part has none."""
    folder, _, file = part.rpartition("/")
    name = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    if name not in package:
        return {}
    return {
        element.get("Id", ""): _relation(package, folder, element.attrib)
        for element in parse_xml(package.read(name), name)
    }


def _relation(package: Package, folder: str, attributes: dict[str, str]) -> Relation:
    kind = attributes.get("Type", "").rpartition("/")[2]
    target = attributes.get("Target", "")
    if attributes.get("TargetMode") == "External":
        return Relation(kind, target, True)
    name, unquoted = target_of(folder, target)
    return Relation(kind, name if name in package else unquoted, False)


def target_of(folder: str, target: str) -> tuple[str, str]:
    """The part that is meant from within a folder: as written, and with its escapes resolved."""
    target = target.replace("\\", "/")
    name = target if target.startswith("/") else f"{folder}/{target}"
    name = (posixpath.normpath(name) if "./" in name else name).lstrip("/")
    return name, unquote(name)
