"""Ruled tables: lines that touch are a table, and what no line divides is one cell."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product

from xlperf.reading.sources.ink import THIN, Box, Rule

_MOST_CROSSINGS = 4_000_000


@dataclass(slots=True)
class Frame:
    """The lines of a table, or of the part of it on one page."""

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)

    @property
    def box(self) -> Box:
        xs = [rule.at for rule in self.down] + [x for r in self.across for x in (r.start, r.end)]
        ys = [rule.at for rule in self.across] + [y for r in self.down for y in (r.start, r.end)]
        return min(xs), min(ys), max(xs), max(ys)

    def moved(self, down: float) -> Frame:
        return Frame(
            [Rule(rule.at + down, rule.start, rule.end) for rule in self.across],
            [Rule(rule.at, rule.start + down, rule.end + down) for rule in self.down],
        )

    def joined(self, other: Frame) -> Frame:
        return Frame(self.across + other.across, self.down + other.down)


@dataclass(frozen=True, slots=True)
class Area:
    """A cell of the grid that the lines make; rows and columns count from 0."""

    row: int
    col: int
    rows: int
    cols: int
    box: Box


def frames(across: Sequence[Rule], down: Sequence[Rule]) -> list[Frame]:
    """Lines that touch, directly or through others, belong together."""
    across, down = _mended(across), _mended(down)
    if len(across) * len(down) > _MOST_CROSSINGS:
        return []  # a drawing
    groups = _Groups(len(across) + len(down))
    for (i, one), (j, other) in product(enumerate(across), enumerate(down, len(across))):
        if _touch(one, other):
            groups.join(i, j)
    found: dict[int, Frame] = defaultdict(Frame)
    for number, rule in enumerate(across):
        found[groups.of(number)].across.append(rule)
    for number, rule in enumerate(down, len(across)):
        found[groups.of(number)].down.append(rule)
    tables = [frame for frame in found.values() if frame.across and frame.down]
    for rule in (rule for frame in found.values() if not frame.across for rule in frame.down):
        _attach(rule, tables)
    return tables


def _attach(rule: Rule, tables: list[Frame]) -> None:
    """On a page within a long merged cell, nothing but its height ties a line to its table."""
    for table in tables:
        _, top, _, bottom = table.box
        if abs(rule.start - top) <= THIN and abs(rule.end - bottom) <= THIN:
            table.down.append(rule)
            return
    tables.append(Frame([], [rule]))


def _touch(across: Rule, down: Rule) -> bool:
    return (
        down.start - THIN <= across.at <= down.end + THIN
        and across.start - THIN <= down.at <= across.end + THIN
    )


class Ruled:
    """The grid that a frame makes, each part of it enclosed by lines being one area."""

    def __init__(self, frame: Frame) -> None:
        x0, top, x1, bottom = frame.box
        self._xs = _steps([rule.at for rule in frame.down] + [x0, x1])
        self._ys = _steps([rule.at for rule in frame.across] + [top, bottom])
        self._frame = frame
        self.areas = sorted(self._found(), key=lambda area: (area.row, area.col))
        self._owner = {slot: area for area in self.areas for slot in _slots(area)}

    def area_at(self, x: float, y: float) -> Area | None:
        slot = bisect_right(self._ys, y) - 1, bisect_right(self._xs, x) - 1
        return self._owner.get(slot)

    def _found(self) -> Iterator[Area]:
        height, width = len(self._ys) - 1, len(self._xs) - 1
        groups = _Groups(height * width)
        floors = _Walls(self._frame.across, self._ys)
        sides = _Walls(self._frame.down, self._xs)
        for row, col in product(range(height), range(width)):
            here = row * width + col
            middle_x = (self._xs[col] + self._xs[col + 1]) / 2
            middle_y = (self._ys[row] + self._ys[row + 1]) / 2
            if col + 1 < width and not sides.stands(col + 1, middle_y):
                groups.join(here, here + 1)
            if row + 1 < height and not floors.stands(row + 1, middle_x):
                groups.join(here, here + width)
        members: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for row, col in product(range(height), range(width)):
            members[groups.of(row * width + col)].append((row, col))
        for slots in members.values():
            yield from self._areas(slots)

    def _areas(self, slots: list[tuple[int, int]]) -> Iterator[Area]:
        """One area; where lines leave a shape that is no rectangle, one for each row of it."""
        rows, cols = zip(*slots, strict=True)
        top, left = min(rows), min(cols)
        tall, wide = max(rows) - top + 1, max(cols) - left + 1
        if tall * wide == len(slots):
            yield self._area(top, left, tall, wide)
            return
        for row in sorted(set(rows)):
            for run in _runs(sorted(col for r, col in slots if r == row)):
                yield self._area(row, run[0], 1, len(run))

    def _area(self, row: int, col: int, rows: int, cols: int) -> Area:
        box = (self._xs[col], self._ys[row], self._xs[col + cols], self._ys[row + rows])
        return Area(row, col, rows, cols, box)


class _Walls:
    """The lines that stand at each step of the grid."""

    def __init__(self, rules: Iterable[Rule], steps: Sequence[float]) -> None:
        self._at: dict[int, list[Rule]] = defaultdict(list)
        for rule in rules:
            nearest = min(range(len(steps)), key=lambda i: abs(steps[i] - rule.at))
            self._at[nearest].append(rule)

    def stands(self, step: int, where: float) -> bool:
        return any(rule.start <= where <= rule.end for rule in self._at.get(step, ()))


class _Groups:
    """Which of n things belong together (disjoint sets)."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def of(self, member: int) -> int:
        while self._parent[member] != member:
            self._parent[member] = self._parent[self._parent[member]]
            member = self._parent[member]
        return member

    def join(self, one: int, other: int) -> None:
        self._parent[self.of(one)] = self.of(other)


def _mended(rules: Sequence[Rule]) -> list[Rule]:
    """Lines drawn in pieces, or twice, as one line each."""
    mended: list[Rule] = []
    for group in _clusters(sorted(rules, key=lambda rule: rule.at)):
        at = sum(rule.at for rule in group) / len(group)
        start, end = None, 0.0
        for rule in sorted(group, key=lambda rule: rule.start):
            if start is not None and rule.start > end + THIN:
                mended.append(Rule(at, start, end))
                start = None
            if start is None:
                start, end = rule.start, rule.end
            end = max(end, rule.end)
        if start is not None:
            mended.append(Rule(at, start, end))
    return mended


def _clusters(rules: Iterable[Rule]) -> Iterator[list[Rule]]:
    cluster: list[Rule] = []
    for rule in rules:
        if cluster and rule.at - cluster[0].at > THIN:
            yield cluster
            cluster = []
        cluster.append(rule)
    if cluster:
        yield cluster


def _steps(positions: Iterable[float]) -> list[float]:
    """The positions in order, those closer than a line is wide counting once."""
    steps: list[float] = []
    for position in sorted(positions):
        if not steps or position - steps[-1] > THIN:
            steps.append(position)
    return steps


def _runs(cols: Sequence[int]) -> Iterator[list[int]]:
    run = [cols[0]]
    for before, col in pairwise(cols):
        if col != before + 1:
            yield run
            run = []
        run.append(col)
    yield run


def _slots(area: Area) -> Iterator[tuple[int, int]]:
    return product(range(area.row, area.row + area.rows), range(area.col, area.col + area.cols))
