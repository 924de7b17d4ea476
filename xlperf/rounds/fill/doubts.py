"""What a person should look at before a filled form goes out, though nothing of it was lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from xlperf.editions import Edition
from xlperf.model.form import Form


def doubts(form: Form, edition: Edition) -> Iterator[str]:
    uncertain = [n for n, each in enumerate(form.indicators, start=1) if each.ambiguous]
    if uncertain:
        numbers = "、".join(map(str, uncertain))
        yield f"第 {numbers} 条指标的级别在原件里拿不准，照读到的填了，请核对。"
    printed, told = edition.currency_unit, form.funds.currency_unit
    if printed and told and printed != told:
        yield f"金额单位是“{told}”，这个版次的表一般印“{printed}”：照“{told}”填，没有换算。"
    elif printed and told is None and _has_amounts(form.funds):
        yield f"来源没有写金额单位，照这个版次印成“{printed}”，请核对。"


def _has_amounts(part: Any) -> bool:
    """Any number, however deep."""
    if isinstance(part, Decimal):
        return True
    if is_dataclass(part):
        return any(_has_amounts(getattr(part, each.name)) for each in fields(part))
    return isinstance(part, dict) and any(map(_has_amounts, part.values()))
