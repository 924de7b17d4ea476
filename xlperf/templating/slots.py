"""What a template's logic takes in and gives out, for whoever writes the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Literal

#: the first of an event that isn't a row's
ENTER, NEXT, LEAVE, NAME = -1, -2, -3, -4
#: in a formula's text stands chr(FIRST_PLACEHOLDER + i) for its i-th literal
FIRST_PLACEHOLDER = 0xE000

Merge = Literal["nested", "alone"]
Place = tuple[int, int]  # row and column, both from 1


@dataclass(frozen=True, slots=True)
class Source:
    """A sheet of a template."""

    name: str
    last_row: int
    texts: Mapping[Place, str]  # of cells that hold text
    formulas: Mapping[Place, str]  # without "="
    heads: frozenset[Place] = frozenset()  # of tables, which are text whatever fills them


class SlotKind(Enum):
    VALUE = "value"
    TEXT = "text"
    LITERAL = "literal"  # within quotes of a formula
    FILLED = "filled"  # what may stand in place of a formula's result


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one value of a row's event goes."""

    column: int
    kind: SlotKind
    merge: Merge | None = None
    as_filled: bool = False
