"""Random forms as the lines of a printed page: names, numbers and goals broken at the margin."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from support.damage import Row, Sheet, as_page

from xlperf.editions import load_library
from xlperf.model.form import (
    DeclarationFunds,
    DeclarationGoals,
    EvaluationGoals,
    Form,
    Source,
)
from xlperf.model.record import amount_text
from xlperf.reading.forms import forms_in
from xlperf.reading.sources import text

NAMES = (
    "完成{}的困难家庭走访慰问次数",
    "{}准确率",
    "各镇村{}按时完成情况及资金拨付及时性",
    "{}知晓率",
)
LEVELS = (
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("效益指标", "社会效益指标"),
)
SUBJECTS = ("河道保洁", "老年助餐服务", "社区书屋", "非遗展演", "防汛物资储备")
VALUES = ("=1000人次", ">=95%", "及时", "全覆盖", "<=3.5万元", "健全和有效")
GOAL = (
    "全年保洁河道12公里，打捞水面漂浮物不少于1500吨，预计产出：慰问困难职工共1000人次，时间为{}。"
)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    rows = []
    for pair, name in zip(LEVELS, NAMES, strict=True):
        for _ in range(draw(st.integers(1, 3))):
            subject = f"{len(rows)}号{draw(st.sampled_from(SUBJECTS))}"
            rows.append(Row(*pair, (name.format(subject), draw(st.sampled_from(VALUES)))))
    total = f"{draw(st.integers(1, 10**8)):,}"
    goal = GOAL.format(draw(st.sampled_from(("2031.1.1-2031.12.31", "2031年3月至12月"))))
    return Sheet(
        head=(
            ("财政项目支出绩效目标申报表",),
            ("（2031年度）",),
            ("项目名称", "河道保洁", "项目类别", "经常性项目"),
            ("主管部门", "某区水务局", "实施单位", "某区河道所"),
            ("计划开始日期", "2031-01-01", "计划完成日期", "2031-12-31"),
            ("项目资金(元)", "项目资金总额", total, "年度资金申请总额", total),
            ("其中：财政资金", total, "其中：当年财政拨款", total),
            ("上年结转资金", "0"),
            ("其他资金", "0", "其他资金", "0"),
            ("项目绩效目标", "项目总目标", "年度总目标"),
            ("改善水环境，" + goal,),
            (goal,),
        ),
        heading=("", "一级指标", "二级指标", "三级指标", "指标目标值"),
        rows=tuple(rows),
    )


def read(page: str) -> Form:
    found = forms_in(text.read(page.encode()), load_library(), Source())
    assert len(found.forms) == 1
    assert found.unread == ()
    return found.forms[0]


@given(sheets(), st.integers(8, 16))
def test_everything_is_joined_again(sheet: Sheet, width: int) -> None:
    form = read(as_page(sheet, width))
    assert [(i.level1, i.level2, i.name, i.target) for i in form.indicators] == [
        (row.level1, row.level2, *row.cells) for row in sheet.rows
    ]
    assert isinstance(form.goals, DeclarationGoals)
    assert (form.goals.overall, form.goals.annual) == (sheet.head[-2][0], sheet.head[-1][0])
    assert isinstance(form.funds, DeclarationFunds)
    total = sheet.head[5][2].replace(",", "")
    assert amount_text(form.funds.overall.total) == amount_text(form.funds.annual.current) == total
    assert amount_text(form.funds.annual.carryover) == "0"
    assert (form.project.name, form.unit, form.year) == ("河道保洁", "某区河道所", 2031)


@given(sheets(), st.integers(8, 16))
def test_goals_that_do_not_pair_with_their_headings_are_not_guessed(
    sheet: Sheet, width: int
) -> None:
    page = as_page(replace(sheet, head=sheet.head[:-1]), width)
    found = forms_in(text.read(page.encode()), load_library(), Source())
    assert found.forms[0].goals == DeclarationGoals()
    assert "改善水环境" in "".join(each.text for each in found.unread)
    assert any("目标文字与其上的标题对不上" in note for note in found.notes)


def test_a_goal_beside_its_label() -> None:
    page = """项目支出绩效自评表
项目名称 河堤加固
年度总体目标 加固河堤3公里，新建护坡
1200平方米。
实际完成情况 已完成。
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分
产出指标 数量指标 加固长度 3公里 3公里 50 50
"""
    form = read(page)
    assert (form.goals, form.project.name) == (
        EvaluationGoals("加固河堤3公里，新建护坡1200平方米。", "已完成。"),
        "河堤加固",
    )
    assert [i.score for i in form.indicators] == [Decimal(50)]
