"""What stands below an indicator table: remarks, conclusions, names and telephone numbers."""

from __future__ import annotations

from xlperf.model.grid import Spans
from xlperf.model.text import clean, key
from xlperf.reading.forms.lexicon import Lexicon
from xlperf.reading.forms.rows import Row
from xlperf.reading.forms.table.heading import Heading

_REMARK_LENGTH = 20


def is_remark(row: Row, heading: Heading, lexicon: Lexicon) -> bool:
    """A row that begins with a word of the form's foot, or is one long sentence across it."""
    filled = row.filled
    if not filled or any(lexicon.is_level(cell.text) for cell in filled):
        return False
    first = filled[0]
    name = next((c.col for c in heading.columns if c.field == "name"), 1)
    left = (
        first.col < name if row.grid.spans is Spans.KNOWN else first.col <= heading.columns[0].col
    )
    if lexicon.is_foot(first.text) and (left or len(filled) == 1):
        return True
    if row.grid.spans is Spans.KNOWN and _is_beside_the_table(row, heading):
        return True
    wide = first.cols >= len(heading.columns) - 1 > 1
    prose = len(key(first.text)) > _REMARK_LENGTH and clean(first.text)[-1:] in "。；;.）)"
    return len(filled) == 1 and first.col <= heading.columns[0].col and (wide or prose)


def _is_beside_the_table(row: Row, heading: Heading) -> bool:
    """A strange word where levels stand, and a text across the columns of values: no indicator."""
    starts = {cell.col for cell in row.filled}
    left = min((c.col for c in heading.columns if c.field == "name"), default=0)
    values = [c.col for c in heading.columns if c.field not in ("level1", "level2", "name")]
    across = any(cell.cols > 1 and cell.col >= left for cell in row.filled)
    return min(starts) < left and across and not starts & set(values)
