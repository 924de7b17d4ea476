"""Whatever fills a template is read again as it was, and is never a formula, a tag or XML."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.escape import unescape
from support.repair import repair_causes

from xlperf.ooxml.workbook import read_workbook
from xlperf.templating import Template

_NASTY = (
    *("=1+1", "+1", "-1", "@A1", "=cmd|' /C calc'!A0", "{{ 1 }}", "{%tr endfor %}", "{# x #}"),
    *("<c>", "]]>", "&amp;", "_x000D_", "_x0041_", "a\r\nb", "\t", " ", "\x00\x1f", "\ufffe", "'"),
    *("#REF!", "TRUE", "1e5", "00012", "%s", "%%", "{0}", "\\", '"', "\u202e", "𠮷㐂", "\ue000"),
)
_texts = st.one_of(
    st.sampled_from(_NASTY), st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
)
_values = st.one_of(
    _texts,
    _texts.map(lambda text: text + "="),
    st.integers(1 - 10**15, 10**15 - 1),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.decimals(-(10**12), 10**12, places=2),
    st.dates(date(1901, 1, 1), date(2100, 1, 1)),
    st.booleans(),
    st.none(),
)


def _book(cells: dict[str, str]) -> bytes:
    book = openpyxl.Workbook()
    for ref, text in cells.items():
        book.worksheets[0][ref].value = text
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


_TEMPLATE = Template.compile(
    _book(
        {
            "A1": "{%tr for value in values %}",
            "A2": "{{ value }}",
            "B2": "前{{ value }}后",
            "C2": '="{{ value }}"&"完"',
            "A3": "{%tr endfor %}",
            "A4": "end",
        }
    ),
    "值.xlsx",
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_values, min_size=1, max_size=8))
def test_values_are_read_again_as_they_were(values: list[Any]) -> None:
    data = _TEMPLATE.render({"values": values})
    assert repair_causes(data) == []
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    shown = read_workbook(data).sheets[0].texts  # also what is cached of formulas
    for row, value in enumerate(map(_as_excel_has_it, values), 1):
        cell = sheet.cell(row, 1)
        assert cell.data_type != "f"
        assert _read(cell) == _wanted(value)
        text, formula = sheet.cell(row, 2).value, sheet.cell(row, 3).value
        assert isinstance(text, str)
        assert isinstance(formula, str)
        if isinstance(value, str):
            assert unescape(text) == f"前{value}后"
            assert unescape(formula) == '="' + value.replace('"', '""') + '"&"完"'
            assert shown.get(f"C{row}") == f"{value}完"
        elif value is None:
            assert text == "前后"
    assert sheet.cell(len(values) + 1, 1).value == "end"


def _as_excel_has_it(value: Any) -> Any:
    """Lines in a cell end as Excel ends them."""
    return re.sub("\r\n?", "\n", value) if isinstance(value, str) else value


def _read(cell: Cell | MergedCell) -> Any:
    value: Any = cell.value
    if isinstance(value, str):
        return unescape(value)
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date()
    return value


def _wanted(value: Any) -> Any:
    if value == "":
        return None
    return float(value) if isinstance(value, Decimal) else value
