"""A document as one run of rows, whatever grids it came in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from xlperf.model.grid import Cell, Document, Grid
from xlperf.model.text import clean, key


@dataclass(frozen=True)
class Row:
    """The cells that begin in one row, from left to right."""

    grid: Grid
    cells: tuple[Cell, ...]

    @property
    def number(self) -> int:
        return self.cells[0].row

    @cached_property
    def filled(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if clean(cell.text))

    @property
    def key(self) -> str:
        return "".join(key(cell.text) for cell in self.cells)


def rows_of(document: Document) -> Iterator[Row]:
    for grid in document.grids:
        for _, cells in groupby(grid.cells, key=lambda cell: cell.row):
            yield Row(grid, tuple(cells))
