"""What a template should become, row by row: slow and obvious, and nothing of the engine in it.

- A row tag vanishes; what is between the tags of a loop comes once per turn.
- A reference spans all outputs of its rows, from the first to the last. Where a row stands in a
  loop that runs over the same things as a loop around the one who refers, only the same turn
  counts.
- $ on both ends of a range over a whole body, or on an end that is the whole body, means all turns.
- A single cell of several outputs is the whole interval where it is an argument of a function,
  else the first.
- Of what has no output at all, a formula sees the blank cell in the last row.
- Of repeated values that are merged, the first stays and the others are blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from support.outline import (
    VARIABLES,
    Area,
    Book,
    Choice,
    Formula,
    Line,
    Loop,
    Node,
    Ref,
    Value,
    spelled,
)

LAST_ROW = 1_048_576


@dataclass(frozen=True)
class Out:
    """One output of a row."""

    line: Line
    loops: tuple[Loop, ...]
    path: tuple[int, ...]  # the turn of each loop
    scope: Mapping[str, Any]


class Rule(NamedTuple):
    row: int
    column: int
    formula: str


class Expected:
    """All of an output; rows count from 1, `rows[sheet][0]` is row 1."""

    def __init__(self, book: Book, context: Mapping[str, Any]) -> None:
        self.book = book
        self.names = [sheet.name for sheet in book.sheets]
        self.rows = [list(_outputs(sheet.nodes, (), (), context)) for sheet in book.sheets]

    def cells(self) -> dict[tuple[str, int, int], Any]:
        return {
            (self.names[number], row, column): content
            for number in range(len(self.names))
            for (row, column), content in self._cells(number)
            if content is not None
        }

    def _cells(self, number: int) -> Iterator[tuple[tuple[int, int], Any]]:
        covered = {
            (row, column)
            for first, column, last, _ in self._repeated(number)
            for row in range(first + 1, last + 1)
        }
        for row, out in enumerate(self.rows[number], 1):
            for column, cell in out.line.cells.items():
                if (row, column) not in covered:
                    yield (row, column), self._content(cell, number, out)

    def _content(self, cell: object, number: int, out: Out) -> Any:
        if isinstance(cell, Formula):
            return "=" + self.formula(cell, number, out)
        if isinstance(cell, Value):
            return _evaluated(cell, out.scope)
        return cell

    def formula(self, formula: Formula, number: int, out: Out) -> str:
        refs = [
            self.moved(ref, out, whole)
            for ref, whole in zip(formula.refs, formula.whole, strict=True)
        ]
        return formula.shape.format(*(spelled(ref, number, self.names) for ref in refs))

    def moved(self, ref: Ref, out: Out | None, whole: bool) -> Ref:
        rows = self.interval(ref.sheet, ref.top, ref.bottom, ref.fixed_rows, out)
        if rows is None:
            rows = (LAST_ROW, LAST_ROW)
        elif ref.single and not whole:
            rows = (rows[0], rows[0])
        return Ref(
            ref.sheet, rows[0], ref.left, rows[1], ref.right, ref.fixed_rows, ref.fixed_columns
        )

    def interval(
        self,
        sheet: int,
        top: int,
        bottom: int,
        fixed: tuple[bool, bool] = (False, False),
        out: Out | None = None,
    ) -> tuple[int, int] | None:
        """The first and the last row of a range, for the one who refers to it."""
        free = [
            (top, bottom) if all(fixed) else (row, row) if flag else (1, 0)
            for row, flag in zip((top, bottom), fixed, strict=True)
        ]
        starts = self._rows_of(sheet, top, bottom, free[0], out)
        ends = self._rows_of(sheet, top, bottom, free[1], out)
        if not starts or not ends or max(ends) < min(starts):
            return None
        return min(starts), max(ends)

    def _rows_of(
        self, sheet: int, top: int, bottom: int, free: tuple[int, int], out: Out | None
    ) -> list[int]:
        """All outputs of these rows that count for the one who refers, and what lies beneath."""
        last = self.book.sheets[sheet].last
        beneath = [row - last + len(self.rows[sheet]) for row in (top, bottom) if row > last]
        return beneath + [
            position
            for position, each in enumerate(self.rows[sheet], 1)
            if top <= each.line.row <= bottom and _seen(each, out, free)
        ]

    def merges(self, number: int) -> set[tuple[int, int, int, int]]:
        sheet = self.book.sheets[number]
        found = set(self._repeated(number))
        for area in sheet.merges:
            for first, last in self._instances(number, area):
                if first < last or area.left < area.right:
                    found.add((first, area.left, last, area.right))
        return found

    def _instances(self, number: int, area: Area) -> Iterator[tuple[int, int]]:
        """An area comes once per turn of the loops around all of it."""
        sheet = self.book.sheets[number]
        around = [loops for line, loops in sheet.lines() if area.top <= line.row <= area.bottom]
        shared = _common(around, area)
        seen = set()
        for out in self.rows[number]:
            path = out.path[: len(shared)]
            if area.top <= out.line.row <= area.bottom and path not in seen:
                seen.add(path)
                rows = self.interval(
                    number, area.top, area.bottom, out=Out(out.line, shared, path, {})
                )
                assert rows is not None
                yield rows

    def _repeated(self, number: int) -> Iterator[tuple[int, int, int, int]]:
        """Equal values one below the other, in turns of one loop, where all at the left are too."""
        rows = self.rows[number]
        for line, _ in self.book.sheets[number].lines():
            columns = sorted(
                column
                for column, cell in line.cells.items()
                if isinstance(cell, Value) and cell.merged
            )
            for upto, column in enumerate(columns, 1):
                yield from _runs(rows, line, columns[:upto], column)

    def rules(self, number: int, areas: Sequence[Area]) -> set[Rule]:
        """Each cell under a rule, with the rule's formula as it is for that cell."""
        found = set()
        for area in areas:
            assert area.formula is not None
            for row, out in enumerate(self.rows[number], 1):
                if out.line.row == area.top:
                    text = self.formula(area.formula, number, out)
                    for column in range(area.left, area.right + 1):
                        found.add(Rule(row, column, text))
        return found


