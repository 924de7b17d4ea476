"""A number with its operator and unit, and the ways of saying that something did not happen."""

from __future__ import annotations

import re
from decimal import Decimal

from xlperf.model.value import scan as read
from xlperf.model.value.kinds import Number, Op
from xlperf.model.value.scan import Scanner
from xlperf.model.value.units import KNOWN_UNIT, is_time

_BRACKET_UNIT = re.compile(r"\(([^()0-9]{1,12})\)")
_REMARK = re.compile(r"\(([^()]{1,16})\)")
_PLAIN_UNIT = re.compile(r"[^\W0-9_]{1,8}?(?=(?:及|或)?以[上下内]|$|\()")
_THING = re.compile(r"[^\W\d_一二两三四五六七八九十]{1,10}(?=$|\()")
_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}年")
_ROUGHLY = ("左右", "上下")
_HUNDREDTHS = re.compile(r"百分之")
_WHOLE_HUNDRED = re.compile(r"百分之百|百分百")
# In Chinese digits these read as words: 十分满意, 一类, 一级.
_NOT_AFTER_HAN = frozenset("分度级类点面道段部对支班队组")


def number(scan: Scanner) -> Number | None:
    """[operator] number [unit] [以上 | things counted] [(remark)]"""
    return _number(scan, things=True)


def bare_number(scan: Scanner) -> Number | None:
    """The same with nothing after the unit: what may stand behind words of its own."""
    return _number(scan, things=False)


def bound(scan: Scanner) -> tuple[Decimal, str | None] | None:
    """A number and its unit only: one end of a range."""
    amount = read.take_digits(scan)
    return None if amount is None else (amount, _unit(scan, any_word=False))


def _number(scan: Scanner, things: bool) -> Number | None:
    op = read.take_op(scan)
    about = read.take_about(scan)
    amount, unit = _amount(scan)
    if amount is None:
        return None
    written_out = scan.text[scan.at - 1] not in "0123456789."
    unit = unit or _unit(scan, any_word=op is not None and things)
    if written_out and (unit is None or unit in _NOT_AFTER_HAN):
        return None
    remark = scan.take(_REMARK)
    suffix_op, suffix = read.take_suffix(scan)
    counts_things = things and unit and not written_out and not is_time(unit)
    thing = scan.take(_THING) if counts_things else None
    remark = scan.take(_REMARK) or remark
    combined = _combined(op, suffix_op)
    if op and suffix_op and combined is None:
        return None
    return Number(
        op=combined,
        amount=amount,
        unit=unit,
        of=thing[0] if thing else "",
        remark=remark[1] if remark and remark[1] != "含" else "",
        exact=not (about or suffix in _ROUGHLY),
        notes=_oddities(op, suffix, about, unit),
    )


def _amount(scan: Scanner) -> tuple[Decimal | None, str | None]:
    """The number, and % where the number's own words say so (百分之九十)."""
    if scan.take(_WHOLE_HUNDRED):
        return Decimal(100), "%"
    if scan.take(_HUNDREDTHS):
        amount = read.take_digits(scan)
        return (read.take_han_number(scan) if amount is None else amount), "%"
    if _YEAR.match(scan.text, scan.at):
        return None, None
    amount = read.take_digits(scan)
    return (read.take_han_number(scan) if amount is None else amount), None


def _unit(scan: Scanner, any_word: bool) -> str | None:
    bracketed = scan.take(_BRACKET_UNIT) if not scan.text.startswith("(含)", scan.at) else None
    if bracketed:
        return bracketed[1]
    known = scan.take(KNOWN_UNIT) or (scan.take(_PLAIN_UNIT) if any_word else None)
    return known[0] if known else None


def _combined(op: Op | None, suffix: Op | None) -> Op | None:
    """达到90%以上 is ≥90%; 不低于90%以下 is nothing."""
    if suffix is None or op is suffix:
        return op
    if op is None or op is Op.EQ:
        return suffix
    same_way = {Op.GT: Op.GE, Op.LT: Op.LE}.get(op) is suffix
    return op if same_way else None


def _oddities(op: Op | None, suffix: str, about: str, unit: str | None) -> tuple[str, ...]:
    notes = []
    if op not in (None, Op.EQ) and suffix in ("以上", "之上", "以下", "之下"):
        notes.append(f"“{op.value}”与“{suffix}”重复")
    if about or suffix in _ROUGHLY:
        notes.append(f"“{about or suffix}”不是确切的数值")
    if unit and unit.startswith("每"):
        notes.append(f"“{unit}”是频率，不是计量单位")
    return tuple(notes)


_NONE_WORDS = re.compile(
    r"(?P<zero>[0零])(?P<what>发生|(?:次|起)?(?:事故|投诉|差错|违规|上访|信访|事件|案件|失误))"
    r"|(?P<no>无|没有|未)(?P<missing>发生|(?:发生)?(?:[^\W\d_]{0,6})"
    r"(?:事故|投诉|差错|违规|上访|信访|事件|案件|失误)(?:发生)?)"
    r"|(?P<bare>无|零)"
)


def zero_statement(scan: Scanner) -> Number | None:
    """0发生, 零投诉, 无: that something did not happen."""
    match = scan.take(_NONE_WORDS)
    if match is None:
        return None
    if match["bare"] == "无":
        return Number(amount=Decimal(0), exact=False, notes=("“无”按0理解，请确认不是“不适用”",))
    if match["bare"]:
        return Number(amount=Decimal(0))
    thing = (match["what"] or match["missing"]).removeprefix("次").removeprefix("起")
    return Number(
        amount=Decimal(0),
        unit="起",
        of=thing.replace("发生", ""),
        notes=(f"“{match[0]}”没有计量单位，按“0起”理解",),
    )
