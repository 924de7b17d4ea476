"""A formula's tree as one function that computes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any

from xlperf.ooxml.formulas.closures import SINGLE, Given, Run, applied, caught
from xlperf.ooxml.formulas.functions import DATED, FUNCTIONS, Function
from xlperf.ooxml.formulas.numeric import BINARY, SIGNS, whole
from xlperf.ooxml.formulas.tree import (
    Call,
    Cells,
    Constant,
    Node,
    NotUnderstood,
    Sign,
    Table,
)
from xlperf.ooxml.formulas.values import (
    NA,
    VALUE,
    Error,
    Failure,
    Grid,
    Incomputable,
    known,
    number,
    scalar,
    truth,
)

_MARKS = range(0xE000, 0xF900)  # of private use: what texts are filled into


class As(Enum):
    """What a part of a formula is wanted for."""

    VALUE = "one value"
    RANGE = "a value, or the cells of a reference"
    ARRAY = "computed cell by cell, as SUMPRODUCT does"
    WHOLE = "all of it cell by cell, as in an array formula"


_CELLWISE = (As.ARRAY, As.WHOLE)


def _chosen(condition: bool, one: Any, other: Any = False) -> Any:
    return one if condition else other


def _unless_error(value: Any, other: Any) -> Any:
    return other if type(value) is Error else value


#: which of their arguments is computed depends on the others, but for array formulas
_WHOLE: dict[str, Function] = {
    "IF": Function.of(_chosen, "b e e?"),
    "IFERROR": Function.of(_unless_error, "e e"),
}


class Compiler:
    def __init__(self, date1904: bool) -> None:
        self._dated = frozenset() if not date1904 else DATED

    def run(self, node: Node, wanted: As) -> Run:
        if isinstance(node, Constant):
            return _constant(node.value)
        if isinstance(node, Cells):
            return _cells(node.index, wanted)
        if isinstance(node, Table):
            return _table(node, wanted)
        if isinstance(node, Call):
            return self._call(node, wanted)
        if isinstance(node, Sign):
            return self._operator(SIGNS[node.operator], (node.operand,), wanted)
        return self._operator(BINARY[node.operator], (node.left, node.right), wanted)

    def _operator(self, operator: Callable[..., Any], operands: Sequence[Node], wanted: As) -> Run:
        cellwise = wanted in _CELLWISE
        runs = [self.run(operand, wanted if cellwise else As.VALUE) for operand in operands]
        return applied(operator, runs, "e" * len(runs), cellwise)

    def _call(self, node: Call, wanted: As) -> Run:
        special = _SPECIAL.get(node.name)
        if special is not None and not (wanted is As.WHOLE and node.name in _WHOLE):
            return special(self, node.arguments, wanted)
        function = (FUNCTIONS | _WHOLE).get(node.name)
        kinds = function.kinds_for(len(node.arguments)) if function else None
        if function is None or kinds is None or node.name in self._dated:
            raise NotUnderstood
        pairs = zip(node.arguments, kinds, strict=True)
        runs = [self._argument(argument, kind, wanted) for argument, kind in pairs]
        run = applied(function.run, runs, kinds, wanted in _CELLWISE)
        if wanted is As.VALUE and function.gives_cells:
            return lambda given: scalar(run(given))
        return run

    def _argument(self, node: Node | None, kind: str, wanted: As) -> Run:
        if node is None:
            if kind not in "ntbv":
                raise NotUnderstood
            return _constant(None)
        if kind == "r" and not isinstance(node, Cells):
            raise NotUnderstood
        if wanted not in _CELLWISE:
            wanted = As.ARRAY if kind == "p" else As.VALUE if kind in SINGLE else As.RANGE
        run = self.run(node, wanted)
        return caught(run) if kind in "eq" else run

    def branches(self, arguments: Sequence[Node | None], wanted: As) -> list[Run]:
        """For arguments one of which becomes the value."""
        return [self.run(_present(node), wanted) for node in arguments]


def _present(node: Node | None) -> Node:
    if node is None:
        raise NotUnderstood
    return node


def _constant(value: Any) -> Run:
    if isinstance(value, str) and any(ord(char) in _MARKS for char in value):
        return lambda given: value.translate(given.texts)
    return lambda given: value


def _table(node: Table, wanted: As) -> Run:
    if wanted is As.VALUE:
        raise NotUnderstood
    grid = Grid.of(node.rows)
    return lambda given: grid


def _cells(index: int, wanted: As) -> Run:
    def value(given: Given) -> Any:
        found = given.get(index)
        return scalar(given.grid(index, found)) if type(found) is list else found

    def cells(given: Given) -> Grid:
        found = given.get(index)
        return given.grid(index, found) if type(found) is list else Grid([[found]], 1, 1)

    return value if wanted is As.VALUE else cells


def _if(compiler: Compiler, arguments: Sequence[Node | None], wanted: As) -> Run:
    if len(arguments) not in (2, 3):
        raise NotUnderstood
    condition = compiler.run(_present(arguments[0]), As.VALUE)
    results = compiler.branches(arguments[1:], _result(wanted))
    one, other = results if len(results) == 2 else (results[0], _constant(False))
    return lambda given: one(given) if truth(condition(given)) else other(given)


def _result(wanted: As) -> As:
    return As.VALUE if wanted is As.VALUE else As.RANGE


def _choose(compiler: Compiler, arguments: Sequence[Node | None], wanted: As) -> Run:
    if len(arguments) < 2:
        raise NotUnderstood
    which = compiler.run(_present(arguments[0]), As.VALUE)
    results = compiler.branches(arguments[1:], _result(wanted))

    def run(given: Given) -> Any:
        at = whole(number(which(given)))
        if not 1 <= at <= len(results):
            raise Failure(VALUE)
        return results[at - 1](given)

    return run


def _if_error(compiler: Compiler, arguments: Sequence[Node | None], wanted: As) -> Run:
    return _instead(compiler, arguments, lambda error: True)


def _if_missing(compiler: Compiler, arguments: Sequence[Node | None], wanted: As) -> Run:
    return _instead(compiler, arguments, lambda error: error == NA)


def _instead(
    compiler: Compiler, arguments: Sequence[Node | None], handled: Callable[[Error], bool]
) -> Run:
    if len(arguments) != 2:
        raise NotUnderstood
    one, other = compiler.branches(arguments, As.VALUE)
    tried = caught(one)

    def run(given: Given) -> Any:
        value = tried(given)
        return other(given) if type(value) is Error and handled(value) else known(value)

    return run


def _row(compiler: Compiler, arguments: Sequence[Node | None], wanted: As) -> Run:
    return _place(arguments, wanted, row=True)


def _column(compiler: Compiler, arguments: Sequence[Node | None], wanted: As) -> Run:
    return _place(arguments, wanted, row=False)


def _place(arguments: Sequence[Node | None], wanted: As, row: bool) -> Run:
    if not arguments:
        return lambda given: float(_here(given)[0 if row else 1])
    if len(arguments) > 1 or not isinstance(arguments[0], Cells):
        raise NotUnderstood
    index = arguments[0].index

    def run(given: Given) -> Any:
        target = given.targets[index] if index < len(given.targets) else None
        if target is None:
            raise Incomputable
        first, last = (target.top, target.bottom) if row else (target.left, target.right)
        if first == last:
            return float(first)
        if wanted is As.VALUE or target.top == 1:
            raise Incomputable
        numbers = [float(each) for each in range(first, last + 1)]
        return Grid.of([[each] for each in numbers] if row else [numbers])

    return run


def _here(given: Given) -> tuple[int, int]:
    if given.here is None:
        raise Incomputable
    return given.here


_Special = Callable[[Compiler, Sequence["Node | None"], As], Run]
_SPECIAL: dict[str, _Special] = {
    "IF": _if,
    "CHOOSE": _choose,
    "IFERROR": _if_error,
    "_XLFN.IFNA": _if_missing,
    "ROW": _row,
    "COLUMN": _column,
}
