"""Levels of rows whose labels still have their merges, or were never merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlperf.model.grid import Cell, Spans
from xlperf.model.text import clean, squeeze
from xlperf.reading.forms.lexicon import Lexicon
from xlperf.reading.forms.rows import Row
from xlperf.reading.forms.table.lines import Leveled, Line
from xlperf.reading.forms.wording import without_points


def by_merge(lines: Sequence[Line], lexicon: Lexicon) -> list[Leveled]:
    """Labels cover the rows of their merge; without one, the rows down to the next label."""
    one: _Label | None = None
    two: _Label | None = None
    leveled = []
    for line in lines:
        own1, own2 = line.cells.get("level1"), line.cells.get("level2")
        if own1:
            one = _Label(own1, line.row) if _says_level(own1, lexicon) else None
            two = None
        if own2 and _says_level(own2, lexicon):
            two = _Label(own2, line.row)
        if line.holds_indicator:
            leveled.append(_standard(line, one, two, lexicon))
    return leveled


@dataclass(frozen=True, slots=True)
class _Label:
    cell: Cell
    row: Row

    def covers(self, row: Row) -> bool:
        """Not below its merge; over the page's end, or unmerged, it reaches down to the next."""
        end = self.cell.row + self.cell.rows
        return self.cell.rows == 1 or row.grid is not self.row.grid or row.number < end


def _says_level(cell: Cell, lexicon: Lexicon) -> bool:
    """(50分) alone is what a page's end left of a label: level 2 tells the rest."""
    text = squeeze(cell.text).strip("()（）分")
    return not lexicon.is_blank(cell.text) and not text.replace(".", "").isdigit()


def _standard(line: Line, one: _Label | None, two: _Label | None, lexicon: Lexicon) -> Leveled:
    printed1, printed2 = _words(one), _words(two)
    level1 = lexicon.level1(printed1) or without_points(printed1) if printed1 else None
    pairs = lexicon.level2(printed2) if printed2 else ()
    pair = next((p for p in pairs if p[0] == level1), pairs[0] if pairs else None)
    reaches = one is not None and one.covers(line.row)
    if pair and not reaches:
        level1 = pair[0]
    uncovered = (two is not None and not two.covers(line.row)) or not (reaches or pair or not one)
    level2 = pair[1] if pair else printed2
    raw = {
        name: label.cell.text
        for name, label, value in (("level1", one, level1), ("level2", two, level2))
        if label and value != label.cell.text
    }
    note = "不在任何级别标签的合并范围内，暂按上面的标签，请核对" if uncovered else None
    return Leveled(line, level1, level2, ambiguous=uncovered, note=note, raw=raw)


def _words(label: _Label | None) -> str | None:
    return squeeze(clean(label.cell.text)) or None if label else None


def is_merged(lines: Sequence[Line]) -> bool:
    """Do the labels' merges tell how far each reaches?"""
    if any(line.row.grid.spans is not Spans.KNOWN for line in lines):
        return False
    labels = [cell for line in lines for f in ("level1", "level2") if (cell := line.cells.get(f))]
    return any(cell.rows > 1 for cell in labels) or all(
        "level2" in line.cells or "level1" in line.cells for line in lines if line.holds_indicator
    )
