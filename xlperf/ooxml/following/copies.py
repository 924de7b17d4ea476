"""What an element of a worksheet is told: first about its sheet, later about one copy of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from xlperf.ooxml.following.cells import Cells
from xlperf.ooxml.formulas.references import Formula, Home, SheetNames
from xlperf.ooxml.placement import Placement, Put, Run, SheetRows, Span, View
from xlperf.ooxml.protection import Password
from xlperf.ooxml.xml import unescape


class Ground(NamedTuple):
    """A sheet of the template."""

    sheet: int
    sheets: Sequence[str]  # the names of all of them
    rows: SheetRows

    def formula(self, written: str, row: int = 0) -> Formula:
        """Of XML's text or attribute."""
        return Formula.compile(unescape(written), self.sheet, self.sheets, row)


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a sheet in one output."""

    placement: Placement
    sheet: int
    copy: int
    names: SheetNames
    merges: Sequence[str] = ()  # what the rows merged; several in a text, with blanks between
    password: Password | None = None
    columns: tuple[int, int] = (1, 1)  # the first and the last that has a cell
    view: View = field(init=False)  # from outside of every loop of rows

    def __post_init__(self) -> None:
        loops = self.placement.sheets[self.sheet].loops_of_sheet
        object.__setattr__(self, "view", View(loops, (self.copy,) if loops else ()))

    @property
    def home(self) -> Home:
        return self.sheet, self.copy

    @property
    def end(self) -> int:
        """The last row written."""
        return self.placement.ends[self.sheet][self.copy]

    def span(self, top: int, bottom: int) -> Span | None:
        """Where rows lie, with all turns of their loops."""
        return self.placement.span(self.view, self.sheet, top, bottom)

    def areas(self, cells: Cells) -> list[tuple[View, Span]]:
        """Every output of cells, each with its own view."""
        return self.placement.areas(self.sheet, self.copy, cells.top, cells.bottom)

    def outputs(self, cells: Cells) -> list[Put]:
        """The same without views."""
        return self.placement.outputs(self.sheet, self.copy, cells.top, cells.bottom)

    def runs(self, cells: Cells, depth: int) -> list[Run]:
        """The same, as one where they share the turns of the outermost `depth` loops."""
        return self.placement.runs(self.sheet, self.copy, cells.top, cells.bottom, depth)

    def text(self, formula: Formula, view: View) -> str:
        """A formula as seen from there."""
        targets = formula.resolve(self.placement, view, self.home)
        return formula.text(targets, self.names, self.home)
