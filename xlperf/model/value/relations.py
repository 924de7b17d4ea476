"""Numbers that stand for others: averages, and shares of or changes against something else."""

from __future__ import annotations

import re
from dataclasses import replace

from xlperf.model.value import scan as read
from xlperf.model.value.kinds import Average, Relative
from xlperf.model.value.numbers import bare_number
from xlperf.model.value.scan import Scanner

_AVERAGE = re.compile(r"平均每人|每人平均|平均|人均|户均|场均|次均|年均|月均|日均")
_PER_EACH = re.compile(r"/?每([^\W\d_]{1,4})$")


def average(scan: Scanner) -> Average | None:
    """平均15人/每次, 人均≤500元"""
    op = read.take_op(scan)
    over = scan.take(_AVERAGE)
    found = bare_number(scan) if over else None
    if over is None or found is None or (op and found.op):
        return None
    unit, slash, per = (found.unit or "").partition("/")
    each = scan.take(_PER_EACH) if not slash else None
    per = each[1] if each else per.removeprefix("每")
    found = replace(found, op=op or found.op, unit=unit or None)
    return Average(number=found, over=over[0], per=per or None)


_BASE_WORDS = (
    "上一?年|去年|前年|往年|历年|同期|基期|期初|年初|计划|预算|概算|定额|总额|应[^\\W\\d_]数"
)
_BASE = re.compile(rf"[^\W\d_]{{0,8}}?(?:{_BASE_WORDS})[^\W\d_]{{0,8}}?(?=[≥≤<>=]?-?[0-9]|百分之)")
_BASE_ALONE = re.compile(rf"[^\W\d_]{{0,6}}?(?:{_BASE_WORDS})[^\W\d_]{{0,6}}$")
_BY_HOW_MUCH = r"率?(?=[≥≤<>=]?[0-9]|不[低少小超高多大]|至[少多]|[大小超达]|百分)"
_CHANGE = re.compile(
    r"(?:(?:较|比|与)(?P<base>[^\W\d_]{1,10}?)(?:相比)?|(?P<year>同比|环比))?"
    r"(?P<change>增长|增加|提高|提升|上升|递增|下降|减少|降低|压减|压缩|节约)" + _BY_HOW_MUCH
)
_MORE_OR_LESS = re.compile(
    r"(?:较|比)(?P<base>[^\W\d_]{1,10}?)(?P<change>[多少高低])" + _BY_HOW_MUCH
)
_NAMES_A_RATE = ("率", "性", "度")


def relative(scan: Scanner) -> Relative | None:
    """≤上年支出80%, 较上年增长5%, 不低于上年"""
    start = scan.at
    for shape in (_changed_by, _share_of, _no_worse_than):
        scan.at = start
        found = shape(scan)
        if found:
            return found
    return None


def _changed_by(scan: Scanner) -> Relative | None:
    change = scan.take(_CHANGE) or scan.take(_MORE_OR_LESS)
    by = bare_number(scan) if change else None
    if change is None or by is None or by.unit is None:
        return None
    base = change["base"] or change.groupdict().get("year") or ""
    return Relative(base=base, change=change["change"], op=by.op, number=by, notes=by.notes)


def _share_of(scan: Scanner) -> Relative | None:
    op = read.take_op(scan)
    base = scan.take(_BASE)
    share = bare_number(scan) if base else None
    if base is None or share is None or share.unit != "%" or (op and share.op):
        return None
    name = base[0].removesuffix("的")
    if name.endswith(_NAMES_A_RATE):
        return None
    return Relative(base=name, op=op or share.op, number=share, notes=share.notes)


def _no_worse_than(scan: Scanner) -> Relative | None:
    op = read.take_op(scan)
    base = scan.take(_BASE_ALONE) if op else None
    return Relative(base=base[0], op=op) if base else None
