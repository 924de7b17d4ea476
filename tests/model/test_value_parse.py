from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.yardstick import cost

from xlperf.model.value import (
    Average,
    Compound,
    Deadline,
    EventDeadline,
    Frequency,
    Kind,
    Number,
    Op,
    Range,
    Relative,
    Text,
    Value,
    Window,
    YesNo,
    parse,
)
from xlperf.model.value.scan import han_number

# Every target and actual value of five published documents, in their order.
with Path(__file__).with_name("value_kinds.tsv").open(encoding="utf-8", newline="") as table:
    PUBLISHED = [
        (kind, text) for kind, text in csv.reader(table, "excel-tab", quoting=csv.QUOTE_NONE)
    ]


_MUCH = 50  # what hangs costs thousands


def test_every_kind_is_as_often_as_counted_by_hand() -> None:
    assert Counter(parse(text).kind.value for _, text in PUBLISHED) == {
        "文本": 199,
        "数值": 244,
        "时限": 22,
        "频率": 20,
        "事件时限": 8,
        "窗口": 4,
        "平均": 4,
        "是非": 3,
        "相对": 2,
        "复合": 2,
    }


@pytest.mark.parametrize(("kind", "text"), sorted(set(PUBLISHED)))
def test_every_published_value_has_its_kind(kind: str, text: str) -> None:
    value = parse(text)
    assert value.kind.value == kind
    assert value.text == text


@pytest.mark.parametrize(
    ("text", "op", "amount", "unit"),
    [
        ("≥85.00(%)", Op.GE, "85.00", "%"),
        ("=1.00(名/天)", Op.EQ, "1.00", "名/天"),
        (">=1500人", Op.GE, "1500", "人"),
        ("=>90%", Op.GE, "90", "%"),
        ("=<5%", Op.LE, "5", "%"),
        ("≧90％", Op.GE, "90", "%"),
        ("≦5%", Op.LE, "5", "%"),
        ("═100%", Op.EQ, "100", "%"),
        ("＞１００人", Op.GT, "100", "人"),
        ("＜３起", Op.LT, "3", "起"),
        ("不少于5场", Op.GE, "5", "场"),
        ("不低于90%", Op.GE, "90", "%"),
        ("至少三次", Op.GE, "3", "次"),
        ("不超过10%", Op.LE, "10", "%"),
        ("不高于5%", Op.LE, "5", "%"),
        ("至多两次", Op.LE, "2", "次"),
        ("大于5个", Op.GT, "5", "个"),
        ("小于3起", Op.LT, "3", "起"),
        ("100人以上", Op.GE, "100", "人"),
        ("90%(含)以上", Op.GE, "90", "%"),
        ("达到90%以上", Op.GE, "90", "%"),
        ("5%以下", Op.LE, "5", "%"),
        ("5个工作日以内", Op.LE, "5", "个工作日"),
        ("控制在5%以内", Op.LE, "5", "%"),
        ("2次", None, "2", "次"),
        ("0", None, "0", None),
        ("0.98", None, "0.98", None),
        ("1,000人", None, "1000", "人"),
        ("１，０００ 人", None, "1000", "人"),
        ("98‰", None, "98", "‰"),
        ("-5%", None, "-5", "%"),
        ("两次", None, "2", "次"),
        ("一百二十场", None, "120", "场"),
        ("半个月", None, "0.5", "个月"),
        ("百分之九十五以上", Op.GE, "95", "%"),
        ("百分之百", None, "100", "%"),
        ("≥2.00(万人)", Op.GE, "2.00", "万人"),
        ("≥15.2万元/人", Op.GE, "15.2", "万元/人"),
        ("≥5幅屏风", Op.GE, "5", "幅"),
        ("≥5(个摊位)", Op.GE, "5", "个摊位"),
        ("<p>100%</p>", None, "100", "%"),
    ],
)
def test_numbers(text: str, op: Op | None, amount: str, unit: str | None) -> None:
    value = parse(text)
    assert isinstance(value, Number)
    assert (value.op, str(value.amount), value.unit) == (op, amount, unit)


