"""The head of the indicator table: which columns it has, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlperf.model.form import DECLARATION, EVALUATION, Kind
from xlperf.model.grid import Cell
from xlperf.model.text import clean
from xlperf.reading.forms.align import Column
from xlperf.reading.forms.lexicon import Lexicon
from xlperf.reading.forms.rows import Row

INDICATOR = "indicator."
BLOCK = "indicators"
OTHER = "other"
#: Where one wording means two columns, the first of these that is still free.
_WHOLE = ("level1", "level2", "name", "target", "actual", "weight", "score", "reason")
_PARTS = ("operator", "number", "unit")
_ORDER = (*_WHOLE, *_PARTS)


@dataclass(frozen=True, slots=True)
class Heading:
    """A table's columns, from left to right, and how many rows its head takes."""

    columns: tuple[Column, ...]
    cells: tuple[Cell, ...]
    rows: int
    stray: Cell | None = None  # a level label where 一级指标 should stand

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
    above = all(lexicon.fields(cell.text) for cell in rows[at].filled)
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
    values = any(f & {"target", "actual", "number"} for f in fields)
    return names and (levels or values) and sum(map(bool, fields)) >= 2


def _bound(cells: Sequence[Cell], depth: int, lexicon: Lexicon) -> Heading:
    columns: list[Column] = []
    taken: set[str] = set()
    stray: Cell | None = None
    parts = any("operator" in fields for fields in _fields(cells, lexicon))
    for cell, fields in zip(cells, _fields(cells, lexicon), strict=True):
        field = _choose(fields, taken, parts)
        if field is None and lexicon.level1(cell.text) and "level1" not in taken:
            field, stray = "level1", cell
        if field is None and BLOCK in lexicon.fields(cell.text):
            field = BLOCK
        name = field or f"{OTHER}:{clean(cell.text)}"
        taken.add(name)
        columns.append(Column(name, cell.col, cell.cols))
    return Heading(tuple(columns), tuple(cells), depth, stray)


def _choose(fields: frozenset[str], taken: set[str], parts: bool) -> str | None:
    """年度指标值 may be the whole value, or its number beside 性质 and 单位."""
    order = (
        ("number", *_ORDER) if parts and "level1" not in fields and "name" not in fields else _ORDER
    )
    return next((field for field in order if field in fields and field not in taken), None)
