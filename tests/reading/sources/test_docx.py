from pathlib import Path

import pytest
from hypothesis import given
from tiling import Tile, listed, tilings
from wordfile import DOWN, MORE, SPAN, STRICT, W, cell, control, package, para, row, run, table

from xlperf.model.grid import Cell, Document, Grid, Spans
from xlperf.model.place import Place
from xlperf.model.refusal import Refused
from xlperf.reading.sources.docx import read


def shapes(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rows, c.cols, c.text) for c in grid.cells]


def words(document: Document) -> list[str]:
    return [c.text for grid in document.grids for c in grid.cells]


@given(tiles=tilings())
def test_random_merges_read_back(tiles: list[list[Tile]]) -> None:
    """Word writes a vertical merge as a cell in every row that it covers."""
    rows: list[list[tuple[int, str]]] = [[] for _ in tiles]
    for tile in (tile for line in tiles for tile in line):
        span = SPAN.format(tile.cols) if tile.cols > 1 else ""
        first = cell(tile.text, span + (DOWN if tile.rows > 1 else ""))
        rows[tile.row].append((tile.col, first))
        for below in range(tile.row + 1, tile.row + tile.rows):
            rows[below].append((tile.col, cell("", span + MORE)))
    body = table(*(row(*(text for _, text in sorted(line))) for line in rows))
    document = read(package(para("前言") + body))
    expected = [(t.row, t.col, t.rows, t.cols, t.text) for t in listed(tiles)]
    assert [shape for grid in document.grids[1:] for shape in shapes(grid)] == expected


def test_paragraphs_and_tables_in_order_with_places() -> None:
    body = para("附件1") + para("标题\n（2026年度）") + para() + table(row(cell("甲"), cell("乙")))
    body += para("表注") + table(row(cell("丙"))) + table(row(cell("丁")))
    first, second, third, fourth, fifth = read(package(body)).grids
    assert first == Grid(
        "",
        (
            Cell(0, 0, "附件1", Place(line=1)),
            Cell(1, 0, "标题", Place(line=2)),
            Cell(2, 0, "（2026年度）", Place(line=3)),
        ),
        Spans.NONE,
    )
    assert second.spans is Spans.KNOWN
    assert second.cells == (
        Cell(0, 0, "甲", Place(table=1, row=1, column=1)),
        Cell(0, 1, "乙", Place(table=1, row=1, column=2)),
    )
    assert third.cells == (Cell(0, 0, "表注", Place(line=5)),)
    assert fourth.cells[0].at == Place(table=2, row=1, column=1)
    assert fifth.cells[0].at == Place(table=3, row=1, column=1)


@pytest.mark.parametrize("namespace", [W, STRICT])
def test_columns_left_out_before_and_after_a_row(namespace: str) -> None:
    body = table(
        row(cell("甲", DOWN), cell("乙", SPAN.format(2)), cell("丙")),
        row(cell("", MORE), cell("丁"), properties='<w:gridAfter w:val="2"/>'),
        row(cell("戊"), properties='<w:gridBefore w:val="2"/>'),
    )
    (grid,) = read(package(body, namespace)).grids
    assert shapes(grid) == [
        (0, 0, 2, 1, "甲"),
        (0, 1, 1, 2, "乙"),
        (0, 3, 1, 1, "丙"),
        (1, 1, 1, 1, "丁"),
        (2, 2, 1, 1, "戊"),
    ]


def test_a_merge_of_the_old_kind_and_one_that_continues_nothing() -> None:
    body = table(
        row(cell("甲", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), cell("乙")),
        row(cell("丙", MORE), cell("丁"), cell("戊")),
        row(cell("", MORE), cell("己"), cell("庚")),
    )
    (grid,) = read(package(body)).grids
    assert shapes(grid)[:4] == [
        (0, 0, 1, 2, "甲"),
        (0, 2, 1, 1, "乙"),
        (1, 0, 2, 1, "丙"),
        (1, 1, 1, 1, "丁"),
    ]


