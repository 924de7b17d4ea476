"""The rows of a table as values: numbers keep their digits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlperf.model.dates import parse_day, parse_year
from xlperf.model.form import DECLARATION, EVALUATION, Kind
from xlperf.model.grid import Cell
from xlperf.model.money import filled_decimal
from xlperf.model.record import amount_text
from xlperf.model.text import clean, key
from xlperf.reading.forms.table.lines import NUMBERED
from xlperf.reading.forms.wording import currency_in
from xlperf.rounds.fill.given.columns import INDICATOR, KINDS, Columns
from xlperf.rounds.fill.given.tables import Table

Values = dict[str, Any]  # by record path, as a record's JSON has them
_OF_MONEY = ("funds.overall.", "funds.annual.", "funds.rows.", "total.")
_CURRENCY = "funds.currency_unit"
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
    currencies = {kind: _currencies(table, paths[kind]) for kind in KINDS}
    for cells in table.rows:
        kind = _kind(cells, paths[default], default, notes)
        values: Values = {}
        for column, path in paths[kind].items():
            if path is not None and column in cells:
                used.add(column)
                values[path] = _value(path, cells[column], columns, notes)
        values.pop("kind", None)
        if len(currencies[kind]) == 1 and values.get(_CURRENCY) is None:
            values[_CURRENCY] = currencies[kind][0]
        indicator = {path: values.pop(path, None) for path in INDICATOR}
        filled = {path: value for path, value in indicator.items() if value is not None}
        rows.append(Row(kind, values, filled))
    return rows, [*notes, *_of_two_currencies(currencies[default]), *_unknown(table, used, columns)]


def _currencies(table: Table, paths: Mapping[int, str | None]) -> list[str]:
    """What the titles of money say, in their order; where one says nothing, what stands above."""
    money = [table.titles[at] for at, path in paths.items() if path and path.startswith("funds.")]
    told = (currency_in(key(title)) or table.currency for title in money)
    return list(dict.fromkeys(unit for unit in told if unit is not None))


def _of_two_currencies(told: Sequence[str]) -> Iterator[str]:
    if len(told) > 1:
        units = "、".join(f"“{unit}”" for unit in told)
        yield f"的金额列写着不同的单位（{units}），数照原样填了，请改成一种单位后重新填。"


def _kind(
    cells: Mapping[int, Cell], paths: Mapping[int, str | None], default: Kind, notes: list[str]
) -> Kind:
    told = [cells[column] for column, path in paths.items() if path == "kind" and column in cells]
    if not told or not clean(told[0].text):
        return default
    for word, kind in (("自评", EVALUATION), ("申报", DECLARATION)):
        if word in told[0].text:
            return kind
    notes.append(
        f"{_at(told[0])} 写的是“{clean(told[0].text)}”，不知道是哪种表，"
        f"当作{default}填了；请写“申报表”或“自评表”。"
    )
    return default


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
        if not filled or column in used or columns.counts(title):
            continue
        if any(columns.paths([title, *INDICATOR], kind)[0] is not None for kind in KINDS):
            yield f"的“{title}”一列与别的列是同一栏，或不是这种表的栏目，没有采用。"
        else:
            yield f"的“{title}”一列不知道是什么，没有采用。"


def _at(cell: Cell) -> str:
    return cell.at.cell or str(cell.at)
