"""Number formats: the codes of Excel, taken apart once and applied where no digit gets lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from functools import lru_cache

from xlperf.ooxml.serials import DateCode, show_date

Show = Callable[[str], str]

GENERAL = "General"
# ids that no file spells out, as a Chinese Excel shows them
BUILTIN: dict[int, str] = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    46: "[h]:mm:ss",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((14, 15, 16, 30), "yyyy/m/d"),
    17: "mmm-yy",
    22: "yyyy/m/d h:mm",
    **dict.fromkeys((18, 20, 32, 34, 55), "h:mm"),
    **dict.fromkeys((19, 21, 33, 35, 45, 47, 56), "h:mm:ss"),
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    31: 'yyyy"年"m"月"d"日"',
    **dict.fromkeys((41, 42), "#,##0;-#,##0"),
    **dict.fromkeys((43, 44), "#,##0.00;-#,##0.00"),
}

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.'
    r"|\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<digits>[0#?](?:[0#?,.]*[0#?,.])?)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CONDITION = re.compile(r"[<>=]|DBNum", re.IGNORECASE)
_CLOCK = re.compile(r"AM/PM|A/P|上午/下午", re.IGNORECASE)
_SIGN = re.compile(r"[-(（▲△]")
_DIGITS = Context(prec=15, rounding=ROUND_HALF_EVEN)  # what Excel keeps of a number


@dataclass(frozen=True, slots=True)
class _Numbers:
    """One section of a number format: what stands around the digits, and how they are printed."""

    before: str
    after: str
    whole: int = 1  # at least so many digits before the point
    decimals: int = 0
    grouped: bool = False
    scale: int = 0  # powers of ten: 2 for %, -3 for each trailing comma
    plain: bool = False  # General between literals

    def show(self, number: Decimal) -> str:
        if self.plain:
            return f"{self.before}{plain_number(number)}{self.after}"
        value = number.scaleb(self.scale)
        # more decimals than asked for rather than a lost digit
        needed = max(self.decimals, -int(value.normalize().as_tuple().exponent))
        text = f"{value:{',' if self.grouped else ''}.{needed}f}"
        whole = text.partition(".")[0]
        return f"{self.before}{'0' * (self.whole - len(whole))}{text}{self.after}"


def general(text: str) -> str:
    """A number as Excel shows it without a format: fifteen digits, no noise behind them."""
    if text.isdecimal() and len(text) < 16 and (text[0] != "0" or text == "0"):
        return text
    number = _number(text)
    return text if number is None else plain_number(number)


def plain_number(number: Decimal) -> str:
    exponent = number.adjusted()
    if -10 < exponent < 15:
        return f"{number.normalize():f}" if number else "0"
    return f"{number.normalize():E}" if number else "0"


def _number(text: str) -> Decimal | None:
    try:
        number = _DIGITS.create_decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 400 else None


@lru_cache(maxsize=1024)
def shower(code: str, date1904: bool) -> Show:
    """How numbers of this format are shown; remembers what it has shown lately."""
    sections = _sections(code)
    if sections is None:
        return general
    if isinstance(sections, DateCode):
        dates = sections
        return lru_cache(maxsize=1024)(lambda text: _dated(text, dates, date1904))
    numbers = sections
    return lru_cache(maxsize=1024)(lambda text: _numbered(text, numbers))


def _dated(text: str, code: DateCode, date1904: bool) -> str:
    number = _number(text)
    shown = None if number is None else show_date(number, code, date1904)
    return general(text) if shown is None else shown


def _numbered(text: str, sections: list[_Numbers | None]) -> str:
    number = _number(text)
    if number is None:
        return text
    # the third section is never used: a dash for 0 would be read as a blank
    first, negative = sections[0], sections[1] if len(sections) > 1 else None
    section = negative or first if number < 0 else first
    if section is None:
        return general(text)
    signed = number >= 0 or (section is negative and _SIGN.search(section.before))
    return ("" if signed else "-") + section.show(abs(number))


def _sections(code: str) -> list[_Numbers | None] | DateCode | None:
    """The sections for positive and negative; a date; None where General says it best."""
    sections: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token["other"] == ";":
            sections.append([])
        else:
            sections[-1].append(token)
    if any(token["bracket"] and _CONDITION.search(token["bracket"]) for token in sections[0]):
        return _date_of(sections[0])
    date = _date_of(sections[0])
    if date is not None:
        return date
    numbers = [_numbers_of(tokens) for tokens in sections[:2]]
    return numbers if any(numbers) else None


def _date_of(tokens: list[re.Match[str]]) -> DateCode | None:
    letters = "".join(token["other"] or "" for token in tokens)
    clock = bool(_CLOCK.search(letters))
    letters = _CLOCK.sub("", letters).lower()
    elapsed = any(token["bracket"] and _ELAPSED.fullmatch(token["bracket"]) for token in tokens)
    if not elapsed and (not re.search("[ymdhs]", letters) or re.search("e[+-]", letters)):
        return None
    return DateCode(letters, elapsed, clock, tuple(_printed(token) for token in tokens))


def _printed(token: re.Match[str]) -> tuple[str, bool]:
    """A token's text, and whether it is literal."""
    literal = token["quoted"] or token["escaped"]
    return (literal, True) if literal else (token["other"] or token["digits"] or "", False)


def _numbers_of(tokens: list[re.Match[str]]) -> _Numbers | None:
    places = [i for i, token in enumerate(tokens) if token["digits"] or token["general"]]
    if len(places) != 1:
        return None
    at = places[0]
    before, after = _literal(tokens[:at]), _literal(tokens[at + 1 :])
    if before is None or after is None:
        return None
    percent = 2 * sum(token["other"] == "%" for token in tokens)
    if tokens[at]["general"]:
        return _Numbers(before, after, plain=True)
    whole, _, decimals = tokens[at]["digits"].partition(".")
    scaled = len(whole) - len(whole.rstrip(",")) if not decimals else 0
    scaled += len(decimals) - len(decimals.rstrip(","))
    return _Numbers(
        before,
        after,
        whole=whole.count("0"),
        decimals=decimals.count("0"),
        grouped="," in whole.rstrip(","),
        scale=percent - 3 * scaled,
    )


def _literal(tokens: list[re.Match[str]]) -> str | None:
    """What is printed beside the digits; None where it is no mere text (fractions, E+)."""
    text = ""
    for token in tokens:
        other = token["other"] or ""
        if other and other.isascii() and other not in "%$-+() :'{}<>=&^~￥":
            return None
        text += token["quoted"] or token["escaped"] or token["currency"] or other
    return text
