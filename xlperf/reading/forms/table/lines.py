"""The rows of the indicator table, as printed: levels still as labels, every cell in a column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xlperf.model.grid import Cell, Spans
from xlperf.model.text import clean, fold_width, key
from xlperf.reading.forms.align import Column, align, distance_cost, drift
from xlperf.reading.forms.draft import Draft
from xlperf.reading.forms.lexicon import Lexicon
from xlperf.reading.forms.rows import Row
from xlperf.reading.forms.table.heading import BLOCK, OTHER, Heading
from xlperf.reading.forms.wording import is_page_number

NUMBERED = re.compile(r"^指标\s*(\d+)\s*[:：]?\s*")
_OPERATOR = re.compile(r"^(?:[≥≤≧≦＞＜><=＝═]|\d)")
_LEVELS = ("level1", "level2")
_ODD = 4.5  # one unlikely text is somebody's filling; more are a row that has slid
_DATA = ("actual", "weight", "score")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table."""

    row: Row
    cells: Mapping[str, Cell]  # by field

    def text(self, field: str) -> str:
        cell = self.cells.get(field)
        return cell.text if cell else ""

    @property
    def holds_indicator(self) -> bool:
        return any(field not in ("level1", "level2", BLOCK) for field in self.cells)

    @property
    def ordinal(self) -> int | None:
        """The N of 指标N：."""
        found = NUMBERED.match(clean(self.text("name")))
        return int(found.group(1)) if found else None


@dataclass(frozen=True, slots=True)
class Leveled:
    """A row with its levels in their standard names, and what was printed instead."""

    line: Line
    level1: str | None
    level2: str | None
    ambiguous: bool = False
    note: str | None = None
    raw: Mapping[str, str] = field(default_factory=dict)


def lines_of(rows: Sequence[Row], heading: Heading, draft: Draft) -> Iterator[Line]:
    """Rows under one heading; rows that hold nothing but residue of the form are used up."""
    for row in rows:
        cells = row.filled
        if not cells or _is_filler(cells, draft):
            continue
        line = _line(row, cells, heading, draft.lexicon)
        if _is_residue(line, draft.lexicon):
            draft.use(cell for cell in cells if not _is_value(cell, draft.lexicon))
            line = Line(row, {f: c for f, c in line.cells.items() if f in ("level1", "level2")})
        yield line


def _is_filler(cells: Sequence[Cell], draft: Draft) -> bool:
    """续表, 小计: rows of the printing, or sums that the total repeats."""
    lexicon = draft.lexicon
    own = [cell for cell in cells if BLOCK not in lexicon.fields(cell.text)]
    filler = not own or lexicon.is_subtotal(own[0].text)
    if len(own) == 1 and not lexicon.is_level(own[0].text):
        filler = filler or lexicon.is_known(own[0].text) or is_page_number(own[0].text)
    if filler:
        draft.use(cell for cell in cells if lexicon.is_known(cell.text))
    return filler


def _line(row: Row, cells: Sequence[Cell], heading: Heading, lexicon: Lexicon) -> Line:
    spans = row.grid.spans
    columns = heading.columns
    chosen = _as_printed(cells, columns, spans, lexicon) or align(
        cells, columns, lambda cell, column: _cost(cell, column, spans, lexicon), _gap
    )
    placed = {
        columns[at].field: cell for cell, at in zip(cells, chosen, strict=True) if at is not None
    }
    return Line(row, placed)


def _as_printed(
    cells: Sequence[Cell], columns: Sequence[Column], spans: Spans, lexicon: Lexicon
) -> list[int | None] | None:
    """Every cell right under a heading of its own, and no level out of place: nothing has slid."""
    chosen: list[int | None] = []
    odd = 0.0
    for cell in cells:
        at = next((i for i, column in enumerate(columns) if not drift(cell, column)), None)
        if at is None or at in chosen:
            return None
        misfit = _misfit(cell, columns[at].field, spans, lexicon)
        if misfit and (columns[at].field in _LEVELS or lexicon.is_level(cell.text)):
            return None
        odd += misfit
        chosen.append(at)
    return chosen if odd <= _ODD else None


def _gap(column: Column) -> float:
    return {"name": 3.0, "target": 1.5, "number": 1.5}.get(
        column.field, 1.0 if column.field in _DATA else 0.0
    )


def _cost(cell: Cell, column: Column, spans: Spans, lexicon: Lexicon) -> float:
    return _misfit(cell, column.field, spans, lexicon) + distance_cost(cell, column, spans)


def _misfit(cell: Cell, field: str, spans: Spans, lexicon: Lexicon) -> float:
    """How unlikely a cell's text is under a heading."""
    text = cell.text
    if field in ("level1", "level2"):
        return _level_misfit(text, field, spans, lexicon)
    if field == BLOCK:
        return 0.0 if BLOCK in lexicon.fields(text) else 8.0
    if lexicon.is_level(text):
        return 6.0 if spans is not Spans.KNOWN else 2.0
    if BLOCK in lexicon.fields(text) and field != "name":
        return 6.0
    return _data_misfit(text, field, lexicon)


def _level_misfit(text: str, field: str, spans: Spans, lexicon: Lexicon) -> float:
    if lexicon.level1(text) if field == "level1" else lexicon.level2(text):
        return 0.0
    if lexicon.is_level(text):
        return 4.0
    return 2.0 if spans is Spans.KNOWN else 5.0


def _data_misfit(text: str, field: str, lexicon: Lexicon) -> float:
    folded = key(text)
    number = bool(re.fullmatch(r"-?\d+(?:\.\d+)?%?分?", folded))
    if field in ("weight", "score"):
        return 0.0 if number or lexicon.is_blank(text) else 4.0
    if field == "name":
        return 4.0 if _OPERATOR.match(folded) and (number or not folded[0].isdigit()) else 0.0
    if field == "reason":
        return 5.0 if number else 0.0
    if field == "operator":
        return 0.0 if len(folded) <= 4 else 4.0
    return 2.0 if field.startswith(OTHER) and number else 0.0


def _is_value(cell: Cell, lexicon: Lexicon) -> bool:
    """Something a person filled in, as opposed to what the blank form prints."""
    return not (lexicon.is_known(cell.text) or lexicon.is_residue(cell.text))


def _is_residue(line: Line, lexicon: Lexicon) -> bool:
    """指标2：, ……, a slash, or no name at all, and nothing filled in beside it."""
    name = line.text("name")
    if set(line.cells) <= {"name"} and lexicon.is_level(name):
        return True  # a level's label with nothing under it
    if clean(name) and not lexicon.is_residue(name):
        return False
    filled = [c for f, c in line.cells.items() if f not in ("level1", "level2", "name", BLOCK)]
    return all(cell.flaw is None and _is_blank_value(cell, lexicon) for cell in filled)


def _is_blank_value(cell: Cell, lexicon: Lexicon) -> bool:
    folded = fold_width(clean(cell.text))
    return lexicon.is_blank(folded) or lexicon.is_residue(folded)
