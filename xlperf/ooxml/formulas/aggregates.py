"""Functions over ranges: sums, counts, ranks. A range's texts and truth values don't count."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from xlperf.ooxml.formulas.conversions import Unclear, number_in
from xlperf.ooxml.formulas.values import (
    DIV0,
    NA,
    NUM,
    VALUE,
    Error,
    Failure,
    Grid,
    Incomputable,
    finite,
    number,
    summed,
    truth,
)

_COUNTED = frozenset({float, int})


def total(*operands: Any) -> float:
    return summed(_numbers(operands))


def sum_of_squares(*operands: Any) -> float:
    return summed([value * value for value in _numbers(operands)])


def product(*operands: Any) -> float:
    values = _numbers(operands)
    return finite(math.prod(values)) if values else 0.0


def smallest(*operands: Any) -> float:
    return min(_numbers(operands), default=0.0)


def largest(*operands: Any) -> float:
    return max(_numbers(operands), default=0.0)


def average(*operands: Any) -> float:
    values = _numbers(operands)
    if not values:
        raise Failure(DIV0)
    return summed(values) / len(values)


def median(*operands: Any) -> float:
    values = sorted(_numbers(operands))
    if not values:
        raise Failure(NUM)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def count(*operands: Any) -> float:
    found = 0
    for operand in operands:
        if type(operand) is Grid:
            found += sum([type(value) in _COUNTED for value in operand.cells])
        else:
            found += _counts(operand)
    return float(found)


def _counts(value: Any) -> bool:
    """Whether a value that stands in no cell can be read as a number."""
    try:
        return number_in(value) is not None if type(value) is str else type(value) is not Error
    except Unclear:
        raise Incomputable from None


def count_all(*operands: Any) -> float:
    found = 0
    for operand in operands:
        cells = operand.cells if type(operand) is Grid else (operand,)
        found += sum(value is not None for value in cells)
    return float(found)


def count_blank(cells: Grid) -> float:
    blank = sum(value is None or value == "" for value in cells.cells)
    return float(blank + cells.left_out)


def nth_largest(cells: Grid, place: float) -> float:
    return _nth(cells, place, descending=True)


def nth_smallest(cells: Grid, place: float) -> float:
    return _nth(cells, place, descending=False)


def _nth(cells: Grid, place: float, descending: bool) -> float:
    values = sorted(_numbers([cells]), reverse=descending)
    at = math.ceil(place)
    if not 1 <= at <= len(values):
        raise Failure(NUM)
    return values[at - 1]


def rank(value: float, cells: Grid, ascending: bool = False) -> float:
    values = _numbers([cells])
    if value not in values:
        raise Failure(NA)
    before = (other < value if ascending else other > value for other in values)
    return 1.0 + sum(before)


def sum_of_products(*arrays: Any) -> float:
    grids = [array if type(array) is Grid else Grid.of([[array]]) for array in arrays]
    if len({(grid.height, grid.width) for grid in grids}) > 1:
        raise Failure(VALUE)
    factors = [[_factor(value) for value in grid.cells] for grid in grids]
    # what is left out is 0
    return summed(factors[0] if len(factors) == 1 else map(math.prod, zip(*factors, strict=False)))


def _factor(value: Any) -> float:
    kind = type(value)
    if kind is float or kind is int:
        return float(value)
    if kind is Error:
        raise Failure(value)
    return 0.0


def all_true(*operands: Any) -> bool:
    return _combined(all, operands)


def any_true(*operands: Any) -> bool:
    return _combined(any, operands)


def _combined(combine: Callable[[list[bool]], bool], operands: tuple[Any, ...]) -> bool:
    values = [*_truths(operands)]
    if not values:
        raise Failure(VALUE)
    return combine(values)


def _truths(operands: tuple[Any, ...]) -> Iterator[bool]:
    for operand in operands:
        if type(operand) is not Grid:
            yield truth(operand)
            continue
        for value in operand.cells:
            if type(value) is Error:
                raise Failure(value)
            if type(value) in (bool, float, int):
                yield bool(value)


def _numbers(operands: Sequence[Any]) -> list[float]:
    found: list[float] = []
    for operand in operands:
        if type(operand) is Grid:
            found += _numbers_of(operand.cells)
        else:
            found.append(number(operand))
    return found


def _numbers_of(values: Sequence[Any]) -> list[float]:
    """Those that are numbers."""
    kinds = set(map(type, values))
    if Error in kinds:
        raise Failure(next(value for value in values if type(value) is Error))
    if kinds <= _COUNTED:
        return list(map(float, values))
    return [float(value) for value in values if type(value) in _COUNTED]


FUNCTIONS: dict[str, tuple[Callable[..., Any], str]] = {
    "SUM": (total, "o+"),
    "SUMSQ": (sum_of_squares, "o+"),
    "PRODUCT": (product, "o+"),
    "MIN": (smallest, "o+"),
    "MAX": (largest, "o+"),
    "AVERAGE": (average, "o+"),
    "MEDIAN": (median, "o+"),
    "COUNT": (count, "q+"),
    "COUNTA": (count_all, "q+"),
    "COUNTBLANK": (count_blank, "r"),
    "LARGE": (nth_largest, "a n"),
    "SMALL": (nth_smallest, "a n"),
    "RANK": (rank, "n r b?"),
    "RANK.EQ": (rank, "n r b?"),
    "SUMPRODUCT": (sum_of_products, "p+"),
    "AND": (all_true, "o+"),
    "OR": (any_true, "o+"),
}
