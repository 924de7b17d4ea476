"""Would Excel offer to repair this workbook? Each known cause is looked for, without a schema."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree
from support.opened import LINK, Element, Package, Sheet, local, relations_of
from support.repair_beside import beside_causes
from support.repair_cells import cell_causes
from support.repair_tail import tail_causes

_FORBIDDEN = set("[]:*?/\\")
_NAME = re.compile(r"[\w\\][\w.\\?]*")
_CELL = re.compile(r"(?i)[a-z]{1,3}[0-9]{1,7}|r|c|r[0-9]*c[0-9]*")
_CONTENT_TYPES = "[Content_Types].xml"


def repair_causes(data: bytes) -> list[str]:
    package = Package(data)
    for judge in (_unreadable, _relations):
        broken = list(judge(package))
        if broken:  # nothing else can be looked at
            return broken
    found = [*_parts(package), *_book(package), *_names(package)]
    for sheet in package.sheets:
        found += [f"{sheet.name}: {cause}" for cause in _sheet(package, sheet)]
    return found + list(_between_sheets(package))


def _sheet(package: Package, sheet: Sheet) -> Iterator[str]:
    for judge in (cell_causes, tail_causes, beside_causes):
        try:
            yield from judge(package, sheet)
        except ValueError as error:  # what should be a place or a number is none
            yield str(error)


def _unreadable(package: Package) -> Iterator[str]:
    """Control characters and markup that isn't well-formed end here."""
    for name, content in package.parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            try:
                etree.fromstring(content)
            except etree.XMLSyntaxError as error:
                yield f"{name} is not XML: {error}"


def _parts(package: Package) -> Iterator[str]:
    yield from repeated("part", package.names)
    types = package.xml(_CONTENT_TYPES)
    endings = [each.get("Extension").lower() for each in types if local(each) == "Default"]
    told = [each.get("PartName").lstrip("/") for each in types if local(each) == "Override"]
    yield from repeated("type of a part", told)
    yield from repeated("type of an ending", endings)
    yield from (f"{name} has a type but isn't there" for name in told if name not in package.parts)
    for name in package.names:
        if name not in (*told, _CONTENT_TYPES) and name.rpartition(".")[2].lower() not in endings:
            yield f"{name} has no type"


def _relations(package: Package) -> Iterator[str]:
    for part in package.names:
        if part.endswith(".rels"):
            yield from repeated(f"id in {part}", (each.get("Id") for each in package.xml(part)))
        elif part.endswith((".xml", ".vml")):
            yield from _used(package, part)
    yield from _dangling(package)


def _used(package: Package, part: str) -> Iterator[str]:
    known = package.relations(part)
    space = LINK.partition("}")[0] + "}"
    for each in package.xml(part).iter(etree.Element):
        for key, value in each.attrib.items():
            if key.startswith(space) and value and value not in known:
                yield f"{part}: {local(each)} names {value}, which {relations_of(part)} hasn't"


def _dangling(package: Package) -> Iterator[str]:
    owners = ["", *(name for name in package.names if not name.endswith(".rels"))]
    reached = {relations_of(owner) for owner in owners}
    for owner in owners:
        for relation in package.relations(owner).values():
            if not relation.external and relation.target not in package.parts:
                yield f"{owner or 'the package'} leads to {relation.target}, which isn't there"
    for name in package.names:
        if name.endswith(".rels") and name not in reached:
            yield f"{name} belongs to no part"


def _book(package: Package) -> Iterator[str]:
    sheets = package.sheets
    names = [sheet.name for sheet in sheets]
    yield from repeated("sheet name", (name.casefold() for name in names))
    for name in names:
        if not 0 < len(name) <= 31 or _FORBIDDEN & set(name) or name[0] == "'" or name[-1] == "'":
            yield f"a sheet can't be called {name!r}"
    for key in ("sheetId", LINK):
        yield from repeated(f"sheet's {key}", (each.get(key) for each in _each(package, "sheet")))
    if all(sheet.state != "visible" for sheet in sheets):
        yield "no sheet is visible"
    yield from _tabs(package)
    yield from _chain(package)


def _tabs(package: Package) -> Iterator[str]:
    sheets = package.sheets
    for view in _each(package, "workbookView"):
        for key in ("activeTab", "firstSheet"):
            if int(view.get(key, 0)) >= len(sheets):
                yield f"{key} is {view.get(key)} of {len(sheets)} sheets"
        if sheets[min(int(view.get("activeTab", 0)), len(sheets) - 1)].state != "visible":
            yield "the active sheet is hidden"


def _chain(package: Package) -> Iterator[str]:
    ids = [each.get("sheetId") for each in _each(package, "sheet")]
    for part in package.related(package.book_part, "calcChain"):
        last = None
        for each in package.xml(part):
            last = each.get("i") or last
            sheet = package.sheets[ids.index(last)] if last in ids else None
            cell = sheet and [
                c for c in sheet.all("sheetData/row/c") if c.get("r") == each.get("r")
            ]
            if not cell or not any(local(inner) == "f" for inner in cell[0]):
                yield f"calcChain tells of a formula at {each.get('r')} of sheet {last}"


def _names(package: Package) -> Iterator[str]:
    count = len(package.sheets)
    elements = _each(package, "definedName")
    keys = [(each.get("name").casefold(), each.get("localSheetId")) for each in elements]
    yield from repeated("defined name", keys)
    for each in elements:
        name, at = each.get("name"), each.get("localSheetId")
        bare = name.removeprefix("_xlnm.")
        if not _NAME.fullmatch(bare) or _CELL.fullmatch(bare) or len(name) > 255:
            yield f"{name} is no valid name"
        if at is not None and int(at) >= count:
            yield f"{name} is local to sheet {at} of {count}"
        if not (each.text or "").strip():
            yield f"{name} says nothing"


def _between_sheets(package: Package) -> Iterator[str]:
    tables = [package.xml(part) for sheet in package.sheets for part in _tables(package, sheet)]
    yield from repeated("table id", (each.get("id") for each in tables))
    names = [each.get("displayName").casefold() for each in tables]
    defined = [each.get("name").casefold() for each in _each(package, "definedName")]
    yield from repeated("table name", [*names, *(name for name in defined if name in names)])
    owned = ("comments", "vmlDrawing", "drawing", "table", "ctrlProp", "printerSettings")
    for kind in owned:
        parts = [part for sheet in package.sheets for part in package.related(sheet.part, kind)]
        yield from repeated(f"{kind} of two sheets", parts)


def _tables(package: Package, sheet: Sheet) -> list[str]:
    return package.related(sheet.part, "table")


def _each(package: Package, name: str) -> list[Element]:
    found: list[Element] = package.book.xpath(f".//*[local-name()='{name}']")
    return found


def repeated(what: str, values: Iterable[object]) -> Iterator[str]:
    for value, count in Counter(values).items():
        if count > 1:
            yield f"{what} {value} occurs {count} times"
