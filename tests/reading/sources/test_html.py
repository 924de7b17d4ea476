from html import escape
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiling import Tile, listed, tilings

from xlperf.model.grid import Cell, Grid, Spans
from xlperf.model.place import Place
from xlperf.model.refusal import Refused
from xlperf.reading.sources.html import read
from xlperf.reading.sources.layout import MAX_SLOTS


def grids(page: str) -> list[Grid]:
    return list(read(page.encode()).grids)


def shapes(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rows, c.cols, c.text) for c in grid.cells]


@given(tiles=tilings(), closed=st.booleans())
def test_random_spans_read_back(tiles: list[list[Tile]], closed: bool) -> None:
    def box(tile: Tile) -> str:
        text = escape(tile.text).replace("\n", "<br>")
        return f"<td rowspan={tile.rows} colspan='{tile.cols}'>{text}{'</td>' if closed else ''}"

    end = "</tr>" if closed else "\n"
    body = "".join(f"<tr>{''.join(map(box, row))}{end}" for row in tiles)
    found = grids(f"前言<table>{body}</table>")[1:]
    expected = [(t.row, t.col, t.rows, t.cols, t.text) for t in listed(tiles)]
    assert [shape for grid in found for shape in shapes(grid)] == expected


def test_places_of_tables_and_prose() -> None:
    first, second, third, fourth = grids(
        "<h1>附件</h1><p>说明</p><table><caption>表一</caption><tr><td rowspan=2>甲<td>乙"
        "<tr><td>丙</table><div>表注</div><table><tr><td>丁</td></tr></table>"
    )
    assert first.spans is Spans.NONE
    assert first.cells == (
        Cell(0, 0, "附件", Place(line=1)),
        Cell(1, 0, "说明", Place(line=2)),
        Cell(2, 0, "表一", Place(line=3)),
    )
    assert second.spans is Spans.KNOWN
    assert second.cells == (
        Cell(0, 0, "甲", Place(table=1, row=1, column=1), rows=2),
        Cell(0, 1, "乙", Place(table=1, row=1, column=2)),
        Cell(1, 1, "丙", Place(table=1, row=2, column=2)),
    )
    assert third.cells == (Cell(0, 0, "表注", Place(line=4)),)
    assert fourth.cells == (Cell(0, 0, "丁", Place(table=2, row=1, column=1)),)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("甲<br>乙<br/>丙", "甲\n乙\n丙"),
        ("<p>甲</p>\n<p>乙</p>", "甲\n乙"),
        ("<p>甲<p>乙<div>丙</div>", "甲\n乙\n丙"),
        ("甲<br><br>乙<br>", "甲\n\n乙"),
        ("  甲 \n\t 乙  ", "甲乙"),
        ("total\n  amount", "total amount"),
        ("甲&nbsp;&nbsp;乙", "甲  乙"),
        ("&ge;85&#65285; &amp;lt;", "≥85％ &lt;"),
        ("&lt;p&gt;合规&lt;/p&gt;", "<p>合规</p>"),
        ("《<服务办法>的通知》".replace("<", "&lt;"), "《<服务办法>的通知》"),
        ("甲<!-- 注释 <td> -->乙<style>td{}</style><script>'<td>'</script>", "甲乙"),
        ("<!--[if gte mso 9]><xml>不见</xml><![endif]-->甲<![if !vml]>乙<![endif]>", "甲乙"),
        ("<font color=red>1</font><b>,000</b>", "1,000"),
        ("<input value='100'><input type=hidden value=5>元", "100元"),
        ("<select><option>产出<option selected>效益</select>指标", "效益指标"),
        ("<input type=checkbox checked>是<input type=checkbox>否", "☑是☐否"),
        ("<pre>甲  乙\n丙</pre>", "甲  乙\n丙"),
        ("<textarea>甲\n乙</textarea>", "甲\n乙"),
    ],
)
def test_text_of_a_cell_is_what_a_browser_shows(markup: str, text: str) -> None:
    (grid,) = grids(f"<table><tr><td>{markup}</td></tr></table>")
    assert [cell.text for cell in grid.cells] == [text]


def test_a_rowspan_ends_with_its_table_and_zero_reaches_the_end() -> None:
    (grid,) = grids("<table><tr><td rowspan=0>甲<td rowspan=99>乙<td>丙<tr><td>丁</table>")
    assert shapes(grid) == [
        (0, 0, 2, 1, "甲"),
        (0, 1, 2, 1, "乙"),
        (0, 2, 1, 1, "丙"),
        (1, 2, 1, 1, "丁"),
    ]


def test_spans_of_excel_that_are_no_merges() -> None:
    (grid,) = grids(
        "<table><tr><td colspan=2 style='mso-ignore:colspan'>很长的文字</td><td>甲</td></tr>"
        "<tr><td colspan=2 style='height:1pt; mso-ignore: colspan'></td><td>乙</td></tr></table>"
    )
    assert shapes(grid) == [(0, 0, 1, 1, "很长的文字"), (0, 2, 1, 1, "甲"), (1, 2, 1, 1, "乙")]


