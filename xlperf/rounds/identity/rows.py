"""Which row of a sheet became which: rows that were put in or taken out move all below them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlperf.ooxml.refs import LAST_ROW, area, position
from xlperf.rounds.identity.alignment import Pair, aligned
from xlperf.rounds.identity.face import SheetFace

#: of a formula: where it points to, and what programs write in their own manner
_ACCIDENTAL = re.compile(r"[\d\s'.]+|\(\)")
_Mark = tuple[int, str, str]  # column, what stands there, and its text
_Sign = tuple[_Mark, ...]


@dataclass(frozen=True, slots=True)
class RowMap:
    """Rows count from 1."""

    now: Mapping[int, int]  # by the row before
    new: tuple[int, ...]  # rows now that were not there before
    gone: tuple[int, ...]  # rows before that are there no more
    last: int  # before
    last_now: int

    def __call__(self, row: int) -> int | None:
        if row <= self.last:
            return self.now.get(row)
        return row if row == LAST_ROW else row - self.last + self.last_now

    def start(self, row: int) -> int | None:
        """Where a range begins that began with `row`: where that is gone, with the next."""
        return next((now for each in range(row, self.last + 2) if (now := self(each))), self(row))

    def end(self, row: int) -> int | None:
        return next((now for each in range(row, 0, -1) if (now := self(each))), None)


@dataclass(frozen=True, slots=True)
class RowMaps:
    """Rows that look alike can't be told apart: a gap among them lies at their end, or before
    the last of them, as a range sees it that ends there.
    """

    first: RowMap
    other: RowMap


def row_maps(was: SheetFace, now: SheetFace) -> RowMaps:
    before, after = _signs(was), _signs(now)
    pairs = _paired(before, after)
    slid = _slid(pairs, before, after)
    return RowMaps(_map(pairs, len(before), len(after)), _map(slid, len(before), len(after)))


def _map(pairs: Sequence[Pair], last: int, last_now: int) -> RowMap:
    moved = {one + 1: other + 1 for one, other in pairs}
    taken = set(moved.values())
    return RowMap(
        now=moved,
        new=tuple(row for row in range(1, last_now + 1) if row not in taken),
        gone=tuple(row for row in range(1, last + 1) if row not in moved),
        last=last,
        last_now=last_now,
    )


def _slid(pairs: Sequence[Pair], before: Sequence[_Sign], after: Sequence[_Sign]) -> list[Pair]:
    """Each gap moved up by one row, where the row above it looks like the last row in it."""
    slid = list(pairs)
    ends = [*pairs[1:], (len(before), len(after))]
    for at, ((row, now), (next_row, next_now)) in enumerate(zip(pairs, ends, strict=True)):
        if next_row > row + 1 and before[next_row - 1] == after[now]:
            slid[at] = (next_row - 1, now)
        elif next_now > now + 1 and after[next_now - 1] == before[row]:
            slid[at] = (row, next_now - 1)
    return slid


def _signs(sheet: SheetFace) -> list[_Sign]:
    """What a row is known by: its locked cells, and which of its cells are open or merged."""
    rows: defaultdict[int, list[_Mark]] = defaultdict(list)
    merges = [area(merge) for merge in sheet.merges]
    for merge in merges:
        if merge.top == merge.bottom:
            rows[merge.top].append((merge.left, "→", str(merge.right)))
    last = max((merge.bottom for merge in merges), default=-1)
    for ref, text in sheet.texts.items():
        row, column = position(ref)
        rows[row].append((column, "文字", text))
    for ref, formula in sheet.formulas.items():
        row, column = position(ref)
        rows[row].append((column, "公式", _ACCIDENTAL.sub("", formula).upper()))
    for ref in sheet.open:
        if ":" not in ref:
            row, column = position(ref)
            rows[row].append((column, "可填", ""))
    return [tuple(sorted(rows[row])) for row in range(max(last, *rows, -1) + 1)]


def _paired(before: Sequence[_Sign], after: Sequence[_Sign]) -> list[Pair]:
    """Rows that are the same; between those, rows that hold something in the same columns."""
    pairs: list[Pair] = []
    ends = (len(before), len(after))
    reached = (0, 0)
    for pair in (*aligned(before, after), ends):
        ours, theirs = range(reached[0], pair[0]), range(reached[1], pair[1])
        pairs += _alike(ours, theirs, before, after)
        pairs += [pair] if pair != ends else []
        reached = pair[0] + 1, pair[1] + 1
    return pairs


def _alike(
    ours: range, theirs: range, before: Sequence[_Sign], after: Sequence[_Sign]
) -> list[Pair]:
    """A row whose text was changed still has it in the same columns; else, in their order."""
    if not ours or not theirs:
        return []
    shapes = [_shape(before[at]) for at in ours], [_shape(after[at]) for at in theirs]
    found = aligned(*shapes) or [(at, at) for at in range(min(len(ours), len(theirs)))]
    return [(ours[one], theirs[other]) for one, other in found]


def _shape(sign: _Sign) -> tuple[tuple[int, str], ...]:
    return tuple((column, kind) for column, kind, _ in sign)
