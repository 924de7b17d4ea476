"""A worksheet cut apart: whatever wrote it, the same rows and cells come out."""

from __future__ import annotations

import pytest
from support.packages import MAIN, worksheet

from xlperf.model.refusal import Refused
from xlperf.ooxml.cutting import CutSheet, cut_sheet

_STRINGS = ("甲", "乙")


def _cut(rows: str, tail: str = "") -> CutSheet:
    return cut_sheet(worksheet(rows, tail).encode(), "sheet1.xml", _STRINGS)


def _texts(sheet: CutSheet) -> dict[tuple[int, int], str]:
    return {
        (number, cell.column): cell.text
        for number, row in sheet.rows.items()
        for cell in row.cells
        if cell.text is not None
    }


def _formulas(sheet: CutSheet) -> dict[tuple[int, int], str]:
    return {
        (number, cell.column): cell.formula.text
        for number, row in sheet.rows.items()
        for cell in row.cells
        if cell.formula
    }


def test_strings_of_every_kind_have_a_text() -> None:
    sheet = _cut(
        '<row r="2"><c r="B2" t="s"><v>1</v></c>'
        '<c r="C2" t="inlineStr"><is><r><t>红</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 黑'
        "</t></r></is></c>"
        '<c r="D2" t="str"><v>a&amp;b</v></c><c r="E2"><v>1</v></c><c r="F2" t="str"><f>A1</f>'
        "<v>x</v></c></row>"
    )
    assert _texts(sheet) == {(2, 2): "乙", (2, 3): "红 黑", (2, 4): "a&b"}


def test_places_that_are_not_written_follow_from_those_before() -> None:
    sheet = _cut(
        '<row><c><v>1</v></c><c r="D1"/><c><v>2</v></c></row><row r="5"/><row><c t="s"><v>0</v></c>'
        "</row>"
    )
    assert [[cell.column for cell in row.cells] for row in sheet.rows.values()] == [
        [1, 4, 5],
        [],
        [1],
    ]
    assert list(sheet.rows) == [1, 5, 6]
    assert _texts(sheet) == {(6, 1): "甲"}


def test_only_content_counts_for_the_last_row() -> None:
    sheet = _cut(
        '<row r="3"><c r="A3"><v>1</v></c></row><row r="1048576"><c r="B1048576" s="1"/></row>'
    )
    assert sheet.last == 3
    assert list(sheet.rows) == [3, 1048576]


def test_attributes_stay_but_for_hints() -> None:
    sheet = _cut(
        '<row r="1" spans="1:3" s="2" customFormat="1" ht="20.5" customHeight="1" outlineLevel="1" '
        'hidden="1"><c r="A1" s="3" cm="1" vm="2"><v>1</v></c></row>'
    )
    row = sheet.rows[1]
    assert row.attributes == ' s="2" customFormat="1" outlineLevel="1" hidden="1"'
    assert (row.height, row.own_height) == ("20.5", True)
    assert (row.cells[0].style, row.cells[0].others) == (3, ' cm="1" vm="2"')


def test_a_shared_formula_reads_in_each_cell_as_excel_shows_it() -> None:
    sheet = _cut(
        '<row r="1"><c r="C1"><f t="shared" ref="C1:C3" si="0">'
        "A1*$B$1+SUM('a b'!A1:A2)</f></c></row>"
        '<row r="2"><c r="C2"><f t="shared" si="0"/><v>1</v></c></row>'
        '<row r="3"><c r="C3"><f t="shared" si="0"/></c><c r="D3"><f ca="1">NOW()</f></c></row>'
    )
    assert _formulas(sheet) == {
        (1, 3): "A1*$B$1+SUM('a b'!A1:A2)",
        (2, 3): "A2*$B$1+SUM('a b'!A2:A3)",
        (3, 3): "A3*$B$1+SUM('a b'!A3:A4)",
        (3, 4): "NOW()",
    }
    frames = [cell.formula.attributes for cell in sheet.rows[3].cells if cell.formula]
    assert frames == [{}, {"ca": "1"}]


def test_array_formulas_keep_their_frame() -> None:
    sheet = _cut(
        '<row r="1"><c r="A1" cm="1"><f t="array" ref="A1:A2">B1:B2&amp;"x"</f><v>1</v></c></row>'
    )
    formula = sheet.rows[1].cells[0].formula
    assert formula is not None
    assert formula.text == 'B1:B2&"x"'
    assert formula.attributes == {"t": "array", "ref": "A1:A2"}


def test_a_prefix_changes_nothing() -> None:
    plain = '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1"><f>A1</f><v>2</v></c></row>'
    tail = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    one = _cut(plain, tail)
    prefixed = (
        worksheet(plain, tail).replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
    )
    other = cut_sheet(prefixed.replace("xmlns=", "xmlns:x=").encode(), "sheet1.xml", _STRINGS)
    assert other.rows == one.rows
    assert other.epilog == one.epilog
    assert MAIN in other.prolog


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="0"/>',
        '<row r="1048577"/>',
        '<row r="1"/><row r="1"/>',
        '<row r="1"><c r="A2"/></row>',
        '<row r="1"><c r="A1"/><c r="A1"/></row>',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1"><f t="shared" si="4"/></c></row>',
        '<row r="1"><c r="A1"></row>',
    ],
)
def test_what_is_damaged_is_refused(rows: str) -> None:
    with pytest.raises(Refused):
        _cut(rows)


def test_what_lies_too_far_down_is_named() -> None:
    with pytest.raises(Refused, match="XFD1048576"):
        _cut('<row r="1"/><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    assert _cut('<row r="1"/><row r="1048576"><c r="XFD1048576" s="1"/></row>').last == 0


def test_a_sheet_that_is_formatted_to_its_end_is_refused() -> None:
    with pytest.raises(Refused, match="空白的格式"):
        _cut('<row r="1"/>' * 100_001)
