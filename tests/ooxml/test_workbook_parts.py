"""The workbook around its sheets: what is declared, hidden, named, and what stands beside."""

from __future__ import annotations

import pytest
from support.packages import (
    MAIN,
    RELATIONS,
    STRICT,
    STRICT_RELATIONS,
    one_sheet,
    relations,
    workbook_parts,
    worksheet,
    zipped,
)

from xlperf.model.refusal import Refused
from xlperf.ooxml.workbook import Workbook, read_workbook

ROWS = '<row r="1"><c r="A1"><v>1</v></c></row>'
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def read(parts: dict[str, str | bytes]) -> Workbook:
    return read_workbook(zipped(parts))


def test_hidden_sheets_are_listed_and_read_only_when_asked_for() -> None:
    data = zipped(workbook_parts(*[worksheet(ROWS)] * 3, states={2: "hidden", 3: "veryHidden"}))
    assert [sheet.name for sheet in read_workbook(data).sheets] == ["表1"]
    assert read_workbook(data).hidden == ("表2", "表3")
    everything = read_workbook(data, hidden=True).sheets
    assert [(sheet.name, sheet.visible, sheet.texts["A1"]) for sheet in everything] == [
        ("表1", True, "1"),
        ("表2", False, "1"),
        ("表3", False, "1"),
    ]


def test_names_and_structure_protection() -> None:
    book = read_workbook(
        one_sheet(
            ROWS,
            head='<workbookProtection lockStructure="1"/>',
        )
    )
    assert book.structure_locked
    parts = workbook_parts(
        worksheet(ROWS),
        tail='<definedNames><definedName name="合计">表1!$A$1</definedName>'
        '<definedName name="_xlnm.Print_Area" localSheetId="0">表1!$A$1:$B$2</definedName>'
        "</definedNames>",
    )
    book = read(parts)
    assert not book.structure_locked
    assert [(name.name, name.refers_to, name.sheet) for name in book.names] == [
        ("合计", "表1!$A$1", None),
        ("_xlnm.Print_Area", "表1!$A$1:$B$2", 0),
    ]


def test_strict_files_are_read() -> None:
    parts = workbook_parts(worksheet(ROWS, namespace=STRICT), namespace=STRICT)
    strict = {
        name: str(content).replace(RELATIONS, STRICT_RELATIONS) for name, content in parts.items()
    }
    assert read(dict(strict)).sheets[0].texts == {"A1": "1"}


def test_prefixes_on_every_element() -> None:
    parts = workbook_parts()
    parts = workbook_parts(
        f'<x:worksheet xmlns:x="{MAIN}" xmlns:y="urn:other"><x:sheetData><x:row r="1">'
        '<x:c r="A1" y:z="1"><x:f>B1</x:f><x:v>1</x:v></x:c><y:c r="B1"><y:v>2</y:v></y:c>'
        '</x:row></x:sheetData><x:mergeCells><x:mergeCell ref="A1:B1"/></x:mergeCells>'
        "</x:worksheet>"
    )
    sheet = read(parts).sheets[0]
    assert sheet.texts == {"A1": "1"}
    assert sheet.formulas == {"A1": "=B1"}
    assert [str(area) for area in sheet.merges] == ["A1:B1"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_other_encodings(encoding: str) -> None:
    text = worksheet('<row r="1"><c r="A1" t="str"><v>甲</v></c></row>')
    text = text.replace("UTF-8", encoding.removesuffix("-sig"))
    parts = workbook_parts(text.encode(encoding))
    assert read(parts).sheets[0].texts == {"A1": "甲"}


@pytest.mark.parametrize("missing", ["xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"])
def test_a_declared_sheet_that_is_not_there(missing: str) -> None:
    parts = workbook_parts(worksheet(ROWS))
    del parts[missing]
    with pytest.raises(Refused, match="文件不完整，请重新发送：缺少工作表“表1”"):
        read(parts)


def test_a_package_without_workbook() -> None:
    with pytest.raises(Refused, match="缺少工作簿"):
        read({"a.xml": "<a/>"})
    with pytest.raises(Refused, match="Word"):
        read({"_rels/.rels": relations(("officeDocument", "word/document.xml"))})
    with pytest.raises(Refused, match="另存为 xlsx"):
        read({"_rels/.rels": relations(("officeDocument", "xl/workbook.bin"))})
    with pytest.raises(Refused, match="没有工作表"):
        read(workbook_parts())


def test_absolute_and_oddly_cased_targets() -> None:
    parts = workbook_parts(worksheet(ROWS))
    parts["xl/_rels/workbook.xml.rels"] = relations(("worksheet", "/XL/worksheets/../Sheet1.xml"))
    parts["xl/sheet1.XML"] = parts.pop("xl/worksheets/sheet1.xml")
    parts["xl/_rels/workbook.xml.rels"] = str(parts["xl/_rels/workbook.xml.rels"]).replace(
        "/XL/worksheets/../", "/XL/"
    )
    assert read(parts).sheets[0].texts == {"A1": "1"}


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("xl/vbaProject.bin", "宏（VBA），没有运行"),
        ("xl/macrosheets/sheet1.xml", "Excel 4.0 宏表，没有运行"),
        ("xl/externalLinks/externalLink1.xml", "链接到别的文件，没有打开"),
        ("xl/connections.xml", "外部数据连接，没有访问"),
        ("xl/embeddings/oleObject1.bin", "嵌有别的文件"),
        ("xl/media/image1.png", "图片中的文字没有读取"),
        ("xl/charts/chart1.xml", "图表，没有读取"),
        ("xl/ctrlProps/ctrlProp1.xml", "控件，其状态没有读取"),
    ],
)
def test_foreign_content_is_told(part: str, said: str) -> None:
    ordinary = workbook_parts(worksheet(ROWS)) | {"docProps/app.xml": "<a/>"}
    assert read(ordinary).notes == ()
    (note,) = read(ordinary | {part: "<a/>"}).notes
    assert said in note