def test_what_stands_beside_a_number_is_kept() -> None:
    number = parse("发放200册图书(每校)")
    assert isinstance(number, Text)  # words on both sides are a sentence, not a value
    number = parse("200册图书(每校)")
    assert isinstance(number, Number)
    assert (number.of, number.remark) == ("图书", "每校")
    number = parse("覆盖率不低于90%")
    assert isinstance(number, Number)
    assert (number.subject, number.op) == ("覆盖率", Op.GE)


@pytest.mark.parametrize(
    "text",
    [
        "全覆盖",
        "及时(当天)",
        "一次性发放",
        "十分满意",
        "三级",
        "90后",
        "3A级",
        "24小时服务",
        "12345热线畅通",
        "1:3",
        "3/4",
        "10 20人",
        "1.234,50",
        "20-10人",
        "2月30日前",
        "2023年2月29日前",
        "提前",
        "目前",
        "春节前后",
        "9月1日开学前",
        "约等于5",
        "近5年",
        "按年度计划",
        "按需",
        "每年提升",
        "培训后提升",
        "不低于5%以下",
        "下拨及时,服务良好",
        "持续优化, 满足未来2-3年发展需求",
        "1" * 500,
        "٣人",
    ],
)
def test_what_is_no_measure_stays_text(text: str) -> None:
    assert parse(text).kind is Kind.TEXT


@pytest.mark.parametrize("text", ["", " ", "—", "-", "/", "——", "<p></p>"])
def test_a_blank_or_a_dash_is_no_value(text: str) -> None:
    assert parse(text).kind is Kind.BLANK


@pytest.mark.parametrize(
    "text", ["0起", "0发生", "零投诉", "无", "未发生", "无安全事故", "=0.00(起)"]
)
def test_nothing_happened(text: str) -> None:
    value = parse(text)
    assert isinstance(value, Number)
    assert value.amount == 0


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("≥85.00 (%)", "空格"),
        ("2023年12月月底前", "重字"),
        ("0发生", "0起"),
        ("无", "不适用"),
        ("指标1：≥90%", "序号"),
        ("指标2:及时", "序号"),
        ("不低于90%以上", "重复"),
        ("约100人", "确切"),
        ("≥365.00(每日)", "频率"),
        ("12月前", "期初"),
        ("3月内", "个月"),
        ("3A级", "数字"),
    ],
)
def test_oddities_are_read_and_reported(text: str, note: str) -> None:
    value = parse(text)
    assert any(note in said for said in value.notes)
    assert value.text == text


def test_ordinary_values_have_no_notes() -> None:
    odd = {text for _, text in PUBLISHED if parse(text).notes}
    assert odd == {
        "≥85.00 (%)",
        "2023年12月月底前",
        "0发生",
        "≥365.00(每日)",
        "持续优化, 满足未来2-3年发展需求",
    }


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("10-20人", 10, 20, "人"),
        ("10人至20人", 10, 20, "人"),
        ("10～20人之间", 10, 20, "人"),
        ("80%≤x≤90%", 80, 90, "%"),
        ("90%≥x≥80%", 80, 90, "%"),
        ("80%≤满意度≤90%", 80, 90, "%"),
        ("≥80%且≤90%", 80, 90, "%"),
        ("≤90%,≥80%", 80, 90, "%"),
        ("2-3年", 2, 3, "年"),
    ],
)
def test_ranges(text: str, low: int, high: int, unit: str) -> None:
    value = parse(text)
    assert isinstance(value, Range)
    assert (value.low, value.high, value.unit) == (low, high, unit)
    assert (value.low_open, value.high_open) == (False, False)


def test_open_ends_of_a_range() -> None:
    value = parse("90%≥x>80%")
    assert isinstance(value, Range)
    assert (value.low_open, value.high_open) == (True, False)


