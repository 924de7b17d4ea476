"""Levels of rows whose labels still have their merges, or were never merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlperf.model.grid import Cell, Spans
from xlperf.model.text import clean, squeeze
from xlperf.reading.forms.lexicon import Lexicon
from xlperf.reading.forms.table.lines import Leveled, Line
from xlperf.reading.forms.wording import without_points


@dataclass(slots=True)
class _Known:
    """The labels that reach the row being read, from above or on it."""

    level1: Cell | None = None
    level2: Cell | None = None


def by_merge(lines: Sequence[Line], lexicon: Lexicon) -> list[Leveled]:
    """Labels cover the rows of their merge; without one, the rows down to the next label."""
    reach = _Known()
    leveled = []
    for line in lines:
        own1, own2 = line.cells.get("level1"), line.cells.get("level2")
        if own1:
            reach.level1 = own1 if _says_level(own1, lexicon) else None
            reach.level2 = None
        if own2 and _says_level(own2, lexicon):
            reach.level2 = own2
        if line.holds_indicator:
            leveled.append(_standard(line, reach.level1, reach.level2, lexicon))
    return leveled


def _says_level(cell: Cell, lexicon: Lexicon) -> bool:
    """(50分) alone is what a page's end left of a label: level 2 tells the rest."""
    text = squeeze(cell.text).strip("()（）分")
    return not lexicon.is_blank(cell.text) and not text.replace(".", "").isdigit()


def _standard(line: Line, one: Cell | None, two: Cell | None, lexicon: Lexicon) -> Leveled:
    printed1, printed2 = _words(one), _words(two)
    level1 = lexicon.level1(printed1) or without_points(printed1) if printed1 else None
    pairs = lexicon.level2(printed2) if printed2 else ()
    pair = next((p for p in pairs if p[0] == level1), pairs[0] if pairs else None)
    level2 = pair[1] if pair else printed2
    if level1 is None and pair:
        level1 = pair[0]
    raw = {}
    if one and level1 != one.text:
        raw["level1"] = one.text
    if two and level2 != two.text:
        raw["level2"] = two.text
    return Leveled(line, level1, level2, raw=raw)


def _words(cell: Cell | None) -> str | None:
    return squeeze(clean(cell.text)) or None if cell else None


def is_merged(lines: Sequence[Line]) -> bool:
    """Do the labels' merges tell how far each reaches?"""
    if any(line.row.grid.spans is not Spans.KNOWN for line in lines):
        return False
    labels = [cell for line in lines for f in ("level1", "level2") if (cell := line.cells.get(f))]
    return any(cell.rows > 1 for cell in labels) or all(
        "level2" in line.cells or "level1" in line.cells for line in lines if line.holds_indicator
    )
