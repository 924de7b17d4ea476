"""Both ways to the text of a part agree: as written, and rewritten by expat."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from support.packages import MAIN, shared_strings, stylesheet, workbook_parts, worksheet, zipped

from xlperf.model.refusal import Refused
from xlperf.ooxml import ordinary, styles
from xlperf.ooxml.refs import ref_of
from xlperf.ooxml.workbook import Workbook, read_workbook

Convert = Callable[[Path, str, Path], Path]


def both_ways(data: bytes, monkeypatch: pytest.MonkeyPatch) -> Workbook:
    """The workbook, after checking that the slow way finds exactly the same."""
    styles.remembered_styles.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(ordinary, "rewritten", unreachable)
        quick = read_workbook(data, hidden=True)
    styles.remembered_styles.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(ordinary, "written", lambda pieces, name: never_ordinary())
        slow = read_workbook(data, hidden=True)
    assert slow == quick
    return quick


def unreachable(*_: object) -> None:
    raise AssertionError("an ordinary file took the slow way")


def never_ordinary() -> None:
    raise ordinary.Unusual("test")


def filled_form() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(1, 31):
        for column in range(1, 10):
            cell = sheet.cell(row, column)
            cell.font = Font(name="宋体", bold=row == 1)
            cell.alignment = Alignment(wrap_text=True)
            cell.protection = Protection(locked=column % 2 == 0)
    values: list[object] = [
        "甲 <b>&\"'\n乙",
        787088.5,
        0.9886,
        True,
        "#REF!",
        "=SUM(B1:C1)",
        "_x000D_",
    ]
    for row, value in enumerate(values, 1):
        sheet.cell(row, row, value)
    sheet["B2"].number_format = "#,##0.00"
    sheet["C3"].number_format = "0.00%"
    sheet.merge_cells("A10:B12")
    rule = DataValidation(type="list", formula1='"一,二"')
    rule.add("C1:C9")
    sheet.add_data_validation(rule)
    sheet.protection.sheet = True
    sheet.column_dimensions["H"].hidden = True
    sheet.row_dimensions[20].hidden = True
    sheet.oddHeader.center.text = "单位：元"
    book.create_sheet("字典").sheet_state = "hidden"
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_openpyxl_writes_the_ordinary_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = both_ways(saved(filled_form()), monkeypatch).sheets[0]
    assert sheet.texts["B2"] == "787,088.50"
    assert sheet.texts["A1"] == "甲 <b>&\"'\n乙"
    assert len(sheet.validations) == len(sheet.merges) == 1


def test_libreoffice_writes_the_ordinary_shape(
    monkeypatch: pytest.MonkeyPatch, convert: Convert, tmp_path: Path
) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(saved(filled_form()))
    (tmp_path / "out").mkdir()
    book = both_ways(convert(path, "xlsx", tmp_path / "out").read_bytes(), monkeypatch)
    ours = read_workbook(path.read_bytes()).sheets[0]
    theirs = book.sheets[0]
    # it calculates the formula, and writes the text #REF! as the text that it is
    assert theirs.texts == {**ours.texts, "F6": theirs.texts["F6"]}
    assert theirs.texts["F6"] == "0"
    assert theirs.merges == ours.merges
    assert theirs.protection is not None
    assert theirs.hidden_rows == {19}
    assert theirs.hidden_columns == ((7, 7),)
    assert book.hidden == ("字典",)


def excel_like() -> bytes:
    """The shapes of Excel's own files that openpyxl never writes."""
    rows = (
        '<row r="1" spans="1:9" ht="15.75" thickBot="1" x14ac:dyDescent="0.3">'
        '<c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1"/><c r="C1" t="s"><v>1</v></c></row>'
        '<row r="2" spans="1:9"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><f>A1</f><v>1</v></c>'
        '<c r="C2"><f t="shared" ref="C2:C3" si="0">B2&amp;"x"</f><v>2</v></c></row>'
        '<row r="3"><c r="C3"><f t="shared" si="0"/><v>2</v></c><c r="D3" cm="1"><v>4</v></c></row>'
    )
    strings = shared_strings(
        '<si><t xml:space="preserve"> 甲\r\n乙 </t></si>'
        "<si><r><rPr><b/></rPr><t>丙</t></r><r><t>丁</t></r>"
        '<rPh sb="0" eb="1"><t>x</t></rPh><phoneticPr fontId="1"/></si>'
    )
    sheet = worksheet(rows, '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>')
    sheet = sheet.replace("<worksheet ", '<worksheet xmlns:x14ac="urn:x14ac" ', 1)
    sheet_styles = stylesheet(
        '<xf numFmtId="0" fontId="0"/><xf numFmtId="176" xfId="0" applyProtection="1">'
        '<alignment wrapText="1"/><protection locked="0"/></xf>',
        '<numFmt numFmtId="176" formatCode="0.0"/>',
    )
    return zipped(workbook_parts(sheet, strings=strings, styles=sheet_styles))


