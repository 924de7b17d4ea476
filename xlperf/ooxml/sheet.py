"""A worksheet as its cells are: texts, flaws, merges, locks; blank space costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlperf.model.grid import Flaw
from xlperf.ooxml.refs import Area, position


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

    @property
    def leave_anything_open(self) -> bool:
        return bool(self.unlocked or self.unlocked_rows or self.unlocked_columns)

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
    #: cells whose formula is another cell's, as it reads when copied from there
    grouped: Mapping[str, str] = field(default_factory=dict)
    merges: tuple[Area, ...] = ()
    locks: Locks = field(default_factory=Locks)
    protection: Protection | None = None
    validations: tuple[Validation, ...] = ()
    hidden_rows: frozenset[int] = frozenset()  # counted from 0, with cells in them
    hidden_columns: tuple[tuple[int, int], ...] = ()
    comments: tuple[Note, ...] = ()
    text_boxes: tuple[Note, ...] = ()
    printed: tuple[str, ...] = ()  # headers and footers of the page
    printed_columns: tuple[tuple[int, int], ...] = ()  # of the print area, where one is set
    notes: tuple[str, ...] = ()

    @property
    def visible(self) -> bool:
        return self.state == "visible"

    def is_beside_the_page(self, column: int) -> bool:
        """Never printed, because the print area leaves the column out."""
        areas = self.printed_columns
        return bool(areas) and not any(first <= column <= last for first, last in areas)