def test_content_controls_everywhere() -> None:
    inline = para("项目：", inner=control(run("河道保洁") + control(run("（二期）"))))
    body = inline + control(para("整段控件"))
    body += table(
        row(
            cell("甲"), control(cell("格控件")), cell(control(para("段控件")).join(["<w:p/>", ""]))
        ),
        control(row(cell("行控件"), cell(para(inner=control(run("行内控件")))))),
        '<w:customXml w:element="x">' + row(cell("乙")) + "</w:customXml>",
    )
    prose, grid = read(package(body)).grids
    assert [c.text for c in prose.cells] == ["项目：河道保洁（二期）", "整段控件"]
    assert [c.text for c in grid.cells] == ["甲", "格控件", "段控件", "行控件", "行内控件", "乙"]


def test_a_prompt_that_nobody_replaced_is_blank_and_noted() -> None:
    prompt = control(run("单击此处输入文字。"), "<w:showingPlcHdr/>")
    document = read(package(table(row(cell("项目名称"), cell(para(inner=prompt))))))
    assert words(document) == ["项目名称"]
    assert document.notes == ("有 1 个内容控件还没有填写，只有提示文字。",)


def test_tracked_changes_are_read_as_accepted() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>旧</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="2">{run("移走")}</w:moveFrom><w:moveTo>{run("移来")}</w:moveTo>'
    body = para("金额：", inner=deleted + f'<w:ins w:id="3">{run("新")}</w:ins>' + moved)
    body += table(row(cell("甲")), row(cell("删去的行"), properties='<w:del w:id="4"/>'))
    document = read(package(body))
    assert words(document) == ["金额：新移来", "甲"]
    assert document.notes == ("文档里有修订：3 处已删除的内容没有读取，其余按接受修订读取。",)