@pytest.mark.parametrize(
    ("text", "last", "before"),
    [
        ("2023年11月底前", date(2023, 11, 30), True),
        ("12月底前", date(2023, 12, 31), True),
        ("2月底", date(2023, 2, 28), False),
        ("十二月底前", date(2023, 12, 31), True),
        ("年底前", date(2023, 12, 31), True),
        ("2024年年底前完成", date(2024, 12, 31), True),
        ("年内", date(2023, 12, 31), False),
        ("11月中旬", date(2023, 11, 20), False),
        ("11月", date(2023, 11, 30), False),
        ("2023年11月15日前拨付到位", date(2023, 11, 15), True),
        ("2023-11-15", date(2023, 11, 15), False),
        ("2023/11/15前", date(2023, 11, 15), True),
        ("三季度末", date(2023, 9, 30), False),
        ("第四季度完成", date(2023, 12, 31), False),
        ("截至12月31日", date(2023, 12, 31), False),
    ],
)
def test_deadlines(text: str, last: date, before: bool) -> None:
    value = parse(text)
    assert isinstance(value, Deadline)
    assert (value.last_day(2023), value.before) == (last, before)
    assert not value.loose


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("7-9月", date(2023, 7, 1), date(2023, 9, 30)),
        ("2024年1月-2月", date(2024, 1, 1), date(2024, 2, 29)),
        ("9月1日至10月15日", date(2023, 9, 1), date(2023, 10, 15)),
        ("11月-次年2月", date(2023, 11, 1), date(2024, 2, 29)),
        ("2024年1月1日至2024年6月30日", date(2024, 1, 1), date(2024, 6, 30)),
        ("2024-2025年", date(2024, 1, 1), date(2025, 12, 31)),
        ("上半年", date(2023, 1, 1), date(2023, 6, 30)),
        ("第三季度", date(2023, 7, 1), date(2023, 9, 30)),
        ("全年", date(2023, 1, 1), date(2023, 12, 31)),
        ("本年度", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_windows(text: str, first: date, last: date) -> None:
    value = parse(text)
    assert isinstance(value, Window)
    assert value.when.days(2023) == (first, last)


@pytest.mark.parametrize(
    ("text", "period", "per_year"),
    [
        ("每月", "月", 12),
        ("每季度", "季度", 4),
        ("按月发放", "月", 12),
        ("按季度及时拨付", "季度", 4),
        ("每月不少于2次", "月", 24),
        ("每两月一次", "月", 6),
        ("每半年一次", "半年", 2),
        ("一年两次", "年", 2),
        ("3次/季度", "季度", 12),
        ("每年第三季度", "年", 1),
        ("每周", "周", 52),
        ("每学期1次", "学期", 2),
        ("每日更新", "日", None),
    ],
)
def test_frequencies(text: str, period: str, per_year: int | None) -> None:
    value = parse(text)
    assert isinstance(value, Frequency)
    assert (value.period, value.per_year) == (period, per_year)


@pytest.mark.parametrize(
    ("text", "event", "after", "span"),
    [
        ("受理后半个月", "受理", True, (Decimal("0.5"), "个月")),
        ("验收合格后30日内支付", "验收合格", True, (Decimal(30), "日")),
        ("收到申请后5个工作日内", "收到申请", True, (Decimal(5), "个工作日")),
        ("接报后当天", "接报", True, (Decimal(0), "天")),
        ("春节前", "春节", False, None),
        ("汛前", "汛", False, None),
        ("会后3天", "会", True, (Decimal(3), "天")),
        ("汛期前一个月", "汛期", False, (Decimal(1), "个月")),
    ],
)
def test_events(text: str, event: str, after: bool, span: tuple[Decimal, str] | None) -> None:
    value = parse(text)
    assert isinstance(value, EventDeadline)
    assert (value.event, value.after) == (event, after)
    assert (value.span and (value.span.amount, value.span.unit)) == span


@pytest.mark.parametrize(
    ("text", "over", "op", "amount", "unit", "per"),
    [
        ("平均20人/每次", "平均", None, 20, "人", "次"),
        ("平均20人每场", "平均", None, 20, "人", "场"),
        ("人均≤500元", "人均", Op.LE, 500, "元", None),
        ("年均不少于10场", "年均", Op.GE, 10, "场", None),
    ],
)
def test_averages(
    text: str, over: str, op: Op | None, amount: int, unit: str, per: str | None
) -> None:
    value = parse(text)
    assert isinstance(value, Average)
    number = value.number
    assert (value.over, number.op, number.amount, number.unit, value.per) == (
        over,
        op,
        amount,
        unit,
        per,
    )


@pytest.mark.parametrize(
    ("text", "base", "change", "op", "amount"),
    [
        ("≤上年支出80%", "上年支出", "", Op.LE, 80),
        ("不超过预算总额的95%", "预算总额", "", Op.LE, 95),
        ("较上年增长≥5%", "上年", "增长", Op.GE, 5),
        ("同比下降3个百分点", "同比", "下降", None, 3),
        ("增长10%", "", "增长", None, 10),
        ("减少2倍", "", "减少", None, 2),
        ("比去年多10人", "去年", "多", None, 10),
        ("不低于上年", "上年", "", Op.GE, None),
    ],
)
def test_relations(text: str, base: str, change: str, op: Op | None, amount: int | None) -> None:
    value = parse(text)
    assert isinstance(value, Relative)
    assert (value.base, value.change, value.op) == (base, change, op)
    assert (value.number and value.number.amount) == amount


def test_a_rate_is_no_relation() -> None:
    assert parse("预算执行率100%").kind is Kind.NUMBER


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("3万元补助，50册图书(每户)", ["数值", "数值"]),
        ("工资每月，奖金12月前", ["频率", "时限"]),
        ("及时；100%", ["文本", "数值"]),
        ("5场、200人", ["数值", "数值"]),
        ("10场\n20人", ["数值", "数值"]),
        ("100%,95%", ["数值", "数值"]),
    ],
)
def test_compounds(text: str, kinds: list[str]) -> None:
    value = parse(text)
    assert isinstance(value, Compound)
    assert [part.kind.value for part in value.parts] == kinds
    assert all(part.text for part in value.parts)


