"""What formulas compute with: numbers, texts, truth values, blanks, errors and ranges of these.

Excel's rules for turning one into another, and for comparing them. What depends on where a
workbook is opened (how texts are sorted, which texts are dates there) is Incomputable.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from xlperf.ooxml.formulas.conversions import Unclear, number_in, text_of

LONGEST_TEXT = 32_767
_NEARLY = 2.0**-48  # numbers this close are the same: a spreadsheet keeps 15 digits
# letters of two widths: Ａ and A are the same in some languages
_WIDE = re.compile("[\uff01-\uffee]")
_MOST_PADDED = 20_000  # blank cells beyond the last row that are spelled out


@dataclass(frozen=True, slots=True)
class Error:
    code: str

    def __str__(self) -> str:
        return self.code


DIV0, NA, NAME, NULL, NUM, REF, VALUE = map(
    Error, ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
)
ERRORS = {error.code: error for error in (DIV0, NA, NAME, NULL, NUM, REF, VALUE)}


class Failure(Exception):
    """An error on its way to whoever handles it: IFERROR, or the cell."""

    def __init__(self, error: Error) -> None:
        super().__init__(error.code)
        self.error = error


class Incomputable(Exception):
    """Only a spreadsheet can tell this value."""


class Grid:
    """A range of cells, or an array; rows may be left out at its end where all is blank."""

    __slots__ = ("height", "rows", "width")

    def __init__(self, rows: Sequence[Sequence[Any]], height: int, width: int) -> None:
        self.rows = rows
        self.height = height
        self.width = width

    @classmethod
    def of(cls, rows: Sequence[Sequence[Any]], height: int = 0) -> Grid:
        return cls(rows, max(height, len(rows)), len(rows[0]) if rows else 1)

    @property
    def cells(self) -> list[Any]:
        return list(chain.from_iterable(self.rows))

    @property
    def size(self) -> int:
        return self.height * self.width

    @property
    def left_out(self) -> int:
        """How many cells, all of them blank."""
        return (self.height - len(self.rows)) * self.width

    def at(self, row: int, column: int) -> Any:
        """Both from 0, within the range."""
        return self.rows[row][column] if row < len(self.rows) else None

    def column(self, index: int) -> list[Any]:
        return [row[index] for row in self.rows]

    def whole(self) -> Grid:
        """With nothing left out."""
        if not self.left_out:
            return self
        if self.left_out > _MOST_PADDED:
            raise Incomputable
        blanks = [[None] * self.width for _ in range(self.height - len(self.rows))]
        return Grid([*self.rows, *blanks], self.height, self.width)


def scalar(value: Any) -> Any:
    """One value where a range would mean the cell beside the formula."""
    if type(value) is not Grid:
        return value
    if value.size != 1:
        raise Incomputable
    return value.at(0, 0)


def known(value: Any) -> Any:
    """The value, unless it is an error."""
    if type(value) is Error:
        raise Failure(value)
    return value


def number(value: Any) -> float:
    kind = type(value)
    if kind is float:
        return value  # type: ignore[no-any-return]
    if kind is int or kind is bool:
        return float(value)
    if value is None:
        return 0.0
    if kind is str:
        return _number_in(value)
    raise Failure(value)


def _number_in(text: str) -> float:
    try:
        found = number_in(text)
    except Unclear:
        raise Incomputable from None
    if found is None:
        raise Failure(VALUE)
    return found


def text(value: Any) -> str:
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if value is None:
        return ""
    if kind is bool:
        return "TRUE" if value else "FALSE"
    if kind is Error:
        raise Failure(value)
    try:
        return text_of(float(value))
    except Unclear:
        raise Incomputable from None


def truth(value: Any) -> bool:
    kind = type(value)
    if kind is bool:
        return value  # type: ignore[no-any-return]
    if kind is str:
        written = value.upper()
        if written not in ("TRUE", "FALSE"):
            raise Failure(VALUE)
        return bool(written == "TRUE")
    return number(value) != 0


def finite(value: float) -> float:
    if value - value != 0:  # infinite, or no number
        raise Failure(NUM)
    return value


def summed(values: Iterable[float]) -> float:
    """Exact before it is rounded once."""
    try:
        return finite(math.fsum(values))
    except OverflowError:
        raise Failure(NUM) from None


def short_enough(value: str) -> str:
    if len(value) > LONGEST_TEXT:
        raise Failure(VALUE)
    return value


def nearly(one: float, other: float) -> bool:
    """Equal in the digits that a spreadsheet keeps."""
    if one == other:
        return True
    return abs(one - other) < min(abs(one), abs(other)) * _NEARLY


def equal(one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        one, other = _alike(known(one), known(other))
        if type(one) is not type(other):
            return False
    if type(one) is str:
        return same_text(one, other)
    if type(one) is float:
        return nearly(one, other)
    return bool(known(one) == known(other))


def same_text(one: str, other: str) -> bool:
    """Whatever the case."""
    if one == other:
        return True
    if len(one) != len(other):
        return False
    one, other = one.lower(), other.lower()
    if one != other and (_WIDE.search(one) or _WIDE.search(other)):
        folded = (unicodedata.normalize("NFKC", each) for each in (one, other))
        if next(folded) == next(folded):
            raise Incomputable
    return one == other


def less(one: Any, other: Any) -> bool:
    """Numbers come before texts, texts before truth values."""
    one, other = _alike(known(one), known(other))
    if type(one) is not type(other):
        return _rank(one) < _rank(other)
    if type(one) is float:
        return bool(one < other) and not nearly(one, other)
    if type(one) is str:
        return _text_before(one, other)
    return bool(one < other)


def _text_before(one: str, other: str) -> bool:
    if same_text(one, other):
        return False
    if not (one and other):
        return not one
    if not (f"{one}{other}".isascii() and f"{one}{other}".isalnum()):
        raise Incomputable  # every language has an order of its own
    return one.lower() < other.lower()


def _alike(one: Any, other: Any) -> tuple[Any, Any]:
    """A blank becomes what it is compared with; every number is a float."""
    if one is None:
        one = _blank_as(other)
    if other is None:
        other = _blank_as(one)
    return (
        float(one) if type(one) is int else one,
        float(other) if type(other) is int else other,
    )


def _blank_as(other: Any) -> Any:
    if type(other) is str:
        return ""
    return False if type(other) is bool else 0.0


def _rank(value: Any) -> int:
    return {float: 0, str: 1, bool: 2}[type(value)]
