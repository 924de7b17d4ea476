"""Functions of texts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from xlperf.ooxml.formulas.conversions import Unclear, formatted, number_in
from xlperf.ooxml.formulas.numeric import whole
from xlperf.ooxml.formulas.values import (
    LONGEST_TEXT,
    VALUE,
    Failure,
    Incomputable,
    number,
    short_enough,
)
from xlperf.ooxml.formulas.wildcards import pattern

_BLANKS = re.compile(" {2,}")


def _counted(text: str) -> str:
    """A text whose characters every version counts alike: 𠮷 is two in some of them."""
    if not text.isascii() and max(text) > "\uffff":
        raise Incomputable
    return text


def _length(value: float) -> int:
    found = whole(value)
    if found < 0:
        raise Failure(VALUE)
    return found


def _start(value: float) -> int:
    found = whole(value)
    if found < 1:
        raise Failure(VALUE)
    return found - 1


def _left(text: str, length: float = 1) -> str:
    return _counted(text)[: _length(length)]


def _right(text: str, length: float = 1) -> str:
    last = _length(length)
    return _counted(text)[-last:] if last else ""


def _middle(text: str, start: float, length: float) -> str:
    first = _start(start)
    return _counted(text)[first : first + _length(length)]


def _replaced(text: str, start: float, length: float, new: str) -> str:
    first = _start(start)
    return short_enough(_counted(text)[:first] + new + text[first + _length(length) :])


def _find(wanted: str, text: str, start: float = 1) -> float:
    first = _start(start)
    found = _counted(text).find(wanted, first)
    if found < 0 or first > len(text):
        raise Failure(VALUE)
    return found + 1.0


def _search(wanted: str, text: str, start: float = 1) -> float:
    first = _start(start)
    found = pattern(wanted).find(_counted(text), first) if first <= len(text) else None
    if found is None:
        raise Failure(VALUE)
    return found + 1.0


def _trimmed(text: str) -> str:
    return _BLANKS.sub(" ", text.strip(" "))


def _substituted(text: str, old: str, new: str, which: float | None = None) -> str:
    if not old:
        return text
    if which is None:
        if text.count(old) * len(new) > LONGEST_TEXT + len(text):
            raise Failure(VALUE)
        return short_enough(text.replace(old, new))
    parts = text.split(old)
    at = whole(which)
    if at < 1:
        raise Failure(VALUE)
    if at >= len(parts):
        return text
    return short_enough(old.join(parts[:at]) + new + old.join(parts[at:]))


def _repeated(text: str, times: float) -> str:
    count = _length(times)
    if len(text) * count > LONGEST_TEXT:
        raise Failure(VALUE)
    return text * count


def _joined(*texts: str) -> str:
    return short_enough("".join(texts))


def _text(value: Any, code: str) -> str:
    if type(value) is bool:
        return "TRUE" if value else "FALSE"
    try:
        if type(value) is str:
            figure = number_in(value)
            if figure is None or code == "@":
                return value
            value = figure
        return formatted(number(value), code)
    except Unclear:
        raise Incomputable from None


def _value(value: Any) -> float:
    if type(value) is bool:
        raise Failure(VALUE)
    return number(value)


def _character(code: float) -> str:
    found = whole(code)
    if not 1 <= found <= 255:
        raise Failure(VALUE)
    if found > 126:
        raise Incomputable  # depends on where the workbook is opened
    return chr(found)


def _upper(text: str) -> str:
    return "".join(char.upper() if len(char.upper()) == 1 else char for char in text)


FUNCTIONS: dict[str, tuple[Callable[..., Any], str]] = {
    "LEN": (lambda text: float(len(_counted(text))), "t"),
    "LEFT": (_left, "t n?"),
    "RIGHT": (_right, "t n?"),
    "MID": (_middle, "t n n"),
    "REPLACE": (_replaced, "t n n t"),
    "FIND": (_find, "t t n?"),
    "SEARCH": (_search, "t t n?"),
    "TRIM": (_trimmed, "t"),
    "SUBSTITUTE": (_substituted, "t t t n?"),
    "EXACT": (lambda one, other: one == other, "t t"),
    "CONCATENATE": (_joined, "t+"),
    "REPT": (_repeated, "t n"),
    "UPPER": (_upper, "t"),
    "LOWER": (str.lower, "t"),
    "CHAR": (_character, "n"),
    "TEXT": (_text, "v t"),
    "VALUE": (_value, "v"),
    "HYPERLINK": (lambda target, *shown: shown[0] if shown else target, "v v?"),
}
