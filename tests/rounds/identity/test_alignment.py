"""Rows side by side, against a slow and obvious count of differences."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from support.yardstick import cost

from xlperf.rounds.identity.alignment import aligned

_MUCH = 500  # every row against every other costs thousands

rows = st.lists(st.sampled_from("abc"), max_size=12)


def fewest(before: list[str], after: list[str]) -> int:
    """Rows changed, put in and taken out, at least."""
    counts = [[i + j for j in range(len(after) + 1)] for i in range(len(before) + 1)]
    for i, one in enumerate(before):
        for j, other in enumerate(after):
            changed = counts[i][j] + (one != other)
            counts[i + 1][j + 1] = min(changed, counts[i][j + 1] + 1, counts[i + 1][j] + 1)
    return counts[-1][-1]


def differing(pairs: list[tuple[int, int]], before: list[str], after: list[str]) -> int:
    """Between equal rows, what is on both sides was changed; the rest came or went."""
    ends = [(-1, -1), *pairs, (len(before), len(after))]
    return sum(max(i - last_i, j - last_j) - 1 for (last_i, last_j), (i, j) in pairwise(ends))


@given(rows, rows)
def test_no_difference_is_told_twice(before: list[str], after: list[str]) -> None:
    pairs = aligned(before, after)
    assert all(before[i] == after[j] for i, j in pairs)
    assert pairs == sorted(pairs)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert differing(pairs, before, after) == fewest(before, after)


def test_a_long_sheet_with_a_few_changes_is_quick() -> None:
    before = [f"{row % 40}" for row in range(20_000)]
    after = [*before[:5_000], "new", *before[5_000:15_000], *before[15_003:]]
    assert cost(lambda: aligned(before, after)) < _MUCH
    assert len(aligned(before, after)) == len(before) - 3


def test_what_differs_altogether_is_given_up_soon() -> None:
    same, other, mixed = ["a"] * 20_000, ["b"] * 20_000, ["a", "b"] * 10_000
    assert cost(lambda: aligned(same, other)) < _MUCH
    assert cost(lambda: aligned(same, mixed)) < _MUCH
    assert aligned(same, other) == aligned(same, mixed) == []
