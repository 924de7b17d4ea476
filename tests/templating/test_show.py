"""A template as text: everything a reviewer has to see, the same for the same content."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from xlperf.templating.show import shown

Convert = Callable[[Path, str, Path], Path]
TEMPLATES = Path(__file__).parents[2] / "templates"


def made(path: Path, total: str = "=SUM(B4:B4)", prompt: str = "只填数字") -> bytes:
    """One of everything."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("{{ page.sheet }}")
    lists = book.add_worksheet("词表")
    locked = book.add_format({"text_wrap": True})
    money = book.add_format({"locked": False, "num_format": "#,##0.00"})
    text = book.add_format({"locked": False, "num_format": "@"})
    sheet.merge_range("A1:D1", "{{ page.title }}\n（{{ page.year }}）", locked)
    sheet.merge_range("A2:A3", "", locked)
    sheet.write("B2", "{%tr for row in page.rows %}")
    sheet.write("B3", "{%tr endfor %}")
    sheet.write("B4", "{{ row.amount }}", money)
    for column in range(2, 5):
        sheet.write_blank(3, column, None, text)
    sheet.write_formula("B5", total, locked, 0)
    sheet.write("C5", 12.5)
    sheet.write("D5", True)
    sheet.set_row(0, 36)
    sheet.set_column("A:A", 20)
    sheet.set_column("E:F", 8, None, {"hidden": True})
    sheet.write_comment("A5", "批注\n两行")
    sheet.data_validation(
        "C4",
        {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "input_title": "金额",
            "input_message": prompt,
            "error_type": "warning",
        },
    )
    sheet.data_validation("D4", {"validate": "list", "source": "=选项"})
    sheet.conditional_format("B4", {"type": "formula", "criteria": '=$B$4=""', "format": locked})
    sheet.conditional_format("B4", {"type": "cell", "criteria": ">", "value": 5, "format": locked})
    sheet.conditional_format("C4", {"type": "3_color_scale"})
    sheet.set_footer("&C第 &P 页")
    sheet.set_landscape()
    sheet.freeze_panes(3, 0)
    sheet.protect("密码")
    lists.write("A1", "甲")
    lists.very_hidden()
    book.define_name("选项", "=词表!$A$1:$A$1")
    book.close()
    return path.read_bytes()


def test_everything_is_shown(tmp_path: Path) -> None:
    lines = [line.strip() for line in shown(made(tmp_path / "一.xlsx")).splitlines()]
    for line in (
        "工作簿 结构未保护",
        "名称 选项 = 词表!$A$1:$A$1",
        "工作表「{{ page.sheet }}」",
        "第1行 高 36",
        "A1:D1  {{ page.title }}⏎（{{ page.year }}）",
        "A2:A3",
        "B2  {%tr for row in page.rows %}",
        "B4  [可填] [#,##0.00] {{ row.amount }}",
        "C4:E4  [可填]",
        "B5  =SUM(B4:B4)",
        "C5  12.5",
        "D5  TRUE",
        "批注 A5  批注⏎两行",
        "列 E:F 宽 8.7109375 隐藏",
        "有效性 C4  小数 ≥ 0 提示「金额：只填数字」 （只警告）",
        "有效性 D4  列表 选项",
        '条件格式 B4  公式 $B$4=""',
        "条件格式 B4  单元格 > 5",
        "页眉页脚 oddFooter（「&C第 &P 页」）",
        "工作表「词表」（深度隐藏）",
    ):
        assert line in lines, line
    assert any(line.startswith("保护 ") and "sheet=1" in line for line in lines)
    assert any(line.startswith("条件格式 C4  type=colorScale") for line in lines)
    assert any("orientation=landscape" in line for line in lines)
    assert any(line.startswith("部件 xl/styles.xml ") for line in lines)


def test_a_change_is_one_line(tmp_path: Path) -> None:
    first = shown(made(tmp_path / "一.xlsx")).splitlines()
    assert shown(made(tmp_path / "二.xlsx")).splitlines() == first
    for other, line in (
        (made(tmp_path / "三.xlsx", total="=SUM(B4:B9)"), "  B5  =SUM(B4:B9)"),
        (made(tmp_path / "四.xlsx", prompt="填数字"), None),
    ):
        changed = set(shown(other).splitlines()) - set(first)
        assert len(changed) == 1
        assert line is None or changed == {line}


def test_another_program_that_saves_it_changes_no_content(tmp_path: Path, convert: Convert) -> None:
    """Cells, formulas, locks, merges, rules and names read the same from LibreOffice."""
    path = tmp_path / "一.xlsx"
    before = shown(made(path))
    saved = convert(path, "xlsx", tmp_path / "out")
    after = shown(saved.read_bytes())
    wanted = ("A1", "A2", "B2", "B3", "B4", "B5", "C4", "C5")
    for cell in wanted:
        line, *_ = [
            each for each in before.splitlines() if each.startswith((f"  {cell} ", f"  {cell}:"))
        ]
        assert line in after.splitlines(), line
    assert "名称 选项 = 词表!$A$1:$A$1" in after


def test_a_picture_that_changes_is_seen(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(tmp_path / "一.xlsx")))
    book.save(tmp_path / "二.xlsx")
    first = shown((tmp_path / "二.xlsx").read_bytes())
    book["词表"]["A2"].font = openpyxl.styles.Font(bold=True)
    book.save(tmp_path / "三.xlsx")
    second = shown((tmp_path / "三.xlsx").read_bytes())
    (gone,) = set(first.splitlines()) - set(second.splitlines())
    assert gone.startswith("部件 xl/styles.xml ")


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*/*.xlsx")), ids=lambda path: path.stem)
def test_our_own_templates_can_be_read(path: Path) -> None:
    text = shown(path.read_bytes())
    assert "{{ page.form.project.name }}" in text
    assert "[可填]" in text or path.stem == "summary"
