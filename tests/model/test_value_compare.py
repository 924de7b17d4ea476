from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.model.value import Comparison, Flag, Kind, compare, parse

# Target and actual of every indicator of ten published 自评表, in their order.
with Path(__file__).with_name("value_pairs.tsv").open(encoding="utf-8", newline="") as table:
    PUBLISHED = [
        (target, actual)
        for target, actual in csv.reader(table, "excel-tab", quoting=csv.QUOTE_NONE)
    ]
COMPARED = [(*pair, compare(*pair, year=2020)) for pair in PUBLISHED]


def test_the_published_pairs_come_out_as_worked_by_hand() -> None:
    assert len(COMPARED) == 99
    verdicts = [found.met for _, _, found in COMPARED]
    assert [verdicts.count(verdict) for verdict in (True, False, None)] == [97, 1, 1]


def test_the_one_that_missed_and_the_one_that_cannot_be_compared() -> None:
    missed = [(*pair, found.fraction) for *pair, found in COMPARED if found.met is False]
    assert missed == [("≥40人", "25人", Decimal("0.625"))]
    unclear = [(pair, found.fraction) for *pair, found in COMPARED if found.met is None]
    assert unclear == [(["慰问对象资质准确性", "准确"], None)]


def test_repeated_words_are_met_only_until_confirmed() -> None:
    repeated = [
        (target, actual)
        for target, actual, found in COMPARED
        if found.met and Flag.CONFIRM in found.flags and Flag.COPIED not in found.flags
    ]
    assert len(repeated) == 47
    assert all(target == actual for target, actual in repeated)


def test_a_copied_condition_is_flagged() -> None:
    copied = [(target, found) for target, _, found in COMPARED if Flag.COPIED in found.flags]
    assert [(target, found.met, found.fraction) for target, found in copied] == [
        ("≤上年缴税80%", True, None)
    ]
    assert "照抄" in copied[0][1].why


def test_the_result_far_above_its_target_is_seen() -> None:
    far = [found for _, _, found in COMPARED if found.fraction and found.fraction > Decimal("1.3")]
    assert [round(found.fraction or 0, 3) for found in far] == [Decimal("4.287")]
    assert "428.7%" in far[0].why


def _found(target: str, actual: str, year: int | None = None) -> tuple[bool | None, str | None]:
    found = compare(target, actual, year)
    fraction = found.fraction
    return found.met, None if fraction is None else f"{round(fraction, 4).normalize():f}"


@pytest.mark.parametrize(
    ("target", "actual", "met", "fraction"),
    [
        ("≥90%", "95%", True, "1.0556"),
        ("≥90%", "85%", False, "0.9444"),
        ("≥90%", "90%", True, "1"),
        ("＞90%", "90%", False, "1"),
        ("＞0", "0", False, "0"),
        ("=4.00(次)", "4次", True, "1"),
        ("=4.00(次)", "3次", False, "0.75"),
        ("=0.00(起)", "0起", True, "1"),
        ("=0.00(起)", "2起", False, "0"),
        ("≥0.00(%)", "0%", True, "1"),
        ("≤5(起)", "4起", True, "1"),
        ("≤5(起)", "7起", False, "0.6"),
        ("≤5(起)", "10起", False, "0"),
        ("≤5(起)", "12起", False, "0"),
        ("≤0(起)", "1起", False, "0"),
        ("＜5(起)", "5起", False, "1"),
        ("≤100万元", "1200000元", False, "0.8"),
        ("≥2.00(万人)", "21000人", True, "1.05"),
        ("≥50人", "54名", True, "1.08"),
        ("≤48小时", "2天", True, "1"),
        ("≥98%", "985‰", True, "1.0051"),
        ("10-20人", "15人", True, "1"),
        ("10-20人", "8人", False, "0.8"),
        ("10-20人", "25人", False, "0.75"),
        ("≥10人", "12-15人", True, None),
        ("≥10人", "8-15人", None, None),
        ("≥90%", "≥95%", True, None),
        ("≥90%", "≥85%", None, None),
        ("≥90%", "≤80%", False, None),
        ("平均20人/每次", "平均18人/每次", False, "0.9"),
        ("平均20人/每次", "平均25人/场", None, None),
        ("平均20人/每次", "22人", True, "1.1"),
    ],
)
def test_numbers(target: str, actual: str, met: bool | None, fraction: str | None) -> None:
    assert _found(target, actual) == (met, fraction)


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ("100%", "1", True),
        ("100%", "100.00(%)", True),
        ("1", "100.00(%)", True),
        ("≥90%", "0.95", True),
        ("≥90%", "0.85", False),
        ("≥90%", "95", True),
        ("≥0.9", "95%", True),
        ("≥95", "96%", True),
        ("≤5%", "0.5", None),  # 0.5% or half?
        ("≤5%", "0.01", True),  # both readings are below
        ("≤0.5", "60%", False),
        ("≤5%", "0", True),
    ],
)
def test_percentages_without_their_sign(target: str, actual: str, met: bool | None) -> None:
    found = compare(target, actual)
    assert found.met is met
    if met is not None and actual != "100.00(%)" and "%" not in actual:
        assert Flag.ASSUMED in found.flags


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥100人", "120人次"),
        ("≥90%", "95人"),
        ("≥5家", "6个"),
        ("≤100(万元)", "90"),
        ("≥5天", "6个工作日"),
        ("≥5家学校", "6家医院"),
    ],
)
def test_different_units_are_for_a_person(target: str, actual: str) -> None:
    found = compare(target, actual)
    assert (found.met, found.fraction) == (None, None)
    assert "不同" in found.why or "单位" in found.why


