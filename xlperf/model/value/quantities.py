"""Numbers against numbers: units brought together first, and where that fails, why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Context, Decimal

from xlperf.model.value.kinds import Average, Number, Op, Range, Relative, Value
from xlperf.model.value.units import Measure, measure
from xlperf.model.value.verdict import Comparison, Flag, Interval, judgement, met

_EXACT = Context(prec=100)
_TENTH = Decimal("0.1")


def compare_numbers(target: Value, actual: Value) -> Comparison:
    """A number, range or average against another one."""
    unlike = _unlike(target, actual)
    if unlike:
        return judgement(unlike)
    aim, result = _inner(target), _inner(actual)
    if aim is None or result is None:
        return judgement(f"目标“{target.text}”是数值，实际“{actual.text}”不是可比较的数值")
    scaled = _scaled(aim, result)
    return judgement(scaled) if isinstance(scaled, str) else _verdict(aim, result, scaled)


def compare_relations(target: Relative, actual: Value) -> Comparison:
    """The result must be a figure with its base; the condition itself is no result."""
    if target.number is None:
        return judgement(f"目标“{target.text}”没有数值，须由人对照“{target.base}”判断")
    if isinstance(actual, Relative):
        if (target.base, target.change) != (actual.base, actual.change) or actual.number is None:
            return judgement(f"目标与实际的比较基数或方向不同：“{target.text}”与“{actual.text}”")
        return compare_numbers(_aim(target), replace(actual.number, text=actual.text))
    compared = compare_numbers(_aim(target), actual)
    if compared.met is None:
        return compared
    base = target.base or "基数"
    return replace(
        compared,
        why=f"{compared.why}；实际值未写明{base}，请补充基数后确认",
        flags=compared.flags | {Flag.ASSUMED, Flag.CONFIRM},
    )


def _aim(target: Relative) -> Number:
    assert target.number is not None
    return replace(target.number, op=target.op, text=target.text)


def _inner(value: Value) -> Number | Range | None:
    if isinstance(value, Average):
        return replace(value.number, text=value.text)
    return value if isinstance(value, (Number, Range)) else None


def _unlike(target: Value, actual: Value) -> str | None:
    """Why the two can't be about the same thing."""
    if isinstance(actual, Average) and not isinstance(target, Average):
        return f"目标“{target.text}”不是平均值，实际“{actual.text}”是平均值"
    for name, one, other in _labels(target, actual):
        if one and other and one != other:
            return f"{name}不同：目标是“{one}”，实际是“{other}”"
    return None


def _labels(target: Value, actual: Value) -> list[tuple[str, str | None, str | None]]:
    labels: list[tuple[str, str | None, str | None]] = []
    if isinstance(target, Number) and isinstance(actual, Number):
        labels += [("所计对象", target.of, actual.of), ("说明", target.remark, actual.remark)]
    if isinstance(target, Average) and isinstance(actual, Average):
        labels += [("平均口径", target.over, actual.over), ("平均口径", target.per, actual.per)]
    return labels


@dataclass(frozen=True, slots=True)
class _Scales:
    target: Decimal
    actual: Decimal
    assumed: str = ""
    other: _Scales | None = None  # a second way to read a number without a unit


def _scaled(target: Number | Range, actual: Number | Range) -> _Scales | str:
    aim, result = measure(target.unit), measure(actual.unit)
    if aim.of == result.of:
        return _Scales(aim.factor, result.factor)
    if aim.of and result.of:
        return f"单位不同，不能直接比较：目标是“{target.unit}”，实际是“{actual.unit}”"
    bare, unit = (target, actual.unit) if result.of else (actual, target.unit)
    side = "目标" if bare is target else "实际"
    if "%" in (aim.of, result.of):
        scales = _share_scales(bare, aim, result)
    elif {aim.factor, result.factor} == {Decimal(1)}:
        scales = _Scales(aim.factor, result.factor)
    else:
        return f"{side}值“{bare.text}”没有写单位，不能确定是否也按“{unit}”计"
    return replace(scales, assumed=f"{side}值没有写单位，按“{unit}”比较")


def _share_scales(bare: Number | Range, aim: Measure, result: Measure) -> _Scales:
    """A number without a unit beside a percentage: 95 is 95%, 0.95 and 1 are shares.

    Between 0 and 1 both readings are possible, and the verdict must hold for both unless the
    percentage is far too large to be meant by the smaller one.
    """
    biggest = max(abs(end) for end in _ends(bare))
    as_share, as_points = Decimal(100), Decimal(1)
    factor = as_share if 0 < biggest <= 1 else as_points
    target, actual = (aim.factor, factor) if aim.of else (factor, result.factor)
    if factor == as_points:
        return _Scales(target, actual)
    points = (aim.factor, as_points) if aim.of else (as_points, result.factor)
    return _Scales(target, actual, other=_Scales(*points))


def _ends(value: Number | Range) -> tuple[Decimal, ...]:
    return (value.low, value.high) if isinstance(value, Range) else (value.amount,)


