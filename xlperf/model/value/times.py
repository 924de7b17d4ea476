"""Deadlines and windows: when something is to be done, or was."""

from __future__ import annotations

import re
from datetime import date

from xlperf.model.dates import parse_day, parse_span
from xlperf.model.value.kinds import Deadline, Stretch, Window
from xlperf.model.value.scan import Scanner, han_number

_AT = r"(?:截至|截止到?|于|在|到|至)?"
_YEAR = r"(?:(?P<year>(?:19|20|21)[0-9]{2})年|当年度?|本年度?|今年)?"
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?"
_EDGE = r"(?P<edge>底|末|初|[上中下]旬|(?P<day>[0-3]?[0-9])[日号])?"
_LIMIT = r"(?P<limit>(?:之|以)?[前内]|止|为止)?"
_ACTION = r"(?P<action>[^\W\d_]{0,12})"

_BY_MONTH = re.compile(_AT + _YEAR + _MONTH + _EDGE + _LIMIT + _ACTION)
_BY_YEAR = re.compile(
    _AT + r"(?:(?P<year>(?:19|20|21)[0-9]{2})年?|当年?|本年?|今年?)?"
    r"(?P<edge>年度?底|年度?末|年度?内|底|末|内)" + _LIMIT + _ACTION
)
_BY_PART = re.compile(
    _AT + _YEAR + r"(?P<part>[上下]半年|第?[一二三四1-4]季度)(?P<edge>底|末)?" + _LIMIT + _ACTION
)
_BY_DAY = re.compile(
    _AT + r"(?P<day>(?:19|20|21)[0-9]{2}([-/.])[0-9]{1,2}\2[0-9]{1,2})" + _LIMIT + _ACTION
)
_DONE = re.compile(r"(?:前|已)?(?:完成|完毕|办结|结束)?")
_OTHER_EVENT = re.compile(r"[前后]")  # 9月1日开学前 is bound to more than its day
_BEFORE = re.compile(r"(?:之|以)?前|止|为止")

_PART_OF_MONTH: dict[str, tuple[int, int | None]] = {
    "初": (1, 10),
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, None),
    "底": (21, None),
    "末": (21, None),
}
_PARTS = {"上半年": (1, 6), "下半年": (7, 12)} | {
    f"{word}季度": (3 * n - 2, 3 * n)
    for n, pair in enumerate(("一1", "二2", "三3", "四4"), 1)
    for word in pair
}

_MONTHS = re.compile(
    _YEAR + r"(?P<m1>1[0-2]|0?[1-9])(?:月份?(?:(?P<d1>[0-3]?[0-9])[日号])?)?(?:-|至|到)"
    r"(?P<next>次年|翌年)?(?P<m2>1[0-2]|0?[1-9])月份?(?:(?P<d2>[0-3]?[0-9])[日号])?"
)
_WHOLE_YEAR = re.compile(r"全年|[当本]年度?|(?P<year>(?:19|20|21)[0-9]{2})年(?:全年)?度?")
_LEAP = 2000


def deadline(scan: Scanner) -> Deadline | None:
    """2023年11月底前, 9月底, 年底前, 2023-11-30前完成, 第三季度末"""
    start = scan.at
    for pattern, stretch_of in _SHAPES:
        scan.at = start
        match = scan.take(pattern)
        when = stretch_of(match) if match else None
        if match and when:
            return _limited(match, when)
    return None


def window(scan: Scanner) -> Window | None:
    """7-9月, 2023年9月1日-10月15日, 上半年, 全年"""
    when = _months(scan) or _part(scan) or _span(scan) or _whole_year(scan)
    return Window(when=when) if when else None


def _limited(match: re.Match[str], when: Stretch) -> Deadline | None:
    found = match.groupdict()
    edge, limit, action = found.get("edge") or found.get("day"), found["limit"], found["action"]
    if not (_DONE.fullmatch(action) or limit or (edge and not _OTHER_EVENT.search(action))):
        return None
    before = bool(limit and _BEFORE.fullmatch(limit))
    return Deadline(
        when=when,
        before=before,
        loose=before and not edge,
        action=action,
        notes=_unclear(found, edge),
    )


def _unclear(found: dict[str, str | None], edge: str | None) -> tuple[str, ...]:
    limit, month = found["limit"] or "", found.get("month")
    if edge or not limit:
        return ()
    if _BEFORE.fullmatch(limit):
        return ("“前”未写明是期初还是期末",)
    if month and not found["year"]:
        return (f"“{month}月内”按月份理解，也可能是{month}个月以内",)
    return ()


def _by_month(match: re.Match[str]) -> Stretch | None:
    month = _month_number(match["month"])
    if match["day"]:
        day = int(match["day"])
        return _stretch(match["year"], (month, day), (month, day))
    first, last = _PART_OF_MONTH.get(match["edge"] or "", (1, None))
    return _stretch(match["year"], (month, first), (month, last))


def _by_year(match: re.Match[str]) -> Stretch | None:
    first = (1, 1) if "内" in match["edge"] else (12, 21)
    return _stretch(match["year"], first, (12, 31))


def _by_part(match: re.Match[str]) -> Stretch | None:
    first, last = _PARTS[match["part"].removeprefix("第")]
    if match["edge"]:
        return _stretch(match["year"], (last, 21), (last, None))
    named = match["limit"] or match["action"]
    return _stretch(match["year"], (first, 1), (last, None)) if named else None


def _by_day(match: re.Match[str]) -> Stretch | None:
    day = parse_day(match["day"])
    if not isinstance(day, date):
        return None
    return Stretch(day.year, (day.month, day.day), (day.month, day.day))


_SHAPES = (
    (_BY_MONTH, _by_month),
    (_BY_DAY, _by_day),
    (_BY_PART, _by_part),
    (_BY_YEAR, _by_year),
)


def _months(scan: Scanner) -> Stretch | None:
    match = _MONTHS.fullmatch(scan.text, scan.at)
    if match is None or (match["d1"] and not match["d2"]):
        return None
    first = (int(match["m1"]), int(match["d1"] or 1))
    last = (int(match["m2"]), int(match["d2"]) if match["d2"] else None)
    stretch = _stretch(match["year"], first, last)
    if stretch:
        scan.at = match.end()
    return stretch


def _part(scan: Scanner) -> Stretch | None:
    match = _BY_PART.fullmatch(scan.text, scan.at)
    if match is None or match["edge"] or match["limit"] or match["action"]:
        return None
    scan.at = match.end()
    first, last = _PARTS[match["part"].removeprefix("第")]
    return _stretch(match["year"], (first, 1), (last, None))


def _whole_year(scan: Scanner) -> Stretch | None:
    match = scan.take(_WHOLE_YEAR)
    return _stretch(match["year"], (1, 1), (12, 31)) if match else None


def _span(scan: Scanner) -> Stretch | None:
    span = parse_span(scan.text[scan.at :])
    if span is None:
        return None
    scan.at = len(scan.text)
    first, last = span
    return Stretch(first.year, (first.month, first.day), (last.month, last.day), last.year)


def _stretch(
    year: str | None, first: tuple[int, int], last: tuple[int, int | None]
) -> Stretch | None:
    """None for a day no calendar has."""
    for month, day in (first, last):
        try:
            date(int(year) if year else _LEAP, month, 1 if day is None else day)
        except ValueError:
            return None
    return Stretch(int(year) if year else None, first, last)


def _month_number(word: str) -> int:
    return int(word) if word.isascii() else int(han_number(word) or 0)
