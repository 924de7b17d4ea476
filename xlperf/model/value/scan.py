"""Reading a value piece by piece: the cleaned text, a cursor over it, and the shared pieces."""

from __future__ import annotations

import re
from decimal import Decimal

from xlperf.model.text import clean, fold_width
from xlperf.model.value.kinds import Op

_SIGNS = str.maketrans("≧⩾≦⩽═﹦﹥﹤﹪–−－―~〜【】﹣", "≥≥≤≤==><%------[]-")
_PREFIX = re.compile(r"指标[0-9一二三四五六七八九十]*\s*:\s*")
_DOUBLED_MONTH = re.compile(r"月月(?=[底末初])")
_GAP_BEFORE_UNIT = re.compile(r"(?<=[0-9])[ \xa0\u3000]+(?=\()")
_GROUPS = re.compile(r"(?<![0-9])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])")
# A space between two digits may part two numbers; every other one is layout.
_LAYOUT = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])|[\u200b\ufeff]+")
_ENDINGS = " \t\r\n;,。."


def tidy(text: str) -> tuple[str, tuple[str, ...]]:
    """The value in one spelling (half width, ≥ ≤, no layout), and what had to be repaired."""
    notes = []
    plain = fold_width(clean(text)).translate(_SIGNS).strip().rstrip(_ENDINGS)
    prefix = _PREFIX.match(plain)
    if prefix:
        plain = plain[prefix.end() :]
        notes.append(f"值前的“{prefix[0].strip()}”是表样的序号，已略去")
    if _GAP_BEFORE_UNIT.search(plain):
        notes.append("数值与单位之间有多余的空格")
    plain = _GROUPS.sub(lambda match: match[0].replace(" ", ""), plain)
    plain = _LAYOUT.sub("", plain)
    if _DOUBLED_MONTH.search(plain):
        plain = _DOUBLED_MONTH.sub("月", plain)
        notes.append("“月月”重字，按“月”理解")
    return _one_sign(plain), tuple(notes)


def _one_sign(plain: str) -> str:
    for spelled, sign in ((">=", "≥"), ("=>", "≥"), ("<=", "≤"), ("=<", "≤"), ("==", "=")):
        plain = plain.replace(spelled, sign)
    return plain


class Scanner:
    """A cursor; `take` moves it past what it matched and leaves it alone otherwise."""

    __slots__ = ("at", "text")

    def __init__(self, text: str, at: int = 0) -> None:
        self.text = text
        self.at = at

    @property
    def done(self) -> bool:
        return self.at == len(self.text)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()
        return match


_OPS = {
    Op.GE: "不少于 不低于 不小于 不得少于 不得低于 不得小于 至少 最少 最低 "
    "大于或等于 大于等于 高于或等于 高于等于",
    Op.LE: "不超过 不高于 不多于 不大于 不得超过 不得高于 不得多于 不得大于 至多 最多 最高 不超 "
    "小于或等于 小于等于 低于或等于 低于等于 控制在",
    Op.GT: "大于 多于 高于 超过 超",
    Op.LT: "小于 少于 低于",
    Op.EQ: "等于 达到 达",
}
_OP_OF = {word: op for op, words in _OPS.items() for word in words.split()} | {
    "≥": Op.GE,
    "≤": Op.LE,
    ">": Op.GT,
    "<": Op.LT,
    "=": Op.EQ,
}
_OP = re.compile("|".join(sorted(_OP_OF, key=len, reverse=True)))
_SUFFIX = re.compile(
    r"(?:\(含\))?(?:及|或)?(以上|之上|以下|之下|以内|之内|内)(?:\(含\))?|左右|上下"
)
_ABOUT = re.compile(r"大?约")
_SUFFIX_OPS = {"以上": Op.GE, "之上": Op.GE, "以下": Op.LE, "之下": Op.LE}


def take_op(scan: Scanner) -> Op | None:
    match = scan.take(_OP)
    return _OP_OF[match[0]] if match else None


def take_about(scan: Scanner) -> str:
    match = scan.take(_ABOUT)
    return match[0] if match else ""


def take_suffix(scan: Scanner) -> tuple[Op | None, str]:
    """以上, 以下, 以内 as an operator (左右 is none), and the word itself, "" without one."""
    match = scan.take(_SUFFIX)
    if match is None:
        return None, ""
    word = match[1]
    return (_SUFFIX_OPS.get(word, Op.LE) if word else None), word or match[0]


_DIGITS = re.compile(
    r"-?(?:[0-9]{1,3}(?:,[0-9]{3}){1,8}(?![0-9])|[0-9]{1,30})(?:\.[0-9]{1,20})?(?![0-9.])"
)
_HAN_NUMBER = re.compile(r"[一二两三四五六七八九十][千百十万零一二两三四五六七八九]{0,8}|半")
_HAN_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_HAN_STEPS = {"十": 10, "百": 100, "千": 1000, "万": 10000}


def take_digits(scan: Scanner) -> Decimal | None:
    match = scan.take(_DIGITS)
    return Decimal(match[0].replace(",", "")) if match else None


def take_han_number(scan: Scanner) -> Decimal | None:
    """两, 十二, 一百二十, 半. Nothing is taken where the reading isn't certain (一百五)."""
    match = _HAN_NUMBER.match(scan.text, scan.at)
    value = han_number(match[0]) if match else None
    if match and value is not None:
        scan.at = match.end()
    return value


def han_number(word: str) -> Decimal | None:
    if word == "半":
        return Decimal("0.5")
    total, previous, step = 0, "", 10**5
    for char in word:
        if char in _HAN_STEPS:
            if _HAN_STEPS[char] >= step or previous == "零":
                return None
            step = _HAN_STEPS[char]
            total += _HAN_DIGITS.get(previous, 1) * step
        elif previous in _HAN_DIGITS and previous != "零":
            return None
        previous = char
    if previous in _HAN_DIGITS:
        if step in (100, 1000, 10000) and "零" not in word:
            return None
        total += _HAN_DIGITS[previous]
    return Decimal(total)
