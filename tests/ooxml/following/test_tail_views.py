"""Frozen rows, selections and scrolling."""

from __future__ import annotations

import pytest
from support.placed import rows_of
from support.tails import before, values

from xlperf.ooxml.placement import Loop

ROWS = Loop("row in rows", 7, 7)
HEAD = Loop("head in heads", 2, 3)


def _view(inner: str, attributes: str = 'workbookViewId="0"') -> str:
    return f"<sheetViews><sheetView {attributes}>{inner}</sheetView></sheetViews>"


FROZEN = _view(
    '<pane xSplit="1" ySplit="5" topLeftCell="B6" activePane="bottomRight" state="frozen"/>'
    '<selection pane="topRight" activeCell="B1" sqref="B1"/>'
    '<selection pane="bottomLeft" activeCell="A6" sqref="A6"/>'
    '<selection pane="bottomRight" activeCell="C9" sqref="C9 D7:D9"/>'
)


@pytest.mark.parametrize(
    ("turns", "active", "chosen"), [(0, "C8", "C8 D7:D8"), (3, "C11", "C11 D7:D11")]
)
def test_pane_above_the_loop_stays(turns: int, active: str, chosen: str) -> None:
    written = before(FROZEN, rows_of(9, ROWS), {ROWS: turns})
    assert values("ySplit", written) == ["5"]
    assert values("topLeftCell", written) == ["B6"]
    assert values("activeCell", written) == ["B1", "A6", active]
    assert values("sqref", written) == ["B1", "A6", chosen]


@pytest.mark.parametrize(("turns", "split"), [(0, 3), (1, 5), (2, 7)])
def test_pane_has_the_rows_that_its_own_became(turns: int, split: int) -> None:
    written = before(FROZEN, rows_of(9, HEAD), {HEAD: turns})
    assert values("ySplit", written) == [str(split)]
    assert values("topLeftCell", written) == [f"B{split + 1}"]


def test_pane_goes_with_its_rows() -> None:
    head = Loop("head in heads", 1, 5)
    written = before(FROZEN, rows_of(9, head), {head: 0})
    assert written == _view(
        '<pane xSplit="1" topLeftCell="B1" activePane="topRight" state="frozen"/>'
        '<selection activeCell="A1" sqref="A1"/>'
        '<selection pane="topRight" activeCell="C4" sqref="C4 D2:D4"/>'
    )
    rows_only = _view(
        '<pane ySplit="5" topLeftCell="A6" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft" activeCell="A9" sqref="A9"/>'
    )
    assert before(rows_only, rows_of(9, head), {head: 0}) == _view(
        '<selection activeCell="A4" sqref="A4"/>'
    )


def test_selection_of_vanished_rows_moves_to_what_came_in_their_place() -> None:
    view = _view('<selection activeCell="B7" activeCellId="1" sqref="A1 B7"/>')
    written = before(view, rows_of(9, ROWS), {ROWS: 0})
    assert written == _view('<selection activeCell="B7" sqref="B7"/>')


def test_only_one_copy_is_selected() -> None:
    """Else whoever fills in one form fills in all of them."""
    view = '<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews>'
    rows = rows_of(9, repeated="page in pages")
    written = [before(view, rows, {}, copies=2, copy=copy) for copy in range(2)]
    assert written == [view, '<sheetViews><sheetView workbookViewId="0"/></sheetViews>']


def test_view_stays_scrolled_to_its_row() -> None:
    view = '<sheetViews><sheetView topLeftCell="A8" workbookViewId="0"/></sheetViews>'
    assert values("topLeftCell", before(view, rows_of(9, ROWS), {ROWS: 20})) == ["A27"]


@pytest.mark.parametrize(("turns", "ref"), [(0, "A1:H8"), (1, "A1:H9"), (20, "A1:H28")])
def test_dimension(turns: int, ref: str) -> None:
    dimension = '<dimension ref="A1:H9"/>'
    assert before(dimension, rows_of(9, ROWS), {ROWS: turns}) == f'<dimension ref="{ref}"/>'
