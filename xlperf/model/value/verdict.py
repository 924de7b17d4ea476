"""What a comparison says, and the one law behind it: is the actual inside what is aimed at?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class Flag(Enum):
    """What a reader of the verdict should look at, beyond met or not."""

    CONFIRM = "待确认"  # counts as met only until a person has looked
    COPIED = "照抄约束条件"  # the actual repeats the target's condition and gives no result
    ABOVE_EQUAL = "超过等号目标"  # more than an “=” target asked for
    NO_DATE = "缺实际日期"
    ASSUMED = "按推断比较"  # a unit, year or base was taken from the other side


@dataclass(frozen=True, slots=True)
class Comparison:
    """`met` None needs a person's judgement; `why` says the reason in every case.

    `fraction` is the share of the target that was reached, where that can be computed: A/T for
    ≥ and =, 1−(A−T)/T down to 0 for a missed ≤, 1 for whatever else was measured and met.
    """

    met: bool | None
    fraction: Decimal | None
    why: str
    flags: frozenset[Flag] = frozenset()


def judgement(why: str, *flags: Flag) -> Comparison:
    return Comparison(None, None, why, frozenset(flags))


@dataclass(frozen=True, slots=True)
class Interval:
    """Everything between two ends; None is unbounded."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    def within(self, other: Interval) -> bool:
        return _not_below(self, other) and _not_above(self, other)

    def apart_from(self, other: Interval) -> bool:
        return _ends_before(self, other) or _ends_before(other, self)


def met(actual: Interval, target: Interval) -> bool | None:
    """None where the actual says too little: only part of what it allows is in the target."""
    if actual.within(target):
        return True
    return False if actual.apart_from(target) else None


def _not_below(inner: Interval, outer: Interval) -> bool:
    if outer.low is None:
        return True
    if inner.low is None or inner.low < outer.low:
        return False
    return inner.low > outer.low or inner.low_open or not outer.low_open


def _not_above(inner: Interval, outer: Interval) -> bool:
    if outer.high is None:
        return True
    if inner.high is None or inner.high > outer.high:
        return False
    return inner.high < outer.high or inner.high_open or not outer.high_open


def _ends_before(one: Interval, other: Interval) -> bool:
    if one.high is None or other.low is None:
        return False
    touching = one.high == other.low and (one.high_open or other.low_open)
    return one.high < other.low or touching
