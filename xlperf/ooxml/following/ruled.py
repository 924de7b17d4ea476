"""Cells with formulas that each of them reads for itself: validations and conditional formats.

The formulas are written as the upper left cell reads them. Where the rows go, cells that would
read them alike stay in one element; the others get one of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from xlperf.ooxml.canonical import escape_attribute, escape_text
from xlperf.ooxml.following.cells import PLACE, Cells, closed_up, leftmost, parsed, topmost
from xlperf.ooxml.following.copies import Copy, Ground
from xlperf.ooxml.formulas.references import ROW, Formula, Reference, Target
from xlperf.ooxml.placement import Span, View

_FORMULA = re.compile(r"(?<=formula>)[^<]+|(?<=formula[12]>)[^<]+|(?<=<xm:f>)[^<]+")
_LIMIT = re.compile(r'(?<=cfvo )[^<>]*? ?\bval="([^"]+)"')
_ID = re.compile(r'((?: id="| xr:uid="|<x14:id>)\{[-0-9A-Fa-f]{24})([0-9A-Fa-f]{12})')
#: apart enough for ids that were counted up
_NEXT_ID = 1 << 24

#: by formula and reference, where they lead
_Targets = list[list[Target | None]]


@dataclass(frozen=True, slots=True)
class _Slot:
    formula: Formula
    in_attribute: bool


@dataclass(slots=True)
class _Group:
    """Cells that read the formulas alike; `targets` as the cell in row `read_in` does."""

    targets: _Targets
    read_in: int
    spans: list[tuple[Cells, list[Span]]]

    @property
    def top(self) -> int:
        return min(span.first for _, spans in self.spans for span in spans)

    @property
    def left(self) -> int:
        return leftmost([cells for cells, _ in self.spans])

    def add(self, cells: Cells, span: Span) -> None:
        if not self.spans or self.spans[-1][0] is not cells:
            self.spans.append((cells, []))
        self.spans[-1][1].append(span)


@dataclass(frozen=True, slots=True)
class Ruled:
    """`pieces` put together are the element; None stands for its cells."""

    areas: tuple[Cells, ...]
    pieces: tuple[str | _Slot | None, ...]
    formulas: tuple[Formula, ...]  # those that aren't the same for every cell beforehand
    apart: int | None  # turns of so many loops aren't compared with each other

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
                formula = ground.formula(match[pattern.groups], topmost(areas))
                if not all(isinstance(part, str) for part in formula.parts):
                    slots.append((match.span(pattern.groups), _Slot(formula, pattern is _LIMIT)))
        slots.sort(key=lambda slot: slot[0])
        pieces: list[str | _Slot | None] = []
        at = 0
        for (start, end), slot in slots:
            pieces += [text[at:start], slot]
            at = end
        formulas = tuple(slot.formula for _, slot in slots if slot and not slot.formula.own_row)
        apart = _apart(areas, ground) if compared else None
        return cls(areas, (*pieces, text[at:]), formulas, apart)

    @property
    def looks_away(self) -> bool:
        return any(formula.looks_away for formula in self.formulas)

    def written(self, at: Copy) -> list[str]:
        """The elements it became; none where none of its cells are left."""
        return [self._element(at, group, turn) for turn, group in enumerate(self._groups(at))]

    def _groups(self, at: Copy) -> list[_Group]:
        groups: dict[object, _Group] = {}
        for cells in self.areas:
            for view, span in at.areas(cells):
                targets = self._read(at, cells, view)
                turn = () if self.apart is None else view.path[: self.apart]
                key = turn, self._reading(targets, span.first)
                if key not in groups:
                    groups[key] = _Group(targets, span.first, [])
                groups[key].add(cells, span)
        return list(groups.values())

    def _read(self, at: Copy, cells: Cells, view: View) -> _Targets:
        """What the upper left cell of an output sees in the formulas."""
        if not self.formulas:
            return []
        row, own = at.placement.foremost(view, at.sheet, cells.top, cells.bottom)
        shift = row - topmost(self.areas)
        return [
            [each.found(at.placement, own, at.home, shift) for each in formula.references]
            for formula in self.formulas
        ]

    def _reading(self, targets: _Targets, row: int) -> object:
        """The same for all cells that read the formulas alike."""
        return tuple(
            target and _shifted(reference, target, -row)
            for formula, found in zip(self.formulas, targets, strict=True)
            for reference, target in zip(formula.references, found, strict=True)
        )

    def _element(self, at: Copy, group: _Group, turn: int) -> str:
        top, beside = group.top, group.left - leftmost(self.areas)
        targets = iter(group.targets)
        pieces = []
        for piece in self.pieces:
            if isinstance(piece, str):
                pieces.append(piece)
            elif piece is None:
                refs = (ref for cells, spans in group.spans for ref in closed_up(cells, spans))
                pieces.append(" ".join(refs))
            else:
                formula = _beside(piece.formula, beside) if beside else piece.formula
                if formula.own_row:
                    text = formula.row_text.replace(ROW, str(top))
                else:
                    moved = _moved(formula, next(targets), top - group.read_in)
                    text = formula.text(moved, at.names, at.home, spread=True)
                pieces.append(escape_attribute(text) if piece.in_attribute else escape_text(text))
        element = "".join(pieces)
        return _ID.sub(lambda found: _numbered(found, turn), element) if turn else element


def _apart(areas: Sequence[Cells], ground: Ground) -> int:
    top, bottom = topmost(areas), max(cells.bottom for cells in areas)
    around = len(ground.rows.around(top, bottom))
    # one row of a loop is compared with its other turns
    return max(around - 1, 0) if top == bottom else around


def _moved(
    formula: Formula, targets: Sequence[Target | None], rows: int
) -> Sequence[Target | None]:
    if not rows:
        return targets
    return [
        target and _shifted(reference, target, rows)
        for reference, target in zip(formula.references, targets, strict=True)
    ]


def _shifted(reference: Reference, target: Target, rows: int) -> Target:
    """As a cell so many rows further down reads it."""
    if reference.whole_columns:
        return target
    return target._replace(
        top=target.top if reference.fixed[0] else target.top + rows,
        bottom=target.bottom if reference.fixed[2] else target.bottom + rows,
    )


@lru_cache(maxsize=1024)
def _beside(formula: Formula, columns: int) -> Formula:
    return formula.beside(columns)


def _numbered(found: re.Match[str], turn: int) -> str:
    """An id of its own for the element of a further turn."""
    number = (int(found[2], 16) + turn * _NEXT_ID) % (1 << 48)
    return f"{found[1]}{number:012X}"
