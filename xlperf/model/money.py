"""Money as people fill it: 元, 万元, 亿元, ￥, separators, full width, brackets for negatives.

Nothing becomes 0 on the way: a blank is None, and what is no number stays text with a reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal

from xlperf.model.text import clean, fold_width

_YUAN_IN = {
    "元": 1,
    "百元": 100,
    "千元": 1000,
    "万": 10**4,
    "万元": 10**4,
    "百万": 10**6,
    "百万元": 10**6,
    "千万": 10**7,
    "千万元": 10**7,
    "亿": 10**8,
    "亿元": 10**8,
}
# Scaling must never round: far more digits than any amount has.
_EXACT = Context(prec=400)

_DASHES = frozenset("-—–―－─/／\\_…·")
_MINUS = {ord("−"): "-", ord("﹣"): "-"}
_YEN = re.compile(r"[¥￥]|RMB|CNY|人民币", re.IGNORECASE)
_SPACE = re.compile(r"[\s\xa0]+")
_GROUPED_BY_SPACE = re.compile(r"[0-9]{1,3}(?:[ \xa0\u2009\u202f][0-9]{3})+(?:\.[0-9]+)?")
_PLAIN = re.compile(r"(?:[0-9]{1,60}|[0-9]{1,3}(?:,[0-9]{3}){1,19})?(?:\.[0-9]{1,60})?")
_AMOUNT = re.compile(
    r"(?P<digits>[0-9.,\s]+)(?P<unit>(?:百万|千万|万|亿)元?|[百千]?元|)(?:整|正)?(?P<minus>-?)"
)
_BRACKETED = re.compile(r"\((?P<inside>[^()]+)\)(?P<unit>[^()]*)")
_FOREIGN = re.compile(r"[美欧英日港台澳]元|[英日]镑|[$€£]|USD|HKD", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with exactly the digits that were filled, and the unit written beside them."""

    text: str
    number: Decimal
    unit: str | None = None  # as written: 元, 万, 万元, 亿 …; None where only a number stands

    def yuan(self, default_unit: str = "元") -> Decimal:
        """The amount in 元; `default_unit` is the form's, for amounts without a unit."""
        unit = self.unit or default_unit
        if unit not in _YUAN_IN:
            raise ValueError(f"不认识的金额单位“{unit}”")
        return _EXACT.multiply(self.number, Decimal(_YUAN_IN[unit]))


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something is filled, and it is no amount. Never to be taken for 0."""

    text: str
    why: str


def parse_amount(text: str | None) -> Money | Unreadable | None:
    """None is a blank cell or a dash."""
    shown = clean(text or "")
    if is_blank(shown):
        return None
    plain = fold_width(shown.replace("—", "\0")).replace("\0", "—").translate(_MINUS)
    if _FOREIGN.search(plain):
        return Unreadable(shown, "不是人民币金额")
    plain = _YEN.sub("", plain, count=1).strip()
    negative = _BRACKETED.fullmatch(plain)
    if negative:
        return _negated(_amount(negative["inside"] + negative["unit"], shown))
    if plain.startswith("-"):
        return _negated(_amount(plain[1:].strip(), shown))
    return _amount(plain, shown)


def filled_decimal(text: str | None) -> Decimal | str | None:
    """The record's amount: a Decimal for a bare number, None for a blank, otherwise the text."""
    amount = parse_amount(text)
    if amount is None:
        return None
    if isinstance(amount, Unreadable) or amount.unit is not None:
        return amount.text
    return amount.number


def is_blank(text: str | None) -> bool:
    """Nothing filled: blank, or only the dashes and slashes that stand for 不适用."""
    return all(char in _DASHES or char.isspace() for char in clean(text or ""))


def _amount(plain: str, shown: str) -> Money | Unreadable:
    match = _AMOUNT.fullmatch(_YEN.sub("", plain, count=1).strip())
    if match is None:
        return Unreadable(shown, "不是单纯的金额")
    digits = _digits(match["digits"].strip())
    if digits is None:
        return Unreadable(shown, "数字的写法不明确")
    number = digits.copy_negate() if match["minus"] else digits
    return Money(shown, number, match["unit"] or None)


def _digits(text: str) -> Decimal | None:
    if _GROUPED_BY_SPACE.fullmatch(text):
        text = _SPACE.sub("", text)
    text = re.sub(r"\s*,\s*", ",", text)
    if not text or not _PLAIN.fullmatch(text):
        return None
    return Decimal(text.replace(",", ""))


def _negated(amount: Money | Unreadable) -> Money | Unreadable:
    if isinstance(amount, Unreadable):
        return amount
    if amount.number.is_signed():
        return Unreadable(amount.text, "负号重复")
    return Money(amount.text, amount.number.copy_negate(), amount.unit)
