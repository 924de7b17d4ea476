"""Workbooks as documents: grids in order, merges, and a note for what is not in a grid."""

from __future__ import annotations

import io
import random
import tracemalloc

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Protection
from support.packages import MAIN, one_sheet, stylesheet, workbook_parts, worksheet, zipped

from xlperf.model.grid import Cell, Document, Flaw, Spans
from xlperf.model.place import Place
from xlperf.model.refusal import Refused
from xlperf.ooxml.refs import Area, ref_of
from xlperf.reading.sources.workbook import read

MB = 1 << 20


def cell(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


def cells_of(rows: str, tail: str = "") -> tuple[Cell, ...]:
    (grid,) = read(one_sheet(rows, tail)).grids
    return grid.cells


def merged(*refs: str) -> str:
    inner = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs)
    return f"<mergeCells>{inner}</mergeCells>"


def test_cells_merges_and_blank_merges_in_reading_order() -> None:
    rows = (
        f'<row r="1">{cell("A1", "标题")}</row>'
        f'<row r="3">{cell("B3", "乙")}<c r="A3" t="e"><v>#REF!</v></c></row>'
        '<row r="4"><c r="C4"><f>A1</f></c></row>'
    )
    document = read(one_sheet(rows, merged("A1:C2", "A4:B5", "D3:E3", "Z9:Z9")))
    assert document.notes == ()
    (grid,) = document.grids
    assert (grid.name, grid.spans) == ("表1", Spans.KNOWN)

    def at(ref: str) -> Place:
        return Place(sheet="表1", cell=ref)

    assert grid.cells == (
        Cell(0, 0, "标题", at("A1"), rows=2, cols=3),
        Cell(2, 0, "#REF!", at("A3"), flaw=Flaw.ERROR),
        Cell(2, 1, "乙", at("B3")),
        Cell(2, 3, "", at("D3"), cols=2),
        Cell(3, 0, "", at("A4"), rows=2, cols=2),
        Cell(3, 2, "=A1", at("C4"), flaw=Flaw.UNCACHED),
    )


def test_overlapping_merges_are_told_and_the_first_counts() -> None:
    data = one_sheet(f'<row r="1">{cell("B2", "甲")}</row>', merged("A1:B2", "B2:C3", "A1:A1"))
    document = read(data)
    assert [(c.row, c.col, c.rows, c.cols) for c in document.grids[0].cells] == [(0, 0, 2, 2)]
    assert document.notes == (
        "工作表“表1”：合并单元格 B2:C3 与 A1:B2 重叠，按未合并读取。",
        "工作表“表1”：合并单元格 A1:B2 盖住的 B2 里还有“甲”，没有读取。",
    )


def test_hidden_sheets_rows_and_columns_are_told() -> None:
    rows = f'<row r="2" hidden="1">{cell("A2", "甲")}</row>'
    first = worksheet(rows, head='<cols><col min="3" max="4" hidden="1"/></cols>')
    document = read(zipped(workbook_parts(first, worksheet(rows), states={2: "hidden"})))
    assert [grid.name for grid in document.grids] == ["表1"]
    assert [c.text for c in document.grids[0].cells] == ["甲"]
    assert document.notes == (
        "工作表“表2”是隐藏的，没有读取。",
        "工作表“表1”：第 2 行是隐藏的，照常读取。",
        "工作表“表1”：C 至 D 列是隐藏的，照常读取。",
    )


AREAS = st.builds(
    lambda top, left, rows, cols: Area(top, left, top + rows, left + cols),
    *[st.integers(0, 12)] * 2,
    *[st.integers(0, 5)] * 2,
)


@given(st.lists(AREAS, max_size=12), st.sets(st.tuples(*[st.integers(0, 18)] * 2), max_size=30))
def test_any_merges_give_cells_in_order_that_never_overlap(
    areas: list[Area], spots: set[tuple[int, int]]
) -> None:
    rows = "".join(
        f'<row r="{row + 1}">{cell(ref_of(row, col), "甲")}</row>' for row, col in sorted(spots)
    )
    document = read(one_sheet(rows, merged(*map(str, areas))))
    cells = document.grids[0].cells
    assert [(c.row, c.col) for c in cells] == sorted({(c.row, c.col) for c in cells})
    taken = [
        (row, col)
        for c in cells
        for row in range(c.row, c.row + c.rows)
        for col in range(c.col, c.col + c.cols)
    ]
    assert len(taken) == len(set(taken))
    hidden = {note.split("盖住的 ")[1].split(" ")[0] for note in document.notes if "盖住" in note}
    assert {c.at.cell for c in cells if c.text} | hidden == {ref_of(*spot) for spot in spots}
    kept = {Area(c.row, c.col, c.row + c.rows - 1, c.col + c.cols - 1) for c in cells} & set(areas)
    refused = sum("重叠" in note for note in document.notes)
    assert len(kept) + refused >= len({area for area in areas if not area.single})


VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20),
    st.integers(-(10**12), 10**12),
    st.booleans(),
)


