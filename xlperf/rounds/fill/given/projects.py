"""Tables of projects, and tables of their indicators, as forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xlperf.editions import Edition, Library
from xlperf.model.form import Form, Kind
from xlperf.model.names import project_key, unit_key
from xlperf.rounds.fill.given.columns import INDICATOR, Columns, Levels
from xlperf.rounds.fill.given.table_rows import Row, Values, rows_of
from xlperf.rounds.fill.given.tabled import form_of
from xlperf.rounds.fill.given.tables import Table

#: says which project a row is about; the first two name it
_IDENTITY = ("project.name", "unit", "year")
_NAMES = _IDENTITY[:2]
_NO_LEVELS: Levels = (None, None)


@dataclass(slots=True)
class _Project:
    file: Path
    kind: Kind
    values: Values
    indicators: list[Values] = field(default_factory=list)
    levels: Levels = _NO_LEVELS

    def matches(self, values: Values) -> bool:
        """What both say of who they are is the same."""
        return all(
            _key(path, values[path]) == _key(path, self.values[path])
            for path in _IDENTITY
            if values.get(path) is not None and self.values.get(path) is not None
        )

    def add(self, indicator: Values, columns: Columns) -> None:
        """A row that names no level stands under those of the row before."""
        told = indicator.get("indicator.level1"), indicator.get("indicator.level2")
        self.levels = columns.levels(*told, self.levels)
        level1, level2 = self.levels
        self.indicators.append(
            {**indicator, "indicator.level1": level1, "indicator.level2": level2}
        )


class Projects:
    """Takes table after table; indicators find their projects wherever these stand."""

    def __init__(self, library: Library, edition: Edition) -> None:
        self.columns = Columns(library, edition)
        self.notes: list[tuple[Path, str]] = []
        self._found: list[_Project] = []
        self._lists: list[Table] = []

    def take(self, table: Table) -> None:
        """Lists of indicators alone wait until all projects are known."""
        titles = list(table.titles.values())
        paths = set(self.columns.paths(titles, self.columns.kind_of(titles))) - {None, "kind"}
        if "indicator.name" in paths and paths <= {*INDICATOR, *_IDENTITY}:
            self._lists.append(table)
        else:
            self._take_projects(table)

    def forms(self) -> Iterator[tuple[Path, Form]]:
        for table in self._lists:
            self._take_indicators(table)
        self._lists.clear()
        for each in self._found:
            yield each.file, form_of(each.kind, each.values, each.indicators)

    def _take_projects(self, table: Table) -> None:
        """A row goes on with the project above where it has an indicator and no other name."""
        current: _Project | None = None
        for row in self._rows(table):
            if current is None or not (row.indicator and _goes_on(row.values, current)):
                current = _Project(table.file, row.kind, row.values)
                self._found.append(current)
            if row.indicator:
                current.add(row.indicator, self.columns)

    def _take_indicators(self, table: Table) -> None:
        owners, name = self._found, "（空）"
        lost: Counter[str] = Counter()
        for row in self._rows(table):
            if _named(row.values):
                name = row.values.get("project.name") or "（空）"
                owners = [each for each in self._found if each.matches(row.values)]
            if row.indicator and len(owners) == 1:
                owners[0].add(row.indicator, self.columns)
            elif row.indicator:
                lost[name] += 1
        for whose, count in lost.items():
            self._say(table, f"“{whose}”的 {count} 条指标找不到唯一对应的项目，没有采用。")

    def _rows(self, table: Table) -> list[Row]:
        rows, notes = rows_of(table, self.columns)
        for note in notes:
            self._say(table, note)
        return rows

    def _say(self, table: Table, note: str) -> None:
        self.notes.append((table.file, f"{table.where}{note}"))


def _named(values: Mapping[str, Any]) -> bool:
    return any(values.get(path) is not None for path in _NAMES)


def _goes_on(values: Values, project: _Project) -> bool:
    return not _named(values) or project.matches(values)


def _key(path: str, value: Any) -> Any:
    keys = {"project.name": project_key, "unit": unit_key}
    return keys[path](value) if path in keys else value
