import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.model.grid import Cell, Spans
from xlperf.model.place import Place
from xlperf.model.refusal import Refused
from xlperf.reading.sources.delimited import read

FORM = (
    "财政项目支出绩效目标申报表,,,\r\n"
    "（2026年度）,,,\r\n"
    '项目名称,群团改革专项,项目资金,"1,040,760.00"\r\n'
    '年度总体目标,"第一行\r\n第二行，""十四五""规划",,\r\n'
    "指标,≥85.00(%),,<p>合规</p>\r\n"
)


def texts(data: bytes) -> dict[tuple[int, int], str]:
    (grid,) = read(data).grids
    return {(cell.row, cell.col): cell.text for cell in grid.cells}


FORM_CELLS = {
    (0, 0): "财政项目支出绩效目标申报表",
    (1, 0): "（2026年度）",
    (2, 0): "项目名称",
    (2, 1): "群团改革专项",
    (2, 2): "项目资金",
    (2, 3): "1,040,760.00",
    (3, 0): "年度总体目标",
    (3, 1): '第一行\n第二行，"十四五"规划',
    (4, 0): "指标",
    (4, 1): "≥85.00(%)",
    (4, 3): "<p>合规</p>",
}


@pytest.mark.parametrize(
    "data",
    [
        FORM.encode(),
        codecs.BOM_UTF8 + FORM.encode(),
        FORM.encode("gbk"),
        FORM.encode("gb18030"),
        codecs.BOM_UTF16_LE + FORM.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + FORM.encode("utf-16-be"),
        FORM.encode("utf-16-le"),
        FORM.encode("utf-16-be"),
        FORM.replace("\r\n", "\n").encode(),
        FORM.replace("\r\n", "\r").encode(),
    ],
    ids=["utf8", "bom", "gbk", "gb18030", "utf16le", "utf16be", "bare16le", "bare16be", "lf", "cr"],
)
def test_a_form_in_every_encoding_and_line_end(data: bytes) -> None:
    assert texts(data) == FORM_CELLS


def test_place_is_the_line_on_which_the_record_starts() -> None:
    (grid,) = read(FORM.encode()).grids
    places = {cell.text: cell.at for cell in grid.cells}
    assert grid.spans is Spans.LOST
    assert places["年度总体目标"] == Place(line=4, column=1)
    assert places["指标"] == Place(line=6, column=1)
    assert places["<p>合规</p>"] == Place(line=6, column=4)


def test_rare_characters_of_names_survive() -> None:
    assert texts("姓名,𠮷㐂䶮\ue000\n单位,é€".encode("gb18030"))[0, 1] == "𠮷㐂䶮\ue000"


@pytest.mark.parametrize("delimiter", ["\t", ";", ","])
def test_amounts_and_sentences_do_not_decide_the_delimiter(delimiter: str) -> None:
    rows = [
        ["项目名称", "帮困慰问", "类别"],
        ["资金", '"800,000.00"', '"1,000"'],
        ["目标", '"慰问困难职工;送清凉;助医"', '"甲,乙;丙"'],
        ["备注"],
    ]
    data = "\n".join(delimiter.join(row) for row in rows).encode()
    assert texts(data)[1, 1] == "800,000.00"
    assert texts(data)[2, 2] == "甲,乙;丙"
    assert texts(data)[3, 0] == "备注"


def test_a_delimiter_that_the_file_names() -> None:
    (grid,) = read("sep=|\n一级指标|产出,效益\n".encode()).grids
    assert [(c.row, c.col, c.text, c.at.line) for c in grid.cells] == [
        (0, 0, "一级指标", 2),
        (0, 1, "产出,效益", 2),
    ]


def test_quotation_marks_typed_by_people_stay() -> None:
    typed = '"十四五"规划,甲\n"只有半个引号,乙\n"真正""引用""的,一格",丙\n'
    assert texts(typed.encode()) == {
        (0, 0): '"十四五"规划',
        (0, 1): "甲",
        (1, 0): '"只有半个引号',
        (1, 1): "乙",
        (2, 0): '真正"引用"的,一格',
        (2, 1): "丙",
    }


def test_numbers_kept_as_text_by_a_formula() -> None:
    assert texts('编码,名称\n="001",甲\n"=""002""",乙\n'.encode())[1, 0] == "001"
    assert texts('编码,名称\n="001",甲\n"=""002""",乙\n'.encode())[2, 0] == "002"


def test_blank_lines_keep_the_rows_below_in_place() -> None:
    assert texts("甲,乙\n\n,,\n丙,丁\n".encode())[3, 1] == "丁"


def test_a_short_gbk_word_that_is_valid_utf8() -> None:
    assert texts("联通,1\n".encode("gbk"))[0, 0] == "联通"
    assert texts("误差±5%,合规\n".encode())[0, 0] == "误差±5%"


def test_damaged_utf8_is_refused_rather_than_garbled() -> None:
    damaged = bytearray(FORM.encode())
    damaged[20] = 0xFF
    with pytest.raises(Refused, match=r"文字编码损坏.*另存为 xlsx"):
        read(bytes(damaged))


def test_a_picture_is_refused() -> None:
    with pytest.raises(Refused, match="另存为 xlsx"):
        read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\xff\xd8")


def test_bytes_of_no_known_encoding_are_refused() -> None:
    with pytest.raises(Refused, match=r"认不出文字编码.*另存为 xlsx"):
        read(b"a,b\n" + bytes(range(0x80, 0x100)) * 3)


def test_an_empty_file_has_no_cells() -> None:
    assert read(b"").grids[0].cells == ()


WORDS = st.text(st.sampled_from('项目绩效指标资金职工，。“”≥%1.0甲 \t,;"\n'), max_size=8).map(
    lambda text: f"值{text}值"
)


@given(
    rows=st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=3, max_size=8),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"]),
    delimiter=st.sampled_from("\t,;"),
)
def test_what_the_csv_module_writes_reads_back(
    rows: list[list[str]], encoding: str, delimiter: str
) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    (grid,) = read(written.getvalue().encode(encoding)).grids
    line = 1
    expected = []
    for row, fields in enumerate(rows):
        for col, text in enumerate(fields):
            expected.append(Cell(row, col, text, Place(line=line, column=col + 1)))
        line += 1 + sum(text.count("\n") for text in fields)
    assert list(grid.cells) == expected
