"""The record `xlperf-record/1`: one 申报表 or 自评表, as filled.

Amounts, weights and scores keep the filled digits, so `Decimal("800000.00")` stays distinct
from `Decimal("800000")` in print; what can't be read as a number stays a `str` under the same
name; None is a blank cell (or a dash). A blank is never 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from xlperf.model.place import NOWHERE, Place

SCHEMA = "xlperf-record/1"

Kind = Literal["申报表", "自评表"]
DECLARATION: Kind = "申报表"
EVALUATION: Kind = "自评表"

Amount: TypeAlias = Decimal | str | None
Day: TypeAlias = date | str | None


@dataclass(frozen=True, slots=True)
class Project:
    name: str | None = None
    nature: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class OverallFunds:
    total: Amount = None
    fiscal: Amount = None
    other: Amount = None


@dataclass(frozen=True, slots=True)
class AnnualFunds:
    total: Amount = None
    current: Amount = None
    carryover: Amount = None
    other: Amount = None


@dataclass(frozen=True, slots=True)
class DeclarationFunds:
    currency_unit: str | None = None
    overall: OverallFunds = field(default_factory=OverallFunds)
    annual: AnnualFunds = AnnualFunds()
    #: rows with a name of their own (县级资金 …), by "overall" or "annual", then by printed name
    more: Mapping[str, Mapping[str, Amount]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FundRow:
    initial: Amount = None
    budget: Amount = None
    executed: Amount = None
    weight: Amount = None
    rate: Amount = None
    score: Amount = None


@dataclass(frozen=True, slots=True)
class EvaluationFunds:
    currency_unit: str | None = None
    #: by "total", "current", "carryover", "other", or the printed name of any other row
    rows: Mapping[str, FundRow] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeclarationGoals:
    overall: str | None = None
    annual: str | None = None


@dataclass(frozen=True, slots=True)
class EvaluationGoals:
    expected: str | None = None
    actual: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    level1: str | None
    level2: str | None
    name: str | None
    target: str | None
    actual: str | None = None
    weight: Amount = None
    score: Amount = None
    reason: str | None = None
    ambiguous: bool = False
    at: Place = NOWHERE
    #: the printed text of every field that was cleaned, by field name
    raw: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Total:
    weight: Amount = None
    score: Amount = None


@dataclass(frozen=True, slots=True)
class Source:
    file: str | None = None
    sheet: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    kind: Kind
    edition: str | None = None
    year: int | None = None
    project: Project = Project()
    department: str | None = None
    unit: str | None = None
    start: Day = None
    end: Day = None
    funds: DeclarationFunds | EvaluationFunds = DeclarationFunds()
    goals: DeclarationGoals | EvaluationGoals = DeclarationGoals()
    indicators: tuple[Indicator, ...] = ()
    total: Total | None = None  # 自评表 only
    notes: tuple[str, ...] = ()
    source: Source = Source()
    #: where each filled field stands, by path: "project.name", "funds.annual.total" …
    places: Mapping[str, Place] = field(default_factory=dict)
    #: the printed text of every field that was cleaned, by path
    raw: Mapping[str, str] = field(default_factory=dict)
