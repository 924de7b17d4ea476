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
- A sheet that is repeated has a copy per page; who stands on one means that copy, all others the
  first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from support.outline import (
    PAGE,
    VARIABLES,
    Area,
    Book,
    Choice,
    Formula,
    Line,
    Loop,
    Node,
    Ref,
    Sheet,
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
    formula: str  # as it is so many columns further left
    columns: int


class Page(NamedTuple):
    """A sheet of the output."""

    name: str
    sheet: int
    copy: int
    rows: list[Out]  # the first is row 1


class Expected:
    def __init__(self, book: Book, context: Mapping[str, Any]) -> None:
        self.book = book
        self.pages = [
            Page(name, number, copy, list(_outputs(sheet.nodes, (), (), scope)))
            for number, sheet in enumerate(book.sheets)
            for copy, (name, scope) in enumerate(_copies(sheet, context))
        ]

    def cells(self) -> dict[tuple[str, int, int], Any]:
        return {
            (page.name, row, column): content
            for page in self.pages
            for (row, column), content in self._cells(page)
            if content is not None
        }

    def _cells(self, page: Page) -> Iterator[tuple[tuple[int, int], Any]]:
        covered = {
            (row, column)
            for first, column, last, _ in self._repeated(page)
            for row in range(first + 1, last + 1)
        }
        for row, out in enumerate(page.rows, 1):
            for column, cell in out.line.cells.items():
                if (row, column) not in covered:
                    yield (row, column), self._content(cell, page, out)

    def _content(self, cell: object, page: Page, out: Out) -> Any:
        if isinstance(cell, Formula):
            return "=" + self.formula(cell, page, out)
        if isinstance(cell, Value):
            return _evaluated(cell, out.scope)
        return cell

    def formula(self, formula: Formula, page: Page, out: Out) -> str:
        refs = [
            self.moved(ref, page, out, whole)
            for ref, whole in zip(formula.refs, formula.whole, strict=True)
        ]
        names = [self.seen(number, page).name for number in range(len(self.book.sheets))]
        return formula.shape.format(*(spelled(ref, page.sheet, names) for ref in refs))

    def seen(self, sheet: int, page: Page | None) -> Page:
        """The copy of a sheet that is meant on a page."""
        copies = [each for each in self.pages if each.sheet == sheet]
        shared = page is not None and self.book.sheets[page.sheet].repeated
        return copies[page.copy] if page and shared and len(copies) > 1 else copies[0]

    def moved(self, ref: Ref, page: Page | None, out: Out | None, whole: bool) -> Ref:
        meant = self.seen(ref.sheet, page)
        if page and self.book.sheets[page.sheet].repeated != self.book.sheets[ref.sheet].repeated:
            out = None  # the outermost loops are not the same, so no turn is shared
        if ref.top < 0:  # a row of the output
            return replace(ref, top=-ref.top, bottom=-ref.bottom)
        rows = self.interval(meant, ref.top, ref.bottom, ref.fixed_rows, out)
        if rows is None:
            rows = (LAST_ROW, LAST_ROW)
        elif ref.single and not whole:
            rows = (rows[0], rows[0])
        return Ref(
            ref.sheet, rows[0], ref.left, rows[1], ref.right, ref.fixed_rows, ref.fixed_columns
        )

    def interval(
        self,
        page: Page,
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
        starts = self._rows_of(page, top, bottom, free[0], out)
        ends = self._rows_of(page, top, bottom, free[1], out)
        if not starts or not ends or max(ends) < min(starts):
            return None
        return min(starts), max(ends)

    def _rows_of(
        self, page: Page, top: int, bottom: int, free: tuple[int, int], out: Out | None
    ) -> list[int]:
        """All outputs of these rows that count for the one who refers, and what lies beneath."""
        last = self.book.sheets[page.sheet].last
        beneath = [row - last + len(page.rows) for row in (top, bottom) if row > last]
        return beneath + [
            position
            for position, each in enumerate(page.rows, 1)
            if top <= each.line.row <= bottom and _seen(each, out, free)
        ]

    def merges(self, page: Page) -> set[tuple[int, int, int, int]]:
        found = set(self._repeated(page))
        for area in self.book.sheets[page.sheet].merges:
            for first, last, _ in self._instances(page, area):
                if first < last or area.left < area.right:
                    found.add((first, area.left, last, area.right))
        return found

    def _instances(self, page: Page, area: Area) -> Iterator[tuple[int, int, Out]]:
        """An area comes once per turn of the loops around all of it: its rows, and who it is."""
        sheet = self.book.sheets[page.sheet]
        around = [loops for line, loops in sheet.lines() if area.top <= line.row <= area.bottom]
        shared = _common(around, area)
        seen = set()
        for out in page.rows:
            path = out.path[: len(shared)]
            if area.top <= out.line.row <= area.bottom and path not in seen:
                seen.add(path)
                viewer = Out(out.line, shared, path, {})
                rows = self.interval(page, area.top, area.bottom, out=viewer)
                assert rows is not None
                yield *rows, viewer

    def _repeated(self, page: Page) -> Iterator[tuple[int, int, int, int]]:
        """Equal values one below the other, in turns of one loop, where all at the left are too."""
        for line, _ in self.book.sheets[page.sheet].lines():
            columns = sorted(
                column
                for column, cell in line.cells.items()
                if isinstance(cell, Value) and cell.merged
            )
            for upto, column in enumerate(columns, 1):
                yield from _runs(page.rows, line, columns[:upto], column)

    def rules(self, page: Page, areas: Sequence[Area]) -> set[Rule]:
        """Each cell under a rule, with the rule's formula as it is for that cell."""
        return {
            Rule(row, column, text, column - area.left)
            for area in areas
            for row, text in self._rule_by_row(page, area)
            for column in range(area.left, area.right + 1)
        }

    def _rule_by_row(self, page: Page, area: Area) -> Iterator[tuple[int, str]]:
        formula = area.formula
        assert formula is not None
        if area.top == area.bottom:
            for row, out in enumerate(page.rows, 1):
                if out.line.row == area.top:
                    yield row, self.formula(formula, page, out)
            return
        for first, last, viewer in self._instances(page, area):
            for row in range(first, last + 1):
                own = tuple(_in_row(ref, area, row) for ref in formula.refs)
                yield row, self.formula(replace(formula, refs=own), page, viewer)


def _in_row(ref: Ref, area: Area, row: int) -> Ref:
    """What is relative to the first row of an area is the same in each row, as it is there."""
    if any(ref.fixed_rows):
        return ref
    assert ref.top == ref.bottom == area.top
    return replace(ref, top=-row, bottom=-row)


def _copies(sheet: Sheet, context: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each copy of a sheet: its name, and what its tags see."""
    if not sheet.repeated:
        yield sheet.name, context
        return
    before, _, rest = sheet.name.partition("{{")
    for item in context["pages"]:
        yield before + item["name"] + rest.partition("}}")[2], {**context, PAGE: item}


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
            owner = scope[VARIABLES[node.depth - 1]] if node.depth else None
            items = owner["inner"] if owner else _looked_up(node.source, scope)
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
