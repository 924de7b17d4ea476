"""Filled forms as a round returns them: merged cells, protection, dropdowns, rules, styles."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

HEAD_ROWS, INDICATORS, COLUMNS = 12, 20, 8
_THIN = Side(style="thin")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_SONG, _BOLD = Font(name="宋体", size=11), Font(name="宋体", size=14, bold=True)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(vertical="center", wrap_text=True)
_OPEN, _SHUT = Protection(locked=False), Protection(locked=True)
_LEVELS = (
    ("成本指标", "经济成本指标", 2),
    ("产出指标", "数量指标", 5),
    ("产出指标", "质量指标", 3),
    ("产出指标", "时效指标", 2),
    ("效益指标", "社会效益指标", 4),
    ("效益指标", "可持续影响指标", 2),
    ("满意度指标", "服务对象满意度指标", 2),
)


def write_forms(folder: Path, count: int) -> Iterator[Path]:
    """`count` workbooks of one form each, all different."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path = folder / f"{number:03}.xlsx"
        _form(random.Random(number)).save(path)
        yield path


def _form(chance: random.Random) -> Workbook:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "绩效目标申报表"
    _style(sheet)
    _fill_head(sheet, chance)
    _fill_indicators(sheet, chance)
    _guard(sheet)
    return book


def _style(sheet: Worksheet) -> None:
    for row in range(1, HEAD_ROWS + INDICATORS + 1):
        for column in range(1, COLUMNS + 1):
            cell = sheet.cell(row, column)
            cell.font = _BOLD if row == 1 else _SONG
            cell.border = _BORDER
            cell.alignment = _CENTRE if row <= HEAD_ROWS or column < 4 else _LEFT
            filled = column in (3, 4, 6, 8) if row <= 9 else row == 11 or row > HEAD_ROWS
            cell.protection = _OPEN if filled and row > 2 and column > 1 else _SHUT


def _put(sheet: Worksheet, span: str, value: object = None, code: str = "General") -> None:
    first = sheet[span.partition(":")[0]]
    first.value = value
    first.number_format = code
    if ":" in span:
        sheet.merge_cells(span)


def _fill_head(sheet: Worksheet, chance: random.Random) -> None:
    _put(sheet, "A1:H1", "财政项目支出绩效目标申报表")
    _put(sheet, "A2:H2", "（2026年度）")
    heads = (
        ("项目名称", "项目性质"),
        ("主管部门", "实施单位"),
        ("计划开始日期", "计划完成日期"),
    )
    for row, (left, right) in enumerate(heads, 3):
        _put(sheet, f"A{row}:B{row}", left)
        _put(sheet, f"C{row}:D{row}", f"{_words(chance, 6)}项目")
        _put(sheet, f"E{row}", right)
        _put(sheet, f"F{row}:H{row}" if row > 3 else f"F{row}", _words(chance, 8))
    _put(sheet, "G3", "项目类别")
    _put(sheet, "H3", "其他一次性项目")
    _put(sheet, "A6:B9", "项目资金（元）")
    labels = ("项目资金总额", "其中：财政资金", None, "其他资金")
    yearly = ("年度资金申请总额", "其中：当年财政拨款", "上年结转资金", "其他资金")
    for row, (left, right) in enumerate(zip(labels, yearly, strict=True), 6):
        _put(sheet, f"C{row}:D{row}", left)
        _put(sheet, f"E{row}", chance.randrange(10**9) / 100 if left else None, "#,##0.00")
        _put(sheet, f"F{row}:G{row}", right)
        _put(sheet, f"H{row}", chance.randrange(10**9) / 100, "#,##0.00")
    _put(sheet, "A10:A11", "项目绩效目标")
    _put(sheet, "B10:E10", "项目总目标")
    _put(sheet, "F10:H10", "年度总体目标")
    _put(sheet, "B11:E11", _words(chance, 120))
    _put(sheet, "F11:H11", _words(chance, 80))


def _fill_indicators(sheet: Worksheet, chance: random.Random) -> None:
    last = HEAD_ROWS + INDICATORS
    _put(sheet, f"A12:A{last}", "绩效指标")
    for span, label in zip("BC", ("一级指标", "二级指标"), strict=True):
        _put(sheet, f"{span}12", label)
    _put(sheet, "D12:F12", "三级指标")
    _put(sheet, "G12:H12", "年度(/项目)指标值")
    row = HEAD_ROWS + 1
    tops: dict[str, int] = {}
    for first, second, count in _LEVELS:
        tops.setdefault(first, row)
        _put(sheet, f"C{row}:C{row + count - 1}", second)
        for at in range(row, row + count):
            _put(sheet, f"D{at}:F{at}", f"{_words(chance, 7)}数")
            _put_target(sheet, at, chance)
        row += count
    ends = [*[top - 1 for top in list(tops.values())[1:]], last]
    for (label, top), end in zip(tops.items(), ends, strict=True):
        _put(sheet, f"B{top}:B{end}", label)


def _put_target(sheet: Worksheet, row: int, chance: random.Random) -> None:
    kind = chance.randrange(3)
    if kind == 0:
        _put(sheet, f"G{row}:H{row}", f"≥{chance.randrange(1, 999)}(人次)")
    elif kind == 1:
        _put(sheet, f"G{row}:H{row}", chance.randrange(10_000) / 10_000, "0.00%")
    else:
        _put(sheet, f"G{row}:H{row}", f"2026年{chance.randrange(1, 13)}月底前完成")


def _guard(sheet: Worksheet) -> None:
    first, last = HEAD_ROWS + 1, HEAD_ROWS + INDICATORS
    levels = ",".join(dict.fromkeys(level for level, _, _ in _LEVELS))
    for rule, spans in (
        (DataValidation(type="list", formula1=f'"{levels}"'), f"B{first}:B{last}"),
        (
            DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0"),
            "E6:E9 H6:H9",
        ),
        (DataValidation(type="textLength", operator="lessThan", formula1="500"), "B11:H11"),
    ):
        for span in spans.split():
            rule.add(span)
        sheet.add_data_validation(rule)
    red = PatternFill("solid", bgColor="FFC7CE")
    sheet.conditional_formatting.add("H6", CellIsRule("notEqual", formula=["SUM(H7:H9)"], fill=red))
    sheet.conditional_formatting.add(
        f"D{first}:H{last}", FormulaRule(formula=[f"LEN($D{first})=0"], fill=red)
    )
    sheet.protection.sheet = True
    sheet.protection.password = "xlperf"
    for column, width in zip("ABCDEFGH", (6, 12, 14, 14, 14, 14, 12, 16), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.print_area = f"A1:H{last}"
    sheet.freeze_panes = "A3"


_CHARACTERS = "帮困慰问职工服务劳模体检法律援助培训活动经费保障补贴宣传调研维护更新管理"


def _words(chance: random.Random, length: int) -> str:
    return "".join(chance.choices(_CHARACTERS, k=length))
