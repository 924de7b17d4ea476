"""The grammar of an indicator value: what 年度指标值 and 实际完成值 can say."""

from xlperf.model.value.compare import compare
from xlperf.model.value.kinds import (
    Average,
    Blank,
    Compound,
    Deadline,
    EventDeadline,
    Frequency,
    Kind,
    Number,
    Op,
    Range,
    Relative,
    Stretch,
    Text,
    Value,
    Window,
    YesNo,
)
from xlperf.model.value.parse import parse
from xlperf.model.value.verdict import Comparison, Flag

__all__ = [
    "Average",
    "Blank",
    "Comparison",
    "Compound",
    "Deadline",
    "EventDeadline",
    "Flag",
    "Frequency",
    "Kind",
    "Number",
    "Op",
    "Range",
    "Relative",
    "Stretch",
    "Text",
    "Value",
    "Window",
    "YesNo",
    "compare",
    "parse",
]
