"""Styles beside those of a template; openpyxl says what they are."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from support.packages import part_of, repacked, worksheet

from xlperf.ooxml.variants import Variants, with_decimals

_STYLES = "xl/styles.xml"
_PERCENT, _MONEY, _TEXT = 1, 2, 3


def _template(percent: str = "0.0%") -> bytes:
    """Style 0 is General, the others as named above."""
    book = openpyxl.Workbook()
    cells = book.worksheets[0]["A1:A3"]
    for (cell,), code in zip(cells, (percent, "#,##0.00", "@"), strict=True):
        cell.number_format = code
    cells[0][0].alignment = Alignment(wrap_text=True)
    cells[1][0].font = Font(name="仿宋", size=14)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _variants(template: bytes) -> Variants:
    return Variants(part_of(template, _STYLES), _STYLES)


def _opened(template: bytes, variants: Variants, style: int) -> Cell:
    sheet = worksheet(f'<row r="1"><c r="A1" s="{style}"><v>1</v></c></row>')
    changes = {_STYLES: variants.extended(), "xl/worksheets/sheet1.xml": sheet}
    book = openpyxl.load_workbook(io.BytesIO(repacked(template, changes)))
    cell = book.worksheets[0]["A1"]
    assert isinstance(cell, Cell)
    return cell


def test_a_variant_differs_in_one_thing() -> None:
    template = _template()
    variants = _variants(template)
    quoted = _opened(template, variants, variants.quoted(_PERCENT))
    assert quoted.quotePrefix
    assert quoted.number_format == "0.0%"
    assert quoted.alignment.wrap_text
    assert not _opened(template, variants, _PERCENT).quotePrefix


def test_an_unlocked_style_keeps_all_else() -> None:
    template = _template()
    variants = _variants(template)
    style = variants.unlocked(_PERCENT)
    opened = _opened(template, variants, style)
    assert not opened.protection.locked
    assert (opened.number_format, opened.alignment.wrap_text) == ("0.0%", True)
    assert variants.unlocked(style) == style
    both = _opened(template, variants, variants.decimals(variants.unlocked(_MONEY))[4])
    assert (both.number_format, both.protection.locked) == ("#,##0.0000", False)


@pytest.mark.parametrize("percent", ["0.0%", "0%"])  # with and without formats of its own
def test_only_a_cell_without_format_gets_that_of_a_day(percent: str) -> None:
    template = _template(percent)
    variants = _variants(template)
    assert _opened(template, variants, variants.day(0)).number_format == "yyyy-mm-dd"
    assert _opened(template, variants, variants.moment(0)).number_format == "yyyy-mm-dd hh:mm"
    assert _opened(template, variants, _PERCENT).number_format == percent
    assert variants.day(_PERCENT) == _PERCENT
    assert variants.day(_TEXT) == _TEXT


@pytest.mark.parametrize(
    ("style", "places", "code"),
    [
        (0, 0, "0"),
        (0, 2, "0.00"),
        (_PERCENT, 2, "0%"),
        (_PERCENT, 4, "0.00%"),
        (_MONEY, 3, "#,##0.000"),
        (_TEXT, 2, "@"),
    ],
)
def test_a_figure_shows_the_decimals_it_has(style: int, places: int, code: str) -> None:
    template = _template()
    variants = _variants(template)
    assert _opened(template, variants, variants.decimals(style)[places]).number_format == code


@pytest.mark.parametrize(
    ("code", "places", "found"),
    [
        ("General", 1, "0.0"),
        ('#,##0.00"元";[Red]-#,##0.00"元0"', 0, '#,##0"元";[Red]-#,##0"元0"'),
        ("￥#,##0", 2, "￥#,##0.00"),
        ("_ * #,##0.00_ ", 1, "_ * #,##0.0_ "),
        ("0%", 3, "0.0%"),
    ],
)
def test_decimals_in_a_number_format(code: str, places: int, found: str) -> None:
    assert with_decimals(code, places) == found


def test_the_styles_of_the_template_keep_their_numbers() -> None:
    variants = _variants(_template())
    new = [variants.quoted(0), variants.day(0), variants.quoted(0)]
    assert new == [4, 5, 4]
    assert variants.quoted(99) == 99  # of a style that isn't there, there is no variant
