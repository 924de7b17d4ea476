"""The head of the indicator table: which columns it has, and where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xlperf.model.form import DECLARATION, EVALUATION, Kind
from xlperf.model.grid import Cell
from xlperf.model.text import clean, key
from xlperf.reading.forms.align import Column
from xlperf.reading.forms.lexicon import Lexicon
from xlperf.reading.forms.rows import Row

INDICATOR = "indicator."
BLOCK = "indicators"
TERM = "indicators.term"
OTHER = "other"
#: Where one wording means two columns, the first of these that is still free.
_WHOLE = ("level1", "level2", "name", "target", "actual", "weight", "score", "reason")
_PARTS = ("operator", "number", "unit")
_ORDER = (*_WHOLE, *_PARTS)
_VALUES = frozenset(("target", "actual", "number"))
_OF_A_PROJECT = frozenset(("project.name", "unit"))
_YEAR = re.compile(r"(20\d{2})年")
_NOT_THE_YEAR = re.compile(
    r"半年|(?<!\d)(?:[2-9]|1[01])月|[-至~](?:[1-9]|1[01])月|中期|实施期|上年|前年|去年|以前年度|三年"
)
#: 年度指标值 beside 性质 or 单位 is only the number.
_WITH_PARTS = (*_WHOLE[:3], *_PARTS, *_WHOLE[3:])


@dataclass(frozen=True, slots=True)
class Heading:
    """A table's columns, from left to right, and how many rows its head takes."""

    columns: tuple[Column, ...]
    named: tuple[Cell, ...]  # the cells of the head whose wording is known
    rows: int
    stray: Cell | None = None  # a level label where 一级指标 should stand
    term: Cell | None = None  # 长期绩效指标: the table of the whole term, not of the year
    doubled: bool = False  # two tables side by side under one head
    listed: bool = False  # a column of project names: a list of projects, a row each

    def has(self, field: str) -> bool:
        return any(column.field == field for column in self.columns)


def heading_at(rows: Sequence[Row], at: int, lexicon: Lexicon) -> Heading | None:
    """The head that begins in this row, of one or two rows, if one does."""
    cells = rows[at].filled
    below = _second_row(rows, at, lexicon)
    if below:
        joined = _joined(cells, below)
        if _is_heading(_fields(joined, lexicon)):
            return _bound(joined, 2, lexicon)
    return _bound(cells, 1, lexicon) if _is_heading(_fields(cells, lexicon)) else None


def _second_row(rows: Sequence[Row], at: int, lexicon: Lexicon) -> tuple[Cell, ...]:
    """The cells of a row that holds nothing but headings, under another such row."""
    if at + 1 >= len(rows) or rows[at + 1].grid is not rows[at].grid:
        return ()
    below = rows[at + 1].filled
    upper = rows[at].filled
    above = _is_heading(_fields(upper, lexicon)) or all(lexicon.fields(c.text) for c in upper)
    return below if above and below and all(_fields(below, lexicon)) else ()


def _joined(cells: Sequence[Cell], below: Sequence[Cell]) -> list[Cell]:
    """Two rows as one: the lower headings take the place of those they stand under."""
    kept = []
    for cell, after in zip(cells, [*cells[1:], None], strict=True):
        end = after.col if after else cell.col + cell.cols
        if not any(cell.col <= part.col < end for part in below):
            kept.append(cell)
    return sorted([*kept, *below], key=lambda cell: cell.col)


def kind_of(heading: Heading) -> Kind:
    """Only a column for what was achieved makes a 自评表, whatever its title says."""
    return EVALUATION if heading.has("actual") or heading.has("score") else DECLARATION


def _fields(cells: Sequence[Cell], lexicon: Lexicon) -> list[frozenset[str]]:
    found = []
    for cell in cells:
        fields = lexicon.fields(cell.text)
        found.append(
            frozenset(f.removeprefix(INDICATOR) for f in fields if f.startswith(INDICATOR))
        )
    return found