def test_dde_is_told() -> None:
    link = f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd"/></externalLink>'
    parts = workbook_parts(worksheet(ROWS)) | {"xl/externalLinks/externalLink1.xml": link}
    assert any("DDE" in note and "没有执行" in note for note in read(parts).notes)


def test_macro_sheets_and_charts_are_listed_not_read() -> None:
    parts = workbook_parts(worksheet(ROWS), "<chartsheet/>")
    rels = str(parts["xl/_rels/workbook.xml.rels"])
    at = rels.rindex("/worksheet")
    parts["xl/_rels/workbook.xml.rels"] = rels[:at] + "/chartsheet" + rels[at + 10 :]
    book = read(parts)
    assert [sheet.name for sheet in book.sheets] == ["表1"]
    assert book.notes == ("“表2”是图表页，没有读取。",)


def test_comments_and_text_boxes_are_not_lost() -> None:
    box = (
        f'<xdr:wsDr xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:a="{DRAWING}/main">'
        "<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:row>2</xdr:row></xdr:from>"
        "<xdr:sp><xdr:txBody><a:p><a:r><a:t>填表</a:t></a:r><a:r><a:t>说明</a:t></a:r></a:p>"
        "<a:p><a:r><a:t>第二段</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor>"
        "<xdr:twoCellAnchor><xdr:pic/></xdr:twoCellAnchor></xdr:wsDr>"
    )
    comments = (
        f'<comments xmlns="{MAIN}"><commentList><comment ref="B2"><text><r><t>请</t></r>'
        '<r><t>核对</t></r></text></comment><comment ref="B3"><text><t>[Threaded comment] x</t>'
        "</text></comment></commentList></comments>"
    )
    threaded = (
        '<ThreadedComments xmlns="urn:t"><threadedComment ref="B3"><text>已核对</text>'
        "</threadedComment></ThreadedComments>"
    )
    parts = workbook_parts(worksheet(ROWS)) | {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            ("drawing", "../drawings/drawing1.xml"),
            ("comments", "../comments1.xml"),
            ("threadedComment", "../threadedComments/t1.xml"),
        ),
        "xl/drawings/drawing1.xml": box,
        "xl/comments1.xml": comments,
        "xl/threadedComments/t1.xml": threaded,
    }
    sheet = read(parts).sheets[0]
    assert [(note.at, note.text) for note in sheet.text_boxes] == [("B3", "填表说明\n第二段")]
    assert [(note.at, note.text) for note in sheet.comments] == [("B2", "请核对"), ("B3", "已核对")]


def test_what_lies_outside_is_never_followed() -> None:
    parts = workbook_parts(worksheet(ROWS))
    parts["xl/_rels/workbook.xml.rels"] = relations(
        ("worksheet", "http://example.invalid/sheet.xml"), external=True
    )
    with pytest.raises(Refused, match="缺少工作表"):
        read(parts)
