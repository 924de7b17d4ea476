"""A formula as a tree, by the operators' precedence of ISO 29500-1 18.17.2.

What has no place in it (tables, other workbooks, unions, spilled ranges, names of anything but
cells and constants) is NotUnderstood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from xlperf.ooxml.formulas.references import Formula, Named, Part, Reference
from xlperf.ooxml.formulas.values import ERRORS, Error

_DEEPEST = 64  # as in Excel
_LONGEST = 120  # a row of operators: each is a step further down when it is computed
_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    |(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<error>\#[A-Z0-9/]+[!?]?)
    |(?P<call>[A-Za-z_][A-Za-z0-9._]*)\(
    |(?P<truth>TRUE|FALSE)(?![\w.(])
    |(?P<mark><=|>=|<>|[-+*/^&=<>%(),;{}])
    |(?P<space>\s+)""",
    re.VERBOSE | re.IGNORECASE,
)
_OPERATORS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))
_RANK = {operator: rank for rank, equals in enumerate(_OPERATORS) for operator in equals}

Value = None | float | str | bool | Error


class NotUnderstood(Exception):
    """The formula holds something that isn't computed here."""


@dataclass(frozen=True, slots=True)
class Constant:
    value: Value


@dataclass(frozen=True, slots=True)
class Cells:
    """What a reference of the formula holds."""

    index: int


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """`operator` is -, + or %."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Pair:
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    name: str  # in capitals
    arguments: tuple[Node | None, ...]  # None where nothing stands between two commas


Node = Constant | Cells | Table | Sign | Pair | Call
_Token = tuple[str, str]  # kind and text; of a reference its number


def parsed(formula: Formula) -> Node:
    parser = _Parser([*_tokens(formula.parts)])
    node = parser.expression()
    parser.expect("end")
    return node


def _tokens(parts: Sequence[Part]) -> Iterator[_Token]:
    references = count()
    for part in _spelled_out(parts):
        if isinstance(part, Reference):
            yield "reference", str(next(references))
        elif isinstance(part, str):
            yield from _tokens_of(part)
        else:
            raise NotUnderstood
    yield "end", ""


def _spelled_out(parts: Sequence[Part]) -> Iterator[Part]:
    """With what names stand for in their places."""
    for part in parts:
        if not isinstance(part, Named):
            yield part
        elif len(part.parts) == 1:
            yield from part.parts
        else:
            yield from ("(", *part.parts, ")")


def _tokens_of(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise NotUnderstood
        at = match.end()
        kind = match.lastgroup or ""
        if kind == "mark":
            yield match[0], match[0]
        elif kind != "space":
            yield kind, match[kind]


class _Parser:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def expect(self, *kinds: str) -> str:
        """Takes the next token, which has to be one of these kinds; its text."""
        kind, text = self._tokens[self._at]
        if kind not in kinds:
            raise NotUnderstood
        self._at += 1
        return text

    def _next(self) -> str:
        return self._tokens[self._at][0]

    def expression(self, loosest: int = 0) -> Node:
        node = self._signed()
        for _ in range(_LONGEST):
            rank = _RANK.get(self._next(), -1)
            if rank < loosest:
                return node
            operator = self.expect(*_OPERATORS[rank])
            node = Pair(operator, node, self.expression(rank + 1))
        raise NotUnderstood

    def _signed(self) -> Node:
        """A sign binds tighter than everything but %."""
        if self._next() in ("-", "+"):
            self._deeper()
            node: Node = Sign(self.expect("-", "+"), self._signed())
            self._depth -= 1
            return node
        node = self._operand()
        for _ in range(_DEEPEST):
            if self._next() != "%":
                return node
            node = Sign(self.expect("%"), node)
        raise NotUnderstood

    def _operand(self) -> Node:
        kind = self._next()
        if kind == "(":
            return self._inside()
        if kind == "call":
            return self._call()
        if kind == "{":
            return self._table()
        if kind == "reference":
            return Cells(int(self.expect("reference")))
        return Constant(self._constant())

    def _inside(self) -> Node:
        self.expect("(")
        self._deeper()
        node = self.expression()
        self._depth -= 1
        self.expect(")")
        return node

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotUnderstood

    def _call(self) -> Node:
        name = self.expect("call").upper()
        self._deeper()
        arguments = [self._argument()]
        while self.expect(",", ")") == ",":
            arguments.append(self._argument())
        self._depth -= 1
        return Call(name, () if arguments == [None] else tuple(arguments))

    def _argument(self) -> Node | None:
        return None if self._next() in (",", ")") else self.expression()

    def _table(self) -> Node:
        self.expect("{")
        rows = [[self._signed_constant()]]
        while (mark := self.expect(",", ";", "}")) != "}":
            if mark == ";":
                rows.append([])
            rows[-1].append(self._signed_constant())
        if len({len(row) for row in rows}) > 1:
            raise NotUnderstood
        return Table(tuple(map(tuple, rows)))

    def _signed_constant(self) -> Value:
        if self._next() not in ("-", "+"):
            return self._constant()
        sign = self.expect("-", "+")
        value = float(self.expect("number"))
        return -value if sign == "-" else value

    def _constant(self) -> Value:
        kind = self._next()
        text = self.expect("number", "text", "truth", "error")
        if kind == "number":
            return _number(text)
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "truth":
            return text.upper() == "TRUE"
        if text.upper() not in ERRORS:
            raise NotUnderstood
        return ERRORS[text.upper()]


def _number(text: str) -> float:
    value = float(text)
    if value - value != 0:
        raise NotUnderstood
    return value
