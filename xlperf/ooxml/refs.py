"""Cell references: A1 and A1:B2 as rows and columns counted from 0, and back."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from xlperf.model.refusal import Refused

_REF = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


class Area(NamedTuple):
    """Rows and columns count from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def single(self) -> bool:
        return self.top == self.bottom and self.left == self.right

    def __str__(self) -> str:
        first = ref_of(self.top, self.left)
        return first if self.single else f"{first}:{ref_of(self.bottom, self.right)}"


def ref_of(row: int, column: int) -> str:
    """A1 of a position counted from 0."""
    return f"{column_letters(column + 1)}{row + 1}"


@lru_cache(maxsize=65_536)
def position(ref: str) -> tuple[int, int]:
    """Row and column of A1, counted from 0. Forms of one round share their geometry."""
    match = _REF.fullmatch(ref)
    row, column = (int(match[2]), column_number(match[1])) if match else (0, 0)
    if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
        raise Refused(
            f"文件内容已损坏（没有“{ref}”这样的单元格），请在 Excel 中打开、另存后重新发送。"
        )
    return row - 1, column - 1


@lru_cache(maxsize=16_384)
def area(ref: str) -> Area:
    """A1:B2, also where the corners are swapped."""
    first, _, last = ref.replace("$", "").partition(":")
    row, column = position(first)
    other_row, other_column = position(last) if last else (row, column)
    return Area(
        min(row, other_row),
        min(column, other_column),
        max(row, other_row),
        max(column, other_column),
    )


def column_number(letters: str) -> int:
    """A is 1, XFD is 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters
