"""Days, spans and years as people write them. What is no day stays text; nothing is guessed."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from math import isfinite

from xlperf.model.money import is_blank
from xlperf.model.text import clean, fold_width, squeeze, strip_tags

_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile(r"[一二][〇○零一二三四五六七八九]{3}(?=年)")

_YEAR = r"(?P<{0}y>(?:19|20|21)[0-9]{{2}})"
_DAY_SHAPES = tuple(
    re.compile(shape.format(""))
    for shape in (
        _YEAR + r"(?P<mark>[-/.])(?P<m>[0-9]{{1,2}})(?P=mark)(?P<d>[0-9]{{1,2}})",
        _YEAR + r"年(?P<m>[0-9]{{1,2}})月(?P<d>[0-9]{{1,2}})[日号]?",
        _YEAR + r"(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}})",
    )
)
_CLOCK = re.compile(r"(?<=[0-9日号])[ T]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.0+)?$")

_LAST_SERIAL = date.max.toordinal() - date(1899, 12, 30).toordinal()
_EPOCH_1904 = date(1904, 1, 1)

# From one moment to another; the second may leave out what the first has said.
_MONTH_AND_DAY = r"(?P<{0}m>[0-9]{{1,2}})(?:(?:月|[-/.])(?:(?P<{0}d>[0-9]{{1,2}})[日号]?)?)?"
_MOMENT = _YEAR + r"(?:(?:年|[-/.])(?:" + _MONTH_AND_DAY + r")?)?"
_SPAN_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        _MOMENT.format("a") + r"(?:-+|~|至|到)" + _MOMENT.format("b") + r"度?",
        _MOMENT.format("a") + r"(?:-+|~|至|到)(?P<bm>[0-9]{1,2})月(?:(?P<bd>[0-9]{1,2})[日号])?份?",
        _MOMENT.format("a") + r"(?:-+|~|至|到)(?P<bm>[0-9]{1,2})[-/.](?P<bd>[0-9]{1,2})",
        _MOMENT.format("a") + r"(?:-+|~|至|到)(?P<bd>[0-9]{1,2})[日号]",
    )
)
_DASHES = {ord(char): "-" for char in "–―－─−"} | {ord("～"): "~", ord("〜"): "~"}

_YEARS = re.compile(r"(?:19|20|21)[0-9]{2}年?(?:[-~—至到]+)(?:19|20|21)[0-9]{2}年?度?")
_TITLE_YEARS = (
    re.compile(r"(?<![0-9])((?:19|20|21)[0-9]{2})年度"),
    re.compile(r"(?<![0-9])((?:19|20|21)[0-9]{2})年"),
    re.compile(r"^[(\[【]?((?:19|20|21)[0-9]{2})[)\]】]?$"),
)


def parse_day(text: str | None) -> date | str | None:
    """A day, None for a blank or a dash, otherwise the text: impossible days are not repaired."""
    shown = clean(text or "")
    if is_blank(shown):
        return None
    plain = squeeze(_CLOCK.sub("", fold_width(shown)))
    for shape in _DAY_SHAPES:
        match = shape.fullmatch(plain)
        if match:
            return _day(int(match["y"]), int(match["m"]), int(match["d"])) or shown
    return shown


def day_of_serial(number: int | float | Decimal, date1904: bool = False) -> date | None:
    """The day of a spreadsheet serial; None where there is no such day.

    The 1900 system counts a 29 February 1900 that never was: serial 60 is no day, and the
    59 before it are one off.
    """
    if not isfinite(number) or number < 0:
        return None
    serial = int(number)
    if date1904:
        in_range = serial <= date.max.toordinal() - _EPOCH_1904.toordinal()
        return _EPOCH_1904 + timedelta(days=serial) if in_range else None
    if serial in (0, 60) or serial > _LAST_SERIAL:
        return None
    return date(1899, 12, 31 if serial < 60 else 30) + timedelta(days=serial)


def parse_span(text: str | None) -> tuple[date, date] | None:
    """First and last day of 2024年1月1日至2024年12月31日, 2024.1-2024.12, 2024年1月-12月 …"""
    plain = squeeze(fold_width(clean(text or "").translate(_DASHES))).strip("()[]【】")
    for shape in _SPAN_SHAPES:
        match = shape.fullmatch(plain)
        span = _span(match.groupdict()) if match else None
        if span:
            return span
    return None


def parse_year(text: str | None) -> int | None:
    """The one year a title names; None when it names none, or several."""
    plain = squeeze(fold_width(strip_tags(text or "")))
    plain = _CHINESE_YEAR.sub(lambda match: match[0].translate(_CHINESE), plain)
    plain = _YEARS.sub(" ", plain.translate(_DASHES))  # several years are no form's year
    for shape in _TITLE_YEARS:
        years = set(shape.findall(plain))
        if years:
            return int(years.pop()) if len(years) == 1 else None
    return None


def month_end(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _span(found: dict[str, str | None]) -> tuple[date, date] | None:
    year, month, day = (_number(found, "a", part) for part in "ymd")
    last_year = _number(found, "b", "y")
    last_month, last_day = _number(found, "b", "m"), _number(found, "b", "d")
    if year is None or (last_year is None and month is None):
        return None
    if last_year is None and last_month is None:
        last_month = month
    first = _day(year, month or 1, day or 1)
    last = _last_day(last_year or year, last_month or 12, last_day)
    return (first, last) if first and last and first <= last else None


def _last_day(year: int, month: int, day: int | None) -> date | None:
    if not 1 <= month <= 12:
        return None
    return _day(year, month, day or month_end(year, month))


def _number(found: dict[str, str | None], side: str, part: str) -> int | None:
    digits = found.get(side + part)
    return None if digits is None else int(digits)
