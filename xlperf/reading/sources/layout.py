"""Building grids: tables from rows of pieces with spans, and prose from lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from xlperf.model.grid import Cell, Grid, Spans
from xlperf.model.place import Place
from xlperf.model.refusal import Refused

MAX_SLOTS = 2_000_000
_TOO_LARGE = "表格过大（合并范围或行列数超出常理）；请只保留绩效表，另存为 xlsx 后重新发送。"


@dataclass(frozen=True, slots=True)
class Piece:
    """A table cell as its source gives it; `rows=0` reaches down to the end of the table."""

    text: str
    rows: int = 1
    cols: int = 1
    merged: bool = True  # else it covers its slots without being merged over them
    col: int | None = None  # where the source says; else next to the piece before


def is_blank(text: str) -> bool:
    return not text or text.isspace()


def is_listed(cell: Cell) -> bool:
    """A blank cell says something only where it is merged."""
    return cell.rows > 1 or cell.cols > 1 or not is_blank(cell.text)


def prose_grid(lines: Iterable[tuple[str, Place]]) -> Grid:
    """One cell per line; a line may still hold columns cut at spaces, hence Spans.NONE."""
    cells = (Cell(row, 0, text, at) for row, (text, at) in enumerate(lines))
    return Grid("", tuple(cells), Spans.NONE)


def table_grid(rows: Sequence[Sequence[Piece]], table: int) -> Grid:
    """Pieces laid out from left to right around the spans of the rows above, as browsers do."""
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for row, pieces in enumerate(rows):
        col = 0
        for piece in pieces:
            col = col if piece.col is None else piece.col
            while (row, col) in taken:
                col += 1
            cell = _fit(piece, row, col, len(rows), taken, table)
            taken.update(_slots(cell))
            _guard(len(taken))
            col += cell.cols
            cells.append(cell if piece.merged else replace(cell, rows=1, cols=1))
    listed = tuple(filter(is_listed, cells))
    return Grid("", listed, Spans.LOST if _is_ragged(rows) else Spans.KNOWN)


def _is_ragged(rows: Sequence[Sequence[Piece]]) -> bool:
    """Rows of unequal width and no cell over several rows: an editor has dropped the merges."""
    pieces = [piece for row in rows for piece in row]
    widths = {sum(piece.cols for piece in row) for row in rows if len(row) > 1}
    told = any(piece.rows != 1 or piece.col is not None for piece in pieces)
    return len(widths) > 1 and not told


def _fit(
    piece: Piece, row: int, col: int, height: int, taken: set[tuple[int, int]], table: int
) -> Cell:
    """The piece as a cell that ends where the table or a cell from above begins."""
    left = height - row
    rows = min(piece.rows or left, left)
    _guard(rows * piece.cols)
    cols = 1
    while cols < piece.cols and (row, col + cols) not in taken:
        cols += 1
    at = Place(table=table, row=row + 1, column=col + 1)
    return Cell(row, col, piece.text, at, rows, cols)


def _slots(cell: Cell) -> Iterable[tuple[int, int]]:
    return (
        (row, col)
        for row in range(cell.row, cell.row + cell.rows)
        for col in range(cell.col, cell.col + cell.cols)
    )


def _guard(slots: int) -> None:
    if slots > MAX_SLOTS:
        raise Refused(_TOO_LARGE)
