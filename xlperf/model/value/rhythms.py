"""How often (每月, 按季度发放) and how long before or after an event (受理后半个月, 节日前)."""

from __future__ import annotations

import re
from decimal import Decimal

from xlperf.model.value import scan as read
from xlperf.model.value.kinds import EventDeadline, Frequency, Number
from xlperf.model.value.numbers import bare_number
from xlperf.model.value.scan import Scanner
from xlperf.model.value.units import is_time

_PERIODS = {
    "天": "日",
    "日": "日",
    "个工作日": "工作日",
    "工作日": "工作日",
    "周": "周",
    "星期": "周",
    "个月": "月",
    "月": "月",
    "个季度": "季度",
    "季度": "季度",
    "季": "季度",
    "个学期": "学期",
    "学期": "学期",
    "半年": "半年",
    "年": "年",
}
_PERIOD = re.compile("|".join(sorted(_PERIODS, key=len, reverse=True)))
_EACH = re.compile(r"每|逐")
_BY = re.compile(r"按")
_QUARTER = re.compile(r"第?(?P<n>[一二三四1-4])季度")
_GROWS = re.compile(r"递?[增减提降升]|上升|下降")
_ACTION = re.compile(r"(?:[^\W\d_]|[0-9]{1,2}[日号])[^\W\d_]{0,11}|")
# 按年度计划 is no frequency: only what is done by the month or the quarter is.
_DOING = re.compile(
    r"(?:度)?(?:(?:及时|按时|准时|足额|定期|集中|均)*"
    r"(?:发放|支付|拨付|下拨|缴纳|结算|报送|上报|更新|维护|巡查|检查|完成|执行|开展|考核|计提|公开|公示|统计|"
    r"收取|征收|兑付|兑现|划拨|补贴|通报)(?:到位|完成|一次)?)?(?![^\W_])"
)
_PER = re.compile(r"/每?|每(?=[^\W\d_])")
_ONE = re.compile(r"一")
_TIMES = frozenset(["次", "场", "期", "批", "回", "轮", "场次", "批次", "件", "篇", "份", "条"])


def frequency(scan: Scanner) -> Frequency | None:
    """每季度, 每月不少于2次, 按月发放, 一年两次, 1次/月"""
    start = scan.at
    for shape in (_each, _by, _one, _times_per):
        scan.at = start
        found = shape(scan)
        if found:
            return found
    return None


def _each(scan: Scanner) -> Frequency | None:
    if not scan.take(_EACH):
        return None
    every = read.take_digits(scan) or read.take_han_number(scan) or Decimal(1)
    if every == Decimal("0.5"):
        scan.at -= 1  # 半年 is a period of its own, 半 no number of years
        every = Decimal(1)
    period = scan.take(_PERIOD)
    if period is None or _GROWS.match(scan.text, scan.at):
        return None
    quarter = scan.take(_QUARTER)
    count = _count(scan)
    action = scan.take(_ACTION)
    return Frequency(
        period=_PERIODS[period[0]],
        every=every,
        count=count,
        quarter=_quarter(quarter),
        action=action[0] if action else "",
    )


def _by(scan: Scanner) -> Frequency | None:
    period = scan.take(_PERIOD) if scan.take(_BY) else None
    action = scan.take(_DOING) if period else None
    if period is None or action is None:
        return None
    return Frequency(period=_PERIODS[period[0]], action=action[0])


def _one(scan: Scanner) -> Frequency | None:
    period = scan.take(_PERIOD) if scan.take(_ONE) else None
    count = _count(scan) if period else None
    return Frequency(period=_PERIODS[period[0]], count=count) if period and count else None


def _times_per(scan: Scanner) -> Frequency | None:
    count = bare_number(scan)
    if count is None:
        return None
    unit, _, per = (count.unit or "").partition("/")
    if unit not in _TIMES:
        return None
    if per:
        period = _PERIOD.fullmatch(per.removeprefix("每"))
    else:
        period = scan.take(_PERIOD) if scan.take(_PER) else None
    return Frequency(period=_PERIODS[period[0]], count=_of(count, unit)) if period else None


def _count(scan: Scanner) -> Number | None:
    start = scan.at
    count = bare_number(scan)
    if count and count.unit in _TIMES:
        return count
    scan.at = start
    return None


def _of(count: Number, unit: str) -> Number:
    return Number(op=count.op, amount=count.amount, unit=unit, notes=count.notes)


def _quarter(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    return "一二三四".find(match["n"]) + 1 or int(match["n"])


_AFTER = re.compile(r"(?P<event>[^\W\d_]{1,20}?(?<![今最先往此随背幕]))(?:之|以)?后(?:的|起)?")
_BEFORE = re.compile(
    r"(?P<event>[节汛会课赛]|[^\W\d_]{1,16}?[^\W\d_提目从空眼跟面当生事往向在靠])(?:之|以)?前(?!后)"
)
_AT_ONCE = re.compile(r"当[天日]|次日|立即|及时|即时?")
_WITHIN = re.compile(r"(?:以|之)?内|")
_DONE = re.compile(r"[^\W\d_]{0,10}")
_ONE_DAY = {"当": Decimal(0), "次": Decimal(1)}


def event_deadline(scan: Scanner) -> EventDeadline | None:
    """受理后半个月, 验收后5个工作日内支付, 节日前, 汛期前一个月"""
    start = scan.at
    found = _after(scan)
    if found is None:
        scan.at = start
        found = _before(scan)
    return found


def _after(scan: Scanner) -> EventDeadline | None:
    event = scan.take(_AFTER)
    if event is None:
        return None
    at_once = scan.take(_AT_ONCE)
    span = _at_once(at_once[0]) if at_once else _time(scan)
    if span is None and at_once is None:
        return None
    action = scan.take(_DONE)
    return EventDeadline(
        event=event["event"], after=True, span=span, action=action[0] if action else ""
    )


def _before(scan: Scanner) -> EventDeadline | None:
    event = scan.take(_BEFORE)
    if event is None:
        return None
    span = None if scan.done else _time(scan)
    action = scan.take(_DONE)
    return EventDeadline(
        event=event["event"], after=False, span=span, action=action[0] if action else ""
    )


def _at_once(word: str) -> Number | None:
    days = _ONE_DAY.get(word[0])
    return None if days is None else Number(amount=days, unit="天")


def _time(scan: Scanner) -> Number | None:
    start = scan.at
    span = bare_number(scan)
    if span is None or not is_time(span.unit):
        scan.at = start
        return None
    scan.take(_WITHIN)
    return span
