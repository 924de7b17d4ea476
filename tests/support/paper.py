"""A form as it lies on paper: boxes on a grid, and the lines of prose around them.

Drawn in text, one line per row, cells between bars. An arrow continues the cell it points at,
so that merges are seen at a glance; a row with no bar is one cell across the whole width:

    财政项目支出绩效目标申报表
    项目名称     | ← | 河道保洁     | ←
    项目资金⏎(元) | ← | 项目资金总额 | 1,200.00
    ↑            | ← | 其他资金     |
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LEFT, UP, NEWLINE = "←", "↑", "⏎"


@dataclass(frozen=True)
class Box:
    row: int
    col: int
    text: str
    rows: int = 1
    cols: int = 1


@dataclass(frozen=True)
class Paper:
    """Boxes in reading order."""

    boxes: tuple[Box, ...]
    height: int
    width: int
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def drawn(picture: str, before: str = "", after: str = "") -> Paper:
    """The paper that a picture shows; a crooked picture is an error, never a guess."""
    rows = [_cells(line) for line in picture.strip("\n").split("\n")]
    width = max(len(row) for row in rows)
    whole = [row if len(row) > 1 else row + [LEFT] * (width - 1) for row in rows]
    for row, cells in enumerate(whole):
        if len(cells) != width:
            raise ValueError(f"row {row} has {len(cells)} cells, not {width}: {cells}")
    return Paper(_boxes(whole), len(whole), width, _lines(before), _lines(after))


def _cells(line: str) -> list[str]:
    return [cell.strip(" ").replace(NEWLINE, "\n") for cell in line.split("|")]


def _lines(prose: str) -> tuple[str, ...]:
    return tuple(line for line in prose.strip("\n").split("\n") if line.strip())


def _boxes(rows: list[list[str]]) -> tuple[Box, ...]:
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for row, cells in enumerate(rows):
        for col, text in enumerate(cells):
            step = {LEFT: (0, -1), UP: (-1, 0)}.get(text)
            owners[row, col] = (row, col) if step is None else owners[row + step[0], col + step[1]]
    return tuple(
        _box(rows, (row, col), [place for place, owner in owners.items() if owner == (row, col)])
        for (row, col), owner in owners.items()
        if owner == (row, col)
    )


def _box(rows: list[list[str]], corner: tuple[int, int], places: list[tuple[int, int]]) -> Box:
    row, col = corner
    tall = max(r for r, _ in places) - row + 1
    wide = max(c for _, c in places) - col + 1
    if len(places) != tall * wide:
        raise ValueError(f"the cell at {corner} is no rectangle: {rows[row][col]!r}")
    return Box(row, col, rows[row][col], tall, wide)


def stacked(papers: Iterable[Paper]) -> Paper:
    """All papers on one sheet, one under the other, prose as rows of the sheet."""
    boxes: list[Box] = []
    row, width = 0, 1
    for paper in papers:
        for page in (_as_rows(paper.before), paper, _as_rows(paper.after)):
            boxes += [Box(row + b.row, b.col, b.text, b.rows, b.cols) for b in page.boxes]
            row, width = row + page.height, max(width, page.width)
        row += 1
    return Paper(tuple(boxes), row, width)


def _as_rows(lines: tuple[str, ...]) -> Paper:
    return Paper(tuple(Box(row, 0, line) for row, line in enumerate(lines)), len(lines), 1)
