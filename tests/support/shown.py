"""How a running spreadsheet shows cells, conditional formats included: its web pages say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from support.office import convert_all

from xlperf.ooxml.refs import ref_of

_BORDER = re.compile(r"border-(top|bottom|left|right): 1px")


@dataclass(frozen=True)
class Shown:
    text: str
    fill: str | None  # #FFF2CC
    borders: frozenset[str]  # top, bottom, left, right


def shown(books: Mapping[str, bytes], folder: Path) -> dict[str, dict[str, Shown]]:
    """Of each book's first sheet, every cell by its reference."""
    paths = []
    for name, data in books.items():
        path = folder / f"{name}.xlsx"
        path.write_bytes(data)
        paths.append(path)
    outdir = folder / "shown"
    outdir.mkdir()
    pages = convert_all(paths, "html", outdir)
    return {name: _cells(page.read_text("utf-8")) for name, page in zip(books, pages, strict=True)}


def _cells(page: str) -> dict[str, Shown]:
    table = _Table()
    table.feed(page[: page.index("</table>")])
    return table.cells


class _Table(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.cells: dict[str, Shown] = {}
        self._row = -1
        self._taken: set[tuple[int, int]] = set()
        self._at: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "tr":
            self._row += 1
        elif tag == "td":
            column = next(c for c in range(99) if (self._row, c) not in self._taken)
            rows, columns = int(told.get("rowspan", "1")), int(told.get("colspan", "1"))
            self._taken |= {
                (self._row + down, column + right)
                for down in range(rows)
                for right in range(columns)
            }
            self._at = ref_of(self._row, column)
            borders = frozenset(_BORDER.findall(told.get("style", "")))
            self.cells[self._at] = Shown("", told.get("bgcolor"), borders)

    def handle_data(self, data: str) -> None:
        if self._at is not None and data.strip():
            cell = self.cells[self._at]
            self.cells[self._at] = Shown(cell.text + data.strip(), cell.fill, cell.borders)

    def handle_endtag(self, tag: str) -> None:
        if tag == "td":
            self._at = None
