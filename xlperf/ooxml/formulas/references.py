"""A formula whose references follow the rows: compiled once, written for every output.

What a reference finds is decided by `Placement`; here it is only read, asked for and written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from xlperf.ooxml.formulas.defined import DefinedNames, Named, named
from xlperf.ooxml.formulas.scanning import Area, Scope, name_of, scan
from xlperf.ooxml.formulas.targets import Home, Reference, Target
from xlperf.ooxml.placement import Placement, View
from xlperf.ooxml.refs import LAST_ROW, column_letters

__all__ = [
    "ROW",
    "DefinedNames",
    "Formula",
    "Home",
    "Named",
    "Part",
    "Reference",
    "Scoped",
    "SheetNames",
    "Target",
    "quoted",
]

#: the names of the output's sheets, by template sheet and copy
SheetNames = Sequence[Sequence[str]]
#: stands for the number of the row that a formula is in
ROW = "\0"


class Scoped(NamedTuple):
    """A name that is known on one sheet alone."""

    sheet: int
    prefix: str
    body: str


Part = str | Reference | Scoped | Named


@dataclass(frozen=True, slots=True)
class Formula:
    """`parts` put together are the formula; `references` are those of its parts, in order,
    with those of its names."""

    parts: tuple[Part, ...]
    references: tuple[Reference, ...]
    own_row: bool  # `row_text` is all there is to it
    row_text: str  # as written, with "\0" for its own row where `own_row`
    unknown: tuple[str, ...]  # sheets it names that the template doesn't have

    @classmethod
    def compile(
        cls,
        text: str,
        sheet: int,
        sheets: Sequence[str],
        row: int = 0,
        defined: DefinedNames | None = None,
    ) -> Formula:
        """Of a formula without "=", XML's entities resolved, that stands in `row` of `sheet`.

        `defined` are the names that `sheet` knows.
        """
        known = {name.casefold(): index for index, name in enumerate(sheets)}
        unknown: list[str] = []

        def resolved(part: str | Area | Scope) -> Part:
            if isinstance(part, str):
                return part
            if isinstance(part, Scope) and not part.prefix:
                return named(part.body, defined or {}, sheets)
            name = name_of(part.prefix) if part.prefix else None
            at = sheet if name is None else known.get(name.casefold())
            if at is None:
                unknown.append(name or "")
                return part.prefix + part.body
            if isinstance(part, Scope):
                return Scoped(at, part.prefix, part.body)
            return Reference.of(part, at)

        parts = tuple(_run_together(resolved(part) for part in scan(text)))
        references = tuple(_references(parts))
        own_row = all(
            isinstance(part, str) or (isinstance(part, Reference) and _stays(part, row))
            for part in parts
        )
        return cls(
            parts=parts,
            references=references,
            own_row=own_row,
            row_text=_row_text(parts) if own_row else text,
            unknown=tuple(dict.fromkeys(unknown)),
        )

    @property
    def looks_away(self) -> bool:
        """Whether it names a sheet."""
        return any(not isinstance(part, str) and part.prefix for part in self.parts)

    def leads_nowhere(self, names: SheetNames) -> bool:
        """Whether it names a sheet that was left out."""
        return any(
            isinstance(part, Reference | Scoped) and not names[part.sheet] for part in self.parts
        )

    def beside(self, columns: int) -> Formula:
        """As it reads that many columns further right."""
        parts = tuple(
            part.beside(columns) if isinstance(part, Reference) else part for part in self.parts
        )
        references = tuple(_references(parts))
        text = _row_text(parts) if self.own_row else self.row_text
        return replace(self, parts=parts, references=references, row_text=text)

    def looking_away(self, row: int) -> Formula:
        """With ROW in its text for what it finds in its own row, and only the other references."""
        parts = tuple(
            part.written(ROW, ROW) if isinstance(part, Reference) and _stays(part, row) else part
            for part in self.parts
        )
        return replace(self, parts=parts, references=tuple(_references(parts)))

    @property
    def same_everywhere(self) -> bool:
        """Whether it is nothing but text."""
        return all(isinstance(part, str) for part in self.parts)

    def resolve(self, placement: Placement, view: View, home: Home) -> list[Target | None]:
        """Where each reference leads for `view`, which stands on `home`."""
        return [reference.found(placement, view, home) for reference in self.references]

    def text(
        self,
        targets: Sequence[Target | None],
        names: SheetNames,
        home: Home,
        *,
        spread: bool = False,
    ) -> str:
        """The formula with its references where `resolve` found them.

        `spread`: other cells read it for themselves, each a row further down.
        """
        blank = f"${LAST_ROW}" if spread else str(LAST_ROW)
        pieces: list[str] = []
        found = iter(targets)
        for part in self.parts:
            if isinstance(part, str):
                pieces.append(part)
            elif isinstance(part, Scoped):
                pieces.append(_scoped(part, names, home))
            elif isinstance(part, Named):
                pieces.append(part.body)
                for _ in _references(part.parts):
                    next(found)
            else:
                pieces.append(_placed(part, next(found), names, home, blank))
        return "".join(pieces)


def _placed(
    reference: Reference, target: Target | None, names: SheetNames, home: Home, blank: str
) -> str:
    if target is None:
        return _blank(reference, names, home, blank)
    written = reference.written(target.top, target.bottom)
    if not reference.prefix:
        return written
    return _named(reference.prefix, target.sheet, target.copy, names) + written


def _blank(reference: Reference, names: SheetNames, home: Home, row: str) -> str:
    """Nothing is left to refer to: cells as blank as those that vanished."""
    first = f"{column_letters(reference.left)}{row}"
    last = f"{column_letters(reference.right)}{row}"
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


def _run_together(parts: Iterable[Part]) -> Iterator[Part]:
    """Neighbours that are mere text as one."""
    for is_text, some in groupby(parts, key=lambda part: isinstance(part, str)):
        if is_text:
            yield "".join(map(str, some))
        else:
            yield from some


def _references(parts: Iterable[Part]) -> Iterator[Reference]:
    for part in parts:
        if isinstance(part, Reference):
            yield part
        elif isinstance(part, Named):
            yield from _references(part.parts)


def _row_text(parts: Sequence[Part]) -> str:
    return "".join(
        part.written(ROW, ROW) if isinstance(part, Reference) else str(part) for part in parts
    )


def _stays(reference: Reference, row: int) -> bool:
    """In `row` there is nothing to find out about it but the row's number."""
    return reference.stays_on(row) or (not reference.prefix and reference.whole_columns)
