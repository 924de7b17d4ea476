"""Numbers between two others: 10-20人, 80%≤x≤90%, ≥80%且≤90%."""

from __future__ import annotations

import re
from decimal import Decimal

from xlperf.model.value import scan as read
from xlperf.model.value.kinds import Op, Range
from xlperf.model.value.numbers import bound
from xlperf.model.value.scan import Scanner

_TO = re.compile(r"-|至|到|~")
_BETWEEN = re.compile(r"之间")
_SIGN = re.compile(r"[≤<≥>]")
_AND = re.compile(r"且|并且|,|、|;|同时")
_VARIABLE = re.compile(r"[^\W\d_]{0,10}")
_IN = re.compile(r"在|介于|控制在|保持在|")


_End = tuple[Decimal, str | None]


def value_range(scan: Scanner) -> Range | None:
    """10-20人, 80%≤x≤90%, ≥80%且≤90%"""
    start = scan.at
    for shape in (_from_to, _chain, _two_bounds):
        scan.at = start
        found = shape(scan)
        if found and found.low <= found.high:
            return found
    return None


def _from_to(scan: Scanner) -> Range | None:
    scan.take(_IN)
    low = bound(scan)
    if low is None or not scan.take(_TO):
        return None
    high = bound(scan)
    scan.take(_BETWEEN)
    return _ranged(low, high)


def _chain(scan: Scanner) -> Range | None:
    one, sign = bound(scan), scan.take(_SIGN)
    if one is None or sign is None:
        return None
    scan.take(_VARIABLE)
    again = scan.take(_SIGN)
    other = bound(scan)
    if other is None or again is None or (sign[0] in "≤<") != (again[0] in "≤<"):
        return None
    ends = [(one, sign[0] in "<>"), (other, again[0] in "<>")]
    (low, low_open), (high, high_open) = ends if sign[0] in "≤<" else reversed(ends)
    return _ranged(low, high, low_open, high_open)


def _two_bounds(scan: Scanner) -> Range | None:
    sides: dict[str, tuple[bool, _End]] = {}
    for _ in range(2):
        op = read.take_op(scan)
        end = bound(scan) if op and op is not Op.EQ else None
        if op is None or end is None:
            return None
        side = "low" if op in (Op.GE, Op.GT) else "high"
        sides[side] = (op in (Op.GT, Op.LT), end)
        scan.take(_AND)
    if len(sides) != 2:
        return None
    (low_open, low), (high_open, high) = sides["low"], sides["high"]
    return _ranged(low, high, low_open, high_open)


def _ranged(
    low: _End,
    high: _End | None,
    low_open: bool = False,
    high_open: bool = False,
) -> Range | None:
    if high is None or (low[1] and high[1] and low[1] != high[1]):
        return None
    return Range(
        low=low[0], high=high[0], unit=high[1] or low[1], low_open=low_open, high_open=high_open
    )
