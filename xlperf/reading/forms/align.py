"""Which column does each cell of a row belong to? In order, at the least cost.

Where a source keeps its columns, a cell belongs to the header it stands under. Published text has
lost them: cells slide left and right, but never past one another, and what they hold tells the
rest. So every in-order assignment of cells to columns is weighed, and the cheapest wins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from xlperf.model.grid import Cell, Spans

UNPLACED = 9.0  # leaving a cell out costs more than any column it could fit


@dataclass(frozen=True, slots=True)
class Column:
    field: str
    col: int
    cols: int = 1

    @property
    def end(self) -> int:
        return self.col + self.cols


def drift(cell: Cell, column: Column) -> int:
    """By how many columns a cell misses its header; 0 where they overlap."""
    if cell.col < column.end and column.col < cell.col + cell.cols:
        return 0
    return cell.col - column.col


def distance_cost(cell: Cell, column: Column, spans: Spans) -> float:
    away = abs(drift(cell, column))
    if spans is Spans.KNOWN:
        return 4.0 + away if away else 0.0
    return 0.3 * away


def align(
    cells: Sequence[Cell],
    columns: Sequence[Column],
    cost: Callable[[Cell, Column], float],
    gap: Callable[[Column], float],
) -> list[int | None]:
    """For each cell the index of its column, or None."""
    width = len(columns)
    gaps = [gap(column) for column in columns]
    # prices[i][j]: the least cost of placing the cells from i on in the columns from j on
    prices = [[sum(gaps[j:]) for j in range(width + 1)]]
    for cell in reversed(cells):
        below, row = prices[0], [0.0] * (width + 1)
        row[width] = below[width] + UNPLACED
        for j in range(width - 1, -1, -1):
            here = below[j + 1] + cost(cell, columns[j])
            row[j] = min(below[j] + UNPLACED, row[j + 1] + gaps[j], here)
        prices.insert(0, row)
    return list(_cheapest(cells, columns, cost, gaps, prices))


def _cheapest(
    cells: Sequence[Cell],
    columns: Sequence[Column],
    cost: Callable[[Cell, Column], float],
    gaps: Sequence[float],
    prices: Sequence[Sequence[float]],
) -> Iterator[int | None]:
    """The way through the prices that the least of them was reckoned along."""
    j = 0
    for i, cell in enumerate(cells):
        while j < len(columns) and prices[i][j] == prices[i][j + 1] + gaps[j]:
            j += 1
        if j < len(columns) and prices[i][j] == prices[i + 1][j + 1] + cost(cell, columns[j]):
            yield j
            j += 1
        else:
            yield None
