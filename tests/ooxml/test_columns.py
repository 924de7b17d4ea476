"""Widths of columns and fonts of cells, as openpyxl writes them; figures are those of Excel."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.styles import Alignment, Font
from support.packages import part_of

from xlperf.ooxml import fonts
from xlperf.ooxml.canonical import canonical
from xlperf.ooxml.columns import Columns
from xlperf.ooxml.fonts import Fonts
from xlperf.ooxml.lettering import lettering


def _saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_columns_are_as_wide_as_they_are_written() -> None:
    book = openpyxl.Workbook()
    columns = book.worksheets[0].column_dimensions
    columns["B"].width = 10.7109375
    columns["C"].width, columns["C"].hidden = 30, True
    columns.group("E", "G", hidden=False)
    columns["E"].width = 4.5
    prolog = canonical(part_of(_saved(book), "xl/worksheets/sheet1.xml"), "sheet1")
    widths = Columns(prolog, fonts.Font("宋体", 11))
    assert [widths.across(at, at) for at in range(1, 9)] == [72, 86, 0, 72, 36, 36, 36, 72]
    assert widths.across(1, 3) == 72 + 86
    assert widths.across(6, 8) == 36 + 36 + 72


@pytest.mark.parametrize(("font", "pixels"), [("宋体", 72), ("Calibri", 64)])
def test_columns_of_no_width_have_eight_letters(font: str, pixels: int) -> None:
    assert Columns("<worksheet>", fonts.Font(font, 11)).across(1, 1) == pixels


def test_default_width_is_that_of_the_sheet() -> None:
    assert Columns('<sheetFormatPr defaultColWidth="10"/>', fonts.Font()).across(2, 3) == 160


def test_fonts_and_wrapping_are_those_of_the_cell() -> None:
    book = openpyxl.Workbook()
    cells = book.worksheets[0]["A1:A4"]
    cells[1][0].font = Font(name="仿宋", size=14, bold=True)
    cells[1][0].alignment = Alignment(wrap_text=True, indent=2)
    cells[2][0].alignment = Alignment(wrap_text=True, text_rotation=90)
    found = Fonts(canonical(part_of(_saved(book), "xl/styles.xml"), "styles"))
    assert found.normal == fonts.Font("Calibri", 11.0)
    assert found.of(0) == fonts.Setting(found.normal, wraps=False, indent=0)
    assert found.of(1) == fonts.Setting(fonts.Font("仿宋", 14.0, True), wraps=True, indent=2)
    assert not found.of(2).wraps  # what runs upwards isn't measured
    assert not found.of(99).wraps


@pytest.mark.parametrize(
    ("name", "size", "height"),
    [
        ("宋体", 9, 11.25),
        ("宋体", 11, 13.5),
        ("仿宋_GB2312", 12, 14.25),
        ("宋体", 14, 18.75),
        ("黑体", 16, 20.25),
        ("宋体", 18, 22.5),
        ("宋体", 22, 27.0),
        ("Calibri", 11, 15.0),
        ("Arial", 10, 12.75),
        ("Times New Roman", 12, 15.75),
        ("微软雅黑", 11, 16.5),
        ("等线", 11, 14.25),
    ],
)
def test_a_line_is_as_high_as_a_row_that_excel_fits(name: str, size: float, height: float) -> None:
    assert lettering(fonts.Font(name, size)).line * 0.75 == height