@given(st.dictionaries(st.tuples(st.integers(1, 40), st.integers(1, 40)), VALUES, max_size=20))
def test_what_openpyxl_wrote_is_read_back(cells: dict[tuple[int, int], object]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for (row, col), value in cells.items():
        target = sheet.cell(row, col)
        target.value = value
        if isinstance(value, str):
            target.data_type = "s"  # a text, also where it looks like a formula or an error
    file = io.BytesIO()
    book.save(file)
    expected = {
        (row - 1, col - 1): str(value).upper() if isinstance(value, bool) else str(value)
        for (row, col), value in cells.items()
    }
    found = {(c.row, c.col): c.text for c in read(file.getvalue()).grids[0].cells}
    assert found == expected
    file.seek(0)
    theirs = openpyxl.load_workbook(file).active
    assert theirs is not None
    for row, col in found:
        value = theirs.cell(row + 1, col + 1).value
        shown = str(value).upper() if isinstance(value, bool) else str(value)
        assert found[row, col] == shown


def peak(data: bytes) -> tuple[int, object]:
    """Traced memory at its highest, and the document or the refusal."""
    tracemalloc.start()
    try:
        try:
            found: object = read(data)
        except Refused as refused:
            found = refused.reason
        return tracemalloc.get_traced_memory()[1], found
    finally:
        tracemalloc.stop()


def test_blank_formatted_rows_and_a_far_cell_cost_only_the_scan() -> None:
    blank = "".join(
        f'<row r="{i}" spans="1:9" ht="15" customHeight="1"><c r="A{i}" s="0"/></row>'
        for i in range(2, 100_000)
    )
    rows = f'<row r="1">{cell("A1", "甲")}</row>{blank}'
    far = f'<row r="1048576">{cell("XFD1048576", "远")}</row>'
    cost, document = peak(one_sheet(rows + far, merged("A1:XFD1")))
    assert [(c.row, c.col, c.cols) for c in document.grids[0].cells] == [  # type: ignore[attr-defined]
        (0, 0, 16_384),
        (1_048_575, 16_383, 1),
    ]
    assert cost < 40 * MB


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlperf.ooxml.cells.MOST_CELLS", 1000)
    rows = "".join(f'<row r="{i}"><c r="A{i}"><v>{i}</v></c></row>' for i in range(1, 1500))
    with pytest.raises(Refused, match="超过 1000 个有内容的单元格"):
        read(one_sheet(rows))


def test_too_much_text_is_refused() -> None:
    noise = random.Random(1).randbytes(MB // 2).hex()
    strings = f'<sst xmlns="{MAIN}"><si><t>{noise}</t></si></sst>'
    rows = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(1, 200))
    cost, reason = peak(one_sheet(rows, strings=strings))
    assert "文字总量太大" in str(reason)
    assert cost < 40 * MB


def test_a_row_too_large_to_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlperf.ooxml.worksheet.MOST_PENDING", 2 * MB)
    noise = random.Random(2).randbytes(2 * MB).hex()
    with pytest.raises(Refused, match="一行内容太大"):
        read(one_sheet(f'<row r="1">{cell("A1", noise)}</row>'))


def test_cells_are_read_whole_across_pieces() -> None:
    texts = [random.Random(i).randbytes(200_000).hex() for i in range(12)]
    rows = "".join(f'<row r="{i}">{cell(f"A{i}", t)}</row>' for i, t in enumerate(texts, 1))
    assert [c.text for c in cells_of(rows)] == texts


def beside_the_page(area: str | None, open_input: bool) -> Document:
    """On the page a value; beside it a remark in a locked cell, and a value in an open one."""
    book = openpyxl.Workbook()
    page = book.active
    page["A1"], page["J1"], page["J2"] = "值", "← 请填项目名称", "放在旁边的值"
    if open_input:
        page["A1"].protection = page["J2"].protection = Protection(locked=False)
    page.column_dimensions["K"].hidden = True
    if area:
        page.print_area = area
    out = io.BytesIO()
    book.save(out)
    return read(out.getvalue())


def test_what_a_form_says_beside_its_page_is_no_text_of_the_filler_s() -> None:
    document = beside_the_page("A1:H20", open_input=True)
    assert [c.text for c in document.grids[0].cells] == ["值", "放在旁边的值"]
    assert document.notes == ()


@pytest.mark.parametrize(("area", "open_input"), [(None, True), ("A1:H20", False), ("A1:J9", True)])
def test_what_anybody_may_have_written_beside_the_page_is_read(
    area: str | None, open_input: bool
) -> None:
    document = beside_the_page(area, open_input)
    texts = [c.text for c in document.grids[0].cells]
    assert texts == ["值", "← 请填项目名称", "放在旁边的值"]


def test_whole_columns_and_several_areas_are_pages_too() -> None:
    def texts(area: str) -> list[str]:
        name = f'<definedName name="_xlnm.Print_Area" localSheetId="0">{area}</definedName>'
        row = "".join(
            f'<c r="{ref}1"{style}><v>1</v></c>'
            for ref, style in (("A", ' s="1"'), ("C", ""), ("E", ""))
        )
        styles = stylesheet('<xf numFmtId="0"/><xf numFmtId="0"><protection locked="0"/></xf>')
        tail = f"<definedNames>{name}</definedNames>"
        parts = workbook_parts(worksheet(f'<row r="1">{row}</row>'), styles=styles, tail=tail)
        return [str(c.at) for c in read(zipped(parts)).grids[0].cells]

    assert texts("表1!$A:$C") == ["表1!A1", "表1!C1"]
    assert texts("'表1'!$A$1:$B$9,'表1'!$E$1") == ["表1!A1", "表1!E1"]
    assert texts("OFFSET(表1!$A$1,0,0,9,2)") == ["表1!A1", "表1!C1", "表1!E1"]
