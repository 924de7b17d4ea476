"""Random forms, damaged as publications are: the same record, or doubt that is said."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.damage import (
    Row,
    Rows,
    Sheet,
    centred,
    plain,
    printed_text,
    shifted,
    split,
    tagged,
    widened,
    without_labels,
)

from xlperf.editions import load_library
from xlperf.model.form import Form, Indicator, Source
from xlperf.model.text import key
from xlperf.reading.forms import Extraction, forms_in
from xlperf.reading.forms.levels.clues import Clues
from xlperf.reading.sources import text

LEVELS = (
    ("成本指标", "经济成本指标"),
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("效益指标", "社会效益指标"),
    ("效益指标", "生态效益指标"),
    ("效益指标", "可持续影响指标"),
    ("满意度指标", "服务对象满意度指标"),
)
#: what names of a level tend to be; the last column fits any level
HEADS = {
    "经济成本指标": ("总成本", "单位成本"),
    "数量指标": ("完成次数", "维修处数", "参加人数"),
    "质量指标": ("验收合格率", "发放准确率", "人员达标率"),
    "时效指标": ("完成及时性", "资金按时拨付", "按期完工"),
    "社会效益指标": ("政策知晓率", "有责投诉数", "群众获得感"),
    "生态效益指标": ("污染减少量", "绿化覆盖增量"),
    "可持续影响指标": ("长效机制健全性", "长效管护情况"),
    "服务对象满意度指标": ("居民满意度", "参训人员满意度"),
}
NEUTRAL = ("落实情况", "推进情况", "水平", "执行情况")
SUBJECTS = ("河道保洁", "道路养护", "社区书屋", "防汛物资", "非遗展演", "老年助餐", "路灯改造")
VALUES = ("=12.00(次)", "≥95.00(%)", "合规", "优", "≤3.5(万元)", "100%", "全覆盖")


def real_rows() -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Names and values of the published forms, under the level they were published at.

    Without those that say nothing of that level or belie it (增强职工幸福感 as 可持续影响): under
    a label that is gone, nobody could tell them from rows of the label above. And without a name
    that is itself a level's label.
    """
    clues, library = Clues(load_library()), load_library()
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for path in sorted((Path(__file__).parents[2] / "golden").glob("*.json")):
        for form in json.loads(path.read_text(encoding="utf-8")):
            for each in form["indicators"]:
                level = (each["level1"], each["level2"])
                clue = clues.of(each["name"] or "", each["target"] or "")
                plain_name = each["name"] and key(each["name"]) not in library.levels2
                if level in LEVELS and each["target"] and plain_name and level in clue.agreed:
                    found.setdefault(level, []).append((each["name"], each["target"]))
    return found


REAL = real_rows()


@st.composite
def real_sheets(draw: st.DrawFn) -> Sheet:
    """As `sheets`, with the names and values that people really write."""
    chosen = [pair for pair in LEVELS if pair in REAL and draw(st.booleans())] or [LEVELS[1]]
    rows = [
        Row(*pair, draw(st.sampled_from(REAL[pair])))
        for pair in chosen
        for _ in range(draw(st.integers(1, 4)))
    ]
    return replace(draw(sheets()), rows=tuple(rows))


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    chosen = [pair for pair in LEVELS if draw(st.booleans())] or [LEVELS[1]]
    rows = []
    for level1, level2 in chosen:
        for _ in range(draw(st.integers(1, 4))):
            head = draw(st.sampled_from((*HEADS[level2], *NEUTRAL)))
            name = f"{draw(st.sampled_from(SUBJECTS))}{len(rows)}号{head}"
            rows.append(Row(level1, level2, (name, draw(st.sampled_from(VALUES)))))
    total = draw(st.integers(1, 10**9))
    amount = f"{total / 100:,.2f}"
    return Sheet(
        head=(
            ("财政项目支出绩效目标申报表",),
            ("(2031年度)",),
            ("项目名称", "河道保洁", "项目性质", "一次性项目", "项目类别", "特定目标类"),
            ("主管部门", "某区水务局(汇总)", "实施单位", "某区河道所", "", ""),
            ("计划开始日期", "2031-01-01", "计划完成日期", "2031-12-31", "", ""),
            ("项目资金(元)", "项目资金总额", "", "年度资金申请总额", amount, ""),
            ("", "其中：财政资金", "", "其中：当年财政拨款", amount, ""),
            ("", "", "", "上年结转资金", "0.00", ""),
            ("", "其他资金", "", "其他资金", "0.00", ""),
            ("项目绩效目标", "项目总目标", "", "年度总体目标", "", ""),
            ("", "", "", "保洁河道12公里。", "", ""),
        ),
        heading=("绩效指标", "一级指标", "二级指标", "三级指标", "年度(/项目)指标值", ""),
        rows=tuple(rows),
    )


