"""What a cell can hold: which values are fit to be written, and how each reads inside a text."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain
from typing import Any

from xlperf.ooxml.formats import general

LONGEST_TEXT = 32_767  # characters in a cell
_LARGEST_WHOLE = 10**15  # beyond, a spreadsheet changes digits
_LARGEST = 9.99999999999999e307  # what Excel takes for a number
_MOST_SPELLED_OUT = 60
_FIRST_YEAR = 1900

#: written as they are
PLAIN = frozenset({str, int, float, Decimal, bool, type(None), date, datetime})


class Unfit(Exception):
    """Says in Chinese why a value can't stand in a cell."""


def settled(value: Any) -> Any:
    """The value as one of PLAIN; Unfit where there is none for it."""
    if type(value) not in PLAIN:
        value = _plain(value)
    if isinstance(value, (int, Decimal)) and _too_long(value):
        value = f"{value:f}" if type(value) is Decimal else str(value)
    reason = _unfit(value)
    if reason is not None:
        raise Unfit(reason)
    return value


def all_fit(values: Sequence[Any]) -> bool:
    """Whether `settled` would change nothing; quick, since every value of a form goes this way."""
    kinds = set(map(type, values))
    if not kinds <= PLAIN:
        return False
    return all(
        check([value for value in values if type(value) is kind])
        for kind, check in _CHECKS.items()
        if kind in kinds
    )


def text_of(value: Any) -> str:
    """How a value reads inside a text: a blank leaves nothing, numbers have no noise."""
    show = _TEXTS.get(type(value))
    if show is not None:
        return show(value)
    return str(value) if isinstance(value, time) else text_of(settled(value))


_CHECKS: dict[type, Callable[[Sequence[Any]], bool]] = {
    str: lambda texts: max(map(len, texts)) <= LONGEST_TEXT // 2 or all(map(_short, texts)),
    int: lambda numbers: max(numbers) < _LARGEST_WHOLE and min(numbers) > -_LARGEST_WHOLE,
    float: lambda numbers: _finite(numbers) and max(map(abs, numbers)) <= _LARGEST,
    Decimal: lambda numbers: all(map(_countable, numbers)),
    date: lambda days: min(day.year for day in days) >= _FIRST_YEAR,
    datetime: lambda days: min(day.year for day in days) >= _FIRST_YEAR,
}


def _finite(numbers: Sequence[float]) -> bool:
    """Of a sum too large for a float, each is looked at."""
    return math.isfinite(sum(numbers)) or all(map(math.isfinite, numbers))


def _short(text: str) -> bool:
    """A spreadsheet counts rare characters twice, as UTF-16 does."""
    return len(text.encode("utf-16-le", "surrogatepass")) <= 2 * LONGEST_TEXT


def _too_long(number: int | Decimal) -> bool:
    """A number of an identity card, say; shown as text it keeps all its digits."""
    if isinstance(number, Decimal) and not number.is_finite():
        return False
    digits = number.adjusted() if isinstance(number, Decimal) else number.bit_length() // 3
    return not -_LARGEST_WHOLE < number < _LARGEST_WHOLE and digits < _MOST_SPELLED_OUT


def _countable(number: Decimal) -> bool:
    return number.is_finite() and abs(number) < _LARGEST_WHOLE


def _unfit(value: Any) -> str | None:
    check = _CHECKS.get(type(value))
    if check is None or check((value,)):
        return None
    if isinstance(value, str):
        return (
            f"文字有 {len(value)} 个字，超过一个单元格的上限 {LONGEST_TEXT} 个；"
            "请分到几个单元格里，或用 truncate 截短。"
        )
    if isinstance(value, date):
        return f"日期是 {value.year} 年，Excel 只能表示 1900 年以后的日期；请改成文字。"
    return "算出来的不是一个能写进单元格的数（太大、无穷或不是数）；请检查算式里有没有除以 0。"


#: subclasses (an Enum of texts, a number of numpy) are written as what they are
_BASES: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (bool, bool),
    (int, int),
    (float, float),
    (str, lambda text: str.__str__(text)),
    (Decimal, Decimal),
    (datetime, lambda moment: datetime.combine(moment.date(), moment.time())),
    (date, lambda day: date(day.year, day.month, day.day)),
)

_NOUNS: tuple[tuple[tuple[type, ...], str], ...] = (
    ((dict,), "一组带名字的内容；请写出要其中哪一项，如 {{ x.name }}"),
    ((time,), "一个不带日期的时刻；请改成文字，如 {{ x | string }}"),
    (
        (list, tuple, set, frozenset, range, Iterator),
        "一串内容；请用 {%tr for … %} 逐行写，或用 join 连起来",
    ),
)


def _plain(value: Any) -> Any:
    for base, convert in _BASES:
        if isinstance(value, base):
            return convert(value)
    scalar = getattr(value, "item", None)  # numpy
    if callable(scalar) and getattr(value, "shape", None) == ():
        return settled(scalar())
    raise Unfit(_noun(value))


def _noun(value: Any) -> str:
    for base, noun in _NOUNS:
        if isinstance(value, base):
            return f"取到的是{noun}。"
    if callable(value):
        return "取到的是一个函数，不是它的结果；请在后面写上括号，如 {{ f() }}。"
    return (
        f"取到的是「{type(value).__name__}」，单元格里只能放文字、数字、日期和真假；"
        "请写出要其中哪一项，如 {{ x.name }}。"
    )


def _of_decimal(number: Decimal) -> str:
    if not number.is_finite():
        raise Unfit("算出来的不是一个数；请检查算式里有没有除以 0。")
    # digits as they were filled in: 12.00 keeps both zeros
    return f"{number:f}" if abs(number.adjusted()) < 30 else str(number)


def _of_float(number: float) -> str:
    if not math.isfinite(number):
        raise Unfit("算出来的不是一个数；请检查算式里有没有除以 0。")
    return general(repr(number))


def _of_moment(moment: datetime) -> str:
    shown = moment.strftime("%H:%M:%S") if moment.second else moment.strftime("%H:%M")
    return moment.date().isoformat() if moment.time() == time() else f"{moment.date()} {shown}"


_TEXTS: dict[type, Callable[[Any], str]] = {
    str: lambda text: text,
    type(None): lambda _: "",
    int: str,
    float: _of_float,
    Decimal: _of_decimal,
    bool: lambda truth: "TRUE" if truth else "FALSE",
    date: date.isoformat,
    datetime: _of_moment,
}


def flattened(events: Iterable[tuple[Any, ...]]) -> list[Any]:
    return list(chain.from_iterable(events))
