"""The rows of a table as values: numbers keep their digits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xlperf.model.dates import parse_day, parse_year
from xlperf.model.form import DECLARATION, EVALUATION, Kind
from xlperf.model.grid import Cell
from xlperf.model.money import filled_decimal
from xlperf.model.record import amount_text
from xlperf.model.text import clean
from xlperf.reading.forms.table.lines import NUMBERED
from xlperf.rounds.fill.given.columns import INDICATOR, KINDS, Columns
from xlperf.rounds.fill.given.tables import Table

Values = dict[str, Any]  # by record path, as a record's JSON has them
_OF_MONEY = ("funds.overall.", "funds.annual.", "funds.rows.", "total.")
_POINTS = ("indicator.weight", "indicator.score")


@dataclass(frozen=True, slots=True)
class Row:
    kind: Kind
    values: Values  # of its project
    indicator: Values  # without blanks; empty where the row has none


def rows_of(table: Table, columns: Columns) -> tuple[list[Row], list[str]]:
    """The rows as values, and what of the table was not understood."""
    titles = list(table.titles.values())
    default = columns.kind_of(titles)
    paths = {
        kind: dict(zip(table.titles, columns.paths(titles, kind), strict=True)) for kind in KINDS
    }
    notes: list[str] = []
    used: set[int] = set()
    rows = []
    for cells in table.rows:
        kind = _kind(cells, paths[default]) or default
        values: Values = {}
        for column, path in paths[kind].items():
            if path is not None and column in cells:
                used.add(column)
                values[path] = _value(path, cells[column], columns, notes)
        values.pop("kind", None)
        indicator = {path: values.pop(path, None) for path in INDICATOR}
        filled = {path: value for path, value in indicator.items() if value is not None}
        rows.append(Row(kind, values, filled))
    return rows, [*notes, *_unknown(table, used, columns)]


def _kind(cells: Mapping[int, Cell], paths: Mapping[int, str | None]) -> Kind | None:
    told = [
        cells[column].text for column, path in paths.items() if path == "kind" and column in cells
    ]
    if not told or not clean(told[0]):
        return None
    return EVALUATION if "自评" in told[0] else DECLARATION


def _value(path: str, cell: Cell, columns: Columns, notes: list[str]) -> Any:
    if cell.flaw is not None:
        notes.append(f"{_at(cell)} 是错误值或没有结果的公式“{cell.text}”，请改正后保存。")
    if columns.blank(cell.text):
        return None
    if path == "year":
        year = parse_year(cell.text)
        if year is None:
            notes.append(f"{_at(cell)} 的年度“{clean(cell.text)}”看不懂，没有采用。")
        return year
    if path in ("start", "end"):
        day = parse_day(cell.text)
        return day if day is None or isinstance(day, str) else day.isoformat()
    if path in _POINTS or path.startswith(_OF_MONEY):
        return amount_text(filled_decimal(cell.text))
    text = clean(cell.text)
    return NUMBERED.sub("", text) or None if path == "indicator.name" else text


def _unknown(table: Table, used: set[int], columns: Columns) -> Iterator[str]:
    for column, title in table.titles.items():
        filled = any(column in cells and clean(cells[column].text) for cells in table.rows)
        if filled and column not in used and not columns.counts(title):
            yield f"的“{title}”一列不知道是什么，没有采用。"


def _at(cell: Cell) -> str:
    return cell.at.cell or str(cell.at)
