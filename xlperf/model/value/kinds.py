"""What a 指标值 can be. Every kind keeps the text as filled and says what was odd about it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import ClassVar


class Kind(Enum):
    TEXT = "文本"
    NUMBER = "数值"
    RANGE = "区间"
    DEADLINE = "时限"
    FREQUENCY = "频率"
    EVENT = "事件时限"
    WINDOW = "窗口"
    AVERAGE = "平均"
    YES_NO = "是非"
    RELATIVE = "相对"
    COMPOUND = "复合"
    BLANK = "未填"


class Op(Enum):
    GE = "≥"
    GT = "＞"
    EQ = "="
    LE = "≤"
    LT = "＜"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    kind: ClassVar[Kind]
    text: str = ""  # exactly as filled
    subject: str = ""  # what the value is of, where that was written beside it: 补助 in 补助3万元
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Value):
    kind: ClassVar[Kind] = Kind.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank(Value):
    """Nothing filled, or a dash. Never 0."""

    kind: ClassVar[Kind] = Kind.BLANK


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNo(Value):
    kind: ClassVar[Kind] = Kind.YES_NO
    yes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Value):
    kind: ClassVar[Kind] = Kind.NUMBER
    op: Op | None = None
    amount: Decimal  # exactly the filled digits
    unit: str | None = None
    of: str = ""  # the things counted, where named after the unit: 企业 in 5家企业
    remark: str = ""  # what a bracket after the unit adds: 每户 in 50册(每户)
    exact: bool = True  # not for 约, 左右, and 无 in place of 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Range(Value):
    kind: ClassVar[Kind] = Kind.RANGE
    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Average(Value):
    kind: ClassVar[Kind] = Kind.AVERAGE
    number: Number
    over: str = "平均"  # 平均, 人均, 年均 …
    per: str | None = None  # 次 in 平均15人/每次


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative(Value):
    """Measured against something else: ≤上年支出80%, 同比增长5%, 不低于上年."""

    kind: ClassVar[Kind] = Kind.RELATIVE
    base: str
    change: str = ""  # 增长, 下降 …; "" where the share of the base is meant
    op: Op | None = None
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of a year; a missing year is the form's, a missing last day the month's end."""

    year: int | None
    first: tuple[int, int]
    last: tuple[int, int | None]
    last_year: int | None = None

    def days(self, year: int) -> tuple[date, date]:
        start = self.year or year
        end = self.last_year or start
        month, day = self.last
        if self.last_year is None and month < self.first[0]:
            end += 1  # 11月-次年2月
        return _clamped(start, *self.first), _clamped(end, month, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Value):
    """12月底前, 2023年11月30日. `before` tells a limit from the time at which something was."""

    kind: ClassVar[Kind] = Kind.DEADLINE
    when: Stretch
    before: bool = False
    loose: bool = False  # 12月前 leaves open whether December still counts
    action: str = ""  # 完成 in 12月底前完成

    def last_day(self, year: int) -> date:
        return self.when.days(year)[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window(Value):
    kind: ClassVar[Kind] = Kind.WINDOW
    when: Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency(Value):
    kind: ClassVar[Kind] = Kind.FREQUENCY
    period: str  # 日 工作日 周 月 季度 学期 半年 年
    every: Decimal = Decimal(1)  # 2 in 每两月
    count: Number | None = None  # 1次 in 每月1次
    quarter: int | None = None  # 3 in 每年第三季度
    action: str = ""

    @property
    def per_year(self) -> Decimal | None:
        """How often in a year; None where a year's number of periods isn't fixed."""
        periods = _PERIODS_PER_YEAR.get(self.period)
        times = self.count.amount if self.count else Decimal(1)
        return None if periods is None or not self.every else times * periods / self.every


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDeadline(Value):
    """受理后半个月, 节日前: bound to an event whose day the form doesn't know."""

    kind: ClassVar[Kind] = Kind.EVENT
    event: str
    after: bool
    span: Number | None = None  # the time allowed, as amount and unit
    action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compound(Value):
    kind: ClassVar[Kind] = Kind.COMPOUND
    parts: tuple[Value, ...]


_PERIODS_PER_YEAR = {
    "周": Decimal(52),
    "月": Decimal(12),
    "季度": Decimal(4),
    "半年": Decimal(2),
    "学期": Decimal(2),
    "年": Decimal(1),
}


def _clamped(year: int, month: int, day: int | None) -> date:
    end = monthrange(year, month)[1]
    return date(year, month, min(day or end, end))
