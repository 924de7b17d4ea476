"""What operators do in a template: amounts mix with other numbers, nothing grows without end."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

LONGEST = 1_000_000  # characters or items that may come to be on the way to a cell
_LARGEST_BITS = 4_096
_LARGEST_POWER = 1_024

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "**": operator.pow,
    "%": operator.mod,
}
OPERATORS = frozenset(_OPERATORS)
_REPEATABLE = (str, bytes, list, tuple)
Limit = Callable[[Any, Any], None]


class TooMuch(Exception):
    """Says in Chinese what would have grown too large, and what to do."""


def calculate(sign: str, left: Any, right: Any) -> Any:
    """The result, or what Python raises, or TooMuch."""
    if isinstance(left, float) and isinstance(right, Decimal):
        left = Decimal(repr(left))  # 0.1 is what was written, not its nearest binary fraction
    elif isinstance(left, Decimal) and isinstance(right, float):
        right = Decimal(repr(right))
    _LIMITS.get(sign, _unlimited)(left, right)
    result = _OPERATORS[sign](left, right)
    if type(result) is int and result.bit_length() > _LARGEST_BITS:
        raise TooMuch("算出来的数太大；请检查算式。")
    return result


def limited_length(length: int) -> None:
    if length > LONGEST:
        raise TooMuch(f"会产生超过 {LONGEST} 个字或项的内容；请检查次数或宽度是不是写错了。")


def _unlimited(left: Any, right: Any) -> None:
    return None


def _added(left: Any, right: Any) -> None:
    if isinstance(left, _REPEATABLE) and isinstance(right, _REPEATABLE):
        limited_length(len(left) + len(right))


def _multiplied(left: Any, right: Any) -> None:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, _REPEATABLE) and isinstance(other, int):
            limited_length(len(one) * other)


def _raised(base: Any, power: Any) -> None:
    if abs(power) > _LARGEST_POWER:
        raise TooMuch(f"「**」的指数超过 {_LARGEST_POWER}；请检查算式。")
    if isinstance(base, int) and base.bit_length() > _LARGEST_BITS:
        raise TooMuch("算出来的数太大；请检查算式。")


def _remainder(left: Any, right: Any) -> None:
    if isinstance(left, (str, bytes)):
        raise TooMuch('文字后面不能用「%」；请用 format，如 {{ "%.2f" | format(x) }}。')


_LIMITS: dict[str, Limit] = {
    "+": _added,
    "*": _multiplied,
    "**": _raised,
    "%": _remainder,
}
