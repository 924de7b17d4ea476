"""Numbers as a person sees them, unless a digit would get lost."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.ooxml.formats import BUILTIN, general, shower

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
CHINESE_DAY = '[$-804]yyyy"年"m"月"d"日";@'


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        ("787088.5", "#,##0.00", "787,088.50"),
        ("787088.505", "#,##0.00", "787,088.505"),
        ("0.9886", "0.00%", "98.86%"),
        ("0.98861", "0%", "98.861%"),
        ("-0.5", "0%", "-50%"),
        ("0.30000000000000004", "0.00", "0.30"),
        ("42", "000000", "000042"),
        ("-42", "000000", "-000042"),
        ("1234567.891", ACCOUNTING, "1,234,567.891"),
        ("0", ACCOUNTING, "0.00"),
        ("-5", ACCOUNTING, "-5.00"),
        ("-5", "0.00;[Red]0.00", "-5.00"),
        ("-1234.5", "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        ("5", '0"元"', "5元"),
        ("5", 'General"元"', "5元"),
        ("5.5", 'G/通用格式"家"', "5.5家"),
        ("5", "0 次", "5 次"),
        ("5", "[$¥-804]#,##0.00", "¥5.00"),
        ("-5", '"¥"#,##0.00;"¥"-#,##0.00', "¥-5.00"),
        ("0.5", "￥#,##0.00", "￥0.50"),
        ("120000", "#,##0,", "120"),
        ("120500", "#,##0,", "120.5"),
        ("120000", '0!.0,"万"', "120000"),
        ("100", "[>=100]0.0;0", "100"),
        ("12", "[DBNum1]0", "12"),
        ("5", ";;;", "5"),
        ("5", '"合格"', "5"),
        ("0.25", "# ?/?", "0.25"),
        ("12345", "0.00E+00", "12345"),
        ("0.5", "#.##", "0.5"),
        ("0", "#", "0"),
        ("甲", "0.00", "甲"),
        ("1E+400", "0.00", "1E+400"),
        ("46023", "yyyy/m/d", "2026-01-01"),
        ("46023", "m/d/yy", "2026-01-01"),
        ("46023", 'm"月"d"日"', "2026-01-01"),
        ("46023", CHINESE_DAY, "2026-01-01"),
        ("46023", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "2026-01-01"),
        ("46023.5", "yyyy/m/d", "2026-01-01 12:00"),
        ("46023.123456", "yyyy/m/d h:mm", "2026-01-01 02:57:47"),
        ("46023", 'yyyy"年"m"月"', "2026年1月"),
        ("46023", "yyyy-mm", "2026-01"),
        ("46024", 'yyyy"年"m"月"', "2026-01-02"),
        ("46023", "mmm-yy", "2026-01-01"),
        ("0.5", "h:mm", "12:00"),
        ("0.5", "h:mm:ss AM/PM", "12:00:00"),
        ("1.5", "[h]:mm", "36:00"),
        ("60", "yyyy-m-d", "1900-02-29"),
        ("59", "yyyy-m-d", "1900-02-28"),
        ("1", "yyyy-m-d", "1900-01-01"),
        ("0", "yyyy-m-d", "0"),
        ("-1", "yyyy-m-d", "-1"),
        ("2958466", "yyyy-m-d", "2958466"),
    ],
)
def test_shown(value: str, code: str, seen: str) -> None:
    assert shower(code, False)(value) == seen


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("5", "5"),
        ("5.0", "5"),
        ("1.50", "1.5"),
        ("1E-3", "0.001"),
        ("1E+5", "100000"),
        ("123456789012345", "123456789012345"),
        ("1.10101199001011E+17", "1.10101199001011E+17"),
        ("-0.0", "0"),
        ("007", "7"),
        ("", ""),
    ],
)
def test_general(value: str, seen: str) -> None:
    assert general(value) == seen


@given(st.dates(date(1900, 3, 1), date(9999, 12, 31)), st.booleans())
def test_every_day_in_both_systems(day: date, date1904: bool) -> None:
    epoch = date(1904, 1, 1) if date1904 else date(1899, 12, 30)
    serial = (day - epoch).days
    if serial >= 0:
        assert shower("yyyy/m/d", date1904)(str(serial)) == day.isoformat()


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_every_second(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
    seen = shower("yyyy/m/d h:mm", False)(repr(serial))
    assert datetime.fromisoformat(seen) == moment


CODES = ["General", *BUILTIN.values(), ACCOUNTING, '#,##0.0000"元"', "0;-0", '"约"0.0']
NUMERIC = [code for code in CODES if not any(letter in code.lower() for letter in "ymdhs")]


@given(
    st.decimals(-(10**9), 10**9, places=4).map(lambda number: number.normalize()),
    st.sampled_from(NUMERIC),
)
def test_no_digit_is_ever_lost(number: Decimal, code: str) -> None:
    seen = shower(code, False)(f"{number:f}")
    percent = seen.endswith("%")
    digits = "".join(character for character in seen if character in "-0123456789.E+")
    value = Decimal(digits)
    assert (value / 100 if percent else value) == number
