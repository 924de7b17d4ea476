"""Cells of hand-made sheets: what stands in the XML, and what a person sees."""

from __future__ import annotations

import pytest
from support.packages import (
    one_sheet,
    shared_strings,
    stylesheet,
    workbook_parts,
    worksheet,
    zipped,
)

from xlperf.model.grid import Flaw
from xlperf.model.refusal import Refused
from xlperf.ooxml.refs import position
from xlperf.ooxml.sheet import Sheet
from xlperf.ooxml.workbook import read_workbook


def sheet(rows: str, tail: str = "", **others: str) -> Sheet:
    return read_workbook(one_sheet(rows, tail, **others)).sheets[0]


def text(cell: str, **others: str) -> str:
    return sheet(f'<row r="1">{cell}</row>', **others).texts.get("A1", "")


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ('<c r="A1"><v>5</v></c>', "5"),
        ('<c r="A1"><v>5.0</v></c>', "5"),
        ('<c r="A1"><v>0.30000000000000004</v></c>', "0.3"),
        ('<c r="A1"><v>-1.5E-3</v></c>', "-0.0015"),
        ('<c r="A1"><v>not a number</v></c>', "not a number"),
        ('<c r="A1"><v>NaN</v></c>', "NaN"),
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A1" t="b"><v>0</v></c>', "FALSE"),
        ('<c r="A1" t="d"><v>2026-01-01T00:00:00</v></c>', "2026-01-01"),
        ('<c r="A1" t="d"><v>2026-01-01T08:30:00</v></c>', "2026-01-01 08:30:00"),
        ('<c r="A1" t="str"><v>甲&amp;乙</v></c>', "甲&乙"),
        ('<c r="A1" t="str"><v xml:space="preserve"> 甲 </v></c>', " 甲 "),
        ('<c r="A1" t="inlineStr"><is><t>甲</t></is></c>', "甲"),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> 甲</t></is></c>', " 甲"),
        (
            '<c r="A1" t="inlineStr"><is><r><t>甲</t></r><r><rPr><b/></rPr><t>乙</t></r></is></c>',
            "甲乙",
        ),
        ('<c r="A1" t="inlineStr"><is><t>&#x7532;&#20057;&lt;p&gt;</t></is></c>', "甲乙<p>"),
        ('<c r="A1" t="inlineStr"><is><t>一_x000D_\n二</t></is></c>', "一\n二"),
        ('<c r="A1" t="inlineStr"><is><t>一\r\n二\r三&#13;四</t></is></c>', "一\n二\n三\n四"),
        ('<c r="A1" t="inlineStr"><is><t>_x005F_x000D_</t></is></c>', "_x000D_"),
        ('<c r="A1" t="inlineStr"><is><t>_xD842__xDFB7_</t></is></c>', "𠮷"),
        ('<c r="A1" t="inlineStr"><is><t>_xD842_家_x0001_</t></is></c>', "_xD842_家\x01"),
        ('<c r="A1" t="inlineStr"><is><t>𠮷㐂䶮\ue001</t></is></c>', "𠮷㐂䶮\ue001"),
        ('<c r="A1" s="0" t="n" />', ""),
        ('<c r="A1" s="0" t="n"></c>', ""),
        ('<c r="A1"><v></v></c>', ""),
        ('<c r="A1"><v/></c>', ""),
        ('<c cm="1" s="0" r="A1"><v>7</v></c>', "7"),
        ("<c r='A1'><v>7</v></c>", "7"),
        ('<c r="A1">\n  <v>7</v>\n</c>', "7"),
        ('<c r="A1"><v>7</v><extLst><ext uri="u"/></extLst></c>', "7"),
        ('<c r="A1" t="str"><v><![CDATA[<甲>]]></v></c>', "<甲>"),
        ('<!-- c --><c r="A1"><v>7</v></c>', "7"),
        ("<c><v>7</v></c>", "7"),
    ],
)
def test_text_as_seen(cell: str, seen: str) -> None:
    assert text(cell) == seen


def test_forty_thousand_characters_stay() -> None:
    long = "指" * 40_000
    assert text(f'<c r="A1" t="inlineStr"><is><t>{long}</t></is></c>') == long


@pytest.mark.parametrize(
    ("item", "seen"),
    [
        ("<si><t>甲</t></si>", "甲"),
        ('<si><t xml:space="preserve"> 甲 </t></si>', " 甲 "),
        ("<si><r><t>甲</t></r><r><rPr><sz val='9'/></rPr><t>乙</t></r></si>", "甲乙"),
        (
            '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>',
            "東京",
        ),
        ("<si><t/></si>", ""),
        ("<si/>", ""),
        ("<si><t>a&amp;b_x000D_\nc</t></si>", "a&b\nc"),
        ("<si>\n<t>甲</t>\n</si>", "甲"),
    ],
)
def test_shared_strings(item: str, seen: str) -> None:
    strings = shared_strings(f"<si><t>前</t></si>{item}<si><t>后</t></si>")
    rows = "".join(f'<c r="{at}1" t="s"><v>{i}</v></c>' for i, at in enumerate("ABC"))
    found = sheet(f'<row r="1">{rows}</row>', strings=strings).texts
    assert [found.get(f"{at}1", "") for at in "ABC"] == ["前", seen, "后"]


