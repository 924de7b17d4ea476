"""Causes of a repair in what lies beside a sheet: tables, comments, drawings, controls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from support.opened import MAIN, Element, Package, Sheet, local
from support.repair_cells import Box, box, corner

_M = f"{{{MAIN}}}"
_SHAPES = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"


def beside_causes(package: Package, sheet: Sheet) -> Iterator[str]:
    yield from _tables(package, sheet)
    yield from _filter(sheet)
    yield from _comments(package, sheet)
    yield from _drawings(package, sheet)
    yield from _controls(package, sheet)


def _tables(package: Package, sheet: Sheet) -> Iterator[str]:
    merges = [box(each.get("ref")) for each in sheet.all("mergeCells/mergeCell")]
    areas = []
    for part in package.related(sheet.part, "table"):
        table = package.xml(part)
        areas.append(box(table.get("ref")))
        yield from (f"{part}: {cause}" for cause in _table(package, sheet, table))
    for area in areas:
        yield from (f"a table of {area} meets merge {m}" for m in merges if m.meets(area))
    yield from (f"tables {a} and {b} meet" for a, b in combinations(areas, 2) if a.meets(b))
    if len(sheet.all("tableParts/tablePart")) != len(areas):
        yield "tableParts and tables are not the same"


def _table(package: Package, sheet: Sheet, table: Element) -> Iterator[str]:
    area = box(table.get("ref"))
    headed, totals = int(table.get("headerRowCount", 1)), int(table.get("totalsRowCount", 0))
    if area.bottom - area.top + 1 <= headed + totals:
        yield f"{table.get('ref')} has no row for data"
    columns = table.findall(f"{_M}tableColumns/{_M}tableColumn")
    count = table.find(f"{_M}tableColumns").get("count")
    if not len(columns) == int(count) == area.right - area.left + 1:
        yield f"{len(columns)} columns, {count} counted, {table.get('ref')}"
    for key in ("id", "name"):
        values = [each.get(key).casefold() for each in columns]
        if len(values) != len(set(values)):
            yield f"columns of one {key}: {values}"
    found = table.find(f"{_M}autoFilter")
    if found is not None:
        inner = box(found.get("ref"))
        if inner != area._replace(bottom=area.bottom - totals):
            yield f"filters {found.get('ref')} of {table.get('ref')}"
    if headed:
        yield from _heads(package, sheet, area, [each.get("name") for each in columns])


def _heads(package: Package, sheet: Sheet, area: Box, names: list[str]) -> Iterator[str]:
    texts = [_text(package, sheet, area.top, column) for column in range(area.left, area.right + 1)]
    if texts != [re.sub(r"_x000[aA]_", "\n", name) for name in names]:
        yield f"columns are called {names}, the cells say {texts}"


def _text(package: Package, sheet: Sheet, row: int, column: int) -> str | None:
    for cell in sheet.all("sheetData/row/c"):
        if corner(cell.get("r")) == (row, column):
            if cell.get("t") == "s":
                (part,) = package.related(package.book_part, "sharedStrings")
                cell = package.xml(part)[int(cell.find(f"{_M}v").text)]
            elif cell.get("t") not in ("inlineStr", "str"):
                return None  # a table's head must be text
            return "".join(cell.itertext(f"{_M}t", f"{_M}v"))
    return None


def _filter(sheet: Sheet) -> Iterator[str]:
    for each in sheet.all("autoFilter"):
        area = box(each.get("ref"))
        for column in each.findall(f"{_M}filterColumn"):
            if int(column.get("colId")) > area.right - area.left:
                yield f"filters column {column.get('colId')} of {each.get('ref')}"


def _comments(package: Package, sheet: Sheet) -> Iterator[str]:
    places: list[tuple[int, int]] = []
    for part in package.related(sheet.part, "comments"):
        root = package.xml(part)
        authors = len(root.find(f"{_M}authors"))
        for each in root.iter(f"{_M}comment"):
            places.append(corner(each.get("ref")))
            if int(each.get("authorId")) >= authors:
                yield f"the comment on {each.get('ref')} has author {each.get('authorId')}"
    if len(places) != len(set(places)):
        yield f"two comments on one cell: {sorted(places)}"
    notes = [
        (int(each.findtext(f"{_EXCEL}Row")) + 1, int(each.findtext(f"{_EXCEL}Column")) + 1)
        for each in _clients(package, sheet)
        if each.get("ObjectType") == "Note"
    ]
    if sorted(notes) != sorted(places):
        yield f"comments on {sorted(places)}, their shapes on {sorted(notes)}"


def _clients(package: Package, sheet: Sheet) -> list[Element]:
    parts = package.related(sheet.part, "vmlDrawing")
    return [each for part in parts for each in package.xml(part).iter(f"{_EXCEL}ClientData")]


def _drawings(package: Package, sheet: Sheet) -> Iterator[str]:
    for part in package.related(sheet.part, "drawing"):
        root = package.xml(part)
        ids = [each.get("id") for each in root.iter(f"{_SHAPES}cNvPr")]
        if len(ids) != len(set(ids)):
            yield f"{part}: shapes of one id: {ids}"
        for anchor in root:
            yield from (f"{part}: {cause}" for cause in _anchor(anchor))
    for part in package.related(sheet.part, "vmlDrawing"):
        ids = [
            each.get("id")
            for each in package.xml(part).iter("{urn:schemas-microsoft-com:vml}shape")
        ]
        if len(ids) != len(set(ids)):
            yield f"{part}: shapes of one id: {ids}"


def _anchor(anchor: Element) -> Iterator[str]:
    ends = [each for each in anchor if local(each) in ("from", "to")]
    places = [
        (int(each.findtext(f"{_SHAPES}row")), int(each.findtext(f"{_SHAPES}col"))) for each in ends
    ]
    if any(row < 0 or row >= 1_048_576 or column < 0 for row, column in places):
        yield f"an anchor lies outside of every sheet: {places}"
    if len(places) == 2 and (places[0][0] > places[1][0] or places[0][1] > places[1][1]):
        yield f"an anchor ends before it starts: {places}"


def _controls(package: Package, sheet: Sheet) -> Iterator[str]:
    fallback = [inner for each in sheet.named("Fallback") for inner in each.iter()]
    controls = [each for each in sheet.named("control") if each not in fallback]
    ids = [each.get("shapeId") for each in controls]
    known = [
        (each.get(f"{_OFFICE}spid") or each.get("id")).rpartition("_s")[2]
        for part in package.related(sheet.part, "vmlDrawing")
        for each in package.xml(part).iter("{urn:schemas-microsoft-com:vml}shape")
    ]
    for shape in ids:
        if shape not in known:
            yield f"a control names shape {shape}, the drawing has {known}"
    if len(ids) != len(set(ids)):
        yield f"two controls of one shape: {ids}"
    for part in package.related(sheet.part, "ctrlProp"):
        link = package.xml(part).get("fmlaLink")
        if link is not None and not link.strip():
            yield f"{part} is linked to nothing"
