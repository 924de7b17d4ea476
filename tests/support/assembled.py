"""A few cells as a template, filled, and opened again."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet
from support.opened import Package
from support.packages import repacked
from support.repair import repair_causes
from xlsxwriter.worksheet import Worksheet as Made

from xlperf.templating import Template

Cells = Mapping[str, Any]


def template(
    cells: Cells,
    *,
    merges: Sequence[str] = (),
    wrapped: Sequence[str] = (),
    formats: Mapping[str, str] | None = None,
    more: Mapping[str, Cells] | None = None,
    change: Callable[[Made], object] | None = None,
) -> bytes:
    """A sheet 表 with these cells, and `more` sheets; what begins with = is a formula."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    first = book.add_worksheet("表")
    for sheet, content in [
        (first, cells),
        *((book.add_worksheet(name), content) for name, content in (more or {}).items()),
    ]:
        for area in merges if sheet is first else ():
            sheet.merge_range(area, "")
        for ref, value in content.items():
            looks = {"text_wrap": True, "font_name": "宋体"} if ref in wrapped else {}
            if formats and ref in formats:
                looks["num_format"] = formats[ref]
            sheet.write(ref, value, book.add_format(looks) if looks else None)
    if change:
        change(first)
    book.close()
    return file.getvalue()


def compiled(cells: Cells, **others: Any) -> Template:
    return Template.compile(template(cells, **others), "样表.xlsx")


def filled(cells: Cells, context: Mapping[str, Any] | None = None, **others: Any) -> bytes:
    """Of which no program would want to repair anything."""
    data = compiled(cells, **others).render(context or {})
    assert repair_causes(data) == []
    return data


def opened(data: bytes, sheet: str = "表", values: bool = False) -> Worksheet:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        found = openpyxl.load_workbook(io.BytesIO(data), data_only=values)[sheet]
    assert isinstance(found, Worksheet)
    return found


def contents(data: bytes, sheet: str = "表", values: bool = False) -> dict[str, Any]:
    """All cells that aren't blank: formulas as text, or what is cached for them."""
    return {
        cell.coordinate: cell.value
        for row in opened(data, sheet, values).iter_rows()
        for cell in row
        if cell.value is not None
    }


def merged(data: bytes, sheet: str = "表") -> set[str]:
    return {str(area) for area in opened(data, sheet).merged_cells.ranges}


def sheet_xml(data: bytes, number: int = 1) -> str:
    return Package(data).parts[f"xl/worksheets/sheet{number}.xml"].decode()


def with_rows(rows: str, **cells: Any) -> bytes:
    """A template whose first sheet has these rows, as XML."""
    data = template({"A1": "x", **cells})
    text = sheet_xml(data)
    start, end = text.index("<sheetData>") + 11, text.index("</sheetData>")
    return repacked(data, {"xl/worksheets/sheet1.xml": text[:start] + rows + text[end:]})