def _is_heading(fields: Sequence[frozenset[str]]) -> bool:
    levels = any("level1" in f or "level2" in f for f in fields)
    names = any("name" in f for f in fields)
    values = any(f & {"target", "actual", "number", "previous"} for f in fields)
    return names and (levels or values) and sum(map(bool, fields)) >= 2


def _bound(cells: Sequence[Cell], depth: int, lexicon: Lexicon) -> Heading:
    fields = _of_the_year(cells, _fields(cells, lexicon))
    first = _second_table(fields)
    order = _WITH_PARTS if any(f & {"operator", "unit"} for f in fields) else _ORDER
    named: dict[int, str] = {}
    for at, cell in enumerate(cells):
        if first and at < first and fields[at] & {"level2", "name", "target"}:
            continue  # the whole term's, left of the year's
        free = [f for f in order if f in fields[at] and f not in named.values()]
        if free:
            named[at] = free[0]
        elif BLOCK in lexicon.fields(cell.text):
            named[at] = BLOCK
    known = tuple(cell for at, cell in enumerate(cells) if at in named)
    _name_loosely(cells, named, lexicon)
    _prefer_own_weight(fields, named)
    stray = _stray_level(cells, named, lexicon)
    columns = tuple(
        Column(named.get(at, f"{OTHER}:{clean(cell.text)}"), cell.col, cell.cols)
        for at, cell in enumerate(cells)
    )
    term = next((cell for cell in cells if TERM in lexicon.fields(cell.text)), None)
    taken = (*known, stray) if stray else known
    listed = any(lexicon.fields(cell.text) & _OF_A_PROJECT for cell in cells)
    return Heading(columns, taken, depth, stray, term, first > 0, listed)


def _second_table(fields: Sequence[frozenset[str]]) -> int:
    """Where the year's table begins, when the term's stands left of it; 0 when there is but one."""
    names = [at for at, each in enumerate(fields) if "name" in each and "level2" not in each]
    values = [at for at, each in enumerate(fields) if "target" in each]
    if len(names) < 2 or len(values) < 2 or not names[0] < values[0] < names[1] < values[1]:
        return 0
    return values[0] + 1


def _of_the_year(cells: Sequence[Cell], fields: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Of several columns for one field, those of half a year or an earlier year are none."""
    others = _of_other_times(cells)
    kept = list(fields)
    for at, each in enumerate(fields):
        rivals = [i for i, other in enumerate(fields) if i != at and other & _VALUES]
        if each & _VALUES and at in others and any(i not in others for i in rivals):
            kept[at] = frozenset()
    return kept


def _of_other_times(cells: Sequence[Cell]) -> set[int]:
    """Which headings name half a year, a term, or a year before another heading's."""
    texts = [key(cell.text) for cell in cells]
    years = [[int(year) for year in _YEAR.findall(text)] for text in texts]
    last = max((year for each in years for year in each), default=0)
    return {
        at
        for at, text in enumerate(texts)
        if _NOT_THE_YEAR.search(text) or (years[at] and years[at][0] < last)
    }


def _name_loosely(cells: Sequence[Cell], named: dict[int, str], lexicon: Lexicon) -> None:
    """未完成原因情况说明: no known wording, but no other column can be meant."""
    others = _of_other_times(cells)
    for at, cell in enumerate(cells):
        if at not in named and at not in others:
            field = lexicon.loosely(cell.text, INDICATOR)
            if field and field not in named.values():
                named[at] = field


def _prefer_own_weight(fields: Sequence[frozenset[str]], named: dict[int, str]) -> None:
    """Where every level has a weight, the indicator's stands behind its name."""
    places = {field: at for at, field in named.items()}
    first, name = places.get("weight"), places.get("name")
    if first is None or name is None or first > name:
        return
    later = [
        at for at, each in enumerate(fields) if "weight" in each and at > name and at not in named
    ]
    if later:
        del named[first]
        named[later[0]] = "weight"


def _stray_level(cells: Sequence[Cell], named: dict[int, str], lexicon: Lexicon) -> Cell | None:
    """A level label where 一级指标 should stand."""
    for at, cell in enumerate(cells):
        if at not in named and "level1" not in named.values() and lexicon.level1(cell.text):
            named[at] = "level1"
            return cell
    return None
