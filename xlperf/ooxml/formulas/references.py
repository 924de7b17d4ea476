"""A formula whose references follow the rows: compiled once, written for every output.

What a reference finds is decided by `Placement`; here it is only read, asked for and written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xlperf.ooxml.formulas.scanning import Area, Scope, name_of, scan
from xlperf.ooxml.placement import Placement, Span, View
from xlperf.ooxml.refs import LAST_COLUMN, LAST_ROW, column_letters

#: a formula's place: its sheet, and which copy of it
Home = tuple[int, int]
#: the names of the output's sheets, by template sheet and copy
SheetNames = Sequence[Sequence[str]]
#: stands for the number of the row that a formula is in
ROW = "\0"


class Target(NamedTuple):
    """Where a reference leads in an output; rows and columns from 1, both ends included."""

    sheet: int
    copy: int
    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Reference:
    """Cells of the template, as a formula names them; rows and columns from 1."""

    sheet: int
    top: int
    left: int
    bottom: int
    right: int
    fixed: tuple[bool, bool, bool, bool]  # a $ before top, left, bottom, right
    prefix: str  # the sheet as written, with its "!"; "" for the formula's own
    body: str  # the rest as written
    single: bool  # one cell, not a range of one
    argument: bool  # where a function takes a range as well
    closing: bool  # ends a range that begins with something computed
    first: str  # what stands before the number of its top row
    last: str  # and before that of its bottom row

    @classmethod
    def of(cls, area: Area, sheet: int) -> Reference:
        top, left, bottom, right = area.fixed
        if area.left == 1 and area.right == LAST_COLUMN:
            first, last = _dollar(top), _dollar(bottom)
        else:
            first = _dollar(left) + column_letters(area.left) + _dollar(top)
            last = _dollar(right) + column_letters(area.right) + _dollar(bottom)
        return cls(sheet, *area[2:7], area.prefix, area.body, *area[7:], first, f":{last}")

    @property
    def whole_columns(self) -> bool:
        return self.top == 1 and self.bottom == LAST_ROW

    def found(self, placement: Placement, view: View, home: Home) -> Target | None:
        """Where it leads for `view`; None where none of its rows are left."""
        if self.whole_columns:
            span = self._whole_sheet(placement, view, home)
        else:
            fixed = self.fixed[0], self.fixed[2]
            span = placement.span(view, self.sheet, self.top, self.bottom, fixed)
        if span is None:
            return None
        copy, first, last = span
        if self.single and not self.argument:
            first = last = last if self.closing else first
        return Target(self.sheet, copy, first, self.left, last, self.right)

    def _whole_sheet(self, placement: Placement, view: View, home: Home) -> Span | None:
        copy = home[1] if self.sheet == home[0] else placement.copy_seen(view, self.sheet)
        return None if copy is None else Span(copy, 1, LAST_ROW)

    def written(self, top: int | str, bottom: int | str) -> str:
        """Without its sheet, between other rows."""
        if self.whole_columns or (top == self.top and bottom == self.bottom):
            return self.body
        if self.single and top == bottom:
            return f"{self.first}{top}"
        return f"{self.first}{top}{self.last}{bottom}"

    def stays_on(self, row: int) -> bool:
        """Whether it means the row it is written in, wherever that goes."""
        fixed = self.fixed[0] or self.fixed[2]
        return not self.prefix and self.top == self.bottom == row and not fixed


class Scoped(NamedTuple):
    """A name that is known on one sheet alone."""

    sheet: int
    prefix: str
    body: str


@dataclass(frozen=True, slots=True)
class Formula:
    """`parts` put together are the formula; `references` are those of its parts, in order."""

    parts: tuple[str | Reference | Scoped, ...]
    references: tuple[Reference, ...]
    own_row: bool  # `row_text` is all there is to it
    row_text: str  # as written, with "\0" for its own row where `own_row`
    unknown: tuple[str, ...]  # sheets it names that the template doesn't have

    @classmethod
    def compile(cls, text: str, sheet: int, sheets: Sequence[str], row: int = 0) -> Formula:
        """Of a formula without "=", XML's entities resolved, that stands in `row` of `sheet`."""
        known = {name.casefold(): index for index, name in enumerate(sheets)}
        unknown: list[str] = []

        def resolved(part: str | Area | Scope) -> str | Reference | Scoped:
            if isinstance(part, str):
                return part
            named = name_of(part.prefix) if part.prefix else None
            at = sheet if named is None else known.get(named.casefold())
            if at is None:
                unknown.append(named or "")
                return part.prefix + part.body
            if isinstance(part, Scope):
                return Scoped(at, part.prefix, part.body)
            return Reference.of(part, at)

        parts = tuple(resolved(part) for part in scan(text))
        references = tuple(part for part in parts if isinstance(part, Reference))
        own_row = all(
            isinstance(part, str)
            or (isinstance(part, Reference) and (part.stays_on(row) or _never_moves(part)))
            for part in parts
        )
        return cls(
            parts=parts,
            references=references,
            own_row=own_row,
            row_text=_row_text(parts) if own_row else text,
            unknown=tuple(dict.fromkeys(unknown)),
        )

    def resolve(self, placement: Placement, view: View, home: Home) -> list[Target | None]:
        """Where each reference leads for `view`, which stands on `home`."""
        return [reference.found(placement, view, home) for reference in self.references]

    def text(self, targets: Sequence[Target | None], names: SheetNames, home: Home) -> str:
        """The formula with its references where `resolve` found them."""
        pieces: list[str] = []
        found = iter(targets)
        for part in self.parts:
            if isinstance(part, str):
                pieces.append(part)
            elif isinstance(part, Scoped):
                pieces.append(_scoped(part, names, home))
            else:
                pieces.append(_placed(part, next(found), names, home))
        return "".join(pieces)