def test_layout_tables_dissolve_into_what_they_hold() -> None:
    head, form, foot = grids(
        "<table><tr><td>某区财政局</td></tr><tr><td><table><tr><td>项目名称</td><td>甲</td></tr>"
        "</table></td></tr><tr><td></td><td>版权所有</td></tr></table>"
    )
    assert shapes(head) == [(0, 0, 1, 1, "某区财政局")]
    assert shapes(form) == [(0, 0, 1, 1, "项目名称"), (0, 1, 1, 1, "甲")]
    assert shapes(foot) == [(0, 0, 1, 1, "版权所有")]


def test_a_table_inside_a_cell_of_data_follows_its_table() -> None:
    outer, inner = grids(
        "<table><tr><td>绩效指标</td><td>见下<table><tr><td>产出</td><td>≥1</td></tr></table>"
        "</td></tr><tr><td>总分</td><td>100</td></tr></table>"
    )
    assert [cell.text for cell in outer.cells] == ["绩效指标", "见下", "总分", "100"]
    assert [cell.text for cell in inner.cells] == ["产出", "≥1"]
    assert inner.cells[0].at == Place(table=2, row=1, column=1)


def test_nothing_is_lost_where_tags_are_broken() -> None:
    before, table = grids("<title>忘了关<table>漏在表里<td>甲</tr></p><td>乙</td>多余</div></html>")
    assert [cell.text for cell in before.cells] == ["漏在表里", "多余"]
    assert shapes(table) == [(0, 0, 1, 1, "甲"), (1, 0, 1, 1, "乙")]


PAGE = "<html><head>{}</head><body><table><tr><td>闵行区总工会</td></tr></table></body></html>"


@pytest.mark.parametrize(
    ("meta", "encoding"),
    [
        ("<meta charset='gb2312'>", "gbk"),
        ('<meta http-equiv=Content-Type content="text/html; charset=gb2312">', "gb18030"),
        ("<meta charset=utf-8>", "utf-8"),
        ("<meta charset=utf-8>", "gbk"),
        ("<meta charset=gbk>", "utf-8"),
        ("<meta charset=gbk>", "utf-8-sig"),
        ("<meta charset=big5>", "big5"),
        ("<meta charset=base64>", "utf-8"),
        ("", "gb18030"),
        ("", "utf-8"),
        ("<meta charset=unicode>", "utf-16"),
    ],
)
def test_charset_from_mark_meta_or_bytes(meta: str, encoding: str) -> None:
    text = (
        PAGE.format(meta)
        if encoding != "big5"
        else PAGE.format(meta).replace("闵行区总工会", "總工會")
    )
    (grid,) = read(text.encode(encoding)).grids
    assert grid.cells[0].text == ("總工會" if encoding == "big5" else "闵行区总工会")


def test_pages_that_hold_no_sheet_are_refused() -> None:
    with pytest.raises(Refused, match="另存为 xlsx"):
        read(b"<html><frameset><frame src='a.files/sheet001.htm'></frameset></html>")
    with pytest.raises(Refused, match="没有任何内容"):
        read(b"<html><body><table><tr><td>&nbsp;</td></tr></table></body></html>")


def test_absurd_spans_and_depth_are_refused() -> None:
    rows = "<tr>" + "<td rowspan=65534 colspan=1000>" * 40
    with pytest.raises(Refused, match="表格过大"):
        read(f"<table>{rows}{'<tr><td>' * (MAX_SLOTS // 10_000)}</table>".encode())
    with pytest.raises(Refused, match="嵌套"):
        read(b"<table><tr><td>" * 100_000)


def test_a_sheet_that_libreoffice_saved_as_a_page(convert, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "财政项目支出绩效目标申报表"
    sheet.merge_cells("A1:D1")
    sheet["A2"], sheet["B2"], sheet["C2"], sheet["D2"] = "项目资金（元）", 1040760.5, "比率", 0.9886
    sheet["B2"].number_format, sheet["D2"].number_format = "#,##0.00", "0.00%"
    sheet.merge_cells("A2:A3")
    sheet["B3"] = "第一行\n第二行 <p>合规</p> A&B"
    sheet.merge_cells("B3:D3")
    sheet["D5"] = "末格"
    book.save(tmp_path / "form.xlsx")
    page = convert(tmp_path / "form.xlsx", "html", tmp_path)
    table = next(grid for grid in read(page.read_bytes()).grids if grid.spans is Spans.KNOWN)
    assert shapes(table) == [
        (0, 0, 1, 4, "财政项目支出绩效目标申报表"),
        (1, 0, 2, 1, "项目资金（元）"),
        (1, 1, 1, 1, "1,040,760.50"),
        (1, 2, 1, 1, "比率"),
        (1, 3, 1, 1, "98.86%"),
        (2, 1, 1, 3, "第一行\n第二行 <p>合规</p> A&B"),
        (4, 3, 1, 1, "末格"),
    ]
