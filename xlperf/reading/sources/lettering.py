"""Characters on paper as lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from xlperf.reading.sources.ink import Box, Glyph

_WIDE = re.compile(r"[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")
_TWICE = 0.3  # of a character's height: printed twice so close by, it is bold
# Gaps in parts of a character's height that stand for a space, by how many neighbours are wide.
_GAPS = (0.2, 0.4, 1.0)


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    box: Box


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """From top to bottom, each from left to right; lines of mere spaces are none."""
    rows = _rows(sorted(_once(glyphs), key=lambda glyph: glyph.box[1] + glyph.box[3]))
    lines = (Line(_text(row).strip(), _around(row)) for row in rows)
    return [line for line in lines if line.text]


def _once(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Bold is sometimes printed by printing twice, and a cell on two pages on both of them."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        x, y, size = glyph.box[0], glyph.box[1], max(_height(glyph), 1.0)
        col, row = int(x // size), int(y // size)
        near = (
            other
            for across in (col - 1, col, col + 1)
            for down in (row - 1, row, row + 1)
            for other in seen.get((glyph.text, across, down), ())
        )
        close = _TWICE * size
        if not any(abs(o.box[0] - x) < close and abs(o.box[1] - y) < close for o in near):
            seen.setdefault((glyph.text, col, row), []).append(glyph)
            yield glyph


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Characters whose middles are level, within half their height."""
    row: list[Glyph] = []
    for glyph in glyphs:
        if row and _middle(glyph) - _middle(row[0]) > min(_height(glyph), _height(row[0])) / 2:
            yield row
            row = []
        row.append(glyph)
    if row:
        yield row


def _text(row: list[Glyph]) -> str:
    row = sorted(row, key=lambda glyph: glyph.box[0])
    text = row[0].text
    for before, glyph in pairwise(row):
        text += (" " if _apart(before, glyph) else "") + glyph.text
    return text


def _apart(before: Glyph, glyph: Glyph) -> bool:
    if before.text.isspace() or glyph.text.isspace():
        return False
    wide = bool(_WIDE.match(before.text[-1:])) + bool(_WIDE.match(glyph.text[:1]))
    return glyph.box[0] - before.box[2] > _GAPS[wide] * _height(glyph)


def _around(row: list[Glyph]) -> Box:
    return (
        min(glyph.box[0] for glyph in row),
        min(glyph.box[1] for glyph in row),
        max(glyph.box[2] for glyph in row),
        max(glyph.box[3] for glyph in row),
    )


def _middle(glyph: Glyph) -> float:
    return (glyph.box[1] + glyph.box[3]) / 2


def _height(glyph: Glyph) -> float:
    return glyph.box[3] - glyph.box[1]
