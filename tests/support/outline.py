"""A template as a tree: what random templates are made of, and how one is written as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import openpyxl
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

VARIABLES = "abc"  # of the loops, the outermost first
PAGE = "p"  # of the loop that repeats a sheet


@dataclass(frozen=True)
class Ref:
    """Rows and columns from 1. A flag for each $; `single` is written as one cell."""

    sheet: int
    top: int
    left: int
    bottom: int
    right: int
    fixed_rows: tuple[bool, bool] = (False, False)
    fixed_columns: tuple[bool, bool] = (False, False)

    @property
    def single(self) -> bool:
        return (self.top, self.left) == (self.bottom, self.right)


@dataclass(frozen=True)
class Formula:
    """`shape` with {0}, {1} for its references; `whole` marks those that are a whole argument."""

    shape: str
    refs: tuple[Ref, ...]
    whole: tuple[bool, ...]


@dataclass(frozen=True)
class Value:
    tag: str  # as written, {{ a.v }}
    expression: str
    merged: bool = False


Cell = Formula | Value | str | int


@dataclass
class Line:
    cells: dict[int, Cell] = field(default_factory=dict)
    row: int = 0
    depth: int = 0


@dataclass
class Loop:
    source: str  # a list of the context, for the outermost; inner ones have their own
    body: list[Node]
    depth: int = 0
    row: int = 0  # of its first tag
    end: int = 0

    @property
    def header(self) -> str:
        over = f"{VARIABLES[self.depth - 1]}.inner" if self.depth else self.source
        return f"for {VARIABLES[self.depth]} in {over}"


@dataclass
class Choice:
    condition: str
    body: list[Node]
    otherwise: list[Node]
    row: int = 0
    end: int = 0


Node = Line | Loop | Choice


@dataclass
class Area:
    """Rows and columns of a merge, or of a rule with its formula."""

    top: int
    left: int
    bottom: int
    right: int
    formula: Formula | None = None

    @property
    def ref(self) -> str:
        first, last = f"{letters(self.left)}{self.top}", f"{letters(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"


@dataclass
class Sheet:
    name: str
    nodes: list[Node]
    tags: dict[int, str] = field(default_factory=dict)  # by row, of the rows that vanish
    merges: list[Area] = field(default_factory=list)
    validations: list[Area] = field(default_factory=list)
    formats: list[Area] = field(default_factory=list)
    last: int = 0
    repeated: bool = False  # once for each of the context's pages

    def lines(self) -> Iterator[tuple[Line, tuple[Loop, ...]]]:
        """Every line with the loops around it."""
        yield from _lines(self.nodes, ())


@dataclass
class Book:
    sheets: list[Sheet]
    names: dict[str, Ref] = field(default_factory=dict)


def letters(column: int) -> str:
    return get_column_letter(column)


def _lines(
    nodes: Sequence[Node], loops: tuple[Loop, ...]
) -> Iterator[tuple[Line, tuple[Loop, ...]]]:
    for node in nodes:
        if isinstance(node, Line):
            yield node, loops
        elif isinstance(node, Loop):
            yield from _lines(node.body, (*loops, node))
        else:
            yield from _lines([*node.body, *node.otherwise], loops)


def number_rows(sheet: Sheet) -> None:
    """Gives every node its row; tags stand in rows of their own."""
    sheet.tags.clear()
    if sheet.repeated:
        sheet.tags[1] = f"{{%sheet for {PAGE} in pages %}}"
    sheet.last = _number(sheet, sheet.nodes, 1 + sheet.repeated, 0) - 1


def _number(sheet: Sheet, nodes: Sequence[Node], row: int, depth: int) -> int:
    """The row after all of them."""
    for node in nodes:
        node.row = row
        if isinstance(node, Line):
            node.depth = depth
            row += 1
        elif isinstance(node, Loop):
            node.depth = depth
            sheet.tags[row] = f"{{%tr {node.header} %}}"
            node.end = _number(sheet, node.body, row + 1, depth + 1)
            sheet.tags[node.end] = "{%tr endfor %}"
            row = node.end + 1
        else:
            sheet.tags[row] = f"{{%tr if {node.condition} %}}"
            row = _number(sheet, node.body, row + 1, depth)
            if node.otherwise:
                sheet.tags[row] = "{%tr else %}"
                row = _number(sheet, node.otherwise, row + 1, depth)
            node.end = row
            sheet.tags[row] = "{%tr endif %}"
            row += 1
    return row


def spelled(ref: Ref, home: int, names: Sequence[str]) -> str:
    """A reference as it is written on sheet `home`."""
    first = _corner(ref.top, ref.left, ref.fixed_rows[0], ref.fixed_columns[0])
    last = _corner(ref.bottom, ref.right, ref.fixed_rows[1], ref.fixed_columns[1])
    prefix = "" if ref.sheet == home else f"{quote_sheetname(names[ref.sheet])}!"
    return prefix + (first if first == last else f"{first}:{last}")


def _corner(row: int, column: int, fixed_row: bool, fixed_column: bool) -> str:
    return f"{'$' * fixed_column}{letters(column)}{'$' * fixed_row}{row}"


def written_formula(formula: Formula, home: int, names: Sequence[str]) -> str:
    return formula.shape.format(*(spelled(ref, home, names) for ref in formula.refs))


def workbook(book: Book) -> bytes:
    file = openpyxl.Workbook()
    file.remove(file.worksheets[0])
    names = [sheet.name for sheet in book.sheets]
    for number, sheet in enumerate(book.sheets):
        _write(file.create_sheet(sheet.name), sheet, number, names)
    for name, ref in book.names.items():
        text = spelled(ref, -1, names)
        file.defined_names[name] = DefinedName(name, attr_text=text)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _write(target: Worksheet, sheet: Sheet, number: int, names: Sequence[str]) -> None:
    for row, tag in sheet.tags.items():
        target.cell(row, 1).value = tag
    for line, _ in sheet.lines():
        for column, cell in line.cells.items():
            target.cell(line.row, column).value = _content(cell, number, names)
    for area in sheet.merges:
        target.merge_cells(area.ref)
    for area in sheet.validations:
        assert area.formula is not None
        rule = DataValidation("custom", written_formula(area.formula, number, names))
        rule.add(area.ref)
        target.add_data_validation(rule)
    for area in sheet.formats:
        assert area.formula is not None
        text = written_formula(area.formula, number, names)
        look = FormulaRule([text], fill=PatternFill("solid", bgColor="FF0000"))
        target.conditional_formatting.add(area.ref, look)


def _content(cell: Cell, number: int, names: Sequence[str]) -> str | int:
    if isinstance(cell, Formula):
        return f"={written_formula(cell, number, names)}"
    return cell.tag if isinstance(cell, Value) else cell
