"""Where rows go: the rule, with no, one and many turns, nested loops, stacked forms, sheets."""

from __future__ import annotations

import random
from itertools import groupby

import pytest
from support.placed import laid_out, rows_of
from support.random_rows import LAST, random_placement, random_rows

from xlperf.ooxml.placement import OUTSIDE, Loop, Placement, Span, View
from xlperf.ooxml.refs import LAST_ROW

ROWS = Loop("row in rows", 5, 5)


def _one_loop(turns: int) -> Placement:
    """Rows 1 to 8, row 5 for each thing."""
    return laid_out([rows_of(8, ROWS)], {ROWS: turns})


def _inside(turn: int) -> View:
    return View((ROWS,), (turn,))


@pytest.mark.parametrize(
    ("turns", "of_loop", "around", "total"),
    [
        (0, None, Span(0, 4, 5), Span(0, 5, 5)),
        (1, Span(0, 5, 5), Span(0, 4, 6), Span(0, 6, 6)),
        (20, Span(0, 5, 24), Span(0, 4, 25), Span(0, 25, 25)),
    ],
)
def test_range_starts_at_the_first_of_its_top_and_ends_at_the_last_of_its_bottom(
    turns: int, of_loop: Span | None, around: Span, total: Span
) -> None:
    placement = _one_loop(turns)
    assert placement.span(OUTSIDE, 0, 5, 5) == of_loop
    assert placement.span(OUTSIDE, 0, 4, 6) == around
    assert placement.span(OUTSIDE, 0, 6, 6) == total


def test_end_that_vanished_gives_way_to_the_rows_next_to_it() -> None:
    placement = _one_loop(0)
    assert placement.span(OUTSIDE, 0, 5, 6) == Span(0, 5, 5)
    assert placement.span(OUTSIDE, 0, 4, 5) == Span(0, 4, 4)


def test_row_of_a_loop_sees_its_own_turn() -> None:
    placement = _one_loop(3)
    assert [placement.span(_inside(turn), 0, 5, 5) for turn in range(3)] == [
        Span(0, 5, 5),
        Span(0, 6, 6),
        Span(0, 7, 7),
    ]
    assert placement.span(_inside(1), 0, 4, 5) == Span(0, 4, 6)
    assert placement.span(_inside(1), 0, 5, 6) == Span(0, 6, 8)


def test_dollars_on_both_ends_mean_every_turn() -> None:
    assert _one_loop(3).span(_inside(1), 0, 5, 5, (True, True)) == Span(0, 5, 7)


def test_dollar_on_one_end_makes_a_running_total() -> None:
    placement = _one_loop(3)
    assert placement.span(_inside(1), 0, 5, 5, (True, False)) == Span(0, 5, 6)
    assert placement.span(_inside(1), 0, 5, 5, (False, True)) == Span(0, 6, 7)


def test_dollars_inside_a_block_mean_the_same_block() -> None:
    """People write $B$5 out of habit, also in forms that are stacked."""
    block = Loop("page in pages", 2, 6)
    placement = laid_out([rows_of(6, block)], {block: 3})
    view = View((block,), (1,))
    assert placement.span(view, 0, 3, 3, (True, True)) == Span(0, 8, 8)
    assert placement.span(view, 0, 2, 6, (True, True)) == Span(0, 2, 16)


@pytest.mark.parametrize(("row", "moved"), [(9, 11), (100, 102), (LAST_ROW, LAST_ROW)])
def test_what_lies_beneath_moves_as_a_whole(row: int, moved: int) -> None:
    placement = _one_loop(3)
    assert placement.span(OUTSIDE, 0, row, row) == Span(0, moved, moved)
    assert placement.span(OUTSIDE, 0, 5, row) == Span(0, 5, moved)


def test_row_written_over_several_is_all_of_them() -> None:
    placement = laid_out([rows_of(8, ROWS)], {ROWS: 2}, heights={5: 3})
    assert placement.span(OUTSIDE, 0, 5, 5) == Span(0, 5, 10)
    assert placement.span(_inside(1), 0, 5, 5) == Span(0, 8, 10)
    assert placement.span(OUTSIDE, 0, 6, 6) == Span(0, 11, 11)


def test_rows_left_out_of_some_turns_shorten_no_range() -> None:
    """Row 2 is in the second turn only, row 4 in the first only."""
    block = Loop("page in pages", 2, 4)
    missing = {(2, (0,)), (4, (1,))}
    placement = laid_out([rows_of(5, block)], {block: 2}, missing=missing)
    # rows come out as 1, 3, 4, 2, 3, 5
    assert placement.span(OUTSIDE, 0, 2, 4) == Span(0, 2, 5)
    assert placement.span(OUTSIDE, 0, 2, 3) == Span(0, 2, 5)
    assert placement.span(OUTSIDE, 0, 3, 4) == Span(0, 2, 5)
    assert placement.span(View((block,), (1,)), 0, 4, 4) is None
    assert placement.span(View((block,), (1,)), 0, 2, 4) == Span(0, 4, 5)


