from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.model.dates import day_of_serial, parse_day, parse_span, parse_year

NEW_YEAR = date(2026, 1, 1)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
SHAPES = ("{0}-{1:02}-{2:02}", "{0}/{1}/{2}", "{0}.{1}.{2}", "{0}年{1}月{2}日", "{0}{1:02}{2:02}")


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-01",
        "2026-1-1",
        "2026/1/1",
        "2026.01.01",
        "2026年1月1日",
        "2026 年 01 月 01 日",
        "2026年1月1号",
        "２０２６－０１－０１",
        "20260101",
        "2026-01-01 00:00:00",
        "<p>2026-01-01</p>",
    ],
)
def test_days_as_people_write_them(text: str) -> None:
    assert parse_day(text) == NEW_YEAR


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026-13-01",
        "26-01-01",
        "1/2/2026",
        "2026-01",
        "2026.1/1",
        "46023",
        "年底",
        "0",
    ],
)
def test_what_is_no_certain_day_keeps_its_text(text: str) -> None:
    assert parse_day(text) == text


@pytest.mark.parametrize("text", [None, "", "—", "/", " 　"])
def test_a_blank_day_is_not_filled(text: str | None) -> None:
    assert parse_day(text) is None


@given(DAYS, st.sampled_from(SHAPES))
def test_every_shape_reads_back(day: date, shape: str) -> None:
    assert parse_day(shape.format(day.year, day.month, day.day)) == day


@given(st.text())
def test_any_text_is_a_day_a_text_or_nothing(text: str) -> None:
    day = parse_day(text)
    assert day is None or isinstance(day, (date, str))
    assert parse_span(text) is None or text
    assert day != ""


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        (1, date(1900, 1, 1)),
        (59, date(1900, 2, 28)),
        (60, None),  # the 29 February 1900 that never was
        (61, date(1900, 3, 1)),
        (46023, NEW_YEAR),
        (46023.75, NEW_YEAR),
        (Decimal("46023"), NEW_YEAR),
        (2958465, date(9999, 12, 31)),
        (2958466, None),
        (0, None),
        (-1, None),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_serials_of_the_1900_system(serial: float, day: date | None) -> None:
    assert day_of_serial(serial) == day


def test_serials_of_the_1904_system() -> None:
    assert day_of_serial(0, date1904=True) == date(1904, 1, 1)
    assert day_of_serial(44561, date1904=True) == NEW_YEAR
    assert day_of_serial(10**7, date1904=True) is None


@given(st.dates(date(1904, 1, 2), date(9999, 12, 31)))
def test_the_two_systems_are_1462_days_apart(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert day_of_serial(serial) == day_of_serial(serial - 1462, date1904=True) == day


@pytest.mark.parametrize(
    "text",
    [
        "2024年1月1日至2024年12月31日",
        "2024年1月1日-12月31日",
        "2024.1-2024.12",
        "2024.01.01-12.31",
        "2024-01-01—2024-12-31",
        "2024-01-01 ~ 2024-12-31",
        "2024-01-2024-12",
        "2024年1月-12月",
        "2024年1-12月",
        "2024年1月至12月",
        "（2024 年 - 2024年）",
    ],
)
def test_spans_of_one_year(text: str) -> None:
    assert parse_span(text) == (date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2024年1月-2月", date(2024, 2, 29)),
        ("2023年1月-2月", None),
        ("2024-2026年", date(2026, 12, 31)),
        ("2024年1月1日-7日", date(2024, 1, 7)),
    ],
)
def test_the_end_is_the_last_day_of_what_is_said(text: str, last: date | None) -> None:
    first = date(2024, 1, 1) if last else date(2023, 1, 1)
    assert parse_span(text) == (first, last or date(2023, 2, 28))


@pytest.mark.parametrize(
    "text", [None, "", "2024", "2024年", "2024年12月-1月", "2024年2月30日-3月1日", "长期", "1-12月"]
)
def test_what_is_no_span(text: str | None) -> None:
    assert parse_span(text) is None


@given(DAYS, st.integers(0, 800), st.sampled_from(SHAPES), st.sampled_from("—至到~～"))
def test_any_two_days_make_a_span(first: date, length: int, shape: str, sign: str) -> None:
    last = min(first + timedelta(days=length), date(2199, 12, 31))
    if shape == SHAPES[-1]:
        shape = SHAPES[0]  # eight digits in a row are a day, but no part of a span
    text = sign.join(shape.format(day.year, day.month, day.day) for day in (first, last))
    assert parse_span(text) == (first, last)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("（2023年度）", 2023),
        ("(2026年度)", 2026),
        ("2024年度", 2024),
        ("2023 年度", 2023),
        ("（2023年度", 2023),
        ("2023年度)", 2023),
        ("（2023）", 2023),
        ("二〇二四年度", 2024),
        ("二零二四年", 2024),
        ("２０２４年度", 2024),
        ("甲区2024年度项目绩效目标汇总表", 2024),
        ("2024年度（2022年批复）", 2024),
        ("某财〔2019〕19号", None),
        ("2023年-2025年", None),
        ("2023-2025年度", None),
        ("2023年度、2024年度", None),
        ("绩效目标表", None),
        ("", None),
        (None, None),
    ],
)
def test_the_year_a_title_names(title: str | None, year: int | None) -> None:
    assert parse_year(title) == year
