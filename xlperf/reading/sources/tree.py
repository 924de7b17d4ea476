"""A page as text and tables inside one another, and how that becomes grids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from xlperf.model.grid import Grid
from xlperf.model.place import Place
from xlperf.reading.sources.layout import Piece, is_blank, prose_grid, table_grid


class Text(Protocol):
    def lines(self) -> list[str]: ...


@dataclass(slots=True)
class Table:
    rows: list[list[Box]] = field(default_factory=list)

    def boxes(self) -> Iterator[Box]:
        return (box for row in self.rows for box in row)


@dataclass(slots=True)
class Box:
    """A cell of a table. Not `merged`: it takes the room of its spans without being one cell."""

    rows: int
    cols: int
    content: Content
    merged: bool = True
    col: int | None = None  # where the source says

    def text(self) -> str:
        texts = (part for part in self.content if not isinstance(part, Table))
        return "\n".join(line for text in texts for line in text.lines()).strip("\n")

    def tables(self) -> list[Table]:
        return [part for part in self.content if isinstance(part, Table)]


Content: TypeAlias = Sequence[Text | Table]


def grids(content: Content) -> Iterator[Grid]:
    """Each table a grid, numbered from 1; the lines between two tables are a grid as well."""
    prose: list[tuple[str, Place]] = []
    lines = tables = 0
    for part in _without_layout(content):
        if isinstance(part, Table):
            tables += 1
            table = _table_grid(part, tables)
            yield from _filled(prose_grid(prose), table)
            prose = []
            continue
        for line in part.lines():
            lines += 1
            if not is_blank(line):
                prose.append((line, Place(line=lines)))
    yield from _filled(prose_grid(prose))


def _filled(*found: Grid) -> Iterable[Grid]:
    return (grid for grid in found if grid.cells)


def _without_layout(content: Content) -> Iterator[Text | Table]:
    """Tables that only arrange other tables on the page dissolve into what they hold."""
    for part in content:
        if not isinstance(part, Table):
            yield part
        elif _is_layout(part):
            for box in part.boxes():
                yield from _without_layout(box.content)
        else:
            yield part
            for box in part.boxes():
                yield from _without_layout(box.tables())


def _is_layout(table: Table) -> bool:
    """It holds tables, and nothing stands beside anything else."""
    if not any(box.tables() for box in table.boxes()):
        return False
    return all(sum(not _is_empty(box) for box in row) <= 1 for row in table.rows)


def _is_empty(box: Box) -> bool:
    return not box.tables() and is_blank(box.text())


def _table_grid(table: Table, number: int) -> Grid:
    return table_grid([[_piece(box) for box in row] for row in table.rows], number)


def _piece(box: Box) -> Piece:
    return Piece(box.text(), box.rows, box.cols, box.merged, box.col)
