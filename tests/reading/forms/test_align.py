"""Cells go to columns in order, at the least cost: checked against trying everything."""

from __future__ import annotations

from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from xlperf.model.grid import Cell, Spans
from xlperf.model.place import Place
from xlperf.reading.forms.align import UNPLACED, Column, align, distance_cost, drift

COSTS = st.floats(0, 12).map(lambda cost: round(cost, 2))


def cell(col: int, cols: int = 1) -> Cell:
    return Cell(0, col, f"c{col}", Place(), cols=cols)


@given(st.data(), st.integers(0, 4), st.integers(0, 4))
def test_no_other_assignment_is_cheaper(data: st.DataObject, cells: int, columns: int) -> None:
    costs = [[data.draw(COSTS) for _ in range(columns)] for _ in range(cells)]
    gaps = [data.draw(COSTS) for _ in range(columns)]
    boxes, heads = [cell(i) for i in range(cells)], [Column(str(i), i) for i in range(columns)]

    def price(chosen: tuple[int | None, ...]) -> float:
        placed = sum(UNPLACED if at is None else costs[i][at] for i, at in enumerate(chosen))
        return placed + sum(gap for at, gap in enumerate(gaps) if at not in chosen)

    found = align(boxes, heads, lambda c, h: costs[c.col][h.col], lambda h: gaps[h.col])
    every = product([None, *range(columns)], repeat=cells)
    in_order = (c for c in every if _rises([at for at in c if at is not None]))
    assert abs(price(tuple(found)) - min(map(price, in_order))) < 1e-6


def _rises(chosen: list[int]) -> bool:
    return all(a < b for a, b in pairwise(chosen))


def test_a_cell_under_its_heading_has_not_drifted() -> None:
    heading = Column("target", 4, 2)
    assert [drift(cell(col), heading) for col in (3, 4, 5, 6)] == [-1, 0, 0, 2]
    assert drift(cell(3, cols=2), heading) == 0


def test_a_source_that_keeps_its_columns_is_believed() -> None:
    heading = Column("score", 7)
    assert distance_cost(cell(7), heading, Spans.KNOWN) == 0
    assert distance_cost(cell(6), heading, Spans.KNOWN) > distance_cost(
        cell(6), heading, Spans.LOST
    )
