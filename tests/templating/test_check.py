"""What `template check` finds, in workbooks as people make them."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from xlperf.editions import load_library
from xlperf.model.refusal import Refused
from xlperf.rounds.fill.context import context_of
from xlperf.templating.check import Checked, check

TEMPLATES = Path(__file__).parents[2] / "templates"


def new() -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "表"
    return book, sheet


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def checked(book: openpyxl.Workbook, *known: str) -> Checked:
    return check(saved(book), "模板.xlsx", known or None)


def only(found: tuple[object, ...]) -> str:
    (one,) = found
    return str(one)


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*/*.xlsx")), ids=lambda path: path.stem)
def test_our_own_templates_are_in_order(path: Path) -> None:
    known = context_of([], load_library().generic, 0)
    found = check(path.read_bytes(), path.name, known)
    assert (found.faults, found.hints) == ((), ())
    assert set(found.names) <= set(known)


def test_names_that_the_data_does_not_have() -> None:
    book, sheet = new()
    sheet["A1"] = "{%tr for row in pgaes %}"
    sheet["A2"] = "{{ row.name }}{{ loop.index }}"
    sheet["A3"] = "{%tr endfor %}"
    sheet["B4"] = "第{{ title }}页{% if other %}x{% endif %}"
    sheet["C4"] = '="{{ title }}"'
    found = checked(book, "pages", "other")
    assert [(fault.cell, fault.tag) for fault in found.faults] == [
        ("A1", "{%tr for row in pgaes %}"),
        ("B4", "{{ title }}"),
    ]
    assert "是不是「pages」？" in found.faults[0].message
    assert found.names == ("other", "pgaes", "title")
    assert checked(book).faults == ()


def test_references_that_lead_nowhere() -> None:
    book, sheet = new()
    sheet["A1"] = "{{ x }}"
    sheet["B1"] = "=SUM(#REF!)"
    sheet["B2"] = '="#REF!"&A1'
    sheet["B3"] = "=没有这张!A1"
    sheet["B4"] = "=总额*2"
    sheet["B5"] = "=合计+SUM(表1[列])+表!A1+TRUE+LET(a,1,a)"
    sheet["D1"], sheet["D2"] = "列", 1
    sheet.add_table(Table(displayName="表1", ref="D1:D2"))
    book.defined_names["合计"] = DefinedName("合计", attr_text="表!$A$1")
    book.defined_names["失效"] = DefinedName("失效", attr_text="表!#REF!")
    rule = DataValidation("list", "选项")
    rule.add("C3")
    sheet.add_data_validation(rule)
    sheet.conditional_formatting.add("C5", FormulaRule(["$C$5>缺的名称"]))
    found = checked(book)
    assert [(fault.cell, fault.tag) for fault in found.faults] == [
        (None, "条件格式（C5）=$C$5>缺的名称"),
        (None, "有效性（C3）=选项"),
        ("B1", "=SUM(#REF!)"),
        ("B3", "=没有这张!A1"),
        ("B4", "=总额*2"),
        (None, "名称「失效」=表!#REF!"),
    ]
    assert "没有定义「总额」这个名称" in found.faults[4].message
    assert "没有名叫「没有这张」的工作表" in found.faults[3].message


@pytest.mark.parametrize("formula", ["=IF(A1,1", "=SUM(A1))", "={1,2", "=1}"])
def test_brackets_that_do_not_pair(formula: str) -> None:
    book, sheet = new()
    sheet["B1"] = formula
    [fault] = checked(book).faults
    assert fault.cell == "B1"
    assert "括号不成对" in fault.message


@pytest.mark.parametrize("formula", ['=IF(A1=")",{1,2},(3))', "=A14#", "=SUM(A1,(A2))"])
def test_brackets_that_do(formula: str) -> None:
    book, sheet = new()
    sheet["B1"] = formula
    assert checked(book).faults == ()


def test_a_sheet_whose_name_holds_tags_is_referred_to() -> None:
    book, sheet = new()
    sheet["A1"] = "{%sheet for page in pages %}"
    sheet["A2"] = "{{ page }}"
    sheet.title = "{{ page.sheet }}"
    other = book.create_sheet("目录")
    other["A1"] = "=SUM('{{ page.sheet }}'!A2:A9)"
    rule = DataValidation("custom", "='{{ page.sheet }}'!$A$2>0")
    rule.add("B1")
    other.add_data_validation(rule)
    found = checked(book)
    assert (found.faults, found.hints) == ((), ())


def test_one_cell_of_a_loop_seen_from_outside() -> None:
    book, sheet = new()
    sheet["A1"] = "{%tr for row in rows %}"
    sheet["A2"] = "{{ row }}"
    sheet["B2"] = "=A2*2+$A$1"
    sheet["A3"] = "{%tr endfor %}"
    sheet["A4"] = "=SUM(A2)+COUNT(A2:A2)"
    sheet["A5"] = "=A2+1"
    found = checked(book)
    assert found.faults == ()
    (hint,) = found.hints
    assert hint.cell == "A5"
    assert "请写成区域「A2:A2」" in hint.message


def test_merged_cells() -> None:
    book, sheet = new()
    sheet["A1"] = "{{ x | merge }}"
    sheet["A3"] = "{%tr if x %}"
    sheet["A4"] = "内容"
    sheet["A5"] = "{%tr endif %}"
    sheet["B5"] = 7
    for merged in ("A3:A4", "C1:D2", "D2:E4", "F2:F4"):
        sheet.merged_cells.add(merged)
    found = checked(book)
    overlapping, beside = found.faults
    assert (overlapping.cell, beside.cell) == ("D2", "B5")
    assert "D2:E4 与 C1:D2 重叠" in overlapping.message
    outside, vanishing = found.hints
    assert (outside.cell, vanishing.cell) == ("A1", "A3")
    assert "不在循环里" in outside.message
    assert "请从下一行开始合并" in vanishing.message


def test_tags_that_nobody_fills() -> None:
    book, sheet = new()
    sheet["A1"] = "{{ x }}"
    sheet["A1"].comment = Comment("说明 {{ x }}", "某人")
    sheet.oddFooter.center.text = "{{ x }}"
    rule = DataValidation("whole", formula1="1", prompt="请填 {{ x }}", promptTitle="提示")
    rule.add("B2")
    sheet.add_data_validation(rule)
    messages = [str(hint) for hint in checked(book).hints]
    assert len(messages) == 3
    for message, word in zip(sorted(messages), ("A1", "有效性", "页眉页脚"), strict=True):
        assert word in message
        assert "不会填写" in message


def test_tags_in_a_chart(tmp_path: Path) -> None:
    path = tmp_path / "图表.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("表")
    sheet.write(0, 0, 1)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=表!$A$1:$A$1"})
    chart.set_title({"name": "{{ title }}"})
    sheet.insert_chart("C1", chart)
    book.close()
    assert "xl/charts/chart1.xml" in only(check(path.read_bytes(), path.name).hints)


def test_faults_of_tags_do_not_hide_the_others() -> None:
    book, sheet = new()
    sheet["A1"] = "{{ x | upr }}"
    sheet["A2"] = "{{ nix"
    sheet["A3"] = "=#REF!+1"
    sheet["A4"] = "{{ y }}"
    second = book.create_sheet("二")
    second["A1"] = "=缺的名称"
    found = checked(book, "x")
    assert [(fault.sheet, fault.cell) for fault in found.faults] == [
        ("表", "A1"),
        ("表", "A2"),
        ("表", "A3"),
        ("表", "A4"),
        ("二", "A1"),
    ]


def test_what_shows_only_when_a_template_is_made_ready() -> None:
    book, sheet = new()
    sheet["A1"] = "{{ x }}"
    rule = DataValidation("list", '"' + ",".join(["很长的选项"] * 60) + '"')
    rule.add("B2")
    sheet.add_data_validation(rule)
    assert "255" in only(checked(book).faults)


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(Refused):
        check(b"PK\x03\x04 half of it", "半个.xlsx")
