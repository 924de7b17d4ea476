"""Functions applied to parts of a formula that are computed when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain, repeat
from typing import Any, NamedTuple

from xlperf.ooxml.formulas.references import Target
from xlperf.ooxml.formulas.values import NA, Failure, Grid, Incomputable, known, number, text, truth

_MOST_STEPS = 20_000_000  # of one function computed cell by cell


class Given(NamedTuple):
    """What a formula is computed with."""

    get: Callable[[int], Any]
    targets: Sequence[Target | None]
    here: tuple[int, int] | None
    texts: Mapping[int, str]

    def grid(self, index: int, rows: Sequence[Sequence[Any]]) -> Grid:
        target = self.targets[index] if index < len(self.targets) else None
        return Grid.of(rows, target.bottom - target.top + 1 if target else 0)


Run = Callable[[Given], Any]
Function = Callable[..., Any]


_AS_IT_IS: Function = lambda value: value  # noqa: E731  to be told from the others


def _array(value: Any) -> Grid:
    return value if type(value) is Grid else Grid.of([[known(value)]])


#: what becomes of an argument, by its kind (see functions.py)
_TAKEN: dict[str, Function] = {
    "n": number,
    "t": text,
    "b": truth,
    "v": known,
    "a": _array,
    "r": _array,
}
#: those of which a function takes one value at a time
SINGLE = frozenset("ntbve")


def applied(function: Function, runs: Sequence[Run], kinds: str, cellwise: bool) -> Run:
    takers = [_TAKEN.get(kind, _AS_IT_IS) for kind in kinds]
    if cellwise and not SINGLE.isdisjoint(kinds):
        return _cellwise(function, runs, takers, kinds)
    if len(runs) == 1:
        return _of_one(function, runs[0], takers[0])
    if len(runs) == 2:
        return _of_two(function, runs[0], runs[1], takers[0], takers[1])

    def run(given: Given) -> Any:
        return function(*[taken(run(given)) for taken, run in zip(takers, runs, strict=True)])

    return run


def _of_one(function: Function, run: Run, taken: Function) -> Run:
    if taken is _AS_IT_IS:
        return lambda given: function(run(given))
    return lambda given: function(taken(run(given)))


def _of_two(function: Function, run: Run, run2: Run, taken: Function, taken2: Function) -> Run:
    if taken is taken2 is _AS_IT_IS:
        return lambda given: function(run(given), run2(given))
    return lambda given: function(taken(run(given)), taken2(run2(given)))


def caught(run: Run) -> Run:
    """An error as a value."""

    def safely(given: Given) -> Any:
        try:
            return run(given)
        except Failure as failure:
            return failure.error

    return safely


def _cellwise(
    function: Function, runs: Sequence[Run], takers: Sequence[Function], kinds: str
) -> Run:
    of_cell = _of_cell(function, takers)

    def run(given: Given) -> Any:
        values = [run(given) for run in runs]
        single = [
            kind in SINGLE and type(value) is Grid
            for kind, value in zip(kinds, values, strict=True)
        ]
        if not any(single):
            return known(of_cell(*values))
        return _spread(of_cell, values, single)

    return run


def _of_cell(function: Function, takers: Sequence[Function]) -> Function:
    """With an error as a value."""
    if all(taken is _AS_IT_IS for taken in takers):
        taking = function
    else:

        def taking(*values: Any) -> Any:
            return function(*[taken(value) for taken, value in zip(takers, values, strict=True)])

    def of_cell(*values: Any) -> Any:
        try:
            return taking(*values)
        except Failure as failure:
            return failure.error

    return of_cell


def _spread(of_cell: Function, values: Sequence[Any], single: Sequence[bool]) -> Grid:
    """The function of each cell; a range of one row or column goes along the others."""
    pairs = [*zip(values, single, strict=True)]
    grids = [value.whole() for value, own in pairs if own]
    height, width = max(grid.height for grid in grids), max(grid.width for grid in grids)
    beside = sum(value.size for value, own in pairs if type(value) is Grid and not own)
    if height * width * max(beside, 1) > _MOST_STEPS:
        raise Incomputable
    whole = iter(grids)
    spread = [
        chain.from_iterable(_wide(next(whole), height, width)) if own else repeat(value)
        for value, own in pairs
    ]
    cells = [*map(of_cell, *spread)]
    rows = [cells[start : start + width] for start in range(0, len(cells), width)]
    return Grid(rows, height, width)


def _wide(grid: Grid, height: int, width: int) -> Sequence[Sequence[Any]]:
    rows = grid.rows
    if grid.width < width:
        rows = [
            [*row] * width if grid.width == 1 else [*row, *[NA] * (width - grid.width)]
            for row in rows
        ]
    if grid.height < height:
        below = rows[0] if grid.height == 1 else [NA] * width
        rows = [*rows, *[below] * (height - grid.height)]
    return rows
