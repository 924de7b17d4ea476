"""What a form says, and which of its cells it colours, while a unit fills it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from support.published import published, workbook
from support.recalculated import Values, recalculated
from support.shown import Shown, shown
from support.typed import typed

from xlperf.model.form import (
    DECLARATION,
    EVALUATION,
    DeclarationFunds,
    EvaluationFunds,
    EvaluationGoals,
    Form,
    FundRow,
    Total,
)

MISSING, WRONG = "#FFF2CC", "#F8CBAD"
_BLANK_EVALUATION = Form(EVALUATION, year=2027, funds=EvaluationFunds(), goals=EvaluationGoals())
_BLANK = Form(DECLARATION, year=2027)


class Case(NamedTuple):
    """What is typed into a form, and what the form then says; cells by reference."""

    edition: str
    form: Form
    typed: Mapping[str, Any]
    overall: str
    said: Mapping[int, str]  # by row
    missing: frozenset[str] = frozenset()  # cells shown pale yellow
    wrong: frozenset[str] = frozenset()  # pale red


def _cells(refs: str) -> frozenset[str]:
    return frozenset(refs.split())


_DECLARED = published("songjiang-2024")[3]
_EVALUATED = published("minhang-2020")[1]
_CHONGMING = published("chongming-2023")[0]
_DECLARED_FUNDS, _EVALUATED_FUNDS = _CHONGMING.funds, _EVALUATED.funds
assert isinstance(_DECLARED_FUNDS, DeclarationFunds)
assert isinstance(_EVALUATED_FUNDS, EvaluationFunds)
CASES = {
    "as published": Case("songjiang-2024", _DECLARED, {}, "✔ 已填完整", {}),
    "blanks": Case(
        "songjiang-2024",
        _DECLARED,
        {"C3": None, "H3": "  ", "F11": None, "G14": None},
        "还缺 4 项",
        {3: "← 请填项目名称、项目类别", 11: "← 请填年度总体目标", 14: "← 请填年度(/项目)指标值"},
        missing=_cells("C3 H3 F11 G14"),
    ),
    "no nature": Case(
        "chongming-2023",
        _CHONGMING,
        {"F3": None, "F4": None},
        "还缺 2 项",
        {3: "← 请填项目类别", 4: "← 请填实施单位"},
        missing=_cells("F3 F4"),
    ),
    "days": Case(
        "songjiang-2024",
        _DECLARED,
        {"F5": "2024年底"},
        "1 处填法不对",
        {5: "← 日期请填成 2026-01-01 这样"},
        wrong=_cells("F5"),
    ),
    "money in words": Case(
        "songjiang-2024",
        _DECLARED,
        {"H7": "两千万"},
        "1 处填法不对",
        {7: "← 金额请只填数字，单位：元"},
        wrong=_cells("H7"),
    ),
    "no money": Case(
        "songjiang-2024",
        _DECLARED,
        {"H7": None, "H8": None, "H9": None},
        "还缺 1 项",
        {6: "← 请填下面各项，年度资金申请总额自动合计"},
        missing=_cells("H7 H8 H9"),
    ),
    "a total that was filled otherwise": Case(
        "chongming-2023",
        published("chongming-2023")[3],
        {"E6": 1},
        "1 处合计不符",
        {6: "← 项目资金总额与各项之和 799,600.00 不符"},
        wrong=_cells("E6"),
    ),
    "blank form": Case(
        "minhang-2026",
        _BLANK,
        {},
        "还缺 10 项",
        {
            3: "← 请填项目名称、项目性质、项目类别",
            4: "← 请填主管部门、实施单位",
            5: "← 请填计划开始日期、计划完成日期",
            6: "← 请填下面各项，年度资金申请总额自动合计",
            11: "← 请填年度总体目标",
            12: "← 请填绩效指标，至少一条",
        },
        missing=_cells("C3 F3 H3 C4 F4 C5 F5 H7 H8 H9 F11")
        | {f"{column}{row}" for column in "DG" for row in range(13, 24)},
    ),
    "scores": Case(
        "minhang-2020",
        _EVALUATED,
        {"H13": 5, "H14": 9.5, "G15": "九分", "F16": None},
        "还缺 2 项，1 处合计不符，2 处填法不对",
        {
            13: "← 请填失分的原因",
            14: "← 得分高于分值",
            15: "← 分值、得分请只填数字",
            16: "← 请填实际完成值",
            22: "← 分值合计应为 100，现为 91",
        },
        missing=_cells("I13 F16"),
        wrong=_cells("G14 H14 G15 G22"),
    ),
    "a total score that was filled otherwise": Case(
        "minhang-2020",
        replace(_EVALUATED, total=Total(Decimal(100), Decimal(95))),
        {},
        "1 处合计不符",
        {22: "← 得分合计应为 100"},
        wrong=_cells("H22"),
    ),
    "a total weight in words": Case(
        "minhang-2020",
        replace(_EVALUATED, total=Total("约九十", Decimal(100))),
        {},
        "1 处合计不符",
        {22: "← 分值合计应为 100"},
        wrong=_cells("G22"),
    ),
    "a total of money in words": Case(
        "chongming-2023",
        replace(
            _CHONGMING,
            start="2023年初",
            funds=replace(_DECLARED_FUNDS, annual=replace(_DECLARED_FUNDS.annual, total="80万")),
        ),
        {},
        "2 处填法不对",
        {
            5: "← 日期请填成 2026-01-01 这样",
            6: "← 金额请只填数字，单位：元",
        },
        wrong=_cells("C5 H6"),
    ),
    "a row of money with a name of its own": Case(
        "minhang-2020",
        replace(
            _EVALUATED,
            funds=replace(
                _EVALUATED_FUNDS,
                rows={**_EVALUATED_FUNDS.rows, "县级资金": FundRow(initial=Decimal(7))},
            ),
        ),
        {},
        "✔ 已填完整",
        {},
    ),
    "money executed": Case(
        "minhang-2020",
        _EVALUATED,
        {"E7": None},
        "还缺 1 项",
        {6: "← 请填下面各项的全年执行数"},
        missing=_cells("E7 E8 E9"),
    ),
    "blank 自评表": Case(
        "minhang-2020",
        _BLANK_EVALUATION,
        {},
        "还缺 9 项",
        {
            3: "← 请填项目名称",
            4: "← 请填主管部门、实施单位",
            6: "← 请填下面各项的全年预算数、全年执行数、分值，合计自动算出",
            11: "← 请填预期目标、实际完成情况",
            12: "← 请填绩效指标，至少一条",
        },
    ),
}


#: a sum that was typed over with the protection taken off
_LOCKED = ("a total that was filled otherwise",)


@pytest.fixture(scope="module")
def books() -> dict[str, bytes]:
    return {
        name: typed(workbook(case.edition, [case.form]), case.typed, locked=name in _LOCKED)
        for name, case in CASES.items()
    }


@pytest.fixture(scope="module")
def calculated(
    books: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Values]:
    return recalculated(books, tmp_path_factory.mktemp("status"))


@pytest.fixture(scope="module")
def painted(
    books: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Shown]]:
    return shown(books, tmp_path_factory.mktemp("painted"))


@pytest.mark.parametrize("name", CASES)
def test_the_form_says_what_to_do(name: str, calculated: dict[str, Values]) -> None:
    case = CASES[name]
    column = "K" if case.form.kind == EVALUATION else "J"
    said = {
        int(ref[1:]): value
        for (_, ref), value in calculated[name].items()
        if ref[0] == column and value and not value.startswith("↓")
    }
    assert said == {1: "填写状态", 2: case.overall, **case.said}


@pytest.mark.parametrize(
    "name", [name for name, case in CASES.items() if case.missing | case.wrong]
)
def test_the_form_shows_where(name: str, painted: dict[str, dict[str, Shown]]) -> None:
    case, cells = CASES[name], painted[name]
    assert {ref for ref, cell in cells.items() if cell.fill == MISSING} == case.missing
    assert {ref for ref, cell in cells.items() if cell.fill == WRONG} == case.wrong


def test_a_complete_form_has_no_colour(painted: dict[str, dict[str, Shown]]) -> None:
    assert {cell.fill for cell in painted["as published"].values()} == {None}
