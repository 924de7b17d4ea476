import datetime
import random
import struct
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from xlperf.model.grid import Cell, Document, Flaw, Spans
from xlperf.model.place import Place
from xlperf.model.refusal import Refused
from xlperf.reading.sources.biff import Stream
from xlperf.reading.sources.legacy import read

VALUES = [
    (1040760, "General", "1040760"),
    (1040760, "0", "1040760"),
    (787088.5, "General", "787088.5"),
    (787088.5, "#,##0.00", "787,088.50"),
    (21045108.18, "General", "21045108.18"),
    (0.9886, "0.00%", "98.86%"),
    (0.9886, "0%", "98.86%"),
    (1, "0%", "100%"),
    (5, '0"(家)"', "5(家)"),
    (-5.25, "#,##0.00", "-5.25"),
    (0, "0.00", "0.00"),
    (123456789012345, "General", "123456789012345"),
    (0.1, "General", "0.1"),
    (1234567.89, "General", "1234567.89"),
    (-536870912, "General", "-536870912"),
    (datetime.date(2026, 1, 1), "yyyy-mm-dd", "2026-01-01"),
    (datetime.date(2026, 12, 31), 'yyyy"年"m"月"d"日"', "2026-12-31"),
    (datetime.datetime(2026, 1, 1, 12, 30), "yyyy-mm-dd hh:mm", "2026-01-01 12:30"),
    ("001", "@", "001"),
    ("第一行\n第二行", "General", "第一行\n第二行"),
    ("<p>合规</p> 𠮷㐂䶮", "General", "<p>合规</p> 𠮷㐂䶮"),
    ("长" * 9000, "General", "长" * 9000),
    (True, "General", "TRUE"),
    ("=1/0", "General", "#DIV/0!"),
    ("=NA()", "General", "#N/A"),
    ("=#REF!+1", "General", "#REF!"),
    ('=VALUE("甲")', "General", "#VALUE!"),
    ("=NOSUCH()", "General", "#NAME?"),
    ("=0.1+0.2", "General", "0.3"),
    ("=1>2", "General", "FALSE"),
    ('="甲"&"乙"', "General", "甲乙"),
]


def converted(convert, folder: Path, book: openpyxl.Workbook) -> Document:  # type: ignore[no-untyped-def]
    book.save(folder / "form.xlsx")
    return read(convert(folder / "form.xlsx", "xls", folder).read_bytes())


