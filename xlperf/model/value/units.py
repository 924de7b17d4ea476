"""Units: which words are units at all, and which measure the same thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_SCALES = {
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What is counted or measured in a size of its own.
_MEASURED: dict[str, tuple[str, str]] = {
    "‰": ("%", "0.1"),
    "圆": ("元", "1"),
    "名": ("人", "1"),
    "位": ("人", "1"),
    "场次": ("场", "1"),
    "分钟": ("秒", "60"),
    "小时": ("秒", "3600"),
    "个小时": ("秒", "3600"),
    "天": ("秒", "86400"),
    "日": ("秒", "86400"),
    "自然日": ("秒", "86400"),
    "日历天": ("秒", "86400"),
    "个工作日": ("工作日", "1"),
    "周": ("秒", "604800"),
    "星期": ("秒", "604800"),
    "月": ("月", "1"),
    "个月": ("月", "1"),
    "季度": ("月", "3"),
    "个季度": ("月", "3"),
    "年": ("月", "12"),
    "个百分点": ("百分点", "1"),
    "千米": ("米", "1000"),
    "公里": ("米", "1000"),
    "km": ("米", "1000"),
    "m": ("米", "1"),
    "平方": ("平方米", "1"),
    "平米": ("平方米", "1"),
    "㎡": ("平方米", "1"),
    "m²": ("平方米", "1"),
    "m2": ("平方米", "1"),
    "平方公里": ("平方米", "1000000"),
    "公顷": ("平方米", "10000"),
    "立方": ("立方米", "1"),
    "m³": ("立方米", "1"),
    "m3": ("立方米", "1"),
    "克": ("公斤", "0.001"),
    "千克": ("公斤", "1"),
    "kg": ("公斤", "1"),
    "吨": ("公斤", "1000"),
    "学时": ("课时", "1"),
}
_COUNTED = _words(
    """
    元 角 % 人 人次 人天 人日 人份 人数 户 户次 家 家次 个 项 项次 批 批次 期 次 次数 起 场 件 件次
    宗 例 份 本 册 套 台 台次 辆 辆次 车次 艘 架 条 节 课时 处 座 栋 幢 间 所 村 镇 篇 幅 部 张 枚
    支 面 段 道 盏 种 类 级 班 班次 轮 轮次 床 床位 点 组 队 对 株 棵 头 只 羽 分 度 倍 岁 周岁
    百分点 工作日 米 平方米 亩 立方米 升 毫升 公斤 兆 GB TB MB
    """
)
_BASES = frozenset(_MEASURED) | _COUNTED
_BASE = "|".join(re.escape(base) for base in sorted(_BASES, key=len, reverse=True))
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))

#: a unit at the start of what follows a number: 万人, 人次, 元/人, 人/每次, 万
KNOWN_UNIT = re.compile(
    rf"(?:{_BASE}|(?:{_SCALE})(?:{_BASE})?)(?:/每?(?:{_BASE}))*(?:·(?:{_BASE}))?"
)
#: units of time and position say how long or where; what follows them is no thing that is counted
_TIMES = _words("秒 分钟 小时 个小时 天 日 自然日 工作日 个工作日 周 星期 月 个月 季度 个季度 年")
_SCALED = re.compile(rf"(?P<scale>{_SCALE})(?P<base>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a unit measures, and how many of its base unit it is."""

    of: str  # "" where only a scale is written: 2000万
    factor: Decimal


def is_time(unit: str | None) -> bool:
    return unit in _TIMES


def measure(unit: str | None) -> Measure:
    head, *per = (unit or "").strip().split("/")
    base = _measure_of(head)
    below = "".join("/" + _measure_of(each.removeprefix("每")).of for each in per)
    return Measure(base.of + below, base.factor)


def _measure_of(unit: str) -> Measure:
    if unit in _MEASURED:
        of, factor = _MEASURED[unit]
        return Measure(of, Decimal(factor))
    scaled = None if unit in _COUNTED else _SCALED.fullmatch(unit)
    if scaled and (scaled["base"] == "" or scaled["base"] in _BASES):
        base = _measure_of(scaled["base"])
        return Measure(base.of, base.factor * _SCALES[scaled["scale"]])
    return Measure(unit, Decimal(1))
