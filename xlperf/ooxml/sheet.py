"""A worksheet as its cells are: texts, flaws, merges, locks; blank space costs nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from xlperf.model.grid import Flaw
from xlperf.model.refusal import Refused
from xlperf.ooxml.ordinary import column_letters, column_number

_REF = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


class Area(NamedTuple):
    """Rows and columns count from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first = f"{column_letters(self.left + 1)}{self.top + 1}"
        last = f"{column_letters(self.right + 1)}{self.bottom + 1}"
        return first if first == last else f"{first}:{last}"


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


@dataclass(frozen=True, slots=True)
class Protection:
    """What a protected sheet or workbook forbids; the password is not looked at."""

    objects: bool = False
    scenarios: bool = False
    password: bool = False


@dataclass(frozen=True, slots=True)
class Validation:
    """A rule for what may be typed, formulas as written."""

    ranges: str  # B13:B32 D4
    kind: str
    operator: str
    formulas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Locks:
    """Which cells protection leaves open: a cell's own style decides, then its row's, then its
    column's."""

    unlocked: frozenset[str] = frozenset()
    unlocked_rows: frozenset[int] = frozenset()
    unlocked_columns: tuple[tuple[int, int], ...] = ()
    locked: frozenset[str] = frozenset()  # of a sheet with unlocked rows or columns

    def locks(self, ref: str) -> bool:
        if ref in self.unlocked:
            return False
        row, column = position(ref)
        open_space = row in self.unlocked_rows or any(
            first <= column <= last for first, last in self.unlocked_columns
        )
        return not open_space or ref in self.locked


@dataclass(frozen=True, slots=True)
class Note:
    """Text that stands on a sheet but in no cell: a comment, a text box."""

    at: str  # the cell it hangs on, or ""
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    state: str  # visible, hidden, veryHidden
    texts: Mapping[str, str] = field(default_factory=dict)  # of every non-blank cell, in order
    flaws: Mapping[str, Flaw] = field(default_factory=dict)
    formulas: Mapping[str, str] = field(default_factory=dict)  # "=SUM(A1:A3)"
    merges: tuple[Area, ...] = ()
    locks: Locks = field(default_factory=Locks)
    protection: Protection | None = None
    validations: tuple[Validation, ...] = ()
    hidden_rows: frozenset[int] = frozenset()  # counted from 0, with cells in them
    hidden_columns: tuple[tuple[int, int], ...] = ()
    comments: tuple[Note, ...] = ()
    text_boxes: tuple[Note, ...] = ()
    printed: tuple[str, ...] = ()  # headers and footers of the page
    notes: tuple[str, ...] = ()

    @property
    def visible(self) -> bool:
        return self.state == "visible"
