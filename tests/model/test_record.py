"""The record survives JSON, whatever was filled in."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.model.form import (
    DECLARATION,
    EVALUATION,
    Amount,
    AnnualFunds,
    DeclarationFunds,
    DeclarationGoals,
    EvaluationFunds,
    EvaluationGoals,
    Form,
    FundRow,
    Indicator,
    OverallFunds,
    Project,
    Source,
    Total,
)
from xlperf.model.place import Place
from xlperf.model.record import amount_text, from_json, to_json

TEXTS = st.none() | st.text(min_size=1, max_size=12)
#: text that is no number and no day; a number or a day is stored as one
WORDS = st.sampled_from(("854万(含质保金)", "98.86%", "无", "20万元", "详见附件"))
AMOUNTS: st.SearchStrategy[Amount] = (
    st.none() | WORDS | st.decimals(-(10**12), 10**12, places=2) | st.decimals(0, 100, places=0)
)
DAYS = st.none() | st.dates() | st.sampled_from(("2026年初", "待定"))
PLACES = st.builds(
    Place,
    sheet=TEXTS,
    cell=st.none() | st.just("B12"),
    line=st.none() | st.integers(1, 999),
    page=st.none() | st.integers(1, 99),
    box=st.none() | st.tuples(*[st.floats(0, 999)] * 4),
)
RAW = st.dictionaries(st.sampled_from(("target", "level1")), st.text(max_size=9), max_size=2)


def indicators(judged: bool) -> st.SearchStrategy[Indicator]:
    given_later = AMOUNTS if judged else st.none()
    return st.builds(
        Indicator,
        level1=TEXTS,
        level2=TEXTS,
        name=TEXTS,
        target=TEXTS,
        actual=TEXTS if judged else st.none(),
        weight=AMOUNTS,
        score=given_later,
        reason=TEXTS if judged else st.none(),
        ambiguous=st.booleans(),
        at=PLACES,
        raw=RAW,
    )


def forms(kind: str) -> st.SearchStrategy[Form]:
    judged = kind == EVALUATION
    own = st.dictionaries(st.sampled_from(("县级资金", "单位资金")), AMOUNTS, max_size=2)
    rows = st.dictionaries(
        st.sampled_from(("total", "县级资金")), st.builds(FundRow, *[AMOUNTS] * 6)
    )
    declared = st.builds(
        DeclarationFunds,
        currency_unit=TEXTS,
        overall=st.builds(OverallFunds, *[AMOUNTS] * 3),
        annual=st.builds(AnnualFunds, *[AMOUNTS] * 4),
        more=st.dictionaries(st.sampled_from(("overall", "annual")), own),
    )
    goals = EvaluationGoals if judged else DeclarationGoals
    return st.builds(
        Form,
        kind=st.just(kind),
        edition=TEXTS,
        year=st.none() | st.integers(2000, 2099),
        project=st.builds(Project, TEXTS, TEXTS, TEXTS),
        department=TEXTS,
        unit=TEXTS,
        start=DAYS,
        end=DAYS,
        funds=st.builds(EvaluationFunds, TEXTS, rows) if judged else declared,
        goals=st.builds(goals, TEXTS, TEXTS),
        indicators=st.lists(indicators(judged), max_size=3).map(tuple),
        total=st.builds(Total, AMOUNTS, AMOUNTS) if judged else st.none(),
        notes=st.lists(st.text(max_size=9), max_size=2).map(tuple),
        source=st.builds(Source, TEXTS, TEXTS, TEXTS),
        places=st.dictionaries(st.just("project.name"), PLACES),
        raw=st.dictionaries(st.just("unit"), st.text(max_size=9)),
    )


@given(forms(DECLARATION) | forms(EVALUATION))
def test_to_json_and_back_loses_nothing(form: Form) -> None:
    assert from_json(json.loads(json.dumps(to_json(form), ensure_ascii=False))) == form


@given(st.decimals(-(10**15), 10**15, places=2))
def test_amounts_keep_their_digits(amount: Decimal) -> None:
    text = amount_text(amount)
    assert text is not None
    assert "E" not in text
    assert Decimal(text).as_tuple() == amount.as_tuple()


def test_a_blank_is_null_and_never_zero() -> None:
    blank = to_json(Form(kind=DECLARATION))
    assert blank["funds"]["annual"] == dict.fromkeys(("total", "current", "carryover", "other"))
    assert to_json(Form(kind=DECLARATION, start=date(2026, 1, 1)))["start"] == "2026-01-01"


def test_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="xlperf-record/1"):
        from_json({"schema": "xlperf-record/2", "kind": DECLARATION})