def _outputs(
    nodes: Sequence[Node],
    loops: tuple[Loop, ...],
    path: tuple[int, ...],
    scope: Mapping[str, Any],
) -> Iterator[Out]:
    for node in nodes:
        if isinstance(node, Line):
            yield Out(node, loops, path, scope)
        elif isinstance(node, Loop):
            variable = VARIABLES[node.depth]
            items = scope[VARIABLES[node.depth - 1]]["items"] if node.depth else scope[node.source]
            for turn, item in enumerate(items):
                inner = {**scope, variable: item}
                yield from _outputs(node.body, (*loops, node), (*path, turn), inner)
        else:
            assert isinstance(node, Choice)
            body = node.body if _looked_up(node.condition, scope) else node.otherwise
            yield from _outputs(body, loops, path, scope)


def _looked_up(expression: str, scope: Mapping[str, Any]) -> Any:
    found: Any = scope
    for name in expression.split("."):
        found = found[name]
    return found


def _evaluated(cell: Value, scope: Mapping[str, Any]) -> Any:
    value = _looked_up(cell.expression, scope)
    if cell.tag.startswith("{{"):
        return value
    before, _, rest = cell.tag.partition("{{")
    return before + ("" if value is None else str(value)) + rest.partition("}}")[2]


def _seen(each: Out, out: Out | None, free: tuple[int, int]) -> bool:
    """Is this output of a row in the turns of whoever looks?"""
    if out is None:
        return True
    pairs = zip(out.loops, out.path, each.loops, each.path, strict=False)
    for mine, my_turn, other, turn in pairs:
        if mine.header != other.header:
            return True
        if free[0] <= other.row + 1 and other.end - 1 <= free[1]:
            return True
        if my_turn != turn:
            return False
    return True


def _common(around: Sequence[tuple[Loop, ...]], area: Area) -> tuple[Loop, ...]:
    """The loops whose body holds the whole area."""
    return tuple(
        loop
        for loop in (around[0] if around else ())
        if loop.row < area.top and area.bottom < loop.end
    )


def _runs(
    rows: Sequence[Out], line: Line, columns: Sequence[int], column: int
) -> Iterator[tuple[int, int, int, int]]:
    start = None
    last: Any = None
    for row, out in enumerate([*rows, None], 1):
        mine = out is not None and out.line is line
        values = [line.cells[each] for each in columns] if mine else []
        key = (out.path[:-1], [_evaluated(v, out.scope) for v in values]) if mine and out else None
        if start is not None and key != last:
            if row - 1 > start:
                yield start, column, row - 1, column
            start = None
        if start is None and key is not None:
            start = row
        last = key
