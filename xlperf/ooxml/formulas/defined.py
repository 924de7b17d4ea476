"""Names that a workbook gives to cells and constants: what a formula finds behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

from xlperf.ooxml.formulas.scanning import Area, Scope, name_of, scan
from xlperf.ooxml.formulas.targets import Home, Reference, Target
from xlperf.ooxml.placement import OUTSIDE, Placement, View

#: by name in lower case, what it stands for and whether only one sheet knows it
DefinedNames = Mapping[str, tuple[str, bool]]
#: no sheet's: what a workbook knows is seen from outside of all
_NOWHERE = (-1, 0)


@dataclass(frozen=True, slots=True)
class NamedReference(Reference):
    """Cells behind a name: all of them, whoever uses the name."""

    local: bool = False  # to the sheet that uses it, so that each copy has its own

    def found(self, placement: Placement, view: View, home: Home, shift: int = 0) -> Target | None:
        loops = placement.sheets[home[0]].loops_of_sheet if self.local else ()
        outside = View(loops, (home[1],)) if loops else OUTSIDE
        return Reference.found(self, placement, outside, home if self.local else _NOWHERE)


class Named(NamedTuple):
    """A name in a formula, and what it stands for."""

    sheet: int  # none, as it stands without a prefix
    prefix: str
    body: str
    parts: tuple[str | NamedReference, ...]


def names_on(sheet: int, all_names: Sequence[tuple[str, str, int | None]]) -> DefinedNames:
    """What a sheet knows of a workbook's names: each with its text, and where it is local."""
    everywhere = {
        name.casefold(): (text, False) for name, text, local in all_names if local is None
    }
    own = {name.casefold(): (text, True) for name, text, local in all_names if local == sheet}
    return everywhere | own


def named(word: str, defined: DefinedNames, sheets: Sequence[str]) -> Named | str:
    """A word of a formula; as it is where it is no name, or stands for what isn't cells alone."""
    text, local = defined.get(word.casefold(), ("", False))
    parts = [_part(part, local, sheets) for part in scan(text)] if text else []
    known = tuple(part for part in parts if part is not None)
    if not known or len(known) < len(parts):
        return word
    return Named(-1, "", word, known)


def _part(
    part: str | Area | Scope, local: bool, sheets: Sequence[str]
) -> str | NamedReference | None:
    if isinstance(part, str):
        return part
    if isinstance(part, Scope):
        return part.body if part.body.upper() in ("TRUE", "FALSE") else None
    known = [name.casefold() for name in sheets]
    sheet = name_of(part.prefix).casefold() if part.prefix else ""
    # without $ it counts from the cell that uses the name
    moving = not (part.fixed[1] and part.fixed[3] if part.whole_columns else all(part.fixed))
    if sheet not in known or moving:
        return None
    plain = Reference.of(part, known.index(sheet))
    values = {each.name: getattr(plain, each.name) for each in fields(Reference)}
    return NamedReference(**{**values, "argument": True}, local=local)
