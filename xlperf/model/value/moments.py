"""Days against deadlines, windows, rhythms and events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from xlperf.model.value.kinds import (
    Deadline,
    EventDeadline,
    Frequency,
    Number,
    Op,
    Stretch,
    Value,
    Window,
)
from xlperf.model.value.quantities import compare_numbers
from xlperf.model.value.units import measure
from xlperf.model.value.verdict import Comparison, Flag, Interval, judgement, met

_LEAP = 2000  # where no year is known, both sides stand in the same one
_TIMES = frozenset(["", "次", "次数", "场", "期", "批", "批次", "轮", "份", "篇"])
_DAYS_PER_MONTH = 30
_SECONDS_PER_DAY = 86400


def compare_days(target: Deadline | Window, actual: Value, year: int | None) -> Comparison:
    if not isinstance(actual, (Deadline, Window)):
        return judgement(f"目标“{target.text}”是时间，实际“{actual.text}”没有写明日期")
    base = year or target.when.year
    if base is None and actual.when.year is not None:
        return judgement(
            f"目标“{target.text}”没有年份，表的年度也不知道，不能与“{actual.text}”比较"
        )
    return _in_year(target, actual, base or _LEAP)


def _in_year(target: Deadline | Window, actual: Deadline | Window, year: int) -> Comparison:
    strict, lenient = _allowed(target, year)
    happened = _happened(actual, target.when.year or year)
    pair = f"实际“{actual.text}”，目标“{target.text}”"
    if met(happened, strict):
        no_day = isinstance(actual, Deadline) and actual.before
        flags = frozenset([Flag.NO_DATE]) if no_day else frozenset()
        return Comparison(True, Decimal(1), f"{pair}，在期限内", flags)
    if happened.apart_from(lenient):
        return Comparison(False, None, f"{pair}，不在期限内；延误如何扣分由人确定")
    return judgement(f"{pair}，日期不够确切，不能断定是否在期限内", Flag.NO_DATE)


def _allowed(target: Deadline | Window, year: int) -> tuple[Interval, Interval]:
    """What surely is in time, and what might be: 12月前 may or may not include December."""
    first, last = (_ordinal(day) for day in target.when.days(year))
    if isinstance(target, Window):
        return Interval(first, last), Interval(first, last)
    return Interval(None, first - 1 if target.loose else last), Interval(None, last)


def _happened(actual: Deadline | Window, year: int) -> Interval:
    first, last = (_ordinal(day) for day in actual.when.days(year))
    return Interval(None if isinstance(actual, Deadline) and actual.before else first, last)


def _ordinal(day: date) -> Decimal:
    return Decimal(day.toordinal())


def compare_rhythms(target: Frequency, actual: Value, year: int | None) -> Comparison:
    if target.quarter and isinstance(actual, (Deadline, Window)):
        first = 3 * target.quarter - 2
        quarter = Window(text=target.text, when=Stretch(None, (first, 1), (first + 2, None)))
        return compare_days(quarter, actual, year)
    if any(char.isdigit() for char in target.action):
        return judgement(f"目标“{target.text}”带有日期要求，须由人对照“{actual.text}”判断")
    asked, done = _times_a_year(target), _times_a_year(actual)
    if asked is None or done is None:
        return judgement(f"目标“{target.text}”是频率，实际“{actual.text}”不能换算成全年次数")
    at_least = replace(asked, op=asked.op or Op.GE)
    return compare_numbers(at_least, done)


def _times_a_year(value: Value) -> Number | None:
    """As a plain number, so that both sides are counted alike."""
    if isinstance(value, Number):
        return replace(value, unit=None) if measure(value.unit).of in _TIMES else None
    if not isinstance(value, Frequency) or value.quarter or value.per_year is None:
        return None
    shown = f"{value.text}（全年{_plain(value.per_year)}次）"
    return Number(text=shown, op=value.count.op if value.count else None, amount=value.per_year)


def compare_events(target: EventDeadline, actual: Value) -> Comparison:
    """Only two times from the same event can be compared; the event's own day is unknown here."""
    if isinstance(actual, EventDeadline) and _event(actual) != _event(target):
        return judgement(f"所依据的事件不同：目标“{target.text}”，实际“{actual.text}”")
    taken = actual.span if isinstance(actual, EventDeadline) else actual
    if target.span is None or not isinstance(taken, Number):
        return judgement(f"目标“{target.text}”取决于事件的日期，须由人对照“{actual.text}”判断")
    limit, used = _days(target.span), _days(taken)
    if limit is None or used is None or (limit[0] != used[0]):
        return judgement(f"“{target.text}”与“{actual.text}”的时间单位不能换算，须由人判断")
    is_met = used[1] <= limit[1] if target.after else used[1] >= limit[1]
    why = f"实际“{actual.text}”{'符合' if is_met else '不符合'}目标“{target.text}”"
    return Comparison(is_met, Decimal(1) if is_met else None, why)


def _event(value: EventDeadline) -> tuple[str, bool]:
    return value.event, value.after


def _days(span: Number) -> tuple[str, Decimal] | None:
    """Days of the calendar or of work; a month counts 30."""
    size = measure(span.unit)
    length = span.amount * size.factor
    if size.of == "月":
        return "天", length * _DAYS_PER_MONTH
    if size.of == "秒":
        return "天", length / _SECONDS_PER_DAY
    return ("工作日", length) if size.of == "工作日" else None


def _plain(number: Decimal) -> str:
    return f"{number:f}" if number == number.to_integral_value() else f"{number:.1f}"
