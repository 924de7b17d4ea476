"""Comments stand on their cells, with their boxes and their threads."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.comments import Comment
from support.filled import changed, each_of, filled, made, only
from support.opened import Element, Package
from support.packages import zipped
from xlsxwriter.workbook import Workbook

_SHEET = "明细"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_THREAD = "{11111111-2222-4333-8444-555555555555}"
_ANSWER = "{66666666-2222-4333-8444-555555555555}"
_THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


def template(book: Workbook) -> None:
    sheet = book.add_worksheet(_SHEET)
    sheet.write_column("A1", ["单位", "{%tr for row in rows %}", "{{ row }}", "{%tr endfor %}"])
    sheet.write("A5", "合计")
    sheet.write_comment("A1", "表头", {"author": "甲"})
    sheet.write_comment("B3", "每行", {"author": "乙", "visible": True})
    sheet.write_comment("A5", "合计")


def remarks(package: Package, sheet: str = _SHEET) -> dict[str, str]:
    found = each_of(only(package, sheet, "comments"), "comment")
    return {each.get("ref"): "".join(each.itertext()) for each in found}


def boxes(package: Package, sheet: str = _SHEET) -> list[Element]:
    return each_of(only(package, sheet, "vmlDrawing"), "shape")


def rows_of(box: Element) -> tuple[int, int, int]:
    """The cell's row and the first and last of the box, from 0."""
    (client,) = each_of(box, "ClientData")
    figures = [int(each) for each in client.findtext(f"{_EXCEL}Anchor").split(",")]
    return int(client.findtext(f"{_EXCEL}Row")), figures[2], figures[6]


@pytest.mark.parametrize("count", [0, 1, 3, 1200])
def test_comments_are_where_their_cells_are(count: int) -> None:
    package = filled(made(template), rows=list(range(count)))
    each = {f"B{2 + turn}": "每行" for turn in range(count)}
    assert remarks(package) == {"A1": "表头", **each, f"A{2 + count}": "合计"}
    before = {
        row: (first - row, last - row) for row, first, last in map(rows_of, boxes(made(template)))
    }
    for row, first, last in map(rows_of, boxes(package)):
        origin = 0 if row == 0 else 4 if row == 1 + count else 2
        assert (first - row, last - row) == before[origin]


