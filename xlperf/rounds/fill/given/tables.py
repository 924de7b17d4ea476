"""A sheet that is a plain table: one row of column titles, then one row for each thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlperf.model.grid import Cell, Grid
from xlperf.model.text import clean, key
from xlperf.reading.forms.wording import currency_alone, currency_in
from xlperf.rounds.fill.given.columns import KINDS, Columns

_MOST_ABOVE = 10  # rows over the titles: a heading, a unit of money
_FEWEST = 2  # titles that must be understood
_KEYS = ("project.name", "indicator.name")
_SUMS = {key(word) for word in ("合计", "总计", "小计", "合 计")}


@dataclass(frozen=True, slots=True)
class Table:
    file: Path
    sheet: str  # "" where the source has none
    titles: Mapping[int, str]  # by column
    rows: Sequence[Mapping[int, Cell]]  # each cell of a merge is the whole merge
    currency: str | None = None  # 单位：万元, over the titles

    @property
    def where(self) -> str:
        return f"《{self.file.name}》" + (f"工作表「{self.sheet}」" if self.sheet else "")


def table_on(grid: Grid, file: Path, columns: Columns) -> Table | None:
    """None where the sheet is something else."""
    rows = list(_rows(grid))
    currency: str | None = None
    for at, row in enumerate(rows[:_MOST_ABOVE]):
        titles = {column: clean(cell.text) for column, cell in row.items() if clean(cell.text)}
        if _understood(list(titles.values()), columns):
            body = [each for each in rows[at + 1 :] if _counts(each, titles)]
            in_form = not body or _has_labels(body[0], columns)
            return None if in_form else Table(file, grid.name, titles, body, currency)
        headings = {clean(cell.text) for cell in row.values()} - {""}
        currency = currency or next(filter(None, map(_currency, headings)), None)
        others = [text for text in headings if currency_alone(text) is None]
        if len(others) > 1 or any(map(columns.begins_form, others)):
            return None  # over the titles stand only headings
    return None


def _currency(heading: str) -> str | None:
    """Of all the table's money: 单位：万元, 2026年项目安排表（万元）."""
    return currency_alone(heading) or currency_in(key(heading))


def _understood(titles: Sequence[str], columns: Columns) -> bool:
    for kind in KINDS:
        found = [path for path in columns.paths(titles, kind) if path is not None]
        if len(found) >= _FEWEST and any(path in found for path in _KEYS):
            return True
    return False


def _has_labels(row: Mapping[int, Cell], columns: Columns) -> bool:
    """Where labels stand one below another, values stand beside them: that is a form."""
    texts = [text for cell in row.values() if (text := clean(cell.text))]
    return any(path is not None for kind in KINDS for path in columns.paths(texts, kind))


def _rows(grid: Grid) -> Iterator[dict[int, Cell]]:
    """Filled rows, a merged cell standing in each row and column that it covers."""
    rows: dict[int, dict[int, Cell]] = {}
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.col, cell.col + cell.cols):
                rows.setdefault(row, {})[column] = cell
    for row in sorted(rows):
        if any(clean(cell.text) for cell in rows[row].values()):
            yield rows[row]


def _counts(row: Mapping[int, Cell], titles: Mapping[int, str]) -> bool:
    """Not the sum of the others, nor a page's titles once more."""
    texts = {column: clean(cell.text) for column, cell in row.items() if clean(cell.text)}
    first = next(iter(texts[column] for column in sorted(texts)))
    return key(first) not in _SUMS and texts != dict(titles)
