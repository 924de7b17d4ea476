"""Random tables: rectangles that tile a grid, for round trips through sources with spans."""

from dataclasses import dataclass

from hypothesis import strategies as st


@dataclass(frozen=True)
class Tile:
    row: int
    col: int
    rows: int
    cols: int
    text: str


TEXTS = st.sampled_from(
    ["", "", "项目名称", "≥85.00(%)", "<p>合规</p>", "A & B", "一行\n二行", "1,040,760.00", "&lt;"]
)


@st.composite
def tilings(draw: st.DrawFn, max_rows: int = 6, max_cols: int = 6) -> list[list[Tile]]:
    """By row, the tiles that start there; every slot is covered once."""
    height = draw(st.integers(1, max_rows))
    width = draw(st.integers(1, max_cols))
    taken: set[tuple[int, int]] = set()
    tiles: list[list[Tile]] = [[] for _ in range(height)]
    for row in range(height):
        for col in range(width):
            if (row, col) in taken:
                continue
            free = next((c for c in range(col, width) if (row, c) in taken), width) - col
            cols = draw(st.integers(1, min(free, 3)))
            rows = draw(st.integers(1, min(height - row, 3)))
            taken |= {(r, c) for r in range(row, row + rows) for c in range(col, col + cols)}
            tiles[row].append(Tile(row, col, rows, cols, draw(TEXTS)))
    return tiles


def listed(tiles: list[list[Tile]]) -> list[Tile]:
    """What a grid must hold: every tile but the single blank ones."""
    return [t for row in tiles for t in row if t.text or t.rows > 1 or t.cols > 1]
