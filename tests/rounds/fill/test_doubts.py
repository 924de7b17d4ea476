"""What a person should look at, though nothing was lost."""

from decimal import Decimal

import pytest

from xlperf.editions import load_library
from xlperf.model.form import (
    DECLARATION,
    EVALUATION,
    AnnualFunds,
    DeclarationFunds,
    EvaluationFunds,
    EvaluationGoals,
    Form,
    FundRow,
    Indicator,
)
from xlperf.rounds.fill.doubts import doubts

MINHANG = load_library().editions["minhang-2026"]


def funds(unit: str | None) -> DeclarationFunds:
    return DeclarationFunds(unit, annual=AnnualFunds(total=Decimal(5)))


def test_levels_in_doubt_are_named() -> None:
    sure, unsure = (
        Indicator(None, None, "甲", None),
        Indicator(None, None, "乙", None, ambiguous=True),
    )
    form = Form(DECLARATION, indicators=(sure, unsure, sure, unsure))
    assert list(doubts(form, MINHANG)) == [
        "第 2、4 条指标的级别在原件里拿不准，照读到的填了，请核对。"
    ]


@pytest.mark.parametrize(
    ("unit", "words"), [("元", None), ("万元", "没有换算"), (None, "来源没有写金额单位")]
)
def test_another_unit_of_money_is_said(unit: str | None, words: str | None) -> None:
    said = list(doubts(Form(DECLARATION, funds=funds(unit)), MINHANG))
    assert [words in each for each in said if words] == [True] * bool(words)
    assert len(said) == bool(words)


def test_a_form_without_amounts_has_no_unit_to_doubt() -> None:
    assert list(doubts(Form(DECLARATION), MINHANG)) == []
    rows = {"total": FundRow(budget=Decimal(5))}
    form = Form(EVALUATION, funds=EvaluationFunds(None, rows), goals=EvaluationGoals())
    assert len(list(doubts(form, load_library().generic))) == 1