def test_nested_loops() -> None:
    outer, inner = Loop("page in pages", 2, 5), Loop("row in page.rows", 3, 3)
    placement = laid_out([rows_of(6, outer, inner)], {outer: 2, inner: {(0,): 2, (1,): 0}})
    # 1 | 2 3 3 4 5 | 2 4 5 | 6
    first, second = View((outer,), (0,)), View((outer,), (1,))
    assert placement.span(OUTSIDE, 0, 3, 3) == Span(0, 3, 4)
    assert placement.span(first, 0, 3, 3) == Span(0, 3, 4)
    assert placement.span(second, 0, 3, 3) is None
    assert placement.span(second, 0, 3, 4) == Span(0, 8, 8)
    assert placement.span(View((outer, inner), (0, 1)), 0, 3, 3) == Span(0, 4, 4)
    assert placement.span(View((outer, inner), (0, 1)), 0, 2, 5) == Span(0, 2, 6)
    assert placement.span(View((outer, inner), (0, 1)), 0, 3, 3, (True, True)) == Span(0, 3, 4)
    assert placement.span(OUTSIDE, 0, 2, 5) == Span(0, 2, 9)


def test_loops_over_the_same_things_find_each_other_across_sheets() -> None:
    here, there = Loop("page in pages", 2, 2), Loop("page in pages", 4, 6)
    placement = laid_out([rows_of(3, here), rows_of(7, there)], {here: 3, there: 3})
    assert placement.span(View((here,), (2,)), 1, 5, 5) == Span(0, 11, 11)
    assert placement.span(OUTSIDE, 1, 5, 5) == Span(0, 5, 11)


def test_loops_over_other_things_are_seen_as_a_whole() -> None:
    other = Loop("fund in funds", 2, 2)
    placement = laid_out([rows_of(8, other, ROWS)], {other: 2, ROWS: 3})
    assert placement.span(View((other,), (1,)), 0, 5, 5) == Span(0, 6, 8)


def _copies(number: int, turns: int = 2) -> Placement:
    """A sheet that repeats with a loop on row 5, and a list with a line for each of them."""
    listed = Loop("page in pages", 2, 2)
    return laid_out(
        [rows_of(8, ROWS, repeated="page in pages"), rows_of(3, listed)],
        {listed: number, ROWS: turns},
        copies=number,
    )


def test_repeated_sheet_keeps_to_itself() -> None:
    placement = _copies(3)
    repeated = placement.sheets[0].loops_of_sheet
    for copy in range(3):
        view = View(repeated, (copy,))
        assert placement.span(view, 0, 5, 5) == Span(copy, 5, 6)
        assert placement.span(view, 0, 20, 20) == Span(copy, 21, 21)
        assert placement.span(view, 0, 1, 8, (True, True)) == Span(copy, 1, 9)


def test_line_of_a_list_finds_the_sheet_of_its_turn() -> None:
    placement = _copies(3)
    view = View(placement.sheets[1].loops[2], (2,))
    assert placement.span(view, 0, 6, 6) == Span(2, 7, 7)
    assert placement.copy_seen(view, 0) == 2
    assert placement.span(OUTSIDE, 0, 6, 6) == Span(0, 7, 7)
    assert placement.copy_seen(OUTSIDE, 0) == 0


def test_sheet_finds_its_line_of_a_list() -> None:
    placement = _copies(3)
    view = View(placement.sheets[0].loops_of_sheet, (1,))
    assert placement.span(view, 1, 2, 2) == Span(0, 3, 3)


def test_sheet_that_was_dropped() -> None:
    placement = _copies(0)
    assert placement.span(OUTSIDE, 0, 1, 20) is None
    assert placement.copy_seen(OUTSIDE, 0) is None
    assert placement.areas(0, 0, 1, 3) == []


def _spans(placement: Placement, top: int, bottom: int, copy: int = 0) -> list[tuple[int, int]]:
    return [(span.first, span.last) for _, span in placement.areas(0, copy, top, bottom)]


def test_areas_are_repeated_with_the_loops_around_them() -> None:
    outer, inner = Loop("page in pages", 2, 5), Loop("row in page.rows", 3, 3)
    placement = laid_out([rows_of(6, outer, inner)], {outer: 2, inner: {(0,): 2, (1,): 1}})
    # 1 | 2 3 3 4 5 | 2 3 4 5 | 6
    assert _spans(placement, 1, 1) == [(1, 1)]
    assert _spans(placement, 2, 2) == [(2, 2), (7, 7)]
    assert _spans(placement, 3, 3) == [(3, 3), (4, 4), (8, 8)]
    assert _spans(placement, 2, 4) == [(2, 5), (7, 9)]
    assert _spans(placement, 1, 3) == [(1, 8)]
    assert _spans(placement, 6, 40) == [(11, 45)]
    views = [view for view, _ in placement.areas(0, 0, 3, 3)]
    assert views == [View((outer, inner), path) for path in ((0, 0), (0, 1), (1, 0))]


