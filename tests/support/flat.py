"""A record as one flat mapping from path to text, for comparing and for showing differences."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal

from xlperf.model.form import Form

#: where the form stood and what the reader said of it: not what the form says
BESIDE = frozenset({"edition", "notes", "source", "places", "raw", "at", "ambiguous"})


def flattened(form: Form) -> dict[str, str]:
    """Every filled field by its path; a blank field is absent."""
    found: dict[str, str] = {}
    _walk(form, "", found)
    return found


def _walk(value: object, path: str, found: dict[str, str]) -> None:
    if value is None:
        return
    if is_dataclass(value) and not isinstance(value, type):
        parts = [(f.name, getattr(value, f.name)) for f in fields(value) if f.name not in BESIDE]
    elif isinstance(value, tuple):
        parts = [(str(index), each) for index, each in enumerate(value)]
    elif hasattr(value, "items"):
        parts = list(value.items())
    else:
        found[path] = _text(value)
        return
    for name, part in parts:
        _walk(part, f"{path}.{name}" if path else name, found)


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)
