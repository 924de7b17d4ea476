"""Operators, and functions of single numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_UP
from typing import Any

from xlperf.ooxml.formulas.conversions import rounded
from xlperf.ooxml.formulas.values import (
    DIV0,
    NUM,
    Failure,
    equal,
    finite,
    less,
    nearly,
    number,
    short_enough,
    text,
)


def _add(one: Any, other: Any) -> float:
    return _sum(number(one), number(other))


def _subtract(one: Any, other: Any) -> float:
    return _sum(number(one), -number(other))


def _sum(one: float, other: float) -> float:
    """What is left of two that are nearly the same is noise."""
    if (one < 0) != (other < 0) and nearly(one, -other):
        return 0.0
    return finite(one + other)


def _multiply(one: Any, other: Any) -> float:
    return finite(number(one) * number(other))


def _divide(one: Any, other: Any) -> float:
    dividend, divisor = number(one), number(other)
    if divisor == 0:
        raise Failure(DIV0)
    return finite(dividend / divisor)


def power(one: Any, other: Any) -> float:
    base, exponent = number(one), number(other)
    if base == 0 and exponent < 0:
        raise Failure(DIV0)
    if (base == 0 and exponent == 0) or (base < 0 and not exponent.is_integer()):
        raise Failure(NUM)
    try:
        return float(base**exponent)
    except OverflowError:
        raise Failure(NUM) from None


def _join(one: Any, other: Any) -> str:
    return short_enough(text(one) + text(other))


BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "^": power,
    "&": _join,
    "=": equal,
    "<>": lambda one, other: not equal(one, other),
    "<": less,
    ">": lambda one, other: less(other, one),
    "<=": lambda one, other: not less(other, one),
    ">=": lambda one, other: not less(one, other),
}

SIGNS: dict[str, Callable[[Any], Any]] = {
    "-": lambda value: -number(value),
    "+": lambda value: value,
    "%": lambda value: number(value) / 100,
}


def whole(value: float) -> int:
    """Without its decimals, and without the noise of a number that is nearly whole."""
    nearest = round(value)
    return nearest if nearly(nearest, value) else math.trunc(value)


def _floor(value: float) -> float:
    nearest = round(value)
    return float(nearest if nearly(nearest, value) else math.floor(value))


def _round(value: float, places: float = 0) -> float:
    return finite(rounded(value, whole(places)))


def _round_up(value: float, places: float = 0) -> float:
    return finite(rounded(value, whole(places), ROUND_UP))


def _round_down(value: float, places: float = 0) -> float:
    return finite(rounded(value, whole(places), ROUND_DOWN))


def _modulo(value: float, divisor: float) -> float:
    if divisor == 0:
        raise Failure(DIV0)
    return _sum(value, -_floor(finite(value / divisor)) * divisor)


def _root(value: float) -> float:
    if value < 0:
        raise Failure(NUM)
    return math.sqrt(value)


def _logarithm(value: float) -> float:
    if value <= 0:
        raise Failure(NUM)
    return math.log10(value)


def _natural_logarithm(value: float) -> float:
    if value <= 0:
        raise Failure(NUM)
    return math.log(value)


def _exponential(value: float) -> float:
    try:
        return math.exp(value)
    except OverflowError:
        raise Failure(NUM) from None


FUNCTIONS: dict[str, tuple[Callable[..., Any], str]] = {
    "ROUND": (_round, "n n"),
    "ROUNDUP": (_round_up, "n n"),
    "ROUNDDOWN": (_round_down, "n n"),
    "TRUNC": (_round_down, "n n?"),
    "INT": (_floor, "n"),
    "MOD": (_modulo, "n n"),
    "ABS": (abs, "n"),
    "SIGN": (lambda value: float((value > 0) - (value < 0)), "n"),
    "SQRT": (_root, "n"),
    "POWER": (power, "n n"),
    "EXP": (_exponential, "n"),
    "LN": (_natural_logarithm, "n"),
    "LOG10": (_logarithm, "n"),
    "PI": (lambda: math.pi, ""),
}
