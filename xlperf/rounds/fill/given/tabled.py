"""The values of a table's rows, by record path, as a Form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlperf.model.form import EVALUATION, SCHEMA, Form, Kind
from xlperf.model.record import from_json

_OF_INDICATOR = ("level1", "level2", "name", "target", "actual", "weight", "score", "reason")


def form_of(kind: Kind, values: dict[str, Any], indicators: Sequence[dict[str, Any]]) -> Form:
    record: dict[str, Any] = {"schema": SCHEMA, "kind": kind}
    for path, value in values.items():
        _put(record, path.split("."), value)
    record["indicators"] = [
        {name: each.get(f"indicator.{name}") for name in _OF_INDICATOR} for each in indicators
    ]
    if kind == EVALUATION:
        record.setdefault("total", {})
    return from_json(record)


def _put(record: dict[str, Any], path: Sequence[str], value: Any) -> None:
    for name in path[:-1]:
        record = record.setdefault(name, {})
    record[path[-1]] = value
