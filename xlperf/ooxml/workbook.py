"""A workbook from a stranger, read whole: `read_workbook(data)`."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from xlperf.model.identity import SHEET as IDENTITY_SHEET
from xlperf.model.identity import Identity
from xlperf.model.refusal import Refused
from xlperf.ooxml.archive import damaged
from xlperf.ooxml.beside import beside_cells, foreign_content
from xlperf.ooxml.gate import Package, open_package
from xlperf.ooxml.identity_sheet import identity_on
from xlperf.ooxml.kinds import Context
from xlperf.ooxml.ordinary import read_part
from xlperf.ooxml.properties import is_listing
from xlperf.ooxml.refs import column_number
from xlperf.ooxml.relations import Relation, relations_of
from xlperf.ooxml.sheet import Sheet
from xlperf.ooxml.strings import scan_strings
from xlperf.ooxml.styles import NO_STYLES, read_styles
from xlperf.ooxml.worksheet import scan_worksheet
from xlperf.ooxml.xml import parse_xml

_TRUE = frozenset({"1", "true"})
_Declared = tuple[Element, Relation]
_PRINT_AREA = "_xlnm.Print_Area"
# 'Sheet1'!$A:$H,'Sheet1'!$J$1:$K$9, and the columns of each
_AREA = (
    r"(?:'(?:[^']|'')*'|[^'!,()]+)!\$?([A-Z]{1,3})(?:\$?[0-9]+)?(?::\$?([A-Z]{1,3})(?:\$?[0-9]+)?)?"
)
_AREAS, _COLUMNS = re.compile(f"{_AREA}(?:,{_AREA})*"), re.compile(_AREA)
_OTHER_SHEETS = {"chartsheet": "图表页", "dialogsheet": "对话框页", "xlMacrosheet": "宏表"}


@dataclass(frozen=True, slots=True)
class DefinedName:
    name: str
    refers_to: str  # as written: 'Sheet1'!$A$1:$B$2
    sheet: int | None  # index of the sheet it is local to


@dataclass(frozen=True, slots=True)
class Workbook:
    sheets: tuple[Sheet, ...]  # worksheets in order; hidden ones only where asked for
    hidden: tuple[str, ...]  # names of the hidden worksheets
    names: tuple[DefinedName, ...]
    date1904: bool
    structure_locked: bool
    notes: tuple[str, ...]  # about the file as a whole: macros, links …
    identity: Identity | None = None  # of a workbook of ours; its sheet is among no others
    identity_part: str | None = None  # where it belongs, also while that sheet is blank


def read_workbook(data: bytes, hidden: bool = False) -> Workbook:
    """Every visible worksheet, and with `hidden` the hidden ones too; else Refused."""
    package = open_package(data)
    if is_listing(package):
        raise Refused("这是 xlperf 自己写的清单，不是申报表或自评表，不必再读。")
    part = main_part(package)
    root = parse_xml(package.read(part), part)
    relations = relations_of(package, part)
    declared = list(declared_sheets(root, relations))
    date1904 = has_flag(root, "workbookPr", "date1904")
    context = _context(package, relations, date1904)
    identity, own = _identity(package, declared, context)
    names = tuple(defined_names(root))
    printed = dict(_printed_columns(names, declared))
    declared = [each for each in declared if each is not own]
    sheets = (
        _sheet(package, element, relation, context)
        for element, relation in declared
        if relation.kind == "worksheet" and (hidden or _state(element) == "visible")
    )
    return Workbook(
        sheets=tuple(
            dataclasses.replace(sheet, printed_columns=printed.get(sheet.name, ()))
            for sheet in sheets
        ),
        hidden=tuple(
            element.get("name", "") for element, _ in declared if _state(element) != "visible"
        ),
        names=names,
        date1904=date1904,
        structure_locked=has_flag(root, "workbookProtection", "lockStructure"),
        notes=(*_other_sheets(declared), *foreign_content(package)),
        identity=identity,
        identity_part=own[1].target if own else None,
    )


def _identity(
    package: Package, declared: Sequence[_Declared], context: Context
) -> tuple[Identity | None, _Declared | None]:
    """The identity, and the sheet that is there to say it: nobody filled that one in."""
    own = next((each for each in declared if each[0].get("name") == IDENTITY_SHEET), None)
    if own is None:
        return None, None
    try:
        identity = identity_on(_sheet(package, *own, context))
    except Refused:
        identity = None  # a damaged help is none; the forms may be whole
    by_chance = identity is None and _state(own[0]) == "visible"
    return identity, None if by_chance else own


def main_part(package: Package) -> str:
    for relation in relations_of(package, "").values():
        if relation.kind == "officeDocument" and not relation.external:
            return _excel_part(relation.target)
    raise damaged("缺少工作簿")


def _excel_part(part: str) -> str:
    if part.endswith(".bin"):
        raise Refused("文件是 xlsb 格式：请在 Excel 中打开后另存为 xlsx。")
    if part.startswith(("word/", "ppt/")):
        raise Refused("文件不是工作簿，而是 Word 或 PowerPoint 文件：请检查文件名后重新发送。")
    return part


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _children(root: Element, *path: str) -> Iterator[Element]:
    for child in root:
        if _local(child) == path[0]:
            if len(path) == 1:
                yield child
            else:
                yield from _children(child, *path[1:])


def has_flag(root: Element, tag: str, attribute: str) -> bool:
    return any(element.get(attribute) in _TRUE for element in _children(root, tag))


def _state(element: Element) -> str:
    return element.get("state", "visible")


def declared_sheets(root: Element, relations: dict[str, Relation]) -> Iterator[_Declared]:
    """Every sheet the workbook names, with the part that holds it."""
    sheets = list(_children(root, "sheets", "sheet"))
    if not sheets:
        raise damaged("工作簿里没有工作表")
    for element in sheets:
        ids = [value for name, value in element.attrib.items() if name.endswith("}id")]
        relation = relations.get(ids[0]) if ids else None
        if relation is None or relation.external:
            raise damaged(f"缺少工作表“{element.get('name', '')}”")
        yield element, relation


def _context(package: Package, relations: dict[str, Relation], date1904: bool) -> Context:
    parts = {relation.kind: relation.target for relation in relations.values()}
    strings, styles = parts.get("sharedStrings"), parts.get("styles")
    return Context(
        read_part(package, strings, scan_strings) if strings else [],
        read_styles(package, styles) if styles else NO_STYLES,
        date1904,
    )


def _sheet(package: Package, element: Element, relation: Relation, context: Context) -> Sheet:
    name = element.get("name", "")
    if relation.target not in package:
        raise damaged(f"缺少工作表“{name}”")
    sheet = read_part(
        package,
        relation.target,
        lambda pieces: scan_worksheet(pieces, name, _state(element), context),
    )
    comments, text_boxes = beside_cells(package, relation.target)
    if comments or text_boxes:
        return dataclasses.replace(sheet, comments=comments, text_boxes=text_boxes)
    return sheet


def defined_names(root: Element) -> Iterator[DefinedName]:
    for element in _children(root, "definedNames", "definedName"):
        local = element.get("localSheetId", "")
        yield DefinedName(
            element.get("name", ""),
            element.text or "",
            int(local) if local.isdecimal() and len(local) < 8 else None,
        )


def _printed_columns(
    names: Sequence[DefinedName], declared: Sequence[_Declared]
) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    """By sheet, where a print area is set."""
    for each in names:
        if each.name != _PRINT_AREA or each.sheet is None or each.sheet >= len(declared):
            continue
        if _AREAS.fullmatch(each.refers_to):  # else a formula, which only a spreadsheet can tell
            columns = tuple(
                (column_number(found[1]) - 1, column_number(found[2] or found[1]) - 1)
                for found in _COLUMNS.finditer(each.refers_to)
            )
            yield declared[each.sheet][0].get("name", ""), columns


def _other_sheets(declared: list[_Declared]) -> Iterator[str]:
    for element, relation in declared:
        if relation.kind != "worksheet":
            kind = _OTHER_SHEETS.get(relation.kind, "非表格页")
            yield f"“{element.get('name', '')}”是{kind}，没有读取。"
