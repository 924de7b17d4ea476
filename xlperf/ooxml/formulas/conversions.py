"""Numbers as texts and texts as numbers, as formulas read and write them.

Only what means the same wherever the workbook is opened: 1,234.5 and 50%, but not 1/2/2026, which
is January in one country and February in another.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from xlperf.ooxml.serials import day_of

_NUMBER = re.compile(
    r" *([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)"
    r"(?:[eE]([-+]?[0-9]{1,3}))?(%?) *"
)
# of what a number, a day or a time may be made somewhere
_OF_NUMBERS = re.compile(
    r"(?:[\d\s.,:/%+\-()（）'’¥￥$€£年月日时時分秒点上下午]"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|[ap]m?)*",
    re.IGNORECASE,
)
_FIRST_SURE_DAY = 61  # 1900-03-01: before it, calendars of spreadsheets differ
_FORMAT = re.compile(
    r'(?P<literal>"[^"]*"|\\.|[^\x00-\x7f]|[-¥$ /:()])|(?P<digits>[#0,]+(?:\.[0#]*)?|\.[0#]+)'
    r"|(?P<percent>%)|(?P<part>[yY]+|[mM]+|[dD]+)"
)


class Unclear(Exception):
    """It depends on where the workbook is opened, or nobody knows."""


def number_in(text: str) -> float | None:
    """The number that a text is where a number is needed; None where it surely is none."""
    match = _NUMBER.fullmatch(text)
    if match:
        sign, digits, exponent, percent = match.groups()
        written = f"{sign}{digits.replace(',', '')}e{int(exponent or 0) - 2 * len(percent)}"
        value = float(written)
        if value - value != 0:
            raise Unclear
        return value
    if _OF_NUMBERS.fullmatch(text) and any(char.isdigit() for char in text):
        raise Unclear
    return None


def text_of(value: float) -> str:
    """A number as it is joined to a text: fifteen digits, without a format."""
    if value == 0:
        return "0"
    if not 1e-4 <= abs(value) < 1e15:
        raise Unclear
    return f"{value:.15g}"


def rounded(value: float, places: int, mode: str = ROUND_HALF_UP) -> float:
    """Of the fifteen digits that are shown, if they reach so far: 1.005 becomes 1.01."""
    exact = Decimal(f"{value:.15g}")
    if exact.adjusted() + places > 14:
        exact = Decimal(repr(value))
    if -int(exact.as_tuple().exponent) <= places:
        return float(exact)
    return float(_quantized(exact, max(places, -400), mode))


def _quantized(value: Decimal, places: int, mode: str = ROUND_HALF_UP) -> Decimal:
    return value.scaleb(places).to_integral_value(mode).scaleb(-places)


def formatted(value: float, code: str) -> str:
    """TEXT(value, code); Unclear for codes beyond digits, %, days and what stands between."""
    return _formatter(code)(value)


@lru_cache(maxsize=256)
def _formatter(code: str) -> Callable[[float], str]:
    if code in ("General", "G/通用格式"):
        return text_of
    tokens = [*_FORMAT.finditer(code)]
    if not code or sum(len(token[0]) for token in tokens) != len(code):
        raise Unclear
    kinds = [token.lastgroup for token in tokens]
    if kinds.count("digits") == 1 and "part" not in kinds:
        return _number_formatter(tokens, kinds.index("digits"))
    if "part" in kinds and "digits" not in kinds and "percent" not in kinds:
        return _day_formatter(tokens)
    raise Unclear


def _number_formatter(tokens: list[re.Match[str]], at: int) -> Callable[[float], str]:
    before = "".join(map(_literal, tokens[:at]))
    after = "".join(map(_literal, tokens[at + 1 :]))
    percent = sum(token.lastgroup == "percent" for token in tokens)
    whole, point, decimals = tokens[at]["digits"].partition(".")
    if whole.endswith(",") or "," in decimals or re.search("0[,]*#", whole) or "#0" in decimals:
        raise Unclear  # thousands left out, and other rarities
    least, grouped = whole.count("0"), "," in whole
    if grouped and least > 1:
        raise Unclear

    def show(value: float) -> str:
        exact = Decimal(f"{value:.15g}").scaleb(2 * percent)
        figure = _quantized(exact, len(decimals))
        if not figure and value < 0:
            raise Unclear  # some show -0.00
        digits = f"{abs(figure):.{len(decimals)}f}"
        front, _, back = digits.partition(".")
        front = front.lstrip("0").rjust(least, "0")
        if grouped and front:
            front = f"{int(front):,}"
        while len(back) > decimals.count("0") and back.endswith("0"):
            back = back[:-1]
        sign = "-" if figure < 0 else ""
        return f"{sign}{before}{front}{point}{back}{after}"

    return show


def _day_formatter(tokens: list[re.Match[str]]) -> Callable[[float], str]:
    if any(token["part"] and not _part(token["part"], 2026, 1, 1) for token in tokens):
        raise Unclear

    def show(value: float) -> str:
        day = day_of(int(value), date1904=False) if value >= _FIRST_SURE_DAY else None
        if day is None:
            raise Unclear
        figures = [int(figure) for figure in day.split("-")]
        return "".join(
            _part(token["part"], *figures) if token["part"] else _literal(token) for token in tokens
        )

    return show


def _part(letters: str, year: int, month: int, day: int) -> str:
    letters = letters.lower()
    shown = {
        "yyyy": f"{year:04}",
        "yy": f"{year % 100:02}",
        "m": str(month),
        "mm": f"{month:02}",
        "d": str(day),
        "dd": f"{day:02}",
    }
    return shown.get(letters, "")


def _literal(token: re.Match[str]) -> str:
    written = token[0]
    if written.startswith('"'):
        return written[1:-1]
    return written[1:] if written.startswith("\\") else written
