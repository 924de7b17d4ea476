"""Two runs of rows, side by side: which of one are the same as which of the other.

By hand, since `difflib` takes time that grows with the cube of what a stranger may send; this
takes time that grows with what differs, and that is limited. A row that was changed is one
difference, not one row taken out and another put in.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

Pair = tuple[int, int]  # a row before and the same row now, both counted from 0
_Reached = Mapping[int, int]  # by diagonal, the rows of `before` that are behind
_MOST = 300  # differences; beyond, rows are taken in their order
_NOWHERE = -1


def aligned(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Pair]:
    """The pairs that are equal, in order; none where too much differs."""
    trace = _trace(before, after)
    return list(reversed(list(_way_back(trace, len(before), len(after))))) if trace else []


def _trace(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[_Reached]:
    """How far each diagonal is reached with each number of differences; empty where too many."""
    trace: list[_Reached] = []
    goal = len(before) - len(after)
    for count in range(_MOST + 1):
        reached = {}
        for diagonal in range(-count, count + 1):
            at = _begun(trace[-1], diagonal) if trace else 0
            other = at - diagonal
            if not (0 <= at <= len(before) and 0 <= other <= len(after)):
                continue
            while at < len(before) and other < len(after) and before[at] == after[other]:
                at, other = at + 1, other + 1
            reached[diagonal] = at
        trace.append(reached)
        if reached.get(goal) == len(before):
            return trace
    return []


def _begun(reached: _Reached, diagonal: int) -> int:
    return max(at for at, _ in _moves(reached, diagonal))


def _moves(reached: _Reached, diagonal: int) -> Iterator[tuple[int, int]]:
    """Where one more difference leads to, and from which diagonal: a row changed, put in, out."""
    for before, step in ((diagonal, 1), (diagonal + 1, 0), (diagonal - 1, 1)):
        at = reached.get(before, _NOWHERE)
        yield (_NOWHERE if at == _NOWHERE else at + step), before


def _way_back(trace: Sequence[_Reached], at: int, other: int) -> Iterator[Pair]:
    for count in range(len(trace) - 1, -1, -1):
        diagonal, begun = at - other, 0
        if count:
            begun, before = max(_moves(trace[count - 1], diagonal), key=lambda move: move[0])
        while at > begun:
            at -= 1
            yield at, at - diagonal
        if count:
            at = trace[count - 1][before]
            other = at - before
