"""Lines as printed, with what was set vertically put upright again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from xlperf.model.grid import Grid
from xlperf.model.place import Place
from xlperf.model.text import clean, key
from xlperf.reading.forms.lexicon import Lexicon

_REMARK = re.compile(r"^\([^()]*\)$")
_SPACE = re.compile(r"[\s\u3000]+")


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of text; `apart` when a blank line or a new page stands before it."""

    text: str
    at: Place
    apart: bool

    @property
    def words(self) -> list[str]:
        return _SPACE.split(self.text)


def printed_lines(grids: Sequence[Grid], lexicon: Lexicon) -> list[Printed]:
    return list(_with_remarks(list(_upright(list(_lines(grids)), lexicon)), lexicon))


def _lines(grids: Sequence[Grid]) -> Iterator[Printed]:
    for grid in grids:
        before = -2
        for cell in grid.cells:
            for text in cell.text.split("\n"):
                if clean(text):
                    yield Printed(clean(text), cell.at, cell.row > before + 1)
                    before = cell.row


def _upright(lines: Sequence[Printed], lexicon: Lexicon) -> Iterator[Printed]:
    """项 / 目 / 绩 / 效 / 目 / 标, one below the other, is 项目绩效目标."""
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and len(lines[end].text) == 1:
            end += 1
        joined = "".join(line.text for line in lines[at:end])
        if end - at > 1 and (lexicon.fields(joined) or lexicon.is_level(joined)):
            yield replace(lines[at], text=joined)
            at = end
        else:
            yield lines[at]
            at += 1


def _with_remarks(lines: Sequence[Printed], lexicon: Lexicon) -> Iterator[Printed]:
    """A label's remark on a line of its own, (元) or (2023年-2023年), goes back to its label."""
    held: Printed | None = None
    for line in lines:
        if held and _REMARK.match(key(line.text)) and lexicon.fields(held.text):
            held = replace(held, text=held.text + line.text)
            continue
        if held:
            yield held
        held = line
    if held:
        yield held