def test_fields_show_their_result() -> None:
    def field(instruction: str, result: str, data: str = "") -> str:
        return (
            f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
            f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            f'{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    ticked = "<w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox></w:ffData>"
    choices = (
        '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="产出"/>'
        '<w:listEntry w:val="效益"/></w:ddList></w:ffData>'
    )
    body = para("合计", inner=field("=SUM(ABOVE)", "800,000"))
    body += para(inner=field("FORMCHECKBOX", "", ticked) + run("是"))
    body += para(inner=field("FORMDROPDOWN", "", choices) + run("指标"))
    body += para("网址", inner=f'<w:fldSimple w:instr="REF a">{run("见表")}</w:fldSimple>')
    body += para(inner=f'<w:hyperlink w:anchor="a">{run("链接")}</w:hyperlink>')
    assert words(read(package(body))) == ["合计800,000", "☑是", "效益指标", "网址见表", "链接"]


def test_signs_that_are_no_plain_text() -> None:
    parts = (
        "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:cr/><w:t>丙</w:t><w:noBreakHyphen/></w:r>"
        '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>'
        "<m:oMath><m:r><m:t>≥85%</m:t></m:r></m:oMath>"
        "<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    (grid,) = read(package(table(row(cell(para(inner=parts)))))).grids
    assert grid.cells[0].text == "甲\t乙\n丙-☑≥85%拼"


def test_paragraphs_of_a_cell_and_tags_typed_as_text() -> None:
    (grid,) = read(
        package(table(row(cell(para("<p>一</p>") + para() + para("二") + para()))))
    ).grids
    assert grid.cells[0].text == "<p>一</p>\n\n二"


def test_text_boxes_once_each_and_in_place() -> None:
    box = f"<w:txbxContent>{para('框里的字')}{table(row(cell('框里的表')))}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><a:x>{box}</a:x>"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = read(package(para("段落", inner=drawing) + para("其后")))
    assert words(document) == ["段落", "框里的字", "框里的表", "其后"]
    old = f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>"
    (grid, inner) = read(package(table(row(cell("甲"), cell(para("乙", inner=old)))))).grids
    assert shapes(grid) == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙\n框里的字")]
    assert shapes(inner) == [(0, 0, 1, 1, "框里的表")]


def test_a_nested_table_follows_its_table() -> None:
    inner = table(row(cell("产出"), cell("≥1")))
    body = table(row(cell("绩效指标"), cell(para("见下") + inner + para())), row(cell("总分")))
    outer, nested = read(package(body)).grids
    assert [c.text for c in outer.cells] == ["绩效指标", "见下", "总分"]
    assert [c.text for c in nested.cells] == ["产出", "≥1"]
    assert nested.cells[0].at == Place(table=2, row=1, column=1)


def test_numbers_that_word_prints() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="7">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
        '<w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    )
    styles = (
        '<w:style w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )

    def numbered(number: int, depth: int) -> str:
        return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'

    body = para("目标", properties='<w:pStyle w:val="b"/>')
    body += para("数量", properties=numbered(1, 1)) + para("质量", properties=numbered(1, 1))
    body += para("指标", properties=numbered(1, 0)) + para("时效", properties=numbered(1, 1))
    body += para("圆点", properties=numbered(2, 0)) + para("正文", properties=numbered(0, 0))
    found = words(read(package(body, numbering=numbering, styles=styles)))
    assert found == ["一、目标", "一.1数量", "一.2质量", "二、指标", "二.1时效", "圆点", "正文"]


def test_what_stands_beside_the_text() -> None:
    footnotes = '<w:footnote w:type="separator"><w:p/></w:footnote>'
    footnotes += f"<w:footnote>{para('脚注')}</w:footnote>"
    hidden = run("看不见", "<w:vanish/>") + run("看得见", '<w:vanish w:val="0"/>')
    picture = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
    embedded = "<w:r><w:object><o:OLEObject/></w:object></w:r>"
    covered = table(row(cell("甲", DOWN), cell("乙")), row(cell("遮住", MORE), cell("丙")))
    document = read(
        package(
            para(inner=hidden + picture + embedded) + covered,
            header=para("页眉文字"),
            footer=para("第1页"),
            footnotes=footnotes,
            comments="<w:comment/>",
        )
    )
    assert words(document) == ["看得见", "甲", "乙", "丙", "脚注"]
    assert document.notes == (
        "有 1 处文字被合并单元格遮住，没有读取。",
        "有 1 处隐藏文字没有读取。",
        "有 1 张图片，图片里的文字没有读取。",
        "有 1 个嵌入对象没有读取。",
        "有 1 条批注没有读取。",
        "页眉页脚：页眉文字",
        "页眉页脚：第1页",
    )


def test_documents_without_text_or_out_of_bounds_are_refused() -> None:
    with pytest.raises(Refused, match="没有文字"):
        read(package(para(inner="<w:r><w:drawing><a:blip/></w:drawing></w:r>")))
    with pytest.raises(Refused, match="嵌套"):
        read(package("<w:tbl><w:tr><w:tc>" * 3000 + para("甲") + "</w:tc></w:tr></w:tbl>" * 3000))
    with pytest.raises(Refused, match="没有正文"):
        read(package("", main="glossary"))
    with pytest.raises(Refused, match="表格过大"):
        read(package(table(*[row(cell("甲", SPAN.format(10**9)))] * 3000)))


def test_a_document_that_libreoffice_wrote(convert, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    def wide(text: str, cols: int = 1, merge: str = "") -> str:
        return cell(text, f'<w:tcW w:w="{2000 * cols}" w:type="dxa"/>{SPAN.format(cols)}{merge}')

    rows = [
        row(wide("项目资金", merge=DOWN), wide("年度资金总额", 2), wide("1,040,760.00")),
        row(
            wide("", merge=MORE),
            wide(para(inner=control(run("其中：财政拨款")))),
            wide("≥85.00(%)"),
            wide("<p>合规</p>\n二行"),
        ),
    ]
    columns = "<w:tblGrid>" + '<w:gridCol w:w="2000"/>' * 4 + "</w:tblGrid>"
    form = table(*rows).replace("<w:tblGrid/>", columns)
    body = para("财政项目支出绩效目标申报表") + form
    (tmp_path / "form.docx").write_bytes(package(body + para("单位：元")))
    odt = convert(tmp_path / "form.docx", "odt", tmp_path)
    (tmp_path / "by-libreoffice").mkdir()
    document = read(convert(odt, "docx", tmp_path / "by-libreoffice").read_bytes())
    before, grid, after = document.grids
    assert [c.text for c in before.cells] == ["财政项目支出绩效目标申报表"]
    assert shapes(grid) == [
        (0, 0, 2, 1, "项目资金"),
        (0, 1, 1, 2, "年度资金总额"),
        (0, 3, 1, 1, "1,040,760.00"),
        (1, 1, 1, 1, "其中：财政拨款"),
        (1, 2, 1, 1, "≥85.00(%)"),
        (1, 3, 1, 1, "<p>合规</p>\n二行"),
    ]
    assert [c.text for c in after.cells] == ["单位：元"]
