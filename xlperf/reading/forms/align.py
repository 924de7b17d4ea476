"""Which column does each cell of a row belong to? In order, at the least cost.

Where a source keeps its columns, a cell belongs to the header it stands under. Published text has
lost them: cells slide left and right, but never past one another, and what they hold tells the
rest. So every in-order assignment of cells to columns is weighed, and the cheapest wins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

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

    @cache
    def best(cell: int, column: int) -> tuple[float, tuple[int | None, ...]]:
        if cell == len(cells):
            return sum(gap(each) for each in columns[column:]), ()
        rest, chosen = best(cell + 1, column)
        options = [(rest + UNPLACED, (None, *chosen))]
        if column < len(columns):
            rest, chosen = best(cell, column + 1)
            options.append((rest + gap(columns[column]), chosen))
            rest, chosen = best(cell + 1, column + 1)
            options.append((rest + cost(cells[cell], columns[column]), (column, *chosen)))
        return min(options, key=lambda option: option[0])

    return list(best(0, 0)[1])
