"""A template taken apart: what each part of its outputs is made from. Done once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlperf.ooxml.cutting import CutSheet
from xlperf.ooxml.following.book import Book
from xlperf.ooxml.following.sheet import Tail
from xlperf.ooxml.following.template import Unfit
from xlperf.ooxml.following.uniques import has_ids
from xlperf.ooxml.placement import SheetRows
from xlperf.ooxml.variants import Variants
from xlperf.ooxml.xml import unescape
from xlperf.templating.faults import Fault, TemplateFaults
from xlperf.templating.layout import SheetLayout
from xlperf.templating.logic import SheetLogic, compile_logic, outlines
from xlperf.templating.merged_cells import without_merges
from xlperf.templating.opened import Opened, open_template
from xlperf.templating.program import Program, compile_sheet, may_vary
from xlperf.templating.sheet import Written, written
from xlperf.templating.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str  # with its tags
    visible: bool
    varying: bool  # it may be called otherwise
    program: Program
    tail: Tail | None  # None: not a worksheet
    alike: bool  # copies with the same rows have the same around them, but for the first
    names_others: bool  # in what stands around its rows, a sheet that may be called otherwise
    protected: bool
    columns: tuple[int, int]  # the first and the last that are written
    same: tuple[SheetLayout, list[Written]] | None  # of a sheet without tags


@dataclass(frozen=True, slots=True)
class Taken:
    sheets: tuple[Sheet, ...]
    fixed: frozenset[int]  # sheets that are the same in every output
    book: Book
    order: tuple[str, ...]  # of the template's parts
    parts: Mapping[str, bytes]  # that stand in an output unless something changes them
    styles: tuple[str, bytes] | None  # the stylesheet, where an output needs more of them
    date1904: bool


def taken_apart(data: bytes, name: str) -> Taken:
    """TemplateFaults with everything that is wrong."""
    opened = open_template(data)
    texts, cuts, styles = opened.texts, opened.cuts, opened.styles
    logic = _logic(opened, name)
    variants = Variants(opened.package.read(styles), styles) if styles else None
    varying = frozenset(index for index, each in enumerate(logic) if may_vary(each))
    defined = [(each.name, each.refers_to, each.sheet) for each in opened.defined]
    around = Surroundings(opened.names, varying, variants, opened.date1904, defined)
    programs = [
        compile_sheet(index, each, own, around)
        for index, (each, own) in enumerate(zip(cuts, logic, strict=True))
    ]
    sheets = tuple(_sheets(opened, programs, name))
    parts = {part: opened.package.read(part) for part in opened.package.names}
    unwanted = _only_tags(cuts, logic)
    if texts.part is not None and unwanted:
        parts[texts.part] = texts.without(unwanted)
    try:
        book = Book.compile(parts, [each.rows for each in logic], opened.names)
    except Unfit as error:
        raise TemplateFaults(name, [Fault(None, None, None, str(error))]) from error
    fixed = _fixed(sheets)
    same = {book.sheet_parts[index]: parts[book.sheet_parts[index]] for index in fixed}
    return Taken(
        sheets=sheets,
        fixed=fixed,
        book=book,
        order=tuple(parts),
        parts={**book.base, **same},
        styles=(styles, variants.extended()) if styles and variants else None,
        date1904=opened.date1904,
    )


def _logic(opened: Opened, name: str) -> list[SheetLogic]:
    try:
        return compile_logic(opened.sources(), name)
    except TemplateFaults as error:  # what is wrong around the rows is said in the same breath
        faults = list(error.faults)
        for index, (outline, _) in enumerate(outlines(opened.sources())):
            _tail(opened, index, opened.cuts[index].epilog, outline.rows, faults)
        raise TemplateFaults(name, faults) from error


def _tail(
    opened: Opened, index: int, epilog: str, rows: SheetRows, faults: list[Fault]
) -> Tail | None:
    prolog = opened.cuts[index].prolog
    try:
        return Tail.compile(prolog, epilog, index, opened.names, rows) if prolog else None
    except ValueError as error:
        faults.append(Fault(opened.names[index], None, None, str(error)))
        return None


def _sheets(opened: Opened, programs: Sequence[Program], name: str) -> Iterator[Sheet]:
    faults: list[Fault] = []
    varying = [name for name, each in zip(opened.names, programs, strict=True) if each.varying]
    for index, (cut, program) in enumerate(zip(opened.cuts, programs, strict=True)):
        epilog = without_merges(cut.epilog, program.merged) if cut.prolog else ""
        tail = _tail(opened, index, epilog, program.logic.rows, faults)
        columns = [cell.column for row in cut.rows.values() for cell in row.cells] or [1]
        yield Sheet(
            name=opened.names[index],
            visible=opened.visible[index],
            varying=program.varying,
            program=program,
            tail=tail,
            alike=tail is not None and tail.static and not has_ids(cut.prolog + cut.epilog),
            names_others=_names_any(cut, varying),
            protected="<sheetProtection" in cut.epilog,
            columns=(min(columns), max(columns)),
            same=_same(program),
        )
    if faults:
        raise TemplateFaults(name, faults)


def _names_any(cut: CutSheet, sheets: Iterable[str]) -> bool:
    text = unescape(cut.prolog + cut.epilog)
    return any(name in text or name.replace("'", "''") in text for name in sheets)


def _same(program: Program) -> tuple[SheetLayout, list[Written]] | None:
    logic = program.logic
    if logic.slots or logic.control or logic.rows.repeated or logic.named:
        return None
    events = logic.run({})
    layout = SheetLayout(program, tuple(event[0] for event in events), {})
    return layout, written(layout, events)


def _fixed(sheets: Sequence[Sheet]) -> frozenset[int]:
    """Sheets without tags that look at none that has any, be it in formulas or around the rows."""
    if all(sheet.same is not None for sheet in sheets):
        return frozenset(range(len(sheets)))
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