def test_excel_shapes_are_ordinary(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = both_ways(excel_like(), monkeypatch).sheets[0]
    assert sheet.texts == {
        "A1": " 甲\n乙 ",
        "C1": "丙丁",
        "A2": "#N/A",
        "B2": "1",
        "C2": "2",
        "C3": "2",
        "D3": "4",
    }
    assert sheet.locks.unlocked == {"A1", "B1"}


TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff").filter(
            lambda character: character >= " "
        ),
        st.sampled_from("\n<>&\"'项目绩效]]>_x"),
    ),
    min_size=1,
    max_size=12,
)
SPOTS = st.tuples(st.integers(0, 40), st.integers(0, 30))


def escaped(text: str) -> str:
    return escape(text.replace("_x", "_x005F_x"))


def plainly(spot: tuple[int, int], text: str) -> str:
    inner = f'<is><t xml:space="preserve">{escaped(text)}</t></is>'
    return f'<c r="{ref_of(*spot)}" s="0" t="inlineStr">{inner}</c>'


def in_runs(spot: tuple[int, int], text: str) -> str:
    runs = "".join(f"<r><t>{escaped(each)}</t></r>" for each in text)
    return f'<c t="inlineStr" r="{ref_of(*spot)}"><is>{runs}</is></c>'


def as_formula(spot: tuple[int, int], text: str) -> str:
    return f'<c r="{ref_of(*spot)}" t="str"><f>B1</f><v>{escaped(text)}</v></c>'


def in_cdata(spot: tuple[int, int], text: str) -> str:
    parts = text.replace("_x", "_x005F_x").replace("]]>", "]]]]><![CDATA[>")
    return f"<c r='{ref_of(*spot)}' t='str'><!-- --><v><![CDATA[{parts}]]></v></c>"


def with_prefix(sheet: str) -> str:
    for tag in ("worksheet", "sheetData", "row", "c", "is", "r", "t", "f", "v"):
        for end in (" ", ">", "/"):
            sheet = sheet.replace(f"<{tag}{end}", f"<x:{tag}{end}")
        sheet = sheet.replace(f"</{tag}>", f"</x:{tag}>")
    return sheet.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')


@given(
    st.dictionaries(
        SPOTS, st.tuples(TEXT, st.sampled_from([plainly, in_runs, as_formula])), max_size=9
    ),
    st.sampled_from([None, in_cdata]),
    st.booleans(),
)
def test_any_writing_of_the_same_cells_reads_the_same(
    cells: dict[tuple[int, int], tuple[str, Callable[[tuple[int, int], str], str]]],
    instead: Callable[[tuple[int, int], str], str] | None,
    prefixed: bool,
) -> None:
    rows = ""
    for row in sorted({row for row, _ in cells}):
        inner = "".join(
            (instead or write)(spot, text)
            for spot, (text, write) in sorted(cells.items())
            if spot[0] == row
        )
        rows += f'<row r="{row + 1}">{inner}</row>'
    sheet = worksheet(rows)
    if prefixed and not any("<" in text for text, _ in cells.values()):
        sheet = with_prefix(sheet)
    found = read_workbook(zipped(workbook_parts(sheet))).sheets[0].texts
    assert found == {ref_of(*spot): text for spot, (text, _) in cells.items()}


@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 30))
def test_a_damaged_part_is_refused_or_read_but_leaks_nothing(
    junk: bytes, at: int, cut: int
) -> None:
    whole = worksheet('<row r="1"><c r="A1"><v>1</v></c></row>').encode()
    part = whole[:at] + junk + whole[at + cut :]
    found: object = None
    with contextlib.suppress(Refused):
        found = read_workbook(zipped(workbook_parts(part)))
    assert found is None or isinstance(found, Workbook)
