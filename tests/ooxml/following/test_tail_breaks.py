"""Page breaks: on which row they stay."""

from __future__ import annotations

import pytest
from support.placed import Turns, rows_of
from support.tails import after, values

from xlperf.ooxml.placement import Loop, SheetRows

BLOCK = Loop("page in pages", 2, 4)
INNER = Loop("row in page.rows", 3, 3)


def _breaks(*rows: int) -> str:
    inner = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in rows)
    return f'<rowBreaks count="{len(rows)}" manualBreakCount="{len(rows)}">{inner}</rowBreaks>'


def _ids(written: str) -> list[int]:
    found = [int(id_) for id_ in values("id", written)]
    assert values("count", written) == values("manualBreakCount", written)
    assert values("count", written) == ([str(len(found))] if found else [])
    return found


def _found(rows: SheetRows, turns: Turns, *ids: int) -> list[int]:
    return _ids(after(_breaks(*ids), rows, turns))


@pytest.mark.parametrize(
    ("turns", "below_each", "above_each", "below_all"),
    [(0, [], [], [1]), (1, [4], [1], [4]), (3, [4, 7, 10], [1, 4, 7], [10])],
)
def test_row_that_is_repeated_keeps_the_break(
    turns: int, below_each: list[int], above_each: list[int], below_all: list[int]
) -> None:
    # 1 | 2 3 4 | … | 5 6
    rows = rows_of(6, BLOCK)
    assert _found(rows, {BLOCK: turns}, 4) == below_each
    assert _found(rows, {BLOCK: turns}, 1) == above_each
    assert _found(rows, {BLOCK: turns}, 5) == [row + 1 for row in below_all]


def test_forms_that_fill_the_sheet_have_breaks_between_them_only() -> None:
    block = Loop("page in pages", 1, 3)
    rows = rows_of(3, block)
    assert _found(rows, {block: 3}, 3) == [3, 6]
    assert _found(rows, {block: 1}, 3) == []
    assert _found(rows, {block: 3}, 1, 2) == [1, 2, 4, 5, 7, 8]
    below_the_tag = rows_of(4, Loop("page in pages", 2, 4))
    assert _found(below_the_tag, {below_the_tag.loops[2][0]: 2}, 1) == [1, 4]


def test_break_inside_of_a_block_is_in_every_block() -> None:
    rows = rows_of(6, BLOCK, INNER)
    turns = {BLOCK: 2, INNER: {(0,): 3, (1,): 0}}
    # 1 | 2 3 3 3 4 | 2 4 | 5 6
    assert _found(rows, turns, 2) == [2, 3, 4]  # above every turn of the inner loop
    assert _found(rows, turns, 3) == [3, 4, 5]
    assert _found(rows, turns, 4) == [6, 8]


def test_break_between_plain_rows_moves() -> None:
    rows = rows_of(9, Loop("row in rows", 3, 3))
    loop = rows.loops[3][0]
    assert [_found(rows, {loop: turns}, 5) for turns in (0, 1, 4)] == [[4], [5], [8]]


def test_break_is_written_once_and_in_order() -> None:
    rows = rows_of(9, Loop("row in rows", 3, 3))
    assert _found(rows, {rows.loops[3][0]: 3}, 6, 3, 2) == [2, 3, 4, 5, 8]


def test_breaks_between_columns_stay() -> None:
    breaks = (
        '<colBreaks count="1" manualBreakCount="1"><brk id="8" max="1048575" man="1"/></colBreaks>'
    )
    assert after(breaks, rows_of(4, BLOCK), {BLOCK: 3}) == breaks


def test_breaks_of_each_copy() -> None:
    rows = rows_of(6, BLOCK, repeated="book in books")
    turns = {BLOCK: {(0,): 1, (1,): 2}}
    found = [_ids(after(_breaks(4), rows, turns, copies=2, copy=copy)) for copy in range(2)]
    assert found == [[4], [4, 7]]
