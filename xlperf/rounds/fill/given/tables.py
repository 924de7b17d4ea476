"""A sheet that is a plain table: a row of column titles or two, then one row for each thing."""

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
        titles, high = _titles(row, rows[at + 1 : at + 2], columns)
        if _understood(list(titles.values()), columns):
            body = [each for each in rows[at + high :] if _counts(each, titles)]
            in_form = not body or _has_labels(body[0], columns)
            if high > 1:  # 项目资金（万元） may stand over several
                currency = next(filter(None, map(_currency, _texts(row))), currency)
            return None if in_form else Table(file, grid.name, titles, body, currency)
        headings = set(_texts(row))
        currency = currency or next(filter(None, map(_currency, headings)), None)
        others = [text for text in headings if currency_alone(text) is None]
        if len(others) > 1 or any(map(columns.begins_form, others)):
            return None  # over the titles stand only headings
    return None


def _titles(
    row: Mapping[int, Cell], below: Sequence[Mapping[int, Cell]], columns: Columns
) -> tuple[dict[int, str], int]:
    """One row, or two where some titles are merged over both; and how many rows they are."""
    titles = {column: clean(cell.text) for column, cell in row.items() if clean(cell.text)}
    if not any(second.get(column) is row[column] for second in below for column in titles):
        return titles, 1
    [second] = below
    for column, cell in second.items():
        if cell is not row.get(column) and clean(cell.text):
            titles[column] = _joined(titles.get(column, ""), clean(cell.text), columns)
    return dict(sorted(titles.items())), 2


def _joined(upper: str, lower: str, columns: Columns) -> str:
    """其中：当年财政拨款 over 全年执行数 is one title of both, 年度资金 over 其他资金 is not."""
    both = f"{upper}：{lower}"
    return both if any(columns.paths([both], kind) != [None] for kind in KINDS) else lower


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
    return any(path is not None for kind in KINDS for path in columns.paths(_texts(row), kind))


def _texts(row: Mapping[int, Cell]) -> list[str]:
    return [text for cell in row.values() if (text := clean(cell.text))]


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
