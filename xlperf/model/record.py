"""Form ↔ the JSON of `xlperf-record/1`, lossless both ways."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from xlperf.model.form import (
    DECLARATION,
    SCHEMA,
    Amount,
    AnnualFunds,
    Day,
    DeclarationFunds,
    DeclarationGoals,
    EvaluationFunds,
    EvaluationGoals,
    Form,
    FundRow,
    Indicator,
    OverallFunds,
    Project,
    Source,
    Total,
)
from xlperf.model.place import Place

Json = dict[str, Any]
AmountsT = TypeVar("AmountsT", OverallFunds, AnnualFunds, FundRow, Total)
TextsT = TypeVar("TextsT", Project, DeclarationGoals, EvaluationGoals, Source)

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


def to_json(form: Form) -> Json:
    """The record as plain JSON values; amounts are decimal strings."""
    data: Json = {
        "schema": SCHEMA,
        "kind": form.kind,
        "edition": form.edition,
        "year": form.year,
        "project": _texts_out(form.project),
        "department": form.department,
        "unit": form.unit,
        "start": _day_out(form.start),
        "end": _day_out(form.end),
        "funds": _funds_out(form.funds),
        "goals": _texts_out(form.goals),
        "indicators": [_indicator_out(form, each) for each in form.indicators],
    }
    if form.total is not None:
        data["total"] = _amounts_out(form.total)
    return data | {
        "notes": list(form.notes),
        "source": _texts_out(form.source),
        "places": {path: place.to_json() for path, place in form.places.items()},
        "raw": dict(form.raw),
    }


def from_json(data: Json) -> Form:
    """The form that `to_json` was given. Unknown schemas are refused."""
    if data.get("schema") != SCHEMA:
        raise ValueError(f"不是 {SCHEMA} 记录：schema 是「{data.get('schema')}」")
    declared = data["kind"] == DECLARATION
    total = data.get("total")
    return Form(
        kind=data["kind"],
        edition=data.get("edition"),
        year=data.get("year"),
        project=_texts_in(Project, data.get("project")),
        department=data.get("department"),
        unit=data.get("unit"),
        start=_day_in(data.get("start")),
        end=_day_in(data.get("end")),
        funds=(_declared_funds if declared else _evaluated_funds)(data.get("funds") or {}),
        goals=(
            _texts_in(DeclarationGoals, data.get("goals"))
            if declared
            else _texts_in(EvaluationGoals, data.get("goals"))
        ),
        indicators=tuple(_indicator_in(each) for each in data.get("indicators", ())),
        total=None if total is None else _amounts_in(Total, total),
        notes=tuple(data.get("notes", ())),
        source=_texts_in(Source, data.get("source")),
        places={path: Place.from_json(at) for path, at in data.get("places", {}).items()},
        raw=dict(data.get("raw", {})),
    )


def amount_text(amount: Amount) -> str | None:
    """The digits as filled: never an exponent."""
    return format(amount, "f") if isinstance(amount, Decimal) else amount


def _amount_in(text: str | None) -> Amount:
    return Decimal(text) if text is not None and _NUMBER.fullmatch(text) else text


def _day_out(day: Day) -> str | None:
    return day.isoformat() if isinstance(day, date) else day


def _day_in(text: str | None) -> Day:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        return text


def _texts_out(part: Project | DeclarationGoals | EvaluationGoals | Source) -> Json:
    return {f.name: getattr(part, f.name) for f in fields(part)}


def _texts_in(kind: type[TextsT], data: Json | None) -> TextsT:
    return kind(**{f.name: (data or {}).get(f.name) for f in fields(kind)})


def _amounts_out(part: OverallFunds | AnnualFunds | FundRow | Total) -> Json:
    return {f.name: amount_text(getattr(part, f.name)) for f in fields(part)}


def _amounts_in(kind: type[AmountsT], data: Json | None) -> AmountsT:
    return kind(**{f.name: _amount_in((data or {}).get(f.name)) for f in fields(kind)})


def _funds_out(funds: DeclarationFunds | EvaluationFunds) -> Json:
    if isinstance(funds, EvaluationFunds):
        rows = {name: _amounts_out(row) for name, row in funds.rows.items()}
        return {"currency_unit": funds.currency_unit, "rows": rows}
    return {
        "currency_unit": funds.currency_unit,
        "overall": _amounts_out(funds.overall),
        "annual": _amounts_out(funds.annual),
        "more": {
            side: {name: amount_text(amount) for name, amount in rows.items()}
            for side, rows in funds.more.items()
        },
    }


def _declared_funds(data: Json) -> DeclarationFunds:
    more: Mapping[str, Mapping[str, str | None]] = data.get("more", {})
    return DeclarationFunds(
        currency_unit=data.get("currency_unit"),
        overall=_amounts_in(OverallFunds, data.get("overall")),
        annual=_amounts_in(AnnualFunds, data.get("annual")),
        more={
            side: {name: _amount_in(amount) for name, amount in rows.items()}
            for side, rows in more.items()
        },
    )


def _evaluated_funds(data: Json) -> EvaluationFunds:
    return EvaluationFunds(
        currency_unit=data.get("currency_unit"),
        rows={name: _amounts_in(FundRow, row) for name, row in data.get("rows", {}).items()},
    )


def _indicator_out(form: Form, each: Indicator) -> Json:
    data: Json = {
        "level1": each.level1,
        "level2": each.level2,
        "name": each.name,
        "target": each.target,
    }
    judged = {
        "actual": each.actual,
        "weight": amount_text(each.weight),
        "score": amount_text(each.score),
        "reason": each.reason,
    }
    if form.kind == DECLARATION:  # some declare weights, too
        judged = {name: value for name, value in judged.items() if value is not None}
    data |= judged
    data |= {"ambiguous": each.ambiguous, "at": each.at.to_json()}
    return data | {"raw": dict(each.raw)} if each.raw else data


def _indicator_in(data: Json) -> Indicator:
    return Indicator(
        level1=data["level1"],
        level2=data["level2"],
        name=data["name"],
        target=data["target"],
        actual=data.get("actual"),
        weight=_amount_in(data.get("weight")),
        score=_amount_in(data.get("score")),
        reason=data.get("reason"),
        ambiguous=data.get("ambiguous", False),
        at=Place.from_json(data.get("at", {})),
        raw=dict(data.get("raw", {})),
    )