def test_boxes_have_numbers_in_blocks_that_are_theirs() -> None:
    package = filled(made(template), rows=list(range(1200)))
    numbers = [int(each.get("id").removeprefix("_x0000_s")) for each in boxes(package)]
    assert len(set(numbers)) == len(numbers) == 1202
    (blocks,) = each_of(only(package, _SHEET, "vmlDrawing"), "idmap")
    assert {str(number // 1024) for number in numbers} == set(blocks.get("data").split(","))
    assert all(number % 1024 for number in numbers)


def test_without_any_comment_left_there_is_no_part_for_them() -> None:
    def build(book: Workbook) -> None:
        sheet = book.add_worksheet(_SHEET)
        sheet.write_column("A1", ["{%tr for row in rows %}", "{{ row }}", "{%tr endfor %}"])
        sheet.write_comment("A2", "每行")

    package = filled(made(build), rows=[])
    assert not [name for name in package.names if "omments" in name or name.endswith(".vml")]
    assert package.sheet(_SHEET).all("legacyDrawing") == []


def test_comments_that_openpyxl_wrote() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = _SHEET
    for row, text in enumerate(["{%tr for row in rows %}", "{{ row }}", "{%tr endfor %}"], 1):
        sheet.cell(row, 1, text)
    sheet["B2"].comment = Comment("每行", "甲")
    file = io.BytesIO()
    book.save(file)
    package = filled(Package(file.getvalue()), rows=["a", "b"])
    assert remarks(package) == {"B1": "每行", "B2": "每行"}
    told = [each_of(box, "ClientData")[0].findtext(f"{_EXCEL}Row") for box in boxes(package)]
    assert told == ["0", "1"]
    again = openpyxl.load_workbook(io.BytesIO(package.data))
    assert again[_SHEET]["B2"].comment.text == "每行"


def test_line_breaks_that_are_no_xml_in_a_box() -> None:
    broken = changed(
        made(template),
        "xl/drawings/vmlDrawing1.vml",
        ('<div style="text-align:left"></div>', '<div style="text-align:left">甲<br>乙</div>'),
    )
    package = filled(broken, rows=["a", "b"])
    assert len(boxes(package)) == 4


def threaded() -> Package:
    """The comment of the loop's row as a thread with one answer, as Excel writes it."""
    package = changed(
        made(template),
        "xl/comments1.xml",
        ("<author>乙</author>", f"<author>tc={_THREAD}</author>"),
        ('<comment ref="B3" ', f'<comment ref="B3" xr:uid="{_THREAD}" '),
        ("<comments ", '<comments xmlns:xr="http://schemas.microsoft.com/office/'
         'spreadsheetml/2014/revision" '),
    )  # fmt: skip
    package = changed(
        package,
        "xl/worksheets/_rels/sheet1.xml.rels",
        (
            "</Relationships>",
            '<Relationship Id="rIdThread" Type="http://schemas.microsoft.com/office/2017/10/'
            'relationships/threadedComment" Target="../threadedComments/threadedComment1.xml"/>'
            "</Relationships>",
        ),
    )
    package = changed(
        package,
        "[Content_Types].xml",
        (
            "</Types>",
            '<Override PartName="/xl/threadedComments/threadedComment1.xml" '
            'ContentType="application/vnd.ms-excel.threadedcomments+xml"/></Types>',
        ),
    )
    said = "".join(
        f'<threadedComment ref="B3" dT="2026-01-01T00:00:00.00" personId="{_THREAD}" id="{id_}"'
        f"{parent}><text>{text}</text></threadedComment>"
        for id_, parent, text in (
            (_THREAD, "", "问"),
            (_ANSWER, f' parentId="{_THREAD}"', "答"),
        )
    )
    part = f'<ThreadedComments xmlns="{_THREADS}">{said}</ThreadedComments>'
    parts = {**package.parts, "xl/threadedComments/threadedComment1.xml": part.encode()}
    return Package(zipped(parts))


@pytest.mark.parametrize("count", [0, 1, 3])
def test_threads_are_repeated_whole(count: int) -> None:
    package = filled(threaded(), rows=list(range(count)))
    comments = only(package, _SHEET, "comments")
    authors = [each.text for each in each_of(comments, "author")]
    if count == 0:
        assert package.related(package.sheet(_SHEET).part, "threadedComment") == []
        return
    said = each_of(only(package, _SHEET, "threadedComment"), "threadedComment")
    assert len({each.get("id") for each in said}) == len(said) == 2 * count
    for turn in range(count):
        asked, answered = [each for each in said if each.get("ref") == f"B{2 + turn}"]
        assert answered.get("parentId") == asked.get("id")
        (older,) = [
            each for each in each_of(comments, "comment") if each.get("ref") == f"B{2 + turn}"
        ]
        assert authors[int(older.get("authorId"))] == f"tc={asked.get('id')}"
    assert said[0].get("id") == _THREAD


def test_stacked_blocks_have_their_comments_each() -> None:
    def build(book: Workbook) -> None:
        sheet = book.add_worksheet(_SHEET)
        column = ["{%tr for page in pages %}", "{{ page.name }}", "{%tr for row in page.rows %}"]
        sheet.write_column("A1", [*column, "{{ row }}", "{%tr endfor %}", "计", "{%tr endfor %}"])
        for cell in ("A2", "A4", "A6"):
            sheet.write_comment(cell, cell)

    pages = [{"name": f"单位{n}", "rows": list(range(n))} for n in (2, 0, 1)]
    package = filled(made(build), pages=pages)
    assert remarks(package) == {
        "A1": "A2",
        "A2": "A4",
        "A3": "A4",
        "A4": "A6",
        "A5": "A2",
        "A6": "A6",
        "A7": "A2",
        "A8": "A4",
        "A9": "A6",
    }


def test_sheets_of_a_kind_have_their_comments_each() -> None:
    def build(book: Workbook) -> None:
        sheet = book.add_worksheet("{{ page.name }}")
        sheet.write_column("A1", ["{%sheet for page in pages %}", "{%tr for row in page.rows %}"])
        sheet.write_column("A3", ["{{ row }}", "{%tr endfor %}", "计"])
        sheet.write_comment("A3", "每行")
        sheet.write_comment("A5", "计")

    pages = [{"name": f"单位{n}", "rows": list(range(n))} for n in (2, 0)]
    package = filled(made(build), pages=pages)
    assert remarks(package, "单位2") == {"A1": "每行", "A2": "每行", "A3": "计"}
    assert remarks(package, "单位0") == {"A1": "计"}
    assert len(boxes(package, "单位2")) == 3
