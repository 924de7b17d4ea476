"""Plain text as published: rows of cells, or lines as a page was printed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlperf.model.grid import Cell, Document, Grid, Spans
from xlperf.model.place import Place
from xlperf.reading.sources.decoding import decode

_ROWS = 3  # a tab or a pipe or two in running prose make no table
_RULE = re.compile(r"[\s|:+-]*")


def read(data: bytes) -> Document:
    lines = decode(data).splitlines()
    separator = _separator(lines)
    cells = [
        Cell(row, col, text, Place(line=row + 1))
        for row, line in enumerate(lines)
        for col, text in enumerate(_cells(line, separator))
        if text.strip()
    ]
    spans = Spans.LOST if separator else Spans.NONE
    return Document((Grid("", tuple(cells), spans, wrapped=not separator),))


def _separator(lines: Sequence[str]) -> str | None:
    """Tabs, or the pipes of a table drawn in text; None for bare lines."""
    for separator, least in (("\t", 1), ("|", 2)):
        if sum(line.count(separator) >= least for line in lines) >= _ROWS:
            return separator
    return None


def _cells(line: str, separator: str | None) -> list[str]:
    if separator is None:
        return [line]
    if separator == "|":
        if _RULE.fullmatch(line):
            return []
        line = line.strip().removeprefix("|").removesuffix("|")
    return line.split(separator)
