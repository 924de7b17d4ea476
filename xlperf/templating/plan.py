"""The rows of a template as they are written: XML that is ready but for values and row numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from xlperf.ooxml.formulas.calculation import Calculation
from xlperf.ooxml.formulas.references import ROW, Formula
from xlperf.templating.patterns import Patterns, Pick, picking

Write = Callable[[Any], str]

#: stands where a formula comes, which is known only when all rows are written
HOLE = "\1"


@dataclass(frozen=True, slots=True)
class Block:
    """Cells of the template that are merged, or one that isn't; rows and columns from 1."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def low(self) -> bool:
        """Of one row."""
        return self.top == self.bottom


class MergeSlot(NamedTuple):
    """A cell whose equal values of consecutive turns become one."""

    at: int  # where the event has its value
    top: int  # rows of the template; several where it is a merged one
    bottom: int
    nested: bool  # a change further left ends it
    merged: bool  # in the template
    left: str  # letters of its first and last column
    right: str
    block: Block


class TallSlot(NamedTuple):
    """A cell whose text may need a higher row."""

    at: int  # where the event has its text
    top: int  # rows of the template; several where it is a merged one
    bottom: int
    surely: int  # so many characters fit in one line
    needed: Callable[[str], float]  # points; 0 where one line is enough


@dataclass(frozen=True, slots=True)
class FormulaCell:
    column: int
    start: str  # what stands in `<c r="B7"` before the type of its value
    frame: str  # the attributes of its <f>
    areas: tuple[tuple[str, Formula], ...]  # further ones, which name cells
    formula: Formula
    calculation: Calculation | None  # None: only a spreadsheet can tell
    renaming: bool  # it names a sheet or a table that may be called otherwise
    literals: tuple[int, ...] = ()  # where the event has the texts in its strings
    filled: tuple[Write, int] | None = None  # who writes which figure instead
    decimals: tuple[str, ...] = ()  # `start`, by the decimals of a figure whose own are shown


@dataclass(frozen=True, slots=True)
class Further:
    """What a row goes on with where one output row isn't high enough for it."""

    head: str  # of a row as blank as those of its cells that go on, up to the height
    body: str
    columns: tuple[tuple[str, str], ...]  # the first and the last of each cell that is merged down

    def rows(self, first: int, heights: Sequence[float]) -> str:
        return "".join(
            f"{self.head}{height_of(height)}{self.body}".replace(ROW, str(number))
            for number, height in enumerate(heights, first)
        )

    def merges(self, first: int, last: int) -> str:
        return "".join(f" {left}{first}:{right}{last}" for left, right in self.columns)


def height_of(points: float) -> str:
    """The attributes of a row."""
    return f' ht="{points:g}" customHeight="1"'


@dataclass(frozen=True, slots=True)
class RowPlan:
    number: int
    patterns: Patterns  # the XML, with ROW for its number and HOLE for each formula
    given: Mapping[int, int] = field(default_factory=dict)  # by column, where the event has it
    known: Mapping[int, object] = field(default_factory=dict)  # by column, what never changes
    formulas: tuple[FormulaCell, ...] = ()  # from left to right
    formula_at: Mapping[int, int] = field(default_factory=dict)  # by column, which of them
    merges: str = ""  # of this row alone, with ROW for its number and a blank before each
    merging: tuple[MergeSlot, ...] = ()  # from left to right
    points: float = 0.0  # how high it is
    tall: tuple[TallSlot, ...] = ()
    further: Further | None = None
    merged_values: Pick = field(init=False)  # those of `merging`
    noted: bool = field(init=False)  # a layout has more to remember of it than its place

    def __post_init__(self) -> None:
        object.__setattr__(self, "merged_values", picking([slot.at for slot in self.merging]))
        noted = bool(self.merging or self.formulas or self.tall or self.merges)
        object.__setattr__(self, "noted", noted)
