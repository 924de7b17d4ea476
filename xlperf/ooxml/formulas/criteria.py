"""Which cells a criterion of COUNTIF, SUMIF and the like means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from xlperf.ooxml.formulas.conversions import Unclear, number_in
from xlperf.ooxml.formulas.values import (
    DIV0,
    ERRORS,
    VALUE,
    Error,
    Failure,
    Grid,
    Incomputable,
    less,
    nearly,
    same_text,
    summed,
)
from xlperf.ooxml.formulas.wildcards import pattern

Test = Callable[[Any], bool]

_WRITTEN = re.compile(r"(<=|>=|<>|<|>|=)?(.*)", re.DOTALL)
_TRUTHS = {"TRUE": True, "FALSE": False}


def count_if(cells: Grid, criterion: Any) -> float:
    return count_ifs(cells, criterion)


def count_ifs(*pairs: Any) -> float:
    grids, tests = _pairs(pairs)
    beyond = all(test(None) for test in tests) * min(grid.left_out for grid in grids)
    last = max(len(grid.rows) for grid in grids)
    beyond = beyond and (grids[0].height - last) * grids[0].width
    return float(len(_places(grids, tests)) + beyond)


def sum_if(cells: Grid, criterion: Any, sums: Grid | None = None) -> float:
    return summed(_chosen(sums or cells, (cells, criterion)))


def sum_ifs(sums: Grid, *pairs: Any) -> float:
    return summed(_chosen(sums, pairs))


def average_if(cells: Grid, criterion: Any, sums: Grid | None = None) -> float:
    return average_ifs(sums or cells, cells, criterion)


def average_ifs(sums: Grid, *pairs: Any) -> float:
    numbers = [*_chosen(sums, pairs)]
    if not numbers:
        raise Failure(DIV0)
    return summed(numbers) / len(numbers)


def _chosen(sums: Grid, pairs: Sequence[Any]) -> Iterator[float]:
    grids, tests = _pairs(pairs)
    if (sums.height, sums.width) != (grids[0].height, grids[0].width):
        raise Incomputable  # SUMIF looks at cells beside those it names
    for row, column in _places(grids, tests):
        value = sums.at(row, column)
        if type(value) is Error:
            raise Failure(value)
        if type(value) is float or type(value) is int:
            yield float(value)


def _pairs(pairs: Sequence[Any]) -> tuple[list[Grid], list[Test]]:
    grids, tests = list(pairs[::2]), [test_of(criterion) for criterion in pairs[1::2]]
    if len({(grid.height, grid.width) for grid in grids}) > 1:
        raise Failure(VALUE)
    return grids, tests


def _places(grids: Sequence[Grid], tests: Sequence[Test]) -> list[tuple[int, int]]:
    """Where all of them are met, in the rows that are written."""
    first, test = grids[0], tests[0]
    found = [
        (row, column)
        for row, values in enumerate(first.rows)
        for column, value in enumerate(values)
        if test(value)
    ]
    last = max(len(grid.rows) for grid in grids)
    if last > len(first.rows) and test(None):
        beyond = range(len(first.rows), last)
        found += [(row, column) for row in beyond for column in range(first.width)]
    for grid, test in zip(grids[1:], tests[1:], strict=True):
        found = [place for place in found if test(grid.at(*place))]
    return found


def test_of(criterion: Any) -> Test:
    if criterion is None:
        criterion = 0.0
    if type(criterion) is Error:
        raise Incomputable
    if type(criterion) is str:
        match = _WRITTEN.fullmatch(criterion)
        assert match is not None
        return _written(match[1] or "", match[2])
    return _equal_to(criterion)


def _written(operator: str, operand: str) -> Test:
    if not operand:
        return _blank(operator)
    value = _operand(operand)
    if operator in ("", "="):
        return _equal_to(value)
    if operator == "<>":
        same = _equal_to(value)
        return lambda cell: not same(cell)
    return _compared(operator, value)


def _blank(operator: str) -> Test:
    if operator == "":
        return lambda cell: cell is None or cell == ""
    if operator == "=":
        return lambda cell: cell is None
    if operator == "<>":
        return lambda cell: cell is not None
    raise Incomputable


def _operand(written: str) -> Any:
    if written.upper() in _TRUTHS:
        return _TRUTHS[written.upper()]
    if written.upper() in ERRORS:
        return ERRORS[written.upper()]
    number = _number_in(written)
    return written if number is None else number


def _number_in(written: str) -> float | None:
    try:
        return number_in(written)
    except Unclear:
        raise Incomputable from None


def _equal_to(value: Any) -> Test:
    if type(value) is str:
        return _like(value)
    if type(value) in (bool, Error):
        return lambda cell: type(cell) is type(value) and bool(cell == value)
    number = float(value)

    def test(cell: Any) -> bool:
        if type(cell) is float or type(cell) is int:
            return nearly(cell, number)
        found = _number_in(cell) if type(cell) is str else None
        return found is not None and nearly(found, number)

    return test


def _like(written: str) -> Test:
    wanted = pattern(written)
    plain = wanted.plain
    if plain is None:
        return lambda cell: type(cell) is str and wanted.matches(cell)
    return lambda cell: type(cell) is str and same_text(cell, plain)


def _compared(operator: str, value: Any) -> Test:
    if type(value) in (bool, Error):
        raise Incomputable
    kinds = (str,) if type(value) is str else (float, int)

    def test(cell: Any) -> bool:
        if type(cell) not in kinds:
            return False
        if operator in ("<", ">="):
            return less(cell, value) == (operator == "<")
        return less(value, cell) == (operator == ">")

    return test
