"""A template taken apart: what each part of its outputs is made from. Done once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlperf.ooxml.cutting import CutSheet, cut_sheet
from xlperf.ooxml.following.book import Book
from xlperf.ooxml.following.sheet import Tail
from xlperf.ooxml.gate import Package, open_package
from xlperf.ooxml.placement import Put
from xlperf.ooxml.relations import relations_of
from xlperf.ooxml.sharedtexts import SharedTexts
from xlperf.ooxml.variants import Variants
from xlperf.ooxml.workbook import declared_sheets, has_flag, main_part
from xlperf.ooxml.xml import parse_xml
from xlperf.templating.faults import Fault, TemplateFaults
from xlperf.templating.logic import SheetLogic, compile_logic
from xlperf.templating.program import Program, Surroundings, compile_sheet, without_merges
from xlperf.templating.sheet import SheetWriter, Written
from xlperf.templating.slots import Source


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str  # with its tags
    visible: bool
    program: Program
    tail: Tail | None  # None: not a worksheet
    protected: bool
    columns: tuple[int, int]  # the first and the last that are written
    same: tuple[list[Written], list[list[Put]]] | None  # of a sheet without tags, its rows


@dataclass(frozen=True, slots=True)
class Taken:
    sheets: tuple[Sheet, ...]
    fixed: frozenset[int]  # sheets that are the same in every output
    book: Book
    order: tuple[str, ...]  # of the template's parts
    parts: Mapping[str, bytes]  # that stand in an output unless something changes them
    styles: tuple[str, bytes] | None  # the stylesheet, where an output needs more of them
    date1904: bool


@dataclass(frozen=True, slots=True)
class _Opened:
    """What the workbook says about itself."""

    package: Package
    names: tuple[str, ...]
    visible: tuple[bool, ...]
    sheets: tuple[tuple[str, str], ...]  # part and kind of each
    others: Mapping[str, str]  # further parts by kind: sharedStrings, styles
    date1904: bool


def taken_apart(data: bytes, name: str) -> Taken:
    """TemplateFaults with everything that is wrong."""
    opened = _open(data)
    texts = SharedTexts.read(opened.package, opened.others.get("sharedStrings"))
    cuts = [_cut(opened.package, part, kind, texts.flat) for part, kind in opened.sheets]
    logic = compile_logic([*map(_source, opened.names, cuts)], name)
    styles = opened.others.get("styles")
    variants = Variants(opened.package.read(styles), styles) if styles else None
    around = Surroundings(opened.names, variants, opened.date1904)
    programs = [
        compile_sheet(index, each, own, around)
        for index, (each, own) in enumerate(zip(cuts, logic, strict=True))
    ]
    sheets = tuple(_sheets(opened, cuts, programs, name))
    parts = {part: opened.package.read(part) for part in opened.package.names}
    unwanted = _only_tags(cuts, logic)
    if texts.part is not None and unwanted:
        parts[texts.part] = texts.without(unwanted)
    book = Book.compile(parts, [each.rows for each in logic], opened.names)
    fixed = _fixed(sheets)
    same = {opened.sheets[index][0]: parts[opened.sheets[index][0]] for index in fixed}
    return Taken(
        sheets=sheets,
        fixed=fixed,
        book=book,
        order=tuple(parts),
        parts={**book.base, **same},
        styles=(styles, variants.extended()) if styles and variants else None,
        date1904=opened.date1904,
    )


def _open(data: bytes) -> _Opened:
    package = open_package(data)
    part = main_part(package)
    root = parse_xml(package.read(part), part)
    relations = relations_of(package, part)
    declared = list(declared_sheets(root, relations))
    return _Opened(
        package,
        names=tuple(element.get("name", "") for element, _ in declared),
        visible=tuple(element.get("state", "visible") == "visible" for element, _ in declared),
        sheets=tuple((relation.target, relation.kind) for _, relation in declared),
        others={relation.kind: relation.target for relation in relations.values()},
        date1904=has_flag(root, "workbookPr", "date1904"),
    )


def _cut(package: Package, part: str, kind: str, texts: Sequence[str]) -> CutSheet:
    if kind != "worksheet":  # a chart alone on a sheet has no cells
        return CutSheet("", {}, 0, "")
    return cut_sheet(package.read(part), part, texts)


def _source(name: str, cut: CutSheet) -> Source:
    cells = [(row, cell) for row, written in cut.rows.items() for cell in written.cells]
    return Source(
        name,
        cut.last,
        texts={(row, cell.column): cell.text for row, cell in cells if cell.text is not None},
        formulas={(row, cell.column): cell.formula.text for row, cell in cells if cell.formula},
    )


def _sheets(
    opened: _Opened, cuts: Sequence[CutSheet], programs: Sequence[Program], name: str
) -> Iterator[Sheet]:
    faults = []
    for index, (cut, program) in enumerate(zip(cuts, programs, strict=True)):
        tail = None
        try:
            if cut.prolog:
                epilog = without_merges(cut.epilog, program.merged)
                rows = program.logic.rows
                tail = Tail.compile(cut.prolog, epilog, index, opened.names, rows)
        except ValueError as error:
            faults.append(Fault(opened.names[index], None, None, str(error)))
        columns = [cell.column for row in cut.rows.values() for cell in row.cells] or [1]
        yield Sheet(
            name=opened.names[index],
            visible=opened.visible[index],
            program=program,
            tail=tail,
            protected="<sheetProtection" in cut.epilog,
            columns=(min(columns), max(columns)),
            same=_same(program),
        )
    if faults:
        raise TemplateFaults(name, faults)


def _same(program: Program) -> tuple[list[Written], list[list[Put]]] | None:
    logic = program.logic
    if logic.slots or logic.control or logic.rows.repeated or logic.named:
        return None
    puts: list[list[Put]] = [[] for _ in logic.rows.loops]
    writer = SheetWriter(program, puts)
    writer.write(logic.run({}))
    return writer.written, puts


def _fixed(sheets: Sequence[Sheet]) -> frozenset[int]:
    """Sheets without tags whose formulas look at none that has any."""
    fixed = {
        index
        for index, sheet in enumerate(sheets)
        if sheet.same is not None and (sheet.tail is None or sheet.tail.static)
    }
    while True:
        moving = {
            index
            for index in fixed
            if not {
                reference.sheet
                for row in sheets[index].program.rows
                for cell in row.formulas
                for reference in cell.formula.references
            }
            <= fixed
        }
        if not moving:
            return frozenset(fixed)
        fixed -= moving


def _only_tags(cuts: Sequence[CutSheet], logic: Sequence[SheetLogic]) -> set[int]:
    """Shared strings that no output shows."""
    gone: set[int] = set()
    kept: set[int] = set()
    for cut, own in zip(cuts, logic, strict=True):
        for number, row in cut.rows.items():
            filled = {slot.column for slot in own.slots.get(number, ())}
            for cell in row.cells:
                if cell.kind == "s" and cell.value is not None:
                    dropped = number in own.control or cell.column in filled
                    (gone if dropped else kept).add(int(cell.value))
    return gone - kept
