"""Functions that find a place in a range, and what stands there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from xlperf.ooxml.formulas.numeric import whole
from xlperf.ooxml.formulas.values import NA, REF, VALUE, Failure, Grid, Incomputable, equal, less
from xlperf.ooxml.formulas.wildcards import pattern


def _match(wanted: Any, cells: Grid, kind: float = 1) -> float:
    if cells.height > 1 and cells.width > 1:
        raise Failure(NA)
    values = list(cells.cells)
    if kind == 0:
        return _exact(wanted, values) + 1.0
    return _nearest(wanted, values, descending=kind < 0) + 1.0


def _exact(wanted: Any, values: Sequence[Any]) -> int:
    wanted = _wanted(wanted)
    like = pattern(wanted) if type(wanted) is str else None
    for index, value in enumerate(values):
        if _kind(value) is not type(wanted):
            continue
        if like is None or like.plain is not None:
            if equal(value, like.plain if like else wanted):
                return index
        elif like.matches(value):
            return index
    raise Failure(NA)


def _nearest(wanted: Any, values: Sequence[Any], descending: bool) -> int:
    """The last that isn't beyond, of values in order; of others only a spreadsheet can tell."""
    wanted = _wanted(wanted)
    places = [index for index, value in enumerate(values) if _kind(value) is type(wanted)]
    ordered = [values[index] for index in places]
    if descending:
        return _last(places, [not less(value, wanted) for value in ordered], ordered[::-1])
    return _last(places, [not less(wanted, value) for value in ordered], ordered)


def _last(places: Sequence[int], fits: Sequence[bool], ascending: Sequence[Any]) -> int:
    if any(less(after, before) for before, after in pairwise(ascending)):
        raise Incomputable
    if not any(fits):
        raise Failure(NA)
    return places[sum(fits) - 1]


def _wanted(value: Any) -> Any:
    if value is None:
        return 0.0
    return float(value) if type(value) is int else value


def _kind(value: Any) -> type:
    return float if type(value) is int else type(value)


def _lookup(wanted: Any, first: Sequence[Any], approximately: bool) -> int:
    if approximately:
        return _nearest(wanted, first, descending=False)
    return _exact(wanted, first)


def _vertical(wanted: Any, table: Grid, column: float, approximately: bool = True) -> Any:
    at = whole(column)
    if at < 1:
        raise Failure(VALUE)
    if at > table.width:
        raise Failure(REF)
    return table.at(_lookup(wanted, table.column(0), approximately), at - 1)


def _horizontal(wanted: Any, table: Grid, row: float, approximately: bool = True) -> Any:
    at = whole(row)
    if at < 1:
        raise Failure(VALUE)
    if at > table.height:
        raise Failure(REF)
    first = table.rows[0] if table.rows else [None] * table.width
    return table.at(at - 1, _lookup(wanted, first, approximately))


def _index(cells: Grid, row: float, column: float | None = None) -> Grid:
    """Cells of a range, so that what is done to them is done to a range."""
    down = whole(row)
    if column is None:
        if cells.height > 1 and cells.width > 1:
            raise Failure(REF)
        down, right = (1, down) if cells.height == 1 else (down, 1)
    else:
        right = whole(column)
    if down < 0 or right < 0:
        raise Failure(VALUE)
    if down > cells.height or right > cells.width:
        raise Failure(REF)
    columns = slice(right - 1, right) if right else slice(None)
    if not down:
        rows = [row[columns] for row in cells.rows]
        return Grid(rows, cells.height, 1 if right else cells.width)
    blank = [None] * cells.width
    return Grid.of([(cells.rows[down - 1] if down <= len(cells.rows) else blank)[columns]])


FUNCTIONS: dict[str, tuple[Callable[..., Any], str]] = {
    "MATCH": (_match, "v a n?"),
    "VLOOKUP": (_vertical, "v a n b?"),
    "HLOOKUP": (_horizontal, "v a n b?"),
    "INDEX": (_index, "a n n?"),
    "ROWS": (lambda cells: float(cells.height), "a"),
    "COLUMNS": (lambda cells: float(cells.width), "a"),
}
