"""What templates can name, for forms as their editions print them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from xlperf.editions import Edition, load_library
from xlperf.model.form import (
    DECLARATION,
    EVALUATION,
    DeclarationFunds,
    EvaluationFunds,
    Form,
    FundRow,
    Indicator,
)
from xlperf.rounds.fill.context import Page, context_of, pages_of


def edition(name: str) -> Edition:
    return load_library().editions[name]


def page(form: Form, name: str, collected: bool = False) -> Page:
    return pages_of([form], edition(name), ["表"], collected)[0]


def test_names_are_numbered_anew_under_each_level_where_the_edition_prints_numbers() -> None:
    indicators = (
        Indicator("产出指标", "数量指标", "场次", "2"),
        Indicator("产出指标", "数量指标", "人数", "9"),
        Indicator("产出指标", "质量指标", "合格率", "99%"),
        Indicator("产出指标", "质量指标", None, "好"),
    )
    form = Form(DECLARATION, indicators=indicators)
    numbered = [row.name for row in page(form, "songjiang-2024").rows]
    assert numbered == ["指标1：场次", "指标2：人数", "指标1：合格率", None]
    assert [row.name for row in page(form, "minhang-2026").rows][:2] == ["场次", "人数"]


def test_levels_are_printed_as_the_edition_words_them() -> None:
    satisfied = Indicator("满意度指标", "服务对象满意度指标", "满意度", "≥90%")
    unknown = Indicator("效益指标", "别的指标", "名", "值")
    rows = page(Form(EVALUATION, indicators=(satisfied, unknown)), "minhang-2020").rows
    assert [(row.level1, row.level2) for row in rows] == [
        ("满意度", "服务对象满意度指标"),
        ("效益指标", "别的指标"),
    ]


@pytest.mark.parametrize(
    ("name", "kind", "first", "alone"),
    [
        ("minhang-2026", DECLARATION, "成本指标", True),
        ("minhang-2020", EVALUATION, "产出指标", False),
    ],
)
def test_a_form_without_indicators_asks_for_each_level_once(
    name: str, kind: str, first: str, alone: bool
) -> None:
    rows = page(Form(kind), name).rows  # type: ignore[arg-type]
    assert rows[0].level1 == first
    seconds = [row.level2 for row in rows]
    assert len(set(seconds)) == len(seconds)
    assert ("成本指标" in seconds) is not alone
    assert all(row.name is None and row.target is None for row in rows)


def test_years_stand_where_the_edition_prints_them() -> None:
    form = Form(DECLARATION, year=2023, start=date(2022, 5, 1), end=date(2024, 12, 31))
    printed = page(form, "chongming-2023")
    assert printed.year_line == "（2023年度）"
    assert printed.overall_label == "项目总目标（2022年-2024年）"
    assert printed.annual_label == "年度总目标"
    blank = page(Form(DECLARATION), "chongming-2023")
    assert blank.year_line == "（    年度）"
    assert blank.overall_label == "项目总目标（    年-    年）"


def test_the_heading_of_a_collection_names_the_department() -> None:
    form = Form(DECLARATION, year=2024, department="某区总工会(汇总)", unit="某中心")
    assert page(form, "songjiang-2024", True).collection == "某区总工会2024年度项目绩效目标汇总表"
    assert page(form, "songjiang-2024").collection is None
    assert page(form, "minhang-2026", True).collection is None


def test_money_is_printed_in_the_currency_that_was_filled() -> None:
    filled = Form(DECLARATION, funds=DeclarationFunds(currency_unit="万元"))
    assert page(filled, "minhang-2026").funds_label == "项目资金（万元）"
    assert page(Form(DECLARATION), "minhang-2026").currency == "元"


def test_rows_of_money_come_in_order_with_those_that_have_a_name_of_their_own() -> None:
    rows = {"县级资金": FundRow(budget=Decimal("5.0")), "total": FundRow(rate="98.86%")}
    lines = page(Form(EVALUATION, funds=EvaluationFunds("元", rows)), "minhang-2020").fund_rows
    assert [line.label for line in lines] == [
        "年度资金总额",
        "其中：当年财政拨款",
        "上年结转资金",
        "其他资金",
        "县级资金",
    ]
    assert [line.first for line in lines] == [True, False, False, False, False]
    assert str(lines[0].rate) == "0.9886"
    assert lines[-1].budget == Decimal("5.0")


@pytest.mark.parametrize(
    ("filled", "fraction"),
    [
        ("100%", "1.00"),
        ("100.00%", "1.0000"),
        (Decimal("93.01"), "0.9301"),
        (Decimal("0.93"), "0.93"),
        ("约九成", "约九成"),
        (None, "None"),
    ],
)
def test_a_rate_keeps_its_digits(filled: Decimal | str | None, fraction: str) -> None:
    form = Form(EVALUATION, funds=EvaluationFunds("元", {"total": FundRow(rate=filled)}))
    assert str(page(form, "minhang-2020").fund_rows[0].rate) == fraction


def test_the_execution_rate_counts_within_the_total_or_beside_it() -> None:
    assert page(Form(EVALUATION), "national").execution_within
    assert not page(Form(EVALUATION), "minhang-2020").execution_within


def test_further_rows_of_money_stand_side_by_side() -> None:
    more = {"overall": {"县级资金": Decimal(1), "自筹": None}, "annual": {"专项债": "待定"}}
    rows = page(
        Form(DECLARATION, funds=DeclarationFunds("元", more=more)), "minhang-2026"
    ).more_funds
    assert rows == [("县级资金", Decimal(1), "专项债", "待定"), ("自筹", None, None, None)]


def test_a_template_is_told_of_a_label_that_is_none() -> None:
    context = context_of([], edition("chongming-2023"), 30)
    assert context["label"]("goals.annual") == "年度总目标"
    assert context["label"]("project.nature") == ""
    assert not context["has"]("project.nature")
    with pytest.raises(LookupError, match=r"没有“project\.nmae”这个栏目"):
        context["label"]("project.nmae")


def test_what_dropdowns_offer_is_worded_as_printed() -> None:
    context = context_of([], edition("minhang-2020"), 0)
    assert "满意度" in context["levels1"]
    assert "社会效益" in context["levels2"]
    assert len(set(context["levels2"])) == len(context["levels2"])
    assert context["spare"] == 0
    assert context["natures"]
    assert context["categories"]


def test_a_section_is_there_for_the_kinds_that_there_are() -> None:
    pages = pages_of([Form(EVALUATION), Form(EVALUATION)], edition("national"), ["一", "二"])
    context = context_of(pages, edition("national"), 0)
    assert context["declared"] == []
    assert [section.pages for section in context["evaluated"]] == [pages]
    assert [each.first for each in pages] == [True, False]
