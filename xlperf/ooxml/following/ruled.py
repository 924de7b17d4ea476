"""Cells with formulas that each of them reads for itself: validations and conditional formats.

The formulas are written as the upper left cell reads them. Where the rows go, cells that would
read them alike stay in one element; the others get one of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from xlperf.ooxml.canonical import escape_attribute, escape_text
from xlperf.ooxml.following.cells import PLACE, Cells, leftmost, parsed, topmost
from xlperf.ooxml.following.copies import Copy, Ground
from xlperf.ooxml.following.readings import Targets, depth_of, moved, read, reading
from xlperf.ooxml.following.uniques import with_own_ids
from xlperf.ooxml.formulas.references import ROW, Formula
from xlperf.ooxml.placement import View, append_rows

_FORMULA = re.compile(r"(?<=formula>)[^<]+|(?<=formula[12]>)[^<]+|(?<=<xm:f>)[^<]+")
_LIMIT = re.compile(r'(?<=cfvo )[^<>]*? ?\bval="([^"]+)"')


@dataclass(frozen=True, slots=True)
class _Slot:
    formula: Formula  # its own row as text
    row: int  # of the template, that it is for
    whole: Formula
    in_attribute: bool

    @classmethod
    def of(cls, formula: Formula, row: int, *, in_attribute: bool) -> _Slot:
        return cls(formula.looking_away(row), row, formula, in_attribute)

    def written(self, text: str) -> str:
        return escape_attribute(text) if self.in_attribute else escape_text(text)


@dataclass(slots=True)
class _Group:
    """Cells that read the formulas alike; `targets` as the cell in row `read_in` does."""

    targets: Targets
    read_in: int
    rows: list[tuple[Cells, list[tuple[int, int]]]] = field(default_factory=list)

    @property
    def top(self) -> int:
        return min(rows[0][0] for _, rows in self.rows)

    @property
    def left(self) -> int:
        return leftmost([cells for cells, _ in self.rows])

    def add(self, cells: Cells, rows: Sequence[tuple[int, int]]) -> None:
        if not self.rows or self.rows[-1][0] is not cells:
            self.rows.append((cells, []))
        for first, last in rows:
            append_rows(self.rows[-1][1], first, last)

    def refs(self) -> str:
        return " ".join(cells.at(first, last) for cells, rows in self.rows for first, last in rows)


@dataclass(frozen=True, slots=True)
class Ruled:
    """`pieces` put together are the element; None stands for its cells."""

    areas: tuple[Cells, ...]
    pieces: tuple[str | _Slot | None, ...]
    formulas: tuple[Formula, ...]  # those that aren't read alike by every cell in any case
    apart: int  # turns of so many loops aren't compared with each other
    plain: tuple[str, str] | None  # what stands around its cells where all read all alike
    _depths: list[int] = field(default_factory=list, compare=False, repr=False)

    @classmethod
    def compile(cls, text: str, ground: Ground, *, compared: bool = False) -> Ruled | None:
        """Of an element as written; None where it isn't about cells.

        `compared`: the cells are compared with each other.
        """
        place = PLACE.search(text)
        areas = parsed(place[0]) if place else None
        if place is None or areas is None:
            return None
        slots: list[tuple[tuple[int, int], _Slot | None]] = [(place.span(), None)]
        for pattern in (_FORMULA, _LIMIT):
            for match in pattern.finditer(text):
                formula = ground.formula(match[pattern.groups])
                if not all(isinstance(part, str) for part in formula.parts):
                    slot = _Slot.of(formula, topmost(areas), in_attribute=pattern is _LIMIT)
                    slots.append((match.span(pattern.groups), slot))
        slots.sort(key=lambda slot: slot[0])
        pieces: list[str | _Slot | None] = []
        at = 0
        for (start, end), each in slots:
            pieces += [text[at:start], each]
            at = end
        formulas = tuple(slot.formula for _, slot in slots if slot)
        apart = _apart(areas, ground) if compared else 0
        pieces.append(text[at:])
        alike = not apart and all(formula.same_everywhere for formula in formulas)
        plain = _plain(pieces) if alike else None
        return cls(areas, tuple(pieces), formulas, apart, plain)

    @property
    def looks_away(self) -> bool:
        return any(formula.looks_away for formula in self.formulas)

    def written(self, at: Copy) -> list[str]:
        """The elements it became; none where none of its cells are left."""
        if self.plain is not None:
            group = _Group([], 0)
            for cells in self.areas:
                for _, outputs in at.runs(cells, 0):
                    group.rows.append((cells, outputs))
            if len(group.rows) == len(self.areas):
                before, after = self.plain
                element = f"{before}{group.refs()}{after}".replace(ROW, str(group.top))
                return [with_own_ids(element, at, 0)]
        return [self._element(at, group, turn) for turn, group in enumerate(self._groups(at))]

    def _groups(self, at: Copy) -> list[_Group]:
        rows, base = at.placement.sheets[at.sheet], topmost(self.areas)
        if not self._depths:  # the same for every output, but known only with all sheets
            sheets = at.placement.sheets
            self._depths.extend(
                max(self.apart, depth_of(self.formulas, cells, base, at.sheet, sheets))
                for cells in self.areas
            )
        groups: dict[object, _Group] = {}
        for cells, depth in zip(self.areas, self._depths, strict=True):
            loops = rows.around(cells.top, cells.bottom)
            for path, outputs in at.runs(cells, depth):
                view = View(loops, path)
                targets = read(self.formulas, at, cells, view, base)
                first = outputs[0][0]
                key = path[: self.apart], reading(self.formulas, targets, first)
                if key not in groups:
                    groups[key] = _Group(targets, first)
                groups[key].add(cells, outputs)
        return list(groups.values())

    def _element(self, at: Copy, group: _Group, turn: int) -> str:
        top, beside = group.top, group.left - leftmost(self.areas)
        targets = iter(group.targets)
        pieces = []
        for piece in self.pieces:
            if isinstance(piece, str):
                pieces.append(piece)
            elif piece is None:
                pieces.append(group.refs())
            else:
                formula = _beside(piece, beside) if beside else piece.formula
                found = moved(formula, next(targets), top - group.read_in)
                text = formula.text(found, at.names, at.home, spread=True)
                pieces.append(piece.written(text.replace(ROW, str(top))))
        return with_own_ids("".join(pieces), at, turn)


def _apart(areas: Sequence[Cells], ground: Ground) -> int:
    top, bottom = topmost(areas), max(cells.bottom for cells in areas)
    around = len(ground.rows.around(top, bottom))
    # one row of a loop is compared with its other turns
    return max(around - 1, 0) if top == bottom else around


def _plain(pieces: Sequence[str | _Slot | None]) -> tuple[str, str]:
    """What stands before and after the cells, with ROW for the number of their first row."""
    texts = [
        each.written("".join(map(str, each.formula.parts))) if isinstance(each, _Slot) else each
        for each in pieces
    ]
    at = texts.index(None)
    return "".join(filter(None, texts[:at])), "".join(filter(None, texts[at:]))


@lru_cache(maxsize=1024)
def _beside(slot: _Slot, columns: int) -> Formula:
    return slot.whole.beside(columns).looking_away(slot.row)
