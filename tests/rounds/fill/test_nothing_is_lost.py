"""Whatever is filled in stands in the workbook, or is said to be missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.recalculated import cached

from xlperf.editions import load_library
from xlperf.model.form import (
    DECLARATION,
    EVALUATION,
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
    Total,
)
from xlperf.model.record import to_json
from xlperf.model.text import squeeze
from xlperf.rounds.fill.plan import LAYOUTS, Entry, Layout, planned, split_by_kind
from xlperf.rounds.fill.workbook import Filler

LIBRARY = load_library()
FILLERS = {key: Filler(LIBRARY, edition) for key, edition in LIBRARY.editions.items()}
ODD = [
    "=1+1",
    "+5",
    "@x",
    "指标1：",
    "合计",
    "产出指标",
    "a\nb",
    "<b>合规</b>",
    "_x0041_",
    "{{ x }}",
]
LETTERS = "项目资金的不了有和这中大为上个国年动=+-@<>&\"' \n（）()：:，。、/0123456789%≥.aB𠮷䶮"
texts = st.none() | st.text(LETTERS, max_size=30) | st.sampled_from([*ODD, "长" * 2000])
digits = st.decimals(-(10**9), 10**12, places=2) | st.integers(0, 10**6).map(Decimal)
amounts = st.none() | digits | st.sampled_from(["约80万", "12万元", "待定"])
days = st.none() | st.dates(date(1990, 1, 1), date(2099, 12, 31)) | st.just("年底")
years = st.none() | st.integers(2000, 2099)
levels = st.none() | st.sampled_from(["成本指标", "产出指标", "效益指标", "别的级别"])
currencies = st.sampled_from([None, "元", "万元"])
more = st.dictionaries(st.sampled_from(["县级资金", "自筹资金"]), amounts)
rows = st.dictionaries(
    st.sampled_from(["total", "current", "other", "县级资金"]),
    st.builds(FundRow, amounts, amounts, amounts, amounts, amounts, amounts),
)
declarations = st.builds(
    Form,
    st.just(DECLARATION),
    year=years,
    project=st.builds(Project, texts, texts, texts),
    department=texts,
    unit=texts,
    start=days,
    end=days,
    funds=st.builds(
        DeclarationFunds,
        currencies,
        st.builds(OverallFunds, amounts, amounts, amounts),
        st.builds(AnnualFunds, amounts, amounts, amounts, amounts),
        st.dictionaries(st.sampled_from(["overall", "annual"]), more),
    ),
    goals=st.builds(DeclarationGoals, texts, texts),
    indicators=st.lists(st.builds(Indicator, levels, texts, texts, texts), max_size=5).map(tuple),
)
evaluations = st.builds(
    Form,
    st.just(EVALUATION),
    year=years,
    project=st.builds(Project, texts),
    department=texts,
    unit=texts,
    funds=st.builds(EvaluationFunds, currencies, rows),
    goals=st.builds(EvaluationGoals, texts, texts),
    indicators=st.lists(
        st.builds(Indicator, levels, texts, texts, texts, texts, amounts, amounts, texts),
        max_size=5,
    ).map(tuple),
    total=st.builds(Total, amounts, amounts),
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(declarations | evaluations, min_size=1, max_size=3),
    st.sampled_from(LAYOUTS),
    st.sampled_from(sorted(FILLERS)),
)
def test_it_stands_there_or_is_said(forms: list[Form], layout: Layout, key: str) -> None:
    edition = LIBRARY.editions[key]
    entries, _ = split_by_kind([Entry(Path("记录.json"), form) for form in forms], edition)
    for job in planned(entries, edition, layout, Path("out"), None):
        filled = FILLERS[key].filled(job)
        written = [value for value in cached(filled.data).values() if value is not None]
        seen = {squeeze(str(value)) for value in written}
        numbers = {Decimal(str(value)) for value in written if isinstance(value, (int, float))}
        for entry, lost in zip(job.entries, filled.losses, strict=True):
            for value in leaves(to_json(entry.form)):
                assert stands(value, seen, numbers) or any(said(value, each) for each in lost)


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, below in value.items():
            if name not in ("schema", "kind", "edition", "start", "end", "rate"):
                yield from leaves(below)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)
    elif isinstance(value, str) and value.strip(" \n—/-"):
        yield value


def stands(value: str, seen: set[str], numbers: set[Decimal]) -> bool:
    plain = squeeze(value)
    try:
        return Decimal(value) in numbers or any(text.endswith(plain) for text in seen)
    except ArithmeticError:
        return any(plain in text for text in seen)


def said(value: str, note: str) -> bool:
    return " ".join(value.split())[:20] in note
