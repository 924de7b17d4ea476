"""The filters of templates: Jinja's that can do no harm, and a few of our own in their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from jinja2 import Environment, pass_environment
from jinja2.filters import FILTERS, make_attrgetter

from xlperf.templating.arithmetic import TooMuch, calculate, limited_length
from xlperf.templating.values import text_of

_SAME_AS_JINJA = (
    "abs",
    "capitalize",
    "count",
    "d",
    "default",
    "dictsort",
    "first",
    "float",
    "groupby",
    "items",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "reject",
    "rejectattr",
    "reverse",
    "select",
    "selectattr",
    "sort",
    "title",
    "trim",
    "truncate",
    "unique",
    "upper",
    "wordcount",
)
#: said in a cell, understood by whoever writes the rows
OF_CELLS = ("merge", "as_filled")

_ROUNDINGS = {"common": ROUND_HALF_UP, "ceil": ROUND_CEILING, "floor": ROUND_FLOOR}
_MOST_DECIMALS = 15
_MOST_GROUPS = 10_000
_WIDE_FORMAT = re.compile(r"%[^A-Za-z%]*(?:\d{4}|\*)")
_LONGEST_NUMBER = 400  # digits


def _round(value: Any, precision: int = 0, method: str = "common") -> Any:
    """四舍五入: half goes up, as in a spreadsheet, in what is written and not in binary."""
    if abs(precision) > _MOST_DECIMALS:
        raise TooMuch(f"小数位数请写在 {_MOST_DECIMALS} 以内，不是 {precision}。")
    if not isinstance(value, (int, float, Decimal)):
        raise TypeError(f"bad operand type for round: '{type(value).__name__}'")
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    rounded = number.quantize(Decimal(1).scaleb(-precision), _ROUNDINGS[method])
    if precision < 0:
        rounded = Decimal(f"{rounded:f}")
    return type(value)(rounded) if type(value) in (int, float) else rounded


def _int(value: Any, default: int = 0) -> int:
    if isinstance(value, str):
        value = value.strip()[:_LONGEST_NUMBER]
    if isinstance(value, Decimal) and value.adjusted() > _LONGEST_NUMBER:
        raise TooMuch("数太大，不能取整；请检查内容。")
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        pass
    try:
        return int(float(value))
    except (TypeError, ValueError, OverflowError):
        return default


@pass_environment
def _sum(
    environment: Environment,
    items: Iterable[Any],
    attribute: str | int | None = None,
    start: Any = 0,
) -> Any:
    getter = make_attrgetter(environment, attribute) if attribute is not None else None
    for item in items:
        start = calculate("+", start, getter(item) if getter else item)
    return start


@pass_environment
def _join(
    environment: Environment,
    items: Iterable[Any],
    between: Any = "",
    attribute: str | int | None = None,
) -> str:
    getter = make_attrgetter(environment, attribute) if attribute is not None else None
    texts = []
    length = 0
    separator = text_of(between)
    for item in items:
        texts.append(text_of(getter(item) if getter else item))
        length += len(texts[-1]) + len(separator)
        limited_length(length)
    return separator.join(texts)


def _replace(value: Any, old: str, new: Any, count: int = -1) -> str:
    text, put = text_of(value), text_of(new)
    limited_length(len(text) + text.count(old) * len(put))
    return text.replace(old, put, count)


def _format(shape: str, *values: Any, **named: Any) -> str:
    if _WIDE_FORMAT.search(shape):
        raise TooMuch("format 的宽度太大；请检查百分号后面的数字。")
    return shape % (named or values)


def _batch(items: Iterable[Any], size: int, fill_with: Any = None) -> Any:
    return FILTERS["batch"](items, _groups(size), fill_with)


def _groups(number: int) -> int:
    if not 0 < number <= _MOST_GROUPS:
        raise TooMuch(f"每组个数请写在 1 到 {_MOST_GROUPS} 之间，不是 {number}。")
    return number


_OWN: dict[str, Callable[..., Any]] = {
    "round": _round,
    "int": _int,
    "sum": _sum,
    "join": _join,
    "replace": _replace,
    "format": _format,
    "batch": _batch,
    "string": text_of,
}

ALL: dict[str, Callable[..., Any]] = _OWN | {name: FILTERS[name] for name in _SAME_AS_JINJA}
