"""Functions of days, in the date system of 1900."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from xlperf.ooxml.formulas.numeric import whole
from xlperf.ooxml.formulas.values import NUM, Failure, Incomputable
from xlperf.ooxml.serials import day_of

_EPOCH = date(1899, 12, 30)
_FIRST_SURE = date(1900, 3, 1)  # spreadsheets differ about the days before
_LAST_YEAR = 9999


def _serial(day: date) -> float:
    if day < _FIRST_SURE:
        raise Incomputable
    return float((day - _EPOCH).days)


def _day(value: float) -> date:
    if value < 0:
        raise Failure(NUM)
    shown = day_of(int(value), date1904=False)
    if value < _serial(_FIRST_SURE):
        raise Incomputable
    if shown is None:
        raise Failure(NUM)
    return date.fromisoformat(shown)


def _month_of(year: int, month: int) -> tuple[int, int]:
    """A year and a month that may be any number of months before or after it."""
    years, months = divmod(month - 1, 12)
    if not 1900 <= year + years <= _LAST_YEAR:
        raise Failure(NUM)
    return year + years, months + 1


def _date(year: float, month: float, day: float) -> float:
    full = whole(year)
    full += 1900 if 0 <= full < 1900 else 0
    first = date(*_month_of(full, whole(month)), 1)
    try:
        return _serial(first + timedelta(whole(day) - 1))
    except OverflowError:
        raise Failure(NUM) from None


def _later(value: float, months: float) -> float:
    start = _day(value)
    year, month = _month_of(start.year, start.month + whole(months))
    return _serial(date(year, month, min(start.day, monthrange(year, month)[1])))


def _end_of_month(value: float, months: float) -> float:
    start = _day(value)
    year, month = _month_of(start.year, start.month + whole(months))
    return _serial(date(year, month, monthrange(year, month)[1]))


def _weekday(value: float, kind: float = 1) -> float:
    from_monday = _day(value).weekday()
    shown = {1: (from_monday + 1) % 7 + 1, 2: from_monday + 1, 3: from_monday}.get(whole(kind))
    if shown is None:
        raise Incomputable
    return float(shown)


FUNCTIONS: dict[str, tuple[Callable[..., Any], str]] = {
    "DATE": (_date, "n n n"),
    "YEAR": (lambda value: float(_day(value).year), "n"),
    "MONTH": (lambda value: float(_day(value).month), "n"),
    "DAY": (lambda value: float(_day(value).day), "n"),
    "EDATE": (_later, "n n"),
    "EOMONTH": (_end_of_month, "n n"),
    "WEEKDAY": (_weekday, "n n?"),
}