def test_more_than_an_equal_target_is_met_and_flagged() -> None:
    found = compare("=1000人", "1100人")
    assert (found.met, found.fraction) == (True, Decimal("1.1"))
    assert Flag.ABOVE_EQUAL in found.flags


def test_nothing_in_place_of_a_number() -> None:
    found = compare("0起", "无")
    assert found.met
    assert Flag.CONFIRM in found.flags
    assert compare("≥90%", "").met is None
    assert compare("≥90%", "—").met is None
    assert compare("", "95%").met is None
    assert compare("≥90%", None).why == "实际完成值没有填写"


@pytest.mark.parametrize(
    ("target", "actual", "year", "met"),
    [
        ("2023年11月底前", "2023年11月30日", None, True),
        ("2023年11月底前", "2023年12月1日", None, False),
        ("2023年11月底前", "11月20日", None, True),
        ("11月底前", "2023-11-20", 2023, True),
        ("11月底前", "2023-11-20", 2022, False),
        ("11月底前", "2023-11-20", None, None),
        ("11月底前", "10月底", None, True),
        ("11月15日前", "11月", 2023, None),
        ("2月底前", "2月29日", 2024, True),
        ("年底前", "12月", 2023, True),
        ("年底前", "及时", 2023, None),
        ("12月前", "11月20日", 2023, True),
        ("12月前", "12月20日", 2023, None),
        ("12月前", "2024年1月5日", 2023, False),
        ("7-9月", "8月", 2023, True),
        ("7-9月", "2023-10-01", 2023, False),
        ("7-9月", "8-10月", 2023, None),
        ("11月-次年2月", "2024年1月15日", 2023, True),
        ("每年第三季度", "8月", 2023, True),
        ("每年第三季度", "10月", 2023, False),
    ],
)
def test_days(target: str, actual: str, year: int | None, met: bool | None) -> None:
    assert compare(target, actual, year).met is met


def test_a_repeated_deadline_lacks_the_day() -> None:
    found = compare("9月底", "9月底", 2023)
    assert found.met
    assert found.flags == {Flag.CONFIRM, Flag.NO_DATE}


@pytest.mark.parametrize(
    ("target", "actual", "met", "fraction"),
    [
        ("每季度", "4次", True, "1"),
        ("每季度", "3次", False, "0.75"),
        ("每月", "每季度", False, "0.3333"),
        ("每季度", "每月", True, "3"),
        ("每月2次", "24场", True, "1"),
        ("每年不超过2次", "1次", True, "1"),
        ("每年不超过2次", "3次", False, "0.5"),
        ("工资每月", "奖金每月", None, None),
        ("每月", "12人", None, None),
        ("每日", "300次", None, None),
        ("每月10日前", "每月", None, None),
        ("受理后半个月", "受理后10天", True, "1"),
        ("受理后半个月", "受理后20天", False, None),
        ("受理后半个月", "结案后10天", None, None),
        ("受理后半个月", "10个工作日", None, None),
        ("汛期前一个月", "汛期前20天", False, None),
        ("春节前", "1月20日", None, None),
    ],
)
def test_rhythms_and_events(
    target: str, actual: str, met: bool | None, fraction: str | None
) -> None:
    assert _found(target, actual) == (met, fraction)