def test_the_items_of_a_compound_keep_their_subjects() -> None:
    value = parse("工资每月，奖金12月前")
    assert isinstance(value, Compound)
    assert [part.subject for part in value.parts] == ["工资", "奖金"]


def test_yes_and_no() -> None:
    assert [parse(text) for text in "是否"] == [
        YesNo(text="是", yes=True),
        YesNo(text="否", yes=False),
    ]


def test_a_line_break_inside_a_value_is_layout() -> None:
    assert replace(parse("2023年12\n月底前"), text="") == replace(parse("2023年12月底前"), text="")


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("一百零五", 105),
        ("两千三百", 2300),
        ("一百五", None),
    ],
)
def test_chinese_numerals(word: str, number: int | None) -> None:
    assert han_number(word) == number


OPERATORS = {
    Op.GE: ["≥", ">=", "＞＝", "≧", "不低于", "至少"],
    Op.LE: ["≤", "<=", "≦", "不超过", "至多"],
    Op.GT: [">", "＞", "大于"],
    Op.LT: ["<", "＜", "小于"],
    Op.EQ: ["=", "＝", "═", "达到"],
    None: [""],
}
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@given(
    op=st.sampled_from(list(OPERATORS)),
    data=st.data(),
    amount=st.decimals(0, 10**9, allow_nan=False, places=2),
    unit=st.sampled_from(["", "%", "人", "人次", "家", "万元", "个工作日", "‰"]),
    grouped=st.booleans(),
    bracketed=st.booleans(),
    wide=st.booleans(),
)
def test_every_printing_of_a_number_reads_back(
    op: Op | None,
    data: st.DataObject,
    amount: Decimal,
    unit: str,
    grouped: bool,
    bracketed: bool,
    wide: bool,
) -> None:
    sign = data.draw(st.sampled_from(OPERATORS[op]))
    text = sign + (f"{amount:,f}" if grouped else f"{amount:f}")
    text += f"({unit})" if bracketed and unit else unit
    value = parse(text.translate(FULL_WIDTH) if wide else text)

    assert isinstance(value, Number)
    assert (value.op, str(value.amount), value.unit) == (op, f"{amount:f}", unit or None)


PIECES = st.sampled_from(
    [
        *"≥≤=<>-/()%，；、\n 0123456789.年月日前后每按平均上一两半个次人元万是否无",
        "季度",
        "底",
        "以上",
        "同比",
        "不少于",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=14).map("".join)))
def test_any_text_is_a_value_and_is_kept(text: str) -> None:
    value = parse(text)
    assert isinstance(value, Value)
    assert value.text == text


@pytest.mark.parametrize(
    "piece", ["每", "上年", "1,", "一百", "(", "后", "增长", "≥1", "12月-", " 1"]
)
def test_long_texts_take_no_long_time(piece: str) -> None:
    assert cost(lambda: parse(piece * 20_000)) < _MUCH
