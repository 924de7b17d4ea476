"""How far a table goes: over pages and sheets, but not into the next table of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from xlperf.reading.forms.lexicon import Lexicon
from xlperf.reading.forms.rows import Row
from xlperf.reading.forms.table.heading import Heading
from xlperf.reading.forms.wording import is_page_number


@dataclass(slots=True)
class _Stretch:
    """Rows of one grid with no text between them."""

    rows: list[Row] = field(default_factory=list)
    after_text: bool = False  # a line of prose stands before it


def rows_of_table(rows: Sequence[Row], heading: Heading, lexicon: Lexicon) -> list[Row]:
    """The rows under a heading that are its table's; what stands beyond is not."""
    stretches = list(_stretches(rows, heading, lexicon))
    kept = stretches[0].rows if stretches else []
    for stretch in stretches[1:]:
        if _goes_on(stretch, heading, lexicon):
            kept = kept + stretch.rows
    return kept


def _stretches(rows: Sequence[Row], heading: Heading, lexicon: Lexicon) -> Iterator[_Stretch]:
    stretch = _Stretch()
    for row in rows:
        text = is_prose(row, heading, lexicon)
        if text or (stretch.rows and row.grid is not stretch.rows[-1].grid):
            yield stretch
            stretch = _Stretch(after_text=text or (stretch.after_text and not stretch.rows))
        if not text:
            stretch.rows.append(row)
    yield stretch


def is_prose(row: Row, heading: Heading, lexicon: Lexicon) -> bool:
    """A text alone, left of where names stand: a line between two tables, no indicator."""
    filled = row.filled
    if len(filled) != 1:
        return False
    text = filled[0].text
    label = lexicon.label(text)
    spoken = lexicon.is_known(text) or lexicon.is_foot(text) or (label and "total" in label.fields)
    if spoken or is_page_number(text):
        return False
    name = next((column for column in heading.columns if column.field == "name"), None)
    return name is not None and filled[0].col + filled[0].cols <= max(name.col, 1)


def _goes_on(stretch: _Stretch, heading: Heading, lexicon: Lexicon) -> bool:
    """It has a level label or the total; or, right behind the table, it is as wide."""
    cells = [cell for row in stretch.rows for cell in row.filled]
    if any(lexicon.is_level(cell.text) or "total" in lexicon.fields(cell.text) for cell in cells):
        return True
    width = max((cell.col + cell.cols for row in stretch.rows for cell in row.cells), default=0)
    return not stretch.after_text and width == max(column.end for column in heading.columns)