def test_values_as_a_person_sees_them(convert, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "申报表"
    for row, (value, code, _) in enumerate(VALUES, 1):
        sheet.cell(row, 2, value).number_format = code
    (grid,) = converted(convert, tmp_path, book).grids
    assert grid.name == "申报表"
    assert grid.spans is Spans.KNOWN
    assert grid.cells == tuple(
        Cell(
            row,
            1,
            text,
            Place(sheet="申报表", cell=f"B{row + 1}"),
            flaw=Flaw.ERROR if text.startswith("#") else None,
        )
        for row, (_, _, text) in enumerate(VALUES)
    )


def test_merges_also_blank_ones(convert, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B2"], sheet["A1"] = "值", "标题"
    for area in ("A1:D1", "B2:C4", "D2:D9"):
        sheet.merge_cells(area)
    (grid,) = converted(convert, tmp_path, book).grids
    assert [(c.row, c.col, c.rows, c.cols, c.text) for c in grid.cells] == [
        (0, 0, 1, 4, "标题"),
        (1, 1, 3, 2, "值"),
        (1, 3, 8, 1, ""),
    ]


def test_many_cells_in_any_order(convert, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    chance = random.Random(7)
    book = openpyxl.Workbook()
    sheet = book.active
    filled = {}
    for _ in range(1500):
        row, col = chance.randrange(200), chance.randrange(30)
        value = chance.choice(
            [chance.randrange(10**9), round(chance.random(), 10), f"文字{row}", row / 100]
        )
        filled[row, col] = value
        sheet.cell(row + 1, col + 1, value)
    (grid,) = converted(convert, tmp_path, book).grids
    expected = {
        at: value if isinstance(value, str) else f"{value:.15g}" for at, value in filled.items()
    }
    assert {(c.row, c.col): c.text for c in grid.cells} == expected
    assert [(c.row, c.col) for c in grid.cells] == sorted(expected)


def test_hidden_sheets_and_what_stands_beside_the_cells(convert, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "申报表"
    sheet["A1"], sheet["A3"], sheet["C1"] = "甲", "乙", "丙"
    sheet["A1"].comment = Comment("请改成全称", "审核人")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    for name, state in (("参数", "hidden"), ("底稿", "veryHidden")):
        other = book.create_sheet(name)
        other["A1"] = "看不见"
        other.sheet_state = state
    book.create_sheet("自评表")["A1"] = "丁"
    document = converted(convert, tmp_path, book)
    assert [(g.name, [c.text for c in g.cells]) for g in document.grids] == [
        ("申报表", ["甲", "丙", "乙"]),
        ("自评表", ["丁"]),
    ]
    assert document.notes == (
        "工作表“参数”是隐藏的，没有读取。",
        "工作表“底稿”是隐藏的，没有读取。",
        "工作表“申报表”：第 3 行是隐藏的，照常读取。",
        "工作表“申报表”：C 至 C 列是隐藏的，照常读取。",
        "工作表“申报表”：批注写有“请改成全称”。",
    )


def test_a_far_cell_is_refused_before_the_space_between_is_filled(convert, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    book = openpyxl.Workbook()
    book.active["A1"] = book.active["IV65536"] = "甲"
    with pytest.raises(Refused, match="跨度过大"):
        converted(convert, tmp_path, book)


def test_a_truncated_file_is_refused(convert, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    book = openpyxl.Workbook()
    for row in range(300):
        book.active.append([f"文字{row}", row])
    book.save(tmp_path / "form.xlsx")
    data = convert(tmp_path / "form.xlsx", "xls", tmp_path).read_bytes()
    for length in (600, 3000, len(data) // 2):
        with pytest.raises(Refused):
            read(data[:length])


def record(kind: int, layout: str = "", *values: object) -> bytes:
    body = struct.pack(f"<{layout}", *values)
    return struct.pack("<HH", kind, len(body)) + body


START, END = record(0x0809, "HH", 0x0600, 5), record(0x000A)


def sheet_of(*records: bytes, before: bytes = b""):  # type: ignore[no-untyped-def]
    globals_ = START + before + record(0x0085, "IBB", 0, 0, 0) + END
    globals_ = START + before + record(0x0085, "IBB", len(globals_), 0, 0) + END
    (sheet,) = Stream(globals_ + START + b"".join(records) + END).sheets()
    return sheet


def test_a_password_is_refused() -> None:
    with pytest.raises(Refused, match="请去掉打开密码"):
        Stream(START + record(0x002F, "H", 1) + END)


@pytest.mark.parametrize(
    ("packed", "value"),
    [
        (0x3FF00000, 1.0),
        (0x3FF00001, 0.01),
        (104076000 << 2 | 3, 1040760.0),
        (5 << 2 | 2, 5.0),
        (0xFFFFFFFE, -1.0),
        (0xC0140000, -5.0),
    ],
)
def test_packed_numbers(packed: int, value: float) -> None:
    sheet = sheet_of(
        record(0x027E, "HHHI", 3, 4, 0, packed),
        record(0x00BD, "HHHIHIH", 5, 6, 0, packed, 0, packed, 7),
    )
    assert sheet.numbers == {
        (3, 4): (value, "General"),
        (5, 6): (value, "General"),
        (5, 7): (value, "General"),
    }
    assert (sheet.last_row, sheet.last_column) == (5, 7)


def test_formats_by_style() -> None:
    code = '0.00"%"'
    before = record(0x041E, f"HHB{len(code)}s", 200, len(code), 0, code.encode())
    before += b"".join(record(0x00E0, "HH", 0, number) for number in (0, 10, 200))
    sheet = sheet_of(
        *(record(0x0203, "HHHd", 0, style, style, 0.5) for style in range(4)), before=before
    )
    codes = [code for _, code in sheet.numbers.values()]
    assert codes == ["General", "0.00%", '0.00"%"', "General"]


def test_results_of_formulas_and_what_is_embedded() -> None:
    def formula(col: int, kind: int, value: int) -> bytes:
        return record(0x0006, "HHHBBBBHHIH", 0, col, 0, kind, 0, value, 0, 0, 0xFFFF, 0, 0)

    chart = record(0x0809, "HH", 0x0600, 0x20) + record(0x0203, "HHHd", 9, 9, 0, 1.0) + END
    sheet = sheet_of(formula(0, 2, 0x17), chart, formula(1, 1, 1), formula(2, 3, 0))
    assert sheet.errors == {(0, 0): "#REF!"}
    assert sheet.booleans == {(0, 1): True}
    assert sheet.blank_results == [(0, 2)]
    assert sheet.numbers == {}


def test_a_stream_without_an_end_is_refused() -> None:
    with pytest.raises(Refused, match="损坏"):
        Stream(START)
    with pytest.raises(Refused, match="损坏"):
        sheet_of(record(0x0203, "HH", 0, 0))
