"""The rows of a template as they are written: XML that is ready but for values and row numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from xlperf.ooxml.formulas.calculation import Calculation
from xlperf.ooxml.formulas.references import Formula
from xlperf.templating.patterns import Patterns

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
class RowPlan:
    number: int
    patterns: Patterns  # the XML, with ROW for its number and HOLE for each formula
    given: Mapping[int, int] = field(default_factory=dict)  # by column, where the event has it
    known: Mapping[int, object] = field(default_factory=dict)  # by column, what never changes
    formulas: tuple[FormulaCell, ...] = ()  # from left to right
    formula_at: Mapping[int, FormulaCell] = field(default_factory=dict)  # by column
    merges: str = ""  # of this row alone, with ROW for its number and a blank before each
    merging: tuple[MergeSlot, ...] = ()  # from left to right
