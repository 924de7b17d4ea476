"""What a person sees in a cell is what was given, and never a formula."""

import io
import re
import zipfile
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlperf.rounds.sheets import Column, Table, Value, workbook


def opened(*rows: list[Value]) -> Any:
    table = Table("页", [Column("甲", 10), Column("乙", 30)], rows)
    return openpyxl.load_workbook(io.BytesIO(workbook([table])))["页"]


@pytest.mark.parametrize(
    "text",
    ["=5.00(家)", "=1+1", "+5", "-3", "@SUM(A1)", "=", "#REF!", "007", "1e5", "2026-01-01", "TRUE"],
)
def test_text_stays_text(text: str) -> None:
    cell = opened([text, None])["A2"]
    assert cell.value == text
    assert cell.data_type == "s"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (Decimal("800000"), "#,##0"),
        (Decimal("21045108.18"), "#,##0.00"),
        (Decimal("800000.00"), "#,##0.00"),
        (Decimal("-0.5"), "#,##0.0"),
    ],
)
def test_amounts_are_numbers_with_their_decimals(number: Decimal, shown: str) -> None:
    cell = opened([number, None])["A2"]
    assert cell.data_type == "n"
    assert Decimal(repr(cell.value)) == number
    assert cell.number_format == shown


def test_digits_excel_would_drop_stay_as_text() -> None:
    cell = opened([Decimal("12345678901234567.89"), None])["A2"]
    assert cell.value == "12345678901234567.89"
    assert cell.data_type == "s"


def test_a_blank_is_no_cell_value() -> None:
    sheet = opened([None, "甲"], [0, "乙"])
    assert sheet["A2"].value is None
    assert sheet["A3"].value == 0


def test_header_filter_and_widths() -> None:
    sheet = opened(["一", "二"], ["三", "四"])
    assert [cell.value for cell in sheet[1]] == ["甲", "乙"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.column_dimensions["B"].width == 30


def decoded(stored: str) -> str:
    """As Excel shows it: _xHHHH_ is one character."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), stored)


escapes = st.from_regex(r"_x[0-9A-F]{4}_(_x005F_)?", fullmatch=True)


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=40) | escapes)
def test_every_character_survives(text: str) -> None:
    data = workbook([Table("页", [Column("甲", 10)], [[text]])])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = ElementTree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    stored = [node.text or "" for node in root.iter() if node.tag.endswith("}t")]
    assert decoded(stored[1]) == text


def test_a_text_too_long_for_a_cell_says_so() -> None:
    shown = opened(["指标" * 20_000, None])["A2"].value
    assert len(shown) <= 32_767
    assert shown.startswith("指标指标")
    assert "本格共 40000 字" in shown


def test_a_long_text_of_escapes_still_fits() -> None:
    shown = opened(["\x01" * 30_000, None])["A2"].value
    assert len(shown) <= 32_767
    assert "本格共 30000 字" in shown
