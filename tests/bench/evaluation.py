"""A 自评表 of 30 rows and 9 columns: as an empty form, as a template, and what fills it.

Merges, protection, dropdowns and conditional formats as in a real one; 20 indicators on three
levels. The template has one row for all of them; `tags` say it in an engine's own words.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

COLUMNS, INDICATORS, HEAD, FIRST = 9, 20, 10, 11
TITLE = "项目支出绩效自评表"
LABELS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差",
    "原因",
)
FIELDS = ("level1", "level2", "name", "target", "actual", "weight", "score", "gap", "reason")
FUNDS = ("年度资金总额", "其中：财政拨款", "其他资金")
WIDTHS = (12, 16, 24, 14, 14, 8, 8, 8, 24)
LEVELS = (
    ("成本指标", "经济成本指标", 2),
    ("产出指标", "数量指标", 5),
    ("产出指标", "质量指标", 3),
    ("产出指标", "时效指标", 2),
    ("效益指标", "社会效益指标", 4),
    ("效益指标", "可持续影响指标", 2),
    ("满意度指标", "服务对象满意度指标", 2),
)
#: merges of the head, the same in every form
MERGES = ("A1:I1", "A2:I2", "B3:E3", "G3:I3", "B4:E4", "G4:I4", "A5:A8", "B9:I9")

_THIN = Side(style="thin")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_SONG, _BOLD = Font(name="宋体", size=11), Font(name="宋体", size=16, bold=True)
_CENTRE = Alignment(horizontal="center", vertical="center")
_CHARACTERS = "帮困慰问职工服务劳模体检法律援助培训活动经费保障补贴宣传调研维护更新管理"


@dataclass(frozen=True)
class Tags:
    """What an engine wants written: rows of control tags around the body, and its cells."""

    before: tuple[str, ...]
    cells: tuple[str, ...]
    after: tuple[str, ...]


def contexts(count: int) -> list[dict[str, Any]]:
    """What fills so many forms, all different."""
    return [_context(random.Random(number)) for number in range(count)]


def _context(chance: random.Random) -> dict[str, Any]:
    kinds = [(one, two) for one, two, count in LEVELS for _ in range(count)]
    return {
        "project": f"{_words(chance, 10)}项目",
        "department": _words(chance, 8),
        "unit": _words(chance, 10),
        "year": "2026年度",
        "head": _words(chance, 3),
        "goal": _words(chance, 40),
        "funds": [[chance.randrange(10**9) / 100 for _ in range(4)] for _ in FUNDS],
        "rows": [_indicator(chance, one, two) for one, two in kinds],
    }


def _indicator(chance: random.Random, level1: str, level2: str) -> dict[str, Any]:
    weight = chance.randrange(1, 10)
    return {
        "level1": level1,
        "level2": level2,
        "name": f"{_words(chance, 8)}数",
        "target": f"≥{chance.randrange(999)}",
        "actual": chance.randrange(10_000) / 100,
        "weight": weight,
        "score": weight - chance.randrange(2) / 2,
        "gap": chance.randrange(100) / 100,
        "reason": _words(chance, chance.randrange(12)) or None,
    }


def _words(chance: random.Random, length: int) -> str:
    return "".join(chance.choices(_CHARACTERS, k=length))


def head_cells(values: dict[str, Any]) -> dict[str, Any]:
    """The cells above the indicators; `values` are tags or what fills them."""
    cells: dict[str, Any] = {
        "A1": TITLE,
        "A2": values["year"],
        "A5": "项目资金（元）",
        "A9": "目标",
    }
    cells |= {"A3": "项目名称", "B3": values["project"], "F3": "主管部门"}
    cells |= {"G3": values["department"], "A4": "实施单位", "B4": values["unit"]}
    cells |= {"F4": "负责人", "G4": values["head"], "B9": values["goal"]}
    cells |= {"B5": "资金来源", "C5": "年初预算", "D5": "全年预算", "E5": "全年执行", "F5": "分值"}
    for row, (label, amounts) in enumerate(zip(FUNDS, values["funds"], strict=True), 6):
        cells[f"B{row}"] = label
        cells |= {f"{column}{row}": amount for column, amount in zip("CDEF", amounts, strict=True)}
    return cells | {f"{column}10": label for column, label in zip("ABCDEFGHI", LABELS, strict=True)}


def head_tags(owner: str) -> dict[str, Any]:
    names = ("project", "department", "unit", "year", "head", "goal")
    funds = [[f"{{{{ {owner}funds[{row}][{at}] }}}}" for at in range(4)] for row in (0, 1, 2)]
    return {name: f"{{{{ {owner}{name} }}}}" for name in names} | {"funds": funds}


def empty_form(rows: int = INDICATORS) -> bytes:
    """The form with so many blank rows for indicators."""
    blank = dict.fromkeys(("project", "department", "unit", "year", "head", "goal"))
    values = blank | {"funds": [[None] * 4 for _ in FUNDS]}
    return _saved(_form(head_cells(values), FIRST, FIRST + rows - 1))


def template(tags: Tags, around: tuple[str, ...] = ()) -> bytes:
    """`around`: tags in a row above the form, and below it, that repeat it for each page."""
    top = 1 if around else 0
    body = FIRST + len(tags.before) + top
    cells = head_cells(head_tags("page." if around else ""))
    book = _form({_down(ref, top): value for ref, value in cells.items()}, body, body, top)
    (sheet,) = book.worksheets
    for row, tag in enumerate([*around[:1], *tags.before], 1 if around else FIRST):
        sheet.cell(row if row <= top else row + HEAD * top, 1).value = tag
    for column, tag in enumerate(tags.cells, 1):
        sheet.cell(body, column).value = tag
    for row, tag in enumerate([*tags.after, *around[1:]], body + 1):
        sheet.cell(row, 1).value = tag
    if len(around) > 1:  # stacked: each on a page of its own
        sheet.row_breaks.append(Break(id=body + len(tags.after)))
    return _saved(book)


def _form(cells: dict[str, Any], first: int, last: int, top: int = 0) -> Workbook:
    """Its head starts below row `top`, its indicators are the rows from `first` to `last`."""
    book = Workbook()
    (sheet,) = book.worksheets
    sheet.title = "自评表"
    for row in [*range(1, HEAD + 1), *range(first - top, last - top + 1)]:
        _style_row(sheet, row, top)
    for ref, value in cells.items():
        sheet[ref].value = value
    for ref in MERGES:
        sheet.merge_cells(_down(ref, top))
    for letter, width in zip("ABCDEFGHI", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    _guard(sheet, first, last, top)
    return book


def _down(refs: str, rows: int) -> str:
    """The same cells, so many rows further down."""
    return re.sub(r"(?<=[A-I])[0-9]+", lambda row: str(int(row[0]) + rows), refs)


def _style_row(sheet: Worksheet, row: int, top: int) -> None:
    sheet.row_dimensions[row + top].height = 18
    for column in range(1, COLUMNS + 1):
        cell = sheet.cell(row + top, column)
        cell.font = _BOLD if row == 1 else _SONG
        cell.border, cell.alignment = _BORDER, _CENTRE
        cell.protection = Protection(locked=row <= HEAD and column < 3)
        if 6 <= row <= 8 and column > 2:
            cell.number_format = "#,##0.00"


def _guard(sheet: Worksheet, first: int, last: int, top: int) -> None:
    levels = ",".join(dict.fromkeys(level for level, _, _ in LEVELS))
    for rule, ref in (
        (DataValidation(type="list", formula1=f'"{levels}"'), f"A{first}:A{last}"),
        (
            DataValidation(type="decimal", operator="between", formula1="0", formula2="100"),
            f"F{first}:G{last}",
        ),
        (
            DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0"),
            _down("C6:E8", top),
        ),
    ):
        rule.add(ref)
        sheet.add_data_validation(rule)
    red = PatternFill("solid", bgColor="FFC7CE")
    above = FormulaRule(formula=[f"$G{first}>$F{first}"], fill=red)
    sheet.conditional_formatting.add(f"A{first}:I{last}", above)
    sums = CellIsRule("notEqual", formula=[_down("SUM(C7:C8)", top)], fill=red)
    sheet.conditional_formatting.add(_down("C6", top), sums)
    sheet.protection.sheet = True
    sheet.protection.password = "xlperf"
    sheet.print_area = f"A1:I{last}"
    sheet.freeze_panes = "A3"


def _saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def level_spans(rows: Sequence[dict[str, Any]]) -> list[tuple[int, int, int]]:
    """Runs of one level: column, first and last place among the indicators."""
    spans = []
    for column, names in ((1, FIELDS[:1]), (2, FIELDS[:2])):
        start = 0
        for at in range(1, len(rows) + 1):
            if at == len(rows) or any(rows[at][name] != rows[start][name] for name in names):
                spans.append((column, start, at - 1))
                start = at
    return [span for span in spans if span[1] < span[2]]
