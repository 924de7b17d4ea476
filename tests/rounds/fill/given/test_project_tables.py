"""One row per project, in Excel or CSV: what the columns mean, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from xlperf.editions import load_library
from xlperf.model.form import (
    DeclarationFunds,
    DeclarationGoals,
    EvaluationFunds,
    EvaluationGoals,
    Form,
    Total,
)
from xlperf.reading import read_files
from xlperf.rounds.fill.given import Given, gathered

LIBRARY = load_library()


def given(paths: Sequence[Path], edition: str) -> list[Given]:
    return gathered([], list(read_files(paths)), LIBRARY, LIBRARY.editions[edition])


def csv(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


def book(path: Path, sheets: dict[str, Iterable[Sequence[object]]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, str) and not cell.value.endswith("/0"):
                cell.data_type = "s"
    made.save(path)
    return path


def the_forms(found: Sequence[Given]) -> list[Form]:
    assert [each.refused for each in found] == [None] * len(found)
    return [form for each in found for form in each.forms]


def test_a_row_becomes_a_declaration_with_the_digits_as_filled(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "项目.csv",
        "2026年项目安排表",
        "序号,项目名称,单位,主管部门,年度,项目资金总额,其中：财政资金,其他资金,年度资金申请总额,"
        "其中：当年财政拨款,上年结转资金,其他资金,年度总体目标,计划开始日期,计划完成日期,备注",
        '1,帮困,某中心,某局,2026,"800,000.00",800000,—,800000.0,约八十万,0,,把事办好,2026.1.1,年底,急',
        "合计,,,,,800000",
    )
    found = given([path], "minhang-2026")
    [form] = the_forms(found)
    assert form.kind == "申报表"
    assert (form.project.name, form.unit, form.department) == ("帮困", "某中心", "某局")
    assert (form.year, form.start, form.end) == (2026, date(2026, 1, 1), "年底")
    assert isinstance(form.funds, DeclarationFunds)
    overall, annual = form.funds.overall, form.funds.annual
    assert (str(overall.total), str(overall.fiscal), overall.other) == ("800000.00", "800000", None)
    assert (str(annual.total), annual.current) == ("800000.0", "约八十万")
    assert (annual.carryover, annual.other) == (Decimal(0), None)
    assert form.goals == DeclarationGoals(annual="把事办好")
    assert found[0].notes == ("《项目.csv》的“备注”一列不知道是什么，没有采用。",)


def test_an_evaluation_names_a_row_of_money_before_its_column(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "a.csv",
        "项目名称,全年预算数,全年执行数,执行率,其中：当年财政拨款：全年执行数,预期目标,"
        "实际完成情况,总分：分值,总分：得分",
        "帮困,100,99.50,99.50%,99.50,好,很好,100,99",
    )
    [form] = the_forms(given([path], "minhang-2020"))
    assert isinstance(form.funds, EvaluationFunds)
    total, current = form.funds.rows["total"], form.funds.rows["current"]
    assert (total.budget, str(total.executed), total.rate) == (Decimal(100), "99.50", "99.50%")
    assert str(current.executed) == "99.50"
    assert form.goals == EvaluationGoals("好", "很好")
    assert form.total == Total(Decimal(100), Decimal(99))


def test_record_paths_are_column_names_too(tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", "project.name,funds.annual.other,kind", "甲,5,申报表")
    [form] = the_forms(given([path], "national"))
    assert isinstance(form.funds, DeclarationFunds)
    assert form.funds.annual.other == 5


def test_a_column_says_which_form_each_row_is(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "a.csv",
        "表,项目名称,年度总体目标,预期目标",
        "申报表,甲,办好,",
        "绩效自评表,乙,,办好",
        ",丙,办好,",
    )
    forms = the_forms(given([path], "national"))
    assert [form.kind for form in forms] == ["申报表", "自评表", "申报表"]


INDICATORS = [
    ["实施单位", "项目名称", "一级指标", "二级指标", "三级指标", "指标值"],
    ["某中心", "帮困", "产出指标", "数量", "指标1：人数", "=5.00(人)"],
    [None, None, None, None, "场次", "2场"],
    [None, None, "满意度", "服务对象满意度指标", "满意度", "≥90%"],
    ["某中心（本级）", "体检", None, "社会效益", "知晓率", "≥80%"],
    ["某中心", "没有的", "产出指标", "数量指标", "丢了", "1"],
    [None, None, None, None, "也丢了", "1"],
]


def test_indicators_stand_on_a_sheet_of_their_own(tmp_path: Path) -> None:
    projects = [["单位", "项目"], ["某中心", "帮困"], ["某中心(本级)", "体检"]]
    path = book(tmp_path / "a.xlsx", {"指标": INDICATORS, "项目": projects})
    found = given([path], "minhang-2026")
    helped, checked = the_forms(found)
    told = [(each.level1, each.level2, each.name, each.target) for each in helped.indicators]
    assert told == [
        ("产出指标", "数量指标", "人数", "=5.00(人)"),
        ("产出指标", "数量指标", "场次", "2场"),
        ("满意度指标", "服务对象满意度指标", "满意度", "≥90%"),
    ]
    [known] = checked.indicators
    assert (known.level1, known.level2, known.name) == ("效益指标", "社会效益指标", "知晓率")
    assert found[0].notes == (
        "《a.xlsx》工作表「指标」“没有的”的 2 条指标找不到唯一对应的项目，没有采用。",
    )


def test_indicators_may_come_in_another_file(tmp_path: Path) -> None:
    one = csv(tmp_path / "指标.csv", "项目名称,三级指标,指标值", "甲,人数,5")
    other = csv(tmp_path / "项目.csv", "项目名称,单位", "甲,某中心", "乙,某中心")
    first, second = the_forms(given([one, other], "minhang-2026"))
    assert [each.name for each in first.indicators] == ["人数"]
    assert second.indicators == ()


def test_projects_of_one_name_are_told_apart_by_their_unit(tmp_path: Path) -> None:
    rows = [
        ["项目名称", "单位", "三级指标", "指标值"],
        ["甲", "二", "人数", "5"],
        ["甲", None, "不明", "1"],
    ]
    projects = [["项目名称", "单位"], ["甲", "一"], ["甲", "二"]]
    path = book(tmp_path / "a.xlsx", {"项目": projects, "指标": rows})
    found = given([path], "minhang-2026")
    assert [len(form.indicators) for form in the_forms(found)] == [0, 1]
    assert "“甲”的 1 条指标" in found[0].notes[0]


def test_one_table_may_hold_both(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book(
        path,
        {
            "表": [
                ["项目名称", "预算金额", "一级指标", "二级指标", "三级指标", "指标值"],
                ["甲", 5, "产出指标", "数量指标", "人数", "1"],
                [None, None, None, None, "场次", "2"],
                ["乙", 6, "产出指标", "数量指标", "家数", "3"],
                ["丙", 7],
            ]
        },
    )
    made = openpyxl.load_workbook(path)
    made["表"].merge_cells("A2:A3")
    made["表"].merge_cells("B2:B3")
    made.save(path)
    forms = the_forms(given([path], "minhang-2026"))
    assert [form.project.name for form in forms] == ["甲", "乙", "丙"]
    assert [[each.name for each in form.indicators] for form in forms] == [
        ["人数", "场次"],
        ["家数"],
        [],
    ]


def test_error_values_are_said(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"表": [["项目名称", "预算金额"], ["甲", "=A1/0"]]})
    found = given([path], "minhang-2026")
    assert "B2 是错误值或没有结果的公式" in found[0].notes[0]


@pytest.mark.parametrize(
    "lines",
    [
        ["品名,数量", "纸,5"],
        ["项目名称", "甲"],
    ],
)
def test_what_is_no_such_table_is_refused(tmp_path: Path, lines: list[str]) -> None:
    [found] = given([csv(tmp_path / "a.csv", *lines)], "minhang-2026")
    assert found.forms == ()
    assert found.refused
    assert "一行一个项目的表" in found.refused


def test_the_head_of_a_form_is_no_table(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "a.csv", "项目名称,甲,项目性质,经常性项目", "主管部门,某局,实施单位,某中心"
    )
    [form] = the_forms(given([path], "minhang-2026"))
    assert (form.project.name, form.project.nature) == ("甲", "经常性项目")


def test_a_blank_form_is_no_table(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "a.csv",
        "财政项目支出绩效目标申报表",
        "项目名称,,项目性质,,项目类别,",
        "主管部门,某局,,实施单位,某中心,",
    )
    [found] = given([path], "minhang-2026")
    assert found.forms == ()
    assert "没有找到申报表" in str(found.refused)


@pytest.mark.parametrize(
    ("above", "total", "fiscal", "told"),
    [
        ("一览表", "年度资金申请总额（万元）", "其中：当年财政拨款(万元)", "万元"),
        ("一览表,,单位：万元", "年度资金申请总额", "其中：当年财政拨款", "万元"),
        ("一览表（单位：万元）", "年度资金申请总额", "其中：当年财政拨款", "万元"),
        ("单位：万元", "年度资金申请总额（元）", "其中：当年财政拨款（元）", "元"),
        ("一览表", "年度资金申请总额", "其中：当年财政拨款", None),
    ],
)
def test_the_unit_of_the_money_is_what_the_titles_or_the_headings_say(
    tmp_path: Path, above: str, total: str, fiscal: str, told: str | None
) -> None:
    path = csv(tmp_path / "项目.csv", above, f"项目名称,单位,{total},{fiscal}", "帮困,某,80.5,80.5")
    found = given([path], "minhang-2026")
    [form] = the_forms(found)
    assert form.funds.currency_unit == told
    assert found[0].notes == ()


def test_a_column_of_its_own_says_the_unit_of_the_money_before_the_titles(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "项目.csv", "项目名称,金额单位,年度资金申请总额（万元）", "帮困,元,805000"
    )
    [form] = the_forms(given([path], "minhang-2026"))
    assert form.funds.currency_unit == "元"


def test_money_in_two_units_is_said(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "项目.csv",
        "项目名称,年度资金申请总额（万元）,其中：当年财政拨款（元）",
        "帮困,80.5,805000",
    )
    found = given([path], "minhang-2026")
    [form] = the_forms(found)
    assert form.funds.currency_unit is None
    assert found[0].notes == (
        "《项目.csv》的金额列写着不同的单位（“万元”、“元”），数照原样填了，请改成一种单位后重新填。",
    )


def test_a_kind_of_form_that_is_none_and_a_column_too_many_are_said(tmp_path: Path) -> None:
    path = csv(tmp_path / "项目.csv", "表,项目名称,单位,实施单位", "绩效评价表,帮困,某,某某")
    found = given([path], "national")
    [form] = the_forms(found)
    assert (form.kind, form.unit) == ("申报表", "某")
    [kind, column] = found[0].notes
    assert "写的是“绩效评价表”，不知道是哪种表，当作申报表填了" in kind
    assert "“实施单位”一列与别的列是同一栏" in column


def test_titles_over_two_rows(tmp_path: Path) -> None:
    path = tmp_path / "项目.xlsx"
    made = openpyxl.Workbook()
    sheet = made.active
    for row in (
        ["填报单位：某局", None, None, None, None, "2026年"],
        ["项目名称", "实施单位", "项目资金（万元）", None, "年度资金", None],
        [None, None, "项目资金总额", "其他资金", "年度资金申请总额", "其他资金"],
        ["帮困", "某中心", 100, 10, 50, 5],
    ):
        sheet.append(row)
    for ref in ("A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2"):
        sheet.merge_cells(ref)
    made.save(path)
    found = given([path], "minhang-2026")
    [form] = the_forms(found)
    assert (form.project.name, form.unit) == ("帮困", "某中心")
    assert isinstance(form.funds, DeclarationFunds)
    overall, annual = form.funds.overall, form.funds.annual
    assert (overall.total, overall.other, annual.total, annual.other) == (100, 10, 50, 5)
    assert form.funds.currency_unit == "万元"
    assert found[0].notes == ()


def test_titles_over_two_rows_name_a_row_of_money_over_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "项目.xlsx"
    made = openpyxl.Workbook()
    sheet = made.active
    for row in (
        ["项目名称", "年度资金总额", None, "其中：当年财政拨款", None],
        [None, "全年预算数", "全年执行数", "全年预算数", "全年执行数"],
        ["帮困", 100, 90, 80, 70],
    ):
        sheet.append(row)
    for ref in ("A1:A2", "B1:C1", "D1:E1"):
        sheet.merge_cells(ref)
    made.save(path)
    [form] = the_forms(given([path], "minhang-2020"))
    assert isinstance(form.funds, EvaluationFunds)
    rows = form.funds.rows
    assert (rows["total"].budget, rows["total"].executed) == (100, 90)
    assert (rows["current"].budget, rows["current"].executed) == (80, 70)