def _verdict(target: Number | Range, actual: Number | Range, scales: _Scales) -> Comparison:
    is_met, fraction = _measured(target, actual, scales)
    if scales.other and not _clearly_a_share(target, actual):
        again, other_fraction = _measured(target, actual, scales.other)
        if again is not is_met:
            pair = f"实际“{actual.text}”，目标“{target.text}”"
            return judgement(f"{pair}：没有写单位的数可能是比例，也可能是百分数")
        fraction = fraction if fraction == other_fraction else None
    if is_met is None:
        return judgement(f"实际“{actual.text}”不是确定的结果，不能断定是否达到“{target.text}”")
    above = bool(is_met and fraction and fraction > 1 and _is_equal(target))
    doubts = _doubts(actual)
    why = [
        f"实际“{actual.text}”{'达到' if is_met else '未达到'}目标“{target.text}”",
        _how_far(fraction, _is_at_most(target)),
        "目标是等于，实际超过" if above else "",
        scales.assumed,
        *doubts,
    ]
    flags = {Flag.ABOVE_EQUAL: above, Flag.ASSUMED: scales.assumed, Flag.CONFIRM: doubts}
    shown = frozenset(flag for flag, holds in flags.items() if holds)
    return Comparison(is_met, fraction, "，".join(filter(None, why)), shown)


def _how_far(fraction: Decimal | None, at_most: bool) -> str:
    if fraction is None or fraction == 1:
        return ""
    return f"超出上限，按{percent(fraction)}计" if at_most else f"为目标的{percent(fraction)}"


def _doubts(actual: Number | Range) -> tuple[str, ...]:
    """约100人 and 无 are read as numbers, but a person should look."""
    return actual.notes if isinstance(actual, Number) and not actual.exact else ()


def _is_at_most(target: Number | Range) -> bool:
    return isinstance(target, Number) and target.op in (Op.LE, Op.LT)


def _clearly_a_share(target: Number | Range, actual: Number | Range) -> bool:
    """0.95 beside ≥90% is no 0.95%; beside ≤5% or ≥0.5% it might be."""
    written = target if measure(target.unit).of else actual
    return not _is_at_most(target) and min(abs(end) for end in _ends(written)) > 1


def _measured(
    target: Number | Range, actual: Number | Range, scales: _Scales
) -> tuple[bool | None, Decimal | None]:
    is_met = met(_result(actual, scales.actual), _aimed_at(target, scales.target))
    return is_met, _fraction(target, actual, scales)


def _is_equal(target: Number | Range) -> bool:
    return isinstance(target, Number) and target.op in (None, Op.EQ)


def _aimed_at(target: Number | Range, factor: Decimal) -> Interval:
    """What counts as met. “=” asks for at least as much, and for nothing at all where it is 0."""
    if isinstance(target, Range):
        return _between(target, factor)
    amount = _EXACT.multiply(target.amount, factor)
    if target.op in (Op.LE, Op.LT) or (amount == 0 and _is_equal(target)):
        return Interval(None, amount, high_open=target.op is Op.LT)
    return Interval(amount, None, low_open=target.op is Op.GT)


def _result(actual: Number | Range, factor: Decimal) -> Interval:
    if isinstance(actual, Range):
        return _between(actual, factor)
    amount = _EXACT.multiply(actual.amount, factor)
    if actual.op in (None, Op.EQ):
        return Interval(amount, amount)
    return _aimed_at(actual, factor)


def _between(value: Range, factor: Decimal) -> Interval:
    low, high = _EXACT.multiply(value.low, factor), _EXACT.multiply(value.high, factor)
    return Interval(low, high, value.low_open, value.high_open)


def _fraction(target: Number | Range, actual: Number | Range, scales: _Scales) -> Decimal | None:
    """None where the actual is no single number: then there is nothing to divide."""
    if isinstance(actual, Range) or actual.op not in (None, Op.EQ):
        return None
    result = _EXACT.multiply(actual.amount, scales.actual)
    aim = _aimed_at(target, scales.target)
    low, high = aim.low, aim.high
    if high is not None and result > high:
        return _overshoot(result, high)
    if low is None or (high is not None and result >= low):
        return Decimal(1)
    return _share(result, low, reached=Interval(result, result).within(aim))


def _share(result: Decimal, aim: Decimal, reached: bool) -> Decimal | None:
    if aim == 0:
        return Decimal(1) if reached else Decimal(0)
    return max(Decimal(0), result / aim) if aim > 0 else None


def _overshoot(result: Decimal, limit: Decimal) -> Decimal | None:
    if limit == 0:
        return Decimal(0)
    return max(Decimal(0), 1 - (result - limit) / limit) if limit > 0 else None


def percent(fraction: Decimal) -> str:
    """428.7% — one decimal place, none where it is 0."""
    shown = (fraction * 100).quantize(_TENTH) if fraction < 10**9 else fraction * 100
    return f"{shown:f}".removesuffix(".0") + "%"
