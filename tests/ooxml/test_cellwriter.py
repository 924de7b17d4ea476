"""Values as cells, read again by openpyxl: what was text is text, and every digit is there."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from support.packages import repacked, worksheet

from xlperf.ooxml.cellwriter import VARIANT, CellStyles, CellWriter
from xlperf.ooxml.workbook import read_workbook

_QUOTED, _DAY, _MOMENT = 1, 2, 3


def _template(date1904: bool) -> bytes:
    """Its styles are those that values may ask for."""
    book = openpyxl.Workbook()
    cells = book.worksheets[0]["A1:A3"]
    cells[0][0].quotePrefix = True
    cells[1][0].number_format, cells[2][0].number_format = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
    if date1904:
        book.epoch = CALENDAR_MAC_1904
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _written(value: object, date1904: bool = False) -> bytes:
    writer = CellWriter(CellStyles(0, _QUOTED, _DAY, _MOMENT), date1904)
    cell = writer.write(value).replace(VARIANT, "")
    sheet = worksheet(f'<row r="1"><c r="A1"{cell}</row>')
    return repacked(_template(date1904), {"xl/worksheets/sheet1.xml": sheet})


def _cell(value: object, date1904: bool = False) -> Cell:
    book = openpyxl.load_workbook(io.BytesIO(_written(value, date1904)))
    cell = book.worksheets[0]["A1"]
    assert isinstance(cell, Cell)
    return cell


@pytest.mark.parametrize(
    "value",
    [
        *(
            "中文 English",
            "a<b & c>d",
            "]]>",
            '"quoted"',
            "a\nb\tc",
            " 前后 ",
            "\u3000缩进",
            "𠮷",
            "_x_",
        ),
        *(True, False, 0, -7, 1.5, 1e-7, 123456789012345, None),
        *(date(2026, 2, 28), datetime(2026, 2, 28, 12, 30)),
    ],
)
def test_a_value_keeps_its_type(value: Any) -> None:
    found = _cell(value).value
    if isinstance(value, date) and not isinstance(value, datetime):
        assert isinstance(found, datetime)
        found = found.date()
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_text_is_never_a_formula(text: str) -> None:
    cell = _cell(text)
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix


@pytest.mark.parametrize("text", ["\x00", "a\x1fb", "_x0041_", "__x000D__", "\ufffe", "\ud800"])
def test_what_xml_cannot_hold_comes_back(text: str) -> None:
    seen = read_workbook(_written(text)).sheets[0].texts["A1"]
    assert seen == (text if text != "\ud800" else "_xD800_")


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        (Decimal("12.50"), 12.5),
        (Decimal("0.1"), 0.1),
        (Decimal(1) / 3, 1 / 3),
        (Decimal("1E+3"), 1000),
    ],
)
def test_numbers_keep_their_digits(value: object, seen: object) -> None:
    assert _cell(value).value == seen


@pytest.mark.parametrize(
    "day", [date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(9999, 12, 31)]
)
def test_days_count_as_spreadsheets_count(day: date) -> None:
    assert read_workbook(_written(day)).sheets[0].texts["A1"] == day.isoformat()


def test_days_of_the_other_date_system() -> None:
    found = _cell(date(2026, 11, 20), date1904=True).value
    assert found == datetime(2026, 11, 20)
    assert _cell(date(1903, 12, 31), date1904=True).value == "1903-12-31"
