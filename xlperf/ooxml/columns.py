"""How wide the columns of a sheet are, in pixels."""

from __future__ import annotations

import re

from xlperf.ooxml.canonical import attributes_of
from xlperf.ooxml.fonts import Font
from xlperf.ooxml.lettering import lettering

_COLUMN = re.compile(r"<col((?: [^<>]*?)?)/>")
_FORMAT = re.compile(r"<sheetFormatPr((?: [^<>]*?)?)/>")
_STEP = 8  # a width that is given nowhere is a multiple of it
_TRUE = ("1", "true")
_WIDEST = 255.0  # letters


class Columns:
    """Of a canonical worksheet, whose `prolog` is what stands before its cells.

    Widths are written in digits of the workbook's normal font.
    """

    def __init__(self, prolog: str, normal: Font) -> None:
        self._digit = lettering(normal).digit
        found = _FORMAT.search(prolog)
        self._default = self._otherwise(attributes_of(found[1]) if found else {})
        self._spans = [
            (_number(pairs.get("min")), _number(pairs.get("max")), self._width(pairs))
            for pairs in (attributes_of(match[1]) for match in _COLUMN.finditer(prolog))
        ]

    def across(self, left: int, right: int) -> int:
        """From one column to another, both included, from 1."""
        wide = sum(
            max(min(right, last) - max(left, first) + 1, 0) * (width - self._default)
            for first, last, width in self._spans
        )
        return wide + (right - left + 1) * self._default

    def _width(self, pairs: dict[str, str]) -> int:
        if pairs.get("hidden") in _TRUE:
            return 0
        written = _decimal(pairs.get("width"))
        return self._default if written is None else self._pixels(written)

    def _otherwise(self, pairs: dict[str, str]) -> int:
        written = _decimal(pairs.get("defaultColWidth"))
        if written is not None:
            return self._pixels(written)
        letters = _number(pairs.get("baseColWidth", "8"))
        margin = 2 * -(-self._digit // 4) + 1
        return -(-(letters * self._digit + margin) // _STEP) * _STEP

    def _pixels(self, written: float) -> int:
        width = min(max(written, 0.0), _WIDEST)
        return int((256 * width + 128 // self._digit) / 256 * self._digit)


def _number(written: str | None) -> int:
    return int(written) if written and written.isdecimal() else 0


def _decimal(written: str | None) -> float | None:
    try:
        return None if written is None else float(written)
    except ValueError:
        return None