def test_areas_of_each_copy() -> None:
    placement = _copies(2)
    for copy in range(2):
        assert _spans(placement, 5, 5, copy) == [(5, 5), (6, 6)]
        assert _spans(placement, 4, 5, copy) == [(4, 6)]
        assert _spans(placement, 20, 30, copy) == [(21, 31)]


def test_area_beneath_rows_that_vanished() -> None:
    loop = Loop("row in rows", 3, 3)
    sheet = rows_of(3, loop, repeated="page in pages")
    placement = laid_out([sheet], {loop: 0}, copies=2)
    assert _spans(placement, 3, 10, 1) == [(3, 9)]


def test_around_knows_the_loops_of_both_rows() -> None:
    outer, inner = Loop("page in pages", 2, 5), Loop("row in page.rows", 3, 3)
    rows = rows_of(6, outer, inner)
    assert rows.around(3, 3) == (outer, inner)
    assert rows.around(2, 3) == (outer,)
    assert rows.around(1, 3) == ()
    assert rows.around(6, 900) == ()


def test_foremost_row_of_an_area_and_what_it_sees() -> None:
    block = Loop("page in pages", 2, 4)
    placement = laid_out([rows_of(5, block)], {block: 2}, missing={(2, (0,)), (4, (1,))})
    # rows come out as 1, 3, 4, 2, 3, 5
    second = View((block,), (1,))
    assert placement.foremost(View((block,), (0,)), 0, 2, 4) == (3, View((block,), (0,)))
    assert placement.foremost(second, 0, 2, 4) == (2, second)
    assert placement.foremost(second, 0, 3, 3) == (3, second)
    assert placement.foremost(OUTSIDE, 0, 2, 5) == (3, View((block,), (0,)))
    assert placement.foremost(OUTSIDE, 0, 5, 9) == (5, OUTSIDE)
    assert placement.foremost(OUTSIDE, 0, 8, 9) == (8, OUTSIDE)


def test_area_whose_ends_were_left_out_of_a_turn() -> None:
    block = Loop("page in pages", 2, 4)
    for missing, spans in (
        (set(), [(2, 4), (5, 7)]),
        ({(2, (1,)), (4, (1,))}, [(2, 4), (5, 5)]),
        ({(2, (0,)), (4, (1,))}, [(2, 3), (4, 5)]),
        ({(2, (0,)), (3, (0,)), (4, (0,))}, [(2, 4)]),
    ):
        placement = laid_out([rows_of(5, block)], {block: 2}, missing=missing)
        assert _spans(placement, 2, 4) == spans
    outside = laid_out([rows_of(5, block)], {block: 2}, missing={(1, ()), (5, ())})
    assert _spans(outside, 1, 5) == [(1, 6)]


def test_runs_are_closed_up_over_the_turns_of_inner_loops() -> None:
    outer, inner = Loop("page in pages", 2, 4), Loop("row in page.rows", 3, 3)
    placement = laid_out([rows_of(5, outer, inner)], {outer: 2, inner: {(0,): 3, (1,): 2}})
    # 1 | 2 3 3 3 4 | 2 3 3 4 | 5
    assert placement.runs(0, 0, 3, 3, 0) == [((0, 0), [(3, 5), (8, 9)])]
    assert placement.runs(0, 0, 3, 3, 1) == [((0, 0), [(3, 5)]), ((1, 0), [(8, 9)])]
    assert len(placement.runs(0, 0, 3, 3, 2)) == 5
    assert placement.runs(0, 0, 2, 4, 0) == [((0,), [(2, 10)])]
    assert placement.runs(0, 0, 5, 9, 0) == [((), [(11, 15)])]


@pytest.mark.parametrize("seed", range(150))
def test_areas_are_all_rows_of_each_turn(seed: int) -> None:
    dice = random.Random(seed)
    rows = random_rows(dice)
    placement = random_placement(dice, rows)
    for top in range(1, LAST + 1):
        bottom = dice.randint(top, LAST)
        depth = len(rows.around(top, bottom))
        for copy in range(len(placement.ends[0])):
            puts = sorted(
                (put.path[:depth], put.first, put.last)
                for row in range(top, bottom + 1)
                for put in placement.puts[0][row]
                if put.copy == copy
            )
            expected = []
            for path, some in groupby(puts, key=lambda put: put[0]):
                group = list(some)
                expected.append((path, group[0][1], max(last for *_, last in group)))
            found = placement.areas(0, copy, top, bottom)
            assert [(view.path, span.first, span.last) for view, span in found] == expected