def test_relations_need_a_figure_and_its_base() -> None:
    assert _found("较上年增长5%", "较上年增长6%") == (True, "1.2")
    assert _found("较上年增长5%", "较上年下降6%") == (None, None)
    assert _found("不低于上年", "与上年持平") == (None, None)
    found = compare("≤上年支出80%", "75%")
    assert found.met
    assert Flag.CONFIRM in found.flags
    assert "上年支出" in found.why


@pytest.mark.parametrize(
    "text", ["≤上年支出80%", "≥90%", "10-20人", "人均≤500元", "不低于上年", "每月≥2次"]
)
def test_a_repeated_condition_is_no_result(text: str) -> None:
    found = compare(text, text)
    assert found.met
    assert found.fraction is None
    assert {Flag.COPIED, Flag.CONFIRM} <= found.flags
    assert "照抄" in found.why


@pytest.mark.parametrize(
    ("actual", "met", "fraction"),
    [
        ("3万元补助，50册图书(每户)", True, "1"),
        ("3万元补助，40册图书(每户)", False, "0.8"),
        ("3万元补助", None, None),
        ("已发放，50册图书(每户)", None, None),
    ],
)
def test_compounds_are_met_item_by_item(
    actual: str, met: bool | None, fraction: str | None
) -> None:
    assert _found("3万元补助，50册图书(每户)", actual) == (met, fraction)


def test_items_are_matched_by_their_subject() -> None:
    assert compare("工资每月，奖金12月底前", "奖金12月20日，工资每月", 2023).met


@pytest.mark.parametrize(("target", "actual"), [("健全", "较健全"), ("是", "否"), ("及时", "100%")])
def test_other_words_are_for_a_person(target: str, actual: str) -> None:
    found = compare(target, actual)
    assert found.met is None
    assert target in found.why


def test_spelling_makes_no_other_words() -> None:
    assert compare("建立健全，执行有效", "建立健全, 执行有效").met


def test_parsed_values_can_be_compared() -> None:
    assert compare(parse("≥90%"), parse("95%")) == compare("≥90%", "95%")


UNITS = st.sampled_from(["", "%", "人", "万元", "次", "个工作日", "‰", "(名/天)"])
NUMBERS = st.decimals(0, 10**6, allow_nan=False, places=2)


@given(op=st.sampled_from(["", "=", "≥", "≤"]), amount=NUMBERS, unit=UNITS)
def test_a_target_is_met_by_its_own_amount(op: str, amount: Decimal, unit: str) -> None:
    found = compare(f"{op}{amount:f}{unit}", f"{amount:f}{unit}")
    assert (found.met, found.fraction) == (True, 1)


@given(st.sampled_from(PUBLISHED))
def test_a_number_is_met_by_itself(pair: tuple[str, str]) -> None:
    for text in pair:
        if parse(text).kind in (Kind.NUMBER, Kind.AVERAGE, Kind.RANGE, Kind.RELATIVE):
            assert compare(text, text).met


@given(target=NUMBERS, low=NUMBERS, high=NUMBERS, unit=UNITS)
def test_more_never_makes_an_aim_worse(
    target: Decimal, low: Decimal, high: Decimal, unit: str
) -> None:
    low, high = sorted((low, high))
    less, more = (compare(f"≥{target}{unit}", f"{amount}{unit}") for amount in (low, high))
    assert more.met or not less.met
    assert (more.fraction or 0) >= (less.fraction or 0)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_texts_are_compared_with_a_reason(target: str, actual: str) -> None:
    found = compare(target, actual)
    assert isinstance(found, Comparison)
    assert found.why


VALUES = st.sampled_from(
    sorted(
        {text for pair in PUBLISHED for text in pair}
        | {
            "7-9月",
            "每月2次",
            "10-20人",
            "较上年增长5%",
            "3万元补助，50册图书",
            "2023-11-15",
            "无",
            "年内",
        }
    )
)


@given(VALUES, VALUES, st.one_of(st.none(), st.integers(1900, 2199)))
def test_any_two_kinds_are_compared_with_a_reason(
    target: str, actual: str, year: int | None
) -> None:
    found = compare(target, actual, year)
    assert found.why
    assert found.fraction is None or found.met is not None


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("12月底前", "次年1月"),
        ("年底前", "翌年3月"),
        ("3月底前", "去年12月"),
        ("11月-次年3月", "2月"),
    ],
)
def test_a_day_of_another_year_is_for_a_person(target: str, actual: str) -> None:
    found = compare(target, actual, 2023)
    assert (found.met, found.fraction) == (None, None)
    assert "请核对是哪一年" in found.why
