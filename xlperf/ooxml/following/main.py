"""The workbook's own parts: itself, where it leads, and what the file's properties say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlperf.ooxml.archive import damaged
from xlperf.ooxml.following.output import Output
from xlperf.ooxml.following.package import (
    CONTENT_TYPES,
    ContentTypes,
    Parts,
    Relations,
)
from xlperf.ooxml.following.pivots import pivot_sources
from xlperf.ooxml.following.properties import Titles
from xlperf.ooxml.following.template import Template
from xlperf.ooxml.following.workbook import (
    NewSheet,
    WorkbookXml,
    Written,
    declared_sheets,
    recalculated,
)
from xlperf.ooxml.protection import Password
from xlperf.ooxml.xml import unescape

_DEFINED = re.compile(r'<definedName [^<>]*?\bname="([^"]*)"')


@dataclass(frozen=True, slots=True)
class _Main:
    part: str
    relations: Relations
    root: Relations

    @classmethod
    def of(cls, parts: Parts) -> _Main:
        root = Relations.of(parts, "")
        found = next(root.of_kind("officeDocument"), None) if root else None
        if root is None or found is None or found.target is None:
            raise damaged("缺少工作簿")
        relations = Relations.of(parts, found.target)
        if relations is None:
            raise damaged("工作簿里没有工作表")
        return cls(found.target, relations, root)


def sheet_parts(parts: Parts) -> Iterator[str]:
    """Of the sheets, in the workbook's order."""
    main = _Main.of(parts)
    by_id = {relation.id: relation for relation in main.relations.all}
    for sheet in declared_sheets(parts.text(main.part)):
        relation = by_id.get(sheet.relation)
        if relation is None or relation.target is None:
            raise damaged(f"缺少工作表“{sheet.name}”")
        yield relation.target


def defined_names(parts: Parts) -> list[str]:
    text = parts.text(_Main.of(parts).part)
    return [unescape(match) for match in _DEFINED.findall(text)]


def recalculating(package_parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The template's parts without the order of calculation, which Excel finds anew on opening."""
    parts = Parts(package_parts)
    main = _Main.of(parts)
    changed = {name: parts[name] for name in parts}
    text = parts.text(main.part)
    asked = recalculated(text)
    if asked != text:
        changed[main.part] = asked.encode()
    chains = [each for each in main.relations.of_kind("calcChain") if each.target]
    if chains:
        kept = [each for each in main.relations.all if each not in chains]
        changed[main.relations.name] = main.relations.written(
            each.text(each.id, each.target) for each in kept
        )
        gone = [each.target for each in chains if each.target]
        types = ContentTypes.of(parts)
        changed[parts.named(CONTENT_TYPES) or CONTENT_TYPES] = types.written({}, gone)
        for name in gone:
            changed.pop(name, None)  # it may have been lost before
    return changed


class MainParts:
    """Compiled once, written for every output."""

    def __init__(self, template: Template) -> None:
        parts = template.parts
        self._main = main = _Main.of(parts)
        self._template = template
        self._text = parts.text(main.part)
        self._workbook = WorkbookXml.compile(self._text, template)
        self._types = ContentTypes.of(parts)
        self._titles = _titles(main, template)
        self._pivots = pivot_sources(template, main.relations)
        self._relations = {relation.id: relation for relation in main.relations.all}

    @property
    def changing(self) -> Iterator[str]:
        yield from (CONTENT_TYPES, self._main.part, self._main.relations.name)
        yield from (pivot.part for pivot in self._pivots)
        if self._titles:
            yield self._titles[0]

    def write(
        self, output: Output, files: Sequence[Sequence[str]], password: Password | None
    ) -> None:
        """`files` are the sheets' parts, by template sheet and copy."""
        sheets = list(self._new_sheets(output, files))
        first = [sum(map(len, files[:index])) for index in range(len(files))]
        text = self._workbook.written(Written(output, sheets, first, password))
        if text != self._text:
            output.parts[self._main.part] = text.encode()
        for pivot in self._pivots:
            pivot.write(output)
        if any(len(copies) != 1 for copies in files):
            self._write_relations(output, sheets, files)
        if self._titles and any(
            list(copies) != [name]
            for copies, name in zip(output.names, self._template.names, strict=True)
        ):
            output.parts[self._titles[0]] = self._titles[1].written(output)

    def write_types(self, output: Output, dropped: Sequence[str]) -> None:
        if output.new or dropped:
            output.parts[CONTENT_TYPES] = self._types.written(output.new, dropped)

    def _new_sheets(self, output: Output, files: Sequence[Sequence[str]]) -> Iterator[NewSheet]:
        number = 0
        for index, copies in enumerate(files):
            id_ = self._workbook.sheets[index].relation
            for copy in range(len(copies)):
                if copy:
                    number += 1
                    while (id_ := f"rIdSheet{number}") in self._relations:
                        number += 1
                yield NewSheet(index, copy, output.names[index][copy], id_)

    def _write_relations(
        self, output: Output, sheets: Sequence[NewSheet], files: Sequence[Sequence[str]]
    ) -> None:
        declared = {sheet.relation for sheet in self._workbook.sheets}
        written = [
            relation.text(id_, relation.target)
            for id_, relation in self._relations.items()
            if id_ not in declared
        ]
        for new in sheets:
            relation = self._relations[self._workbook.sheets[new.sheet].relation]
            written.append(relation.text(new.relation, files[new.sheet][new.copy]))
        output.parts[self._main.relations.name] = self._main.relations.written(written)


def _titles(main: _Main, template: Template) -> tuple[str, Titles] | None:
    for relation in main.root.of_kind("extended-properties"):
        if relation.target is not None:
            titles = Titles.compile(template.parts.text(relation.target), template.names)
            return (relation.target, titles) if titles else None
    return None
