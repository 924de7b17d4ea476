"""One invented form: how it lies on paper, and the record a careful clerk would write of it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from support.paper import Paper, drawn

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

#: what may stand under one path of the record; None is absent
Choices = tuple[str | None, ...]


@dataclass(frozen=True)
class Case:
    name: str
    points: tuple[int, ...]
    paper: Paper
    #: by path ("funds.annual.total", "indicators.0.name"): the right values, usually one.
    #: "goals.annual|overall": one of the two fields holds it, the other is blank
    expected: dict[str, Choices]
    unread: tuple[str, ...] = ()  # texts of no field, that must not be lost
    raw: dict[str, str] = field(default_factory=dict)
    doubtful: bool = False  # to be refused, or read with doubt


def load(path: Path) -> Case:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    expected = data.get("expected", {})
    raw = {key: str(text) for key, text in _leaves(expected.pop("raw", {}))}
    return Case(
        name=path.stem,
        points=tuple(data["points"]),
        paper=_paper(data),
        expected=_record(expected) | _indicators(data.get("indicators", "")),
        unread=tuple(data.get("unread", ())),
        raw=raw,
        doubtful=data.get("doubtful", False),
    )


def _paper(data: dict[str, Any]) -> Paper:
    before, after = data.get("before", ""), data.get("after", "")
    if "table" in data:
        return drawn(data["table"], before, after)
    lines = tuple(before.strip("\n").split("\n"))
    return Paper((), 0, 1, lines)


def _record(expected: dict[str, Any]) -> dict[str, Choices]:
    return {path: _choices(value) for path, value in _leaves(expected)}


def _leaves(data: dict[str, Any], path: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in data.items():
        here = f"{path}.{key}" if path else key
        found += _leaves(value, here) if isinstance(value, dict) else [(here, value)]
    return found


def _choices(value: object) -> Choices:
    options = value if isinstance(value, list) else [value]
    return tuple(str(option) or None for option in options)


def _indicators(drawing: str) -> dict[str, Choices]:
    rows = [[cell.strip() for cell in line.split("|")] for line in drawing.strip().split("\n")]
    names, body = rows[0], rows[1:]
    return {
        f"indicators.{index}.{name}": (text,)
        for index, row in enumerate(body)
        for name, text in zip(names, row, strict=True)
        if text
    }