def _placed(reference: Reference, target: Target | None, names: SheetNames, home: Home) -> str:
    if target is None:
        return _blank(reference, names, home)
    written = reference.written(target.top, target.bottom)
    if not reference.prefix:
        return written
    return _named(reference.prefix, target.sheet, target.copy, names) + written


def _blank(reference: Reference, names: SheetNames, home: Home) -> str:
    """Nothing is left to refer to: cells as blank as those that vanished."""
    first = f"{column_letters(reference.left)}{LAST_ROW}"
    last = f"{column_letters(reference.right)}{LAST_ROW}"
    written = first if reference.single else f"{first}:{last}"
    if not reference.prefix or not names[reference.sheet]:
        return written  # of a sheet that isn't there, the formula's own
    return _named(reference.prefix, reference.sheet, _near(reference.sheet, home), names) + written


def _scoped(name: Scoped, names: SheetNames, home: Home) -> str:
    if not names[name.sheet]:
        return "#REF!"  # as Excel does; a name of a missing sheet would need a repair
    return _named(name.prefix, name.sheet, _near(name.sheet, home), names) + name.body


def _near(sheet: int, home: Home) -> int:
    return home[1] if sheet == home[0] else 0


def _named(prefix: str, sheet: int, copy: int, names: SheetNames) -> str:
    """The sheet as it was written, unless its name became another."""
    name = names[sheet][copy]
    same = name.casefold() == name_of(prefix).casefold()
    return prefix if same else f"{quoted(name)}!"


def quoted(name: str) -> str:
    """A sheet's name for use in a reference."""
    return "'" + name.replace("'", "''") + "'"


def _row_text(parts: Sequence[str | Reference | Scoped]) -> str:
    return "".join(
        part.written(ROW, ROW) if isinstance(part, Reference) else str(part) for part in parts
    )


def _never_moves(reference: Reference) -> bool:
    return not reference.prefix and reference.whole_columns


def _dollar(fixed: bool) -> str:
    return "$" if fixed else ""
