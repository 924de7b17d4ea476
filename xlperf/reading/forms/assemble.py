"""A draft and its leveled rows become the Form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlperf.model.form import (
    DECLARATION,
    AnnualFunds,
    DeclarationFunds,
    DeclarationGoals,
    EvaluationFunds,
    EvaluationGoals,
    Form,
    FundRow,
    Indicator,
    Kind,
    OverallFunds,
    Project,
    Source,
    Total,
)
from xlperf.model.grid import Cell, Spans
from xlperf.model.text import clean
from xlperf.reading.forms.draft import Draft, flaw_note
from xlperf.reading.forms.table.lines import NUMBERED, Leveled
from xlperf.reading.forms.wraps import unwrap

_AMOUNTS = ("weight", "score")
_FUND_ROWS = ("total", "current", "carryover", "other")


def form_of(kind: Kind, draft: Draft, rows: Sequence[Leveled], source: Source) -> Form:
    values = draft.values
    indicators = tuple(_indicator(row, draft) for row in rows)
    declared = kind == DECLARATION
    return Form(
        kind=kind,
        year=values.get("year"),
        project=Project(**_below("project.", values)),
        department=values.get("department"),
        unit=values.get("unit"),
        start=values.get("start"),
        end=values.get("end"),
        funds=_declared(values) if declared else _evaluated(values),
        goals=_goals(declared, values),
        indicators=indicators,
        total=None if declared else Total(values.get("total.weight"), values.get("total.score")),
        notes=tuple(draft.notes),
        source=source,
        places=dict(draft.places),
        raw=dict(draft.raw),
    )


def _below(prefix: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        path.removeprefix(prefix): value
        for path, value in values.items()
        if path.startswith(prefix)
    }


def _goals(declared: bool, values: Mapping[str, Any]) -> DeclarationGoals | EvaluationGoals:
    told = _below("goals.", values)
    return DeclarationGoals(**told) if declared else EvaluationGoals(**told)


def _currency(values: Mapping[str, Any]) -> str | None:
    unit: str | None = values.get("funds.currency_unit") or values.get("currency_unit")
    return unit


def _declared(values: Mapping[str, Any]) -> DeclarationFunds:
    more: dict[str, dict[str, Any]] = {}
    for path, amount in _below("funds.more.", values).items():
        side, _, name = path.partition(".")
        more.setdefault(side, {})[name] = amount
    return DeclarationFunds(
        currency_unit=_currency(values),
        overall=OverallFunds(**_below("funds.overall.", values)),
        annual=AnnualFunds(**_below("funds.annual.", values)),
        more=more,
    )


def _evaluated(values: Mapping[str, Any]) -> EvaluationFunds:
    rows: dict[str, dict[str, Any]] = {name: {} for name in _FUND_ROWS}
    for path, amount in _below("funds.rows.", values).items():
        name, _, column = path.rpartition(".")
        rows.setdefault(name, {})[column] = amount
    return EvaluationFunds(
        currency_unit=_currency(values), rows={name: FundRow(**told) for name, told in rows.items()}
    )


def _indicator(row: Leveled, draft: Draft) -> Indicator:
    cells = row.line.cells
    anchor = cells.get("name") or next(iter(cells.values()))
    raw = dict(row.raw)
    told: dict[str, Any] = {}
    for field in ("name", "target", "actual", "reason", *_AMOUNTS):
        cell = cells.get(field)
        told[field] = _value(field, cell, draft) if cell else None
        if cell and not draft.lexicon.is_blank(cell.text) and str(told[field]) != cell.text:
            raw[field] = cell.text
    told["target"] = told["target"] or _joined(row, draft)
    nameless = told["name"] is None
    _note(row, anchor, nameless, draft)
    return Indicator(
        level1=row.level1,
        level2=row.level2,
        **told,
        ambiguous=row.ambiguous or (nameless and row.line.row.grid.spans is not Spans.KNOWN),
        at=anchor.at,
        raw=raw,
    )


def _value(field: str, cell: Cell, draft: Draft) -> Any:
    if field in _AMOUNTS:
        return draft.points(cell.text)
    if draft.lexicon.is_blank(cell.text):
        return None
    words = draft.words(cell.text)
    if field == "name":  # a name is one line, however it was broken
        words = unwrap(words, wrapped=True).replace("\n", "")
    elif draft.wrapped and field != "reason":
        words = words.replace("\n", "")
    if field != "name":
        return words
    return None if draft.lexicon.is_residue(words) else NUMBERED.sub("", words)


def _joined(row: Leveled, draft: Draft) -> str | None:
    """性质, 数值 and 单位 in columns of their own, as one value: ≥95%; 定性 says nothing."""
    parts = []
    for field in ("operator", "number", "unit"):
        cell = row.line.cells.get(field)
        words = clean(cell.text) if cell and not draft.lexicon.is_blank(cell.text) else ""
        parts.append("" if words in ("定性", "定性指标", "无") and field != "number" else words)
    return "".join(parts) if parts[1] else None  # a unit or a sign alone is the blank form's


def _note(row: Leveled, anchor: Cell, nameless: bool, draft: Draft) -> None:
    if nameless:
        draft.notes.append(f"{anchor.at}的指标没有名称，只读到“{clean(anchor.text)}”，请核对。")
    if row.note:
        draft.notes.append(f"{anchor.at}“{clean(anchor.text)}”{row.note}。")
    draft.notes.extend(flaw_note(cell) for cell in row.line.cells.values() if cell.flaw)
