"""How high a row has to be for its wrapped text, which Excel never finds out for merged cells.

By hand, since what breaks lines by Unicode's rules (uniseg) takes a hundred times as long and
knows no widths. Where programs differ about a line's end, the shorter line is taken: a blank
line at the foot of a cell does no harm, a line that is cut off does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from xlperf.ooxml.fonts import Setting
from xlperf.ooxml.lettering import Lettering, lettering

Needed = Callable[[str], float]

_POINTS = 0.75  # in a pixel
_MARGIN = 5  # pixels between text and the edges of its cell
_INDENT = 3  # spaces in a step
_AFTER = frozenset("，。；：？！、）》”’〉」』】〕…％")  # begin no line
_BEFORE = frozenset("（《“‘〈「『【〔")  # end none
_UNEVEN = re.compile(f"[\\x00-\\x7f{''.join(sorted(_AFTER | _BEFORE))}]")
_ROUNDING = 1e-6


def needed_by(setting: Setting, pixels: int) -> Needed:
    """For texts in a cell, or a merged block, so wide: their height in points.

    0 where one line is enough: such a text asks for nothing.
    """
    letters = lettering(setting.font)
    room = pixels - _MARGIN - setting.indent * _INDENT * letters.narrow[ord(" ")]
    room = max(room, letters.full)
    line = letters.line * _POINTS
    surely = int(room // letters.full)

    def needed(text: str) -> float:
        if len(text) <= surely and "\n" not in text:
            return 0.0
        count = lines(text, letters, room)
        return count * line if count > 1 else 0.0

    return needed if setting.wraps else _nothing


def _nothing(text: str) -> float:
    return 0.0


def lines(text: str, letters: Lettering, room: float) -> int:
    """How many lines a text takes in so many pixels."""
    return sum(_lines_of(paragraph, letters, room) for paragraph in text.split("\n"))


def _lines_of(paragraph: str, letters: Lettering, room: float) -> int:
    if not _UNEVEN.search(paragraph):
        return -(-len(paragraph) // int(room // letters.full)) or 1
    ends = [*accumulate(letters.widths(paragraph))]
    count, start, begun = 1, 0, 0.0
    while True:
        stop = bisect_right(ends, begun + room + _ROUNDING, start)
        if stop >= len(ends):
            return count
        start = _next_line(paragraph, start, stop)
        if start >= len(ends):
            return count
        count, begun = count + 1, ends[start - 1]


def _next_line(text: str, start: int, stop: int) -> int:
    """Where a line goes on that has room up to `stop`: behind the last word that fits."""
    at = stop
    while at > start and not _may_break(text[at - 1], text[at]):
        at -= 1
    if at == start:
        at = max(stop, start + 1)  # a word longer than a line is torn
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _may_break(before: str, after: str) -> bool:
    if after.isspace() or before.isspace():
        return True
    if after in _AFTER or before in _BEFORE:
        return False
    return not (before < "\x80" and after < "\x80") or (before == "-" and after != "-")


def stretched(heights: Sequence[float], needed: float) -> list[float]:
    """Rows that lie beneath a block of merged cells, higher where its text needs more."""
    missing = needed - sum(heights)
    if missing <= 0:
        return list(heights)
    pixels = -(-missing // _POINTS)  # each row gets as many as the next, or one more
    each, further = divmod(int(pixels), len(heights))
    return [height + (each + (index < further)) * _POINTS for index, height in enumerate(heights)]