def read(sheet: Sheet, rows: Rows) -> Form:
    found = _extract(printed_text(sheet, rows))
    assert len(found.forms) == 1
    return found.forms[0]


def _extract(printed: str) -> Extraction:
    return forms_in(text.read(printed.encode()), load_library(), Source())


def assert_nothing_lost_and_nothing_wrong(sheet: Sheet, form: Form) -> None:
    assert [(each.name, each.target) for each in form.indicators] == [
        row.cells for row in sheet.rows
    ]
    wrong = [
        f"{each.name}: {row.level1}/{row.level2} read as {each.level1}/{each.level2}"
        for row, each in zip(sheet.rows, form.indicators, strict=True)
        if not each.ambiguous and (each.level1, each.level2) != (row.level1, row.level2)
    ]
    assert wrong == []


def certain(form: Form) -> list[Indicator]:
    return [each for each in form.indicators if not each.ambiguous]


@given(sheets())
def test_undamaged_text_is_read_with_certainty(sheet: Sheet) -> None:
    form = read(sheet, plain(sheet))
    assert_nothing_lost_and_nothing_wrong(sheet, form)


@given(sheets(), st.randoms(use_true_random=False))
def test_shifted_columns_change_nothing(sheet: Sheet, random: Random) -> None:
    before, after = read(sheet, plain(sheet)), read(sheet, shifted(plain(sheet), random))
    assert [(i.level1, i.level2, i.name, i.target, i.ambiguous) for i in after.indicators] == [
        (i.level1, i.level2, i.name, i.target, i.ambiguous) for i in before.indicators
    ]
    assert after.funds == before.funds


@given(sheets(), st.booleans(), st.randoms(use_true_random=False))
def test_labels_on_the_middle_row(sheet: Sheet, low: bool, random: Random) -> None:
    assert_nothing_lost_and_nothing_wrong(sheet, read(sheet, centred(sheet, low)))
    slid = shifted(centred(sheet, low), random)
    assert_nothing_lost_and_nothing_wrong(sheet, read(sheet, slid))


@given(sheets(), st.sampled_from((1, 2)), st.randoms(use_true_random=False))
def test_a_lost_label(sheet: Sheet, column: int, random: Random) -> None:
    form = read(sheet, without_labels(plain(sheet), random, column))
    assert_nothing_lost_and_nothing_wrong(sheet, form)


@given(sheets(), st.randoms(use_true_random=False))
def test_a_page_split_changes_nothing(sheet: Sheet, random: Random) -> None:
    before, after = read(sheet, plain(sheet)), read(sheet, split(plain(sheet), random))
    assert [(i.level1, i.level2, i.name, i.target) for i in after.indicators] == [
        (i.level1, i.level2, i.name, i.target) for i in before.indicators
    ]


@given(sheets(), st.randoms(use_true_random=False))
def test_tags_widths_and_spaces_change_nothing(sheet: Sheet, random: Random) -> None:
    varied = widened(sheet, random)
    before, after = read(sheet, plain(sheet)), read(varied, tagged(plain(sheet), random))
    assert [(i.level1, i.level2, i.name, i.target) for i in after.indicators] == [
        (i.level1, i.level2, i.name, i.target) for i in before.indicators
    ]
    assert (after.project, after.unit, after.funds, after.goals, after.year) == (
        before.project,
        before.unit,
        before.funds,
        before.goals,
        before.year,
    )


@given(sheets(), st.booleans(), st.randoms(use_true_random=False))
def test_everything_at_once(sheet: Sheet, low: bool, random: Random) -> None:
    rows = centred(sheet, low) if random.random() < 0.5 else plain(sheet)
    rows = without_labels(rows, random, random.choice((1, 2)))
    rows = tagged(split(shifted(rows, random), random), random)
    assert_nothing_lost_and_nothing_wrong(sheet, read(widened(sheet, random), rows))


@given(real_sheets(), st.booleans(), st.randoms(use_true_random=False))
def test_names_that_people_write(sheet: Sheet, low: bool, random: Random) -> None:
    damage = random.choice((plain, lambda s: centred(s, low)))
    rows = damage(sheet)
    if random.random() < 0.5:
        rows = without_labels(rows, random, random.choice((1, 2)))
    assert_nothing_lost_and_nothing_wrong(sheet, read(sheet, rows))


@settings(max_examples=30)
@given(sheets())
def test_most_rows_of_an_undamaged_form_are_certain(sheet: Sheet) -> None:
    """Doubt about everything would pass every test above."""
    form = read(sheet, plain(sheet))
    spoken = [each for each in form.indicators if not any(h in (each.name or "") for h in NEUTRAL)]
    assert all(not each.ambiguous for each in spoken)


if __name__ == "__main__":
    pytest.main([__file__])