def test_a_string_that_does_not_exist_is_damage() -> None:
    with pytest.raises(Refused, match="文件内容已损坏"):
        text('<c r="A1" t="s"><v>3</v></c>', strings=shared_strings("<si><t>甲</t></si>"))


@pytest.mark.parametrize(
    ("cell", "seen", "flaw"),
    [
        ('<c r="A1" t="e"><v>#REF!</v></c>', "#REF!", Flaw.ERROR),
        ('<c r="A1" t="e"><f>B1/0</f><v>#DIV/0!</v></c>', "#DIV/0!", Flaw.ERROR),
        ('<c r="A1"><f>SUM(B1:B3)</f></c>', "=SUM(B1:B3)", Flaw.UNCACHED),
        ('<c r="A1"><f>SUM(B1:B3)</f><v></v></c>', "=SUM(B1:B3)", Flaw.UNCACHED),
        ('<c r="A1"><f>SUM(B1:B3)</f><v/></c>', "=SUM(B1:B3)", Flaw.UNCACHED),
        ('<c r="A1" t="e"><f>B1</f><v></v></c>', "=B1", Flaw.UNCACHED),
        ('<c r="A1"><f>B1&lt;5</f></c>', "=B1<5", Flaw.UNCACHED),
        ('<c r="A1" t="str"><f>B1&amp;""</f><v></v></c>', "", None),
        ('<c r="A1"><f>SUM(B1:B3)</f><v>6</v></c>', "6", None),
        ('<c r="A1" t="str"><f>B1</f><v>甲</v></c>', "甲", None),
        ('<c r="A1"><f ca="1">NOW()</f><v>1</v></c>', "1", None),
    ],
)
def test_errors_and_formulas_never_calculated(cell: str, seen: str, flaw: Flaw | None) -> None:
    found = sheet(f'<row r="1">{cell}</row>')
    assert found.texts.get("A1", "") == seen
    assert found.flaws.get("A1") is flaw
    assert ("A1" in found.formulas) == ("<f" in cell)


@pytest.mark.parametrize(
    ("formula", "outward"),
    [
        ("cmd|'/C calc'!A0", True),
        ('WEBSERVICE("http://127.0.0.1:9/")', True),
        ('DDE("cmd";"/c calc";"1")', True),
        ("SUM(B1:B3)", False),
        ('IF(B1="a|b",RECALL,1)', False),
    ],
)
def test_formulas_that_reach_out_are_told_and_their_cached_values_taken(
    formula: str, outward: bool
) -> None:
    found = sheet(f'<row r="1"><c r="A1"><f>{formula}</f><v>7</v></c></row>')
    assert found.texts == {"A1": "7"}
    assert [note.startswith("A1 的公式会调用") for note in found.notes] == [True] * outward


def test_shared_formulas_are_known_by_their_first() -> None:
    found = sheet(
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>4</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/></c></row>'
    )
    assert found.texts["A1"] == "4"
    assert found.formulas["A1"] == "=B1*2"
    assert "=B1*2" in found.texts["A2"]
    assert found.flaws == {"A2": Flaw.UNCACHED}


def test_positions_may_be_implied() -> None:
    found = sheet(
        "<row><c><v>1</v></c><c><v>2</v></c></row>"
        '<row r="5"><c/><c r="D5"><v>3</v></c><c><v>4</v></c></row>'
        "<row><c><v>5</v></c></row>"
    )
    assert found.texts == {"A1": "1", "B1": "2", "D5": "3", "E5": "4", "A6": "5"}


def test_a_cell_written_twice_is_told() -> None:
    found = sheet('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')
    assert found.texts == {"A1": "2"}
    assert found.notes == ("有 1 个单元格写了不止一次，取后写的内容",)


@pytest.mark.parametrize(
    "ref", ["A0", "XFE1", "A1048577", "a1", "1A", "甲1", "AAAA1", "A99999999999"]
)
def test_cells_that_cannot_be(ref: str) -> None:
    with pytest.raises(Refused):
        list(map(position, sheet(f'<row r="1"><c r="{ref}"><v>1</v></c></row>').texts))


STYLES = stylesheet(
    '<xf numFmtId="0"/><xf numFmtId="4" applyNumberFormat="1"/><xf numFmtId="10"/>'
    '<xf numFmtId="14"/><xf fontId="1" numFmtId="176"><alignment wrapText="1"/></xf>'
    '<xf numFmtId="0"><protection locked="0"/></xf>'
    '<xf numFmtId="0"><protection locked="1"/></xf>',
    '<numFmt numFmtId="176" formatCode="0.00&quot;元&quot;"/>',
)


