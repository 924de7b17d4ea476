"""`compare`: does what was done meet what was aimed at? Says so, how far, and why."""

from __future__ import annotations

import re
from decimal import Decimal

from xlperf.model.value.kinds import (
    Average,
    Blank,
    Compound,
    Deadline,
    EventDeadline,
    Frequency,
    Number,
    Op,
    Range,
    Relative,
    Value,
    Window,
)
from xlperf.model.value.moments import compare_days, compare_events, compare_rhythms
from xlperf.model.value.parse import parse
from xlperf.model.value.quantities import compare_numbers, compare_relations
from xlperf.model.value.scan import tidy
from xlperf.model.value.verdict import Comparison, Flag, judgement

#: A year told from another; which day is meant is not in the words alone.
_YEAR = re.compile(r"20\d\d")
_OTHER_YEAR = re.compile(r"[次翌明去上]年|下一?年|上一年")
_BOUNDS = (Op.GE, Op.GT, Op.LE, Op.LT)


def compare(
    target: str | Value | None, actual: str | Value | None, year: int | None = None
) -> Comparison:
    """`year` is the form's, for dates that name none."""
    aim, result = _value(target), _value(actual)
    if isinstance(aim, Blank) or isinstance(result, Blank):
        side = "年度指标值" if isinstance(aim, Blank) else "实际完成值"
        return judgement(f"{side}没有填写")
    if isinstance(aim, Compound):
        return _item_by_item(aim, result, year)
    if _same_text(aim, result):
        return _repeated(aim, result)
    return _compare(aim, result, year)


def _value(given: str | Value | None) -> Value:
    return given if isinstance(given, Value) else parse(given or "")


def _is_of_another_year(target: Value, actual: Value) -> bool:
    """次年1月 says its year by another's; beside a target over the year's end, 2月 says none."""
    open_end = _OTHER_YEAR.search(target.text) and not _YEAR.search(actual.text)
    return bool(open_end or _OTHER_YEAR.search(actual.text))


def _same_text(one: Value, other: Value) -> bool:
    return tidy(one.text)[0] == tidy(other.text)[0]


def _compare(target: Value, actual: Value, year: int | None) -> Comparison:
    if target.subject and actual.subject and target.subject != actual.subject:
        return judgement(f"所指内容不同：目标是“{target.subject}”，实际是“{actual.subject}”")
    if isinstance(target, (Number, Range, Average)):
        return compare_numbers(target, actual)
    if isinstance(target, Relative):
        return compare_relations(target, actual)
    if isinstance(target, (Deadline, Window)):
        if _is_of_another_year(target, actual):
            return judgement("日期里有上年、次年等说法，请核对是哪一年后人工判断")
        return compare_days(target, actual, year)
    if isinstance(target, Frequency):
        return compare_rhythms(target, actual, year)
    if isinstance(target, EventDeadline):
        return compare_events(target, actual)
    return judgement(f"目标“{target.text}”是定性表述，与实际“{actual.text}”文字不同，须由人判断")


def _repeated(target: Value, actual: Value) -> Comparison:
    """The actual in the target's own words: a result only where the words state one."""
    if _is_condition(target):
        why = f"实际照抄了目标的约束条件“{target.text}”，没有给出完成的数值，视为达成待确认"
        return Comparison(True, None, why, frozenset({Flag.COPIED, Flag.CONFIRM}))
    if isinstance(target, (Number, Average)):
        return compare_numbers(target, actual)
    if isinstance(target, Relative):
        return Comparison(True, Decimal(1), f"实际“{actual.text}”与目标相同")
    why = f"实际与目标文字相同（“{target.text}”），视为达成待确认"
    if isinstance(target, (Deadline, Window)) and not _is_one_day(target):
        return Comparison(
            True, None, f"{why}；没有写实际日期", frozenset({Flag.CONFIRM, Flag.NO_DATE})
        )
    return Comparison(True, None, why, frozenset({Flag.CONFIRM}))


def _is_condition(value: Value) -> bool:
    """A bound, not a result: ≥90%, 80%-90%, ≤上年支出80%, 不低于上年."""
    if isinstance(value, Average):
        return value.number.op in _BOUNDS
    if isinstance(value, Relative):
        return value.op in _BOUNDS or value.number is None
    counted = value.count if isinstance(value, Frequency) else value
    return isinstance(value, Range) or (isinstance(counted, Number) and counted.op in _BOUNDS)


def _is_one_day(value: Deadline | Window) -> bool:
    is_limit = isinstance(value, Deadline) and value.before
    return value.when.first == value.when.last and not is_limit


def _item_by_item(target: Compound, actual: Value, year: int | None) -> Comparison:
    pairs = _pairs(target, actual)
    if pairs is None:
        return judgement(f"目标“{target.text}”含多项，实际“{actual.text}”不能逐项对应")
    verdicts = [compare(aim, result, year) for aim, result in pairs]
    fractions = [verdict.fraction for verdict in verdicts if verdict.fraction is not None]
    return Comparison(
        _all_met([verdict.met for verdict in verdicts]),
        min(fractions) if len(fractions) == len(verdicts) else None,
        "逐项比较：" + "；".join(verdict.why for verdict in verdicts),
        frozenset().union(*(verdict.flags for verdict in verdicts)),
    )


def _all_met(each: list[bool | None]) -> bool | None:
    if False in each:
        return False
    return None if None in each else True


def _pairs(target: Compound, actual: Value) -> list[tuple[Value, Value]] | None:
    """Each item with the one of the same subject, or else with the one in the same position."""
    if not isinstance(actual, Compound) or len(actual.parts) != len(target.parts):
        return None
    by_subject = {part.subject: part for part in actual.parts if part.subject}
    if len(by_subject) == len(actual.parts) and all(
        part.subject in by_subject for part in target.parts
    ):
        return [(part, by_subject[part.subject]) for part in target.parts]
    return list(zip(target.parts, actual.parts, strict=True))
