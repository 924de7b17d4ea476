"""One output in the making: the parts written so far, each under a name of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

from xlperf.ooxml.following.package import relations_name
from xlperf.ooxml.formulas.references import Home
from xlperf.ooxml.placement import OUTSIDE, Placement, SheetRows, View

_NUMBERED = re.compile(r"(.*?)(\d*)(\.[^./]*)?", re.DOTALL)


class Seat(NamedTuple):
    """Where a part is written: for which copy of which sheet, and as seen from where."""

    sheet: int
    copy: int
    view: View
    turn: int = 0  # of what is repeated there, from 0

    @property
    def home(self) -> Home:
        return self.sheet, self.copy

    @property
    def first(self) -> bool:
        return self.copy == self.turn == 0


class Seen(Protocol):
    """Whatever says in which output it stands, and where."""

    @property
    def output(self) -> Output: ...

    @property
    def seat(self) -> Seat: ...


class Sight(NamedTuple):
    """Nothing more than that."""

    output: Output
    seat: Seat


#: of what belongs to no sheet
NOWHERE = Seat(-1, 0, OUTSIDE)


def seat_of(sheet: int, copy: int, rows: SheetRows) -> Seat:
    """What lies on a copy of a sheet, outside of every loop of rows."""
    loops = rows.loops_of_sheet
    return Seat(sheet, copy, View(loops, (copy,) if loops else ()))


#: the text in a cell of the output: sheet, copy, row and column, these from 1
Shown = Callable[[int, int, int, int], str | None]


class Numbers:
    """The numbers at the ends of part names that a template has used up."""

    def __init__(self, names: Iterable[str]) -> None:
        self._used: dict[tuple[str, str], int] = {}
        for name in names:
            stem, number, ending = _cut(name)
            known = self._used.get((stem, ending), 0)
            self._used[stem, ending] = max(known, int(number or 0))

    def copy(self) -> Numbers:
        new = Numbers(())
        new._used = self._used.copy()
        return new

    def fresh(self, like: str) -> str:
        """A name that no part has, of the same kind as another."""
        stem, ending = _cut(like)[::2]
        number = self._used[stem, ending] = self._used.get((stem, ending), 0) + 1
        folder_and_stem, _, written = _written(like)
        return f"{folder_and_stem}{number}{written}"


def _written(name: str) -> tuple[str, str, str]:
    match = _NUMBERED.fullmatch(name)
    assert match is not None
    return match[1], match[2], match[3] or ""


def _cut(name: str) -> tuple[str, str, str]:
    stem, number, ending = _written(name.lower())
    return stem, number[:9], ending


class Output:
    """What follows writes itself into `parts`."""

    def __init__(
        self,
        numbers: Numbers,
        placement: Placement,
        names: Sequence[Sequence[str]],
        shown: Shown,
    ) -> None:
        self.placement = placement
        self.names = names  # of the sheets, by template sheet and copy
        self.shown = shown
        self.parts: dict[str, bytes] = {}
        self.new: dict[
            str, str
        ] = {}  # parts that the template doesn't have, and what they are like
        self.used: set[str] = set()  # parts of the template that are written
        self._numbers = numbers.copy()
        self._tables = 0

    def next_table(self, highest: int) -> int:
        """A number that no table has; `highest` is the template's."""
        self._tables += 1
        return highest + self._tables

    def name(self, like: str) -> str:
        """A name for the next part made of a part of the template: at first, its own."""
        if like not in self.used:
            self.used.add(like)
            return like
        name = self._numbers.fresh(like)
        self.new[name] = like
        return name

    def put_relations(self, part: str, data: bytes, like: str) -> None:
        """What a part leads to is never listed by itself; its name follows the part's."""
        name = like
        if part in self.new:
            name = relations_name(part)
            self.new[name] = like
        self.used.add(like)
        self.parts[name] = data