@pytest.mark.parametrize(
    ("style", "value", "seen"),
    [
        (1, "787088.5", "787,088.50"),
        (2, "0.9886", "98.86%"),
        (3, "46023", "2026-01-01"),
        (4, "5", "5.00元"),
        (99, "5", "5"),
    ],
)
def test_number_formats(style: int, value: str, seen: str) -> None:
    assert text(f'<c r="A1" s="{style}"><v>{value}</v></c>', styles=STYLES) == seen


def test_bare_style_records_count_as_well() -> None:
    styles = stylesheet('<xf/><xf ></xf><xf numFmtId="4" />')
    assert text('<c r="A1" s="2"><v>5</v></c>', styles=styles) == "5.00"
    assert text('<c r="A1" s="1"><v>5</v></c>', styles=styles) == "5"


def test_the_date_system_of_1904() -> None:
    rows = '<row r="1"><c r="A1" s="3"><v>44561</v></c></row>'
    data = one_sheet(rows, styles=STYLES, head='<workbookPr date1904="1"/>')
    book = read_workbook(data)
    assert book.date1904
    assert book.sheets[0].texts == {"A1": "2026-01-01"}


def test_locks_follow_cell_then_row_then_column() -> None:
    found = sheet(
        '<row r="1"><c r="A1" s="5"/><c r="B1"><v>1</v></c><c r="C1" s="5"><v>1</v></c></row>'
        '<row r="2" s="5" customFormat="1"><c r="B2" s="6"/></row>',
        '<sheetProtection sheet="1" objects="1" password="CEBA"/>',
        styles=STYLES,
        columns='<cols><col min="4" max="5" style="5"/></cols>',
    )
    open_cells = {
        f"{column}{row}"
        for column in "ABCDEF"
        for row in (1, 2, 9)
        if not found.locks.locks(f"{column}{row}")
    }
    assert open_cells == {"A1", "C1", "D1", "E1", "A2", "C2", "D2", "E2", "F2", "D9", "E9"}
    assert found.protection is not None
    assert found.protection.objects
    assert found.protection.password


def test_a_locked_cell_in_an_open_column_stays_locked() -> None:
    found = sheet(
        '<row r="1"><c r="D1" s="6"/></row>',
        styles=STYLES,
        columns='<cols><col min="4" max="5" style="5"/></cols>',
    )
    assert found.locks.locks("D1")
    assert not found.locks.locks("E1")
    assert found.protection is None


def test_what_surrounds_the_cells() -> None:
    found = sheet(
        '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="0"/>',
        '<sheetProtection sheet="0"/>'
        '<mergeCells count="9"><mergeCell ref="A1:B2"/><mergeCell ref="D4:C3" /></mergeCells>'
        '<dataValidations><dataValidation type="list" sqref="B3 B5:B9">'
        '<formula1>"产出指标,效益指标"</formula1></dataValidation>'
        '<dataValidation type="decimal" operator="greaterThan" sqref="C1"><formula1>0</formula1>'
        "</dataValidation></dataValidations>"
        '<headerFooter><oddHeader>&amp;C&amp;"宋体"&amp;10单位：万元</oddHeader>'
        "<oddFooter>第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>"
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        '<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:dataValidation type="list"><x14:formula1><xm:f>字典!$A$1:$A$9</xm:f></x14:formula1>'
        "<xm:sqref>D5</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>",
        columns='<cols><col min="2" max="3" hidden="1"/><col min="4" max="4"/></cols>',
    )
    assert [str(area) for area in found.merges] == ["A1:B2", "C3:D4"]
    assert found.protection is None
    assert [
        (each.ranges, each.kind, each.operator, each.formulas) for each in found.validations
    ] == [
        ("B3 B5:B9", "list", "between", ('"产出指标,效益指标"',)),
        ("C1", "decimal", "greaterThan", ("0",)),
        ("D5", "list", "between", ("字典!$A$1:$A$9",)),
    ]
    assert found.hidden_rows == {0}
    assert found.hidden_columns == ((1, 2),)
    assert found.printed == ("单位：万元",)


def test_dimension_is_never_believed() -> None:
    parts = workbook_parts(
        worksheet('<row r="9"><c r="I9"><v>1</v></c></row>', head='<dimension ref="A1"/>')
    )
    assert read_workbook(zipped(parts)).sheets[0].texts == {"I9": "1"}


def test_a_sheet_without_rows() -> None:
    parts = workbook_parts(worksheet("").replace("<sheetData></sheetData>", "<sheetData/>"))
    assert read_workbook(zipped(parts)).sheets[0].texts == {}


@pytest.mark.parametrize(
    "part",
    [
        "<worksheet",
        "<worksheet></worksheet>",
        "",
        "\0\0",
        "<a/>",
        "{}",
        "<worksheet>&b;</worksheet>",
    ],
)
def test_a_broken_sheet_is_refused(part: str) -> None:
    with pytest.raises(Refused, match="文件内容已损坏"):
        read_workbook(zipped(workbook_parts(part)))
