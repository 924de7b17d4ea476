"""The indicators of many forms as a DataFrame, one row each, and back without a loss."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from xlperf.model.form import Form, Indicator
from xlperf.model.place import Place

#: which form an indicator belongs to; `form` counts the forms given, `position` within the form
_FORM_KEYS = (
    "form",
    "position",
    "file",
    "kind",
    "edition",
    "year",
    "department",
    "unit",
    "project",
)
_VALUES = ("level1", "level2", "name", "target", "actual", "weight", "score", "reason", "ambiguous")
COLUMNS = (*_FORM_KEYS, *_VALUES, "at", "raw")


def indicators_frame(forms: Iterable[Form]) -> pd.DataFrame:
    """Every value is kept as the object it was: a `Decimal` stays one, a blank stays None."""
    rows = [
        _row(number, position, form, indicator)
        for number, form in enumerate(forms)
        for position, indicator in enumerate(form.indicators)
    ]
    # dtype=object: pandas would turn amounts into floats and None into NaN
    frame: pd.DataFrame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    return frame


def indicators_by_form(frame: pd.DataFrame) -> dict[int, tuple[Indicator, ...]]:
    """The indicators of each form, by its number; a form without indicators has no entry."""
    by_form: dict[int, list[tuple[int, Indicator]]] = {}
    for row in frame.to_dict("records"):
        by_form.setdefault(int(row["form"]), []).append((int(row["position"]), _indicator(row)))
    return {
        number: tuple(indicator for _, indicator in sorted(numbered, key=lambda pair: pair[0]))
        for number, numbered in by_form.items()
    }


def _row(number: int, position: int, form: Form, indicator: Indicator) -> tuple[object, ...]:
    return (
        number,
        position,
        form.source.file,
        form.kind,
        form.edition,
        form.year,
        form.department,
        form.unit,
        form.project.name,
        *(getattr(indicator, name) for name in _VALUES),
        json.dumps(indicator.at.to_json()),
        json.dumps(dict(indicator.raw)),
    )


def _indicator(row: Mapping[Any, Any]) -> Indicator:
    # a frame that was filtered, joined or concatenated may hold NaN where None was
    values: dict[str, Any] = {name: None if pd.isna(row[name]) else row[name] for name in _VALUES}
    return Indicator(
        **values, at=Place.from_json(json.loads(row["at"])), raw=json.loads(row["raw"])
    )
