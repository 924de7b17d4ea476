"""A template as its file says it: sheets cut into rows and cells, and what they have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlperf.ooxml.archive import damaged
from xlperf.ooxml.cutting import CutSheet, cut_sheet
from xlperf.ooxml.gate import Package, open_package
from xlperf.ooxml.relations import relations_of
from xlperf.ooxml.sharedtexts import SharedTexts
from xlperf.ooxml.tableheads import table_heads
from xlperf.ooxml.workbook import (
    DefinedName,
    declared_sheets,
    defined_names,
    has_flag,
    main_part,
)
from xlperf.ooxml.xml import parse_xml
from xlperf.templating.slots import Place, Source


@dataclass(frozen=True, slots=True)
class Opened:
    package: Package
    names: tuple[str, ...]  # of the sheets, with their tags
    states: tuple[str, ...]  # visible, hidden, veryHidden
    parts: tuple[str, ...]  # one for each sheet
    cuts: tuple[CutSheet, ...]  # blank for what is no worksheet
    texts: SharedTexts
    styles: str | None  # the part
    date1904: bool
    structure_locked: bool
    defined: tuple[DefinedName, ...]

    @property
    def visible(self) -> tuple[bool, ...]:
        return tuple(state == "visible" for state in self.states)

    def sources(self) -> list[Source]:
        return [
            _source(name, cut, table_heads(self.package, part))
            for name, cut, part in zip(self.names, self.cuts, self.parts, strict=True)
        ]


def open_template(data: bytes) -> Opened:
    """Refused where it is no workbook."""
    package = open_package(data)
    main = main_part(package)
    root = parse_xml(package.read(main), main)
    relations = relations_of(package, main)
    others: Mapping[str, str] = {each.kind: each.target for each in relations.values()}
    declared = list(declared_sheets(root, relations))
    if len({relation.target for _, relation in declared}) < len(declared):
        raise damaged("两个工作表的内容存在同一处")
    texts = SharedTexts.read(package, others.get("sharedStrings"))
    return Opened(
        package=package,
        names=tuple(element.get("name", "") for element, _ in declared),
        states=tuple(element.get("state", "visible") for element, _ in declared),
        parts=tuple(relation.target for _, relation in declared),
        cuts=tuple(_cut(package, each.target, each.kind, texts) for _, each in declared),
        texts=texts,
        styles=others.get("styles"),
        date1904=has_flag(root, "workbookPr", "date1904"),
        structure_locked=has_flag(root, "workbookProtection", "lockStructure"),
        defined=tuple(defined_names(root)),
    )


def _cut(package: Package, part: str, kind: str, texts: SharedTexts) -> CutSheet:
    if kind != "worksheet":  # a chart alone on a sheet has no cells
        return CutSheet("", {}, 0, "")
    return cut_sheet(package.read(part), part, texts.flat)


def _source(name: str, cut: CutSheet, heads: frozenset[Place]) -> Source:
    cells = [(row, cell) for row, written in cut.rows.items() for cell in written.cells]
    return Source(
        name,
        cut.last,
        texts={(row, cell.column): cell.text for row, cell in cells if cell.text is not None},
        formulas={(row, cell.column): cell.formula.text for row, cell in cells if cell.formula},
        heads=heads,
    )
