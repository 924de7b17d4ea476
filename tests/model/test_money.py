from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.model.money import Money, Unreadable, filled_decimal, parse_amount

FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@pytest.mark.parametrize(
    ("text", "number", "unit", "yuan"),
    [
        ("800,000", "800000", None, "800000"),
        ("1，040，760.00", "1040760.00", None, "1040760.00"),
        ("１２３．５", "123.5", None, "123.5"),
        ("2000万", "2000", "万", "20000000"),
        ("15.20万元", "15.20", "万元", "152000.00"),
        ("3 亿", "3", "亿", "300000000"),
        ("1.2亿元", "1.2", "亿元", "120000000"),
        ("20百万元", "20", "百万元", "20000000"),
        ("5千元", "5", "千元", "5000"),
        ("￥1,234.50", "1234.50", None, "1234.50"),
        ("¥ 1,234.50元", "1234.50", "元", "1234.50"),
        ("RMB 100", "100", None, "100"),
        ("人民币100元整", "100", "元", "100"),
        ("<b>24,300.00</b>", "24300.00", None, "24300.00"),
        ("1 234 567.00", "1234567.00", None, "1234567.00"),
        ("(1,234.50)", "-1234.50", None, "-1234.50"),
        ("（5）万元", "-5", "万元", "-50000"),
        ("-5", "-5", None, "-5"),
        ("−5", "-5", None, "-5"),
        ("￥-5", "-5", None, "-5"),
        ("5-", "-5", None, "-5"),
        ("0.00", "0.00", None, "0.00"),
    ],
)
def test_amounts_as_people_write_them(text: str, number: str, unit: str | None, yuan: str) -> None:
    amount = parse_amount(text)

    assert isinstance(amount, Money)
    assert str(amount.number) == number
    assert amount.unit == unit
    assert amount.yuan() == Decimal(yuan)


@pytest.mark.parametrize("text", [None, "", " ", "　", "—", "——", "-", "－", "/", "<p></p>", "\n"])
def test_a_blank_or_a_dash_is_not_filled(text: str | None) -> None:
    assert parse_amount(text) is None
    assert filled_decimal(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "854万(含上年结转)",
        "98.86%",
        "1.234,50",
        "1,23,456",
        "12,34",
        "1,234,5",
        "12 34",
        "12\n345",
        "1e5",
        "5.",
        "(-5)",
        "--5",
        "—5",
        "12万3千",
        "3千",
        "伍元整",
        "100美元",
        "$100",
        "٣٤",
        "#REF!",
        "无",
    ],
)
def test_what_is_no_amount_keeps_its_text(text: str) -> None:
    assert isinstance(parse_amount(text), Unreadable)
    assert filled_decimal(text) == text


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("<b>24,300.00</b>", Decimal("24300.00")),
        ("（５）", Decimal("-5")),
        ("￥800,000", Decimal("800000")),
        (" 2000万 ", "2000万"),
        ("100元", "100元"),
    ],
)
def test_the_record_takes_bare_numbers_only(text: str, filled: Decimal | str) -> None:
    assert filled_decimal(text) == filled


def test_filled_digits_are_kept() -> None:
    assert str(filled_decimal("800,000.00")) == "800000.00"
    assert str(filled_decimal("800,000")) == "800000"


def test_the_form_says_the_unit_of_a_bare_number() -> None:
    amount = parse_amount("80.5")
    assert isinstance(amount, Money)
    assert amount.yuan("万元") == Decimal("805000")
    with pytest.raises(ValueError, match="美元"):
        amount.yuan("美元")


@given(
    number=st.decimals(-(10**15), 10**15, allow_nan=False, allow_infinity=False, places=2),
    currency=st.sampled_from(["", "￥", "¥ "]),
    unit=st.sampled_from(["", "元", "万元", "亿"]),
    grouped=st.booleans(),
    wide=st.booleans(),
    tagged=st.booleans(),
    bracketed=st.booleans(),
)
def test_every_printing_of_a_number_reads_back(
    number: Decimal,
    currency: str,
    unit: str,
    grouped: bool,
    wide: bool,
    tagged: bool,
    bracketed: bool,
) -> None:
    digits = f"{abs(number):,f}" if grouped else f"{abs(number):f}"
    sign, end = ("(", ")") if bracketed else ("-", "")
    text = f"{sign}{digits}{end}" if number.is_signed() else digits
    text = currency + text + unit
    text = text.translate(FULL_WIDTH) if wide else text
    amount = parse_amount(f" <b>{text}</b>　" if tagged else text)

    assert isinstance(amount, Money)
    assert str(amount.number) == f"{number:f}"
    assert amount.unit == (unit or None)


@given(st.text())
def test_nothing_filled_is_ever_lost(text: str) -> None:
    amount = parse_amount(text)
    filled = filled_decimal(text)

    if isinstance(amount, Unreadable):
        assert filled == amount.text != ""
    if isinstance(filled, Decimal) and filled == 0:
        assert any(char in text for char in "0０")
