"""PDF: ruled tables with their merges, also over several pages, and the lines around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xlperf.model.grid import Cell, Document, Grid, Spans
from xlperf.model.place import Place
from xlperf.model.refusal import Refused
from xlperf.reading.sources.ink import Box, Glyph, Page, pages_of
from xlperf.reading.sources.layout import is_listed
from xlperf.reading.sources.lettering import Line, lines_of
from xlperf.reading.sources.ruling import Area, Frame, Ruled, frames

_SCANNED = (
    "PDF 里只有扫描或拍照的图片，没有文字，无法读取；请发送原来的 Excel 或 Word 文件，"
    "或由它们直接导出的 PDF。"
)
_EMPTY = "PDF 里没有任何内容；请重新导出或重新发送。"
_NAMELESS = "PDF 里的字体没有注明文字编码，读出来会是乱码；请发送原来的 Excel 或 Word 文件。"
_SOME_NAMELESS = "第{}页有 {} 个字的字体没有注明文字编码，没有读取。"
_PICTURE_PAGE = "第{}页只有图片，没有文字，没有读取。"
_MOST_NAMELESS = 0.1
_SAME_EDGE = 6.0
_LOW = 0.7  # of a page's height: a table that ends above it does not continue overleaf
_FOLIO = re.compile(r"[\s\d第页共/／—–·.-]*")


@dataclass(slots=True)
class _Part:
    """A table, or as much of it as is printed on one page."""

    page: int
    frame: Frame
    glyphs: list[Glyph]
    goes_on: bool  # ends where the page ends

    def moved(self, down: float) -> _Part:
        glyphs = [glyph.moved(down) for glyph in self.glyphs]
        return _Part(self.page, self.frame.moved(down), glyphs, self.goes_on)


@dataclass(frozen=True, slots=True)
class _Prose:
    page: int
    line: Line


@dataclass(slots=True)
class _Table:
    """Parts on one long page; `shifts` tells how far down each was moved for that."""

    parts: list[_Part]
    shifts: list[float]


def read(data: bytes) -> Document:
    notes: list[str] = []
    blocks: list[_Table | _Prose] = []
    nameless = total = pictures = 0
    for page in pages_of(data):
        notes += _notes(page)
        nameless, pictures = nameless + page.nameless, pictures + page.pictures
        total += page.nameless + len(page.glyphs)
        _append(blocks, _blocks(page))
    if nameless > _MOST_NAMELESS * total:
        raise Refused(_NAMELESS)
    found = tuple(_grids(blocks))
    if not found:
        raise Refused(_SCANNED if pictures else _EMPTY)
    return Document(found, tuple(notes))


def _notes(page: Page) -> Iterator[str]:
    if page.nameless:
        yield _SOME_NAMELESS.format(page.number, page.nameless)
    if page.pictures and not page.glyphs:
        yield _PICTURE_PAGE.format(page.number)


def _blocks(page: Page) -> list[_Part | _Prose]:
    """The tables and lines of a page from top to bottom."""
    found = [(frame, Ruled(frame)) for frame in frames(page.across, page.down)]
    tables = [(frame, ruled) for frame, ruled in found if len(ruled.areas) > 1]
    tables.sort(key=lambda table: _size(table[0].box))  # a character is in the innermost
    parts = [_Part(page.number, frame, [], _ends_low(frame, page)) for frame, _ in tables]
    prose: list[Glyph] = []
    for glyph in page.glyphs:
        owner = next((i for i, (_, ruled) in enumerate(tables) if ruled.area_at(*glyph.home)), None)
        (prose if owner is None else parts[owner].glyphs).append(glyph)
    placed: list[tuple[float, _Part | _Prose]] = [(part.frame.box[1], part) for part in parts]
    placed += [(line.box[1], _Prose(page.number, line)) for line in lines_of(prose)]
    return [block for _, block in sorted(placed, key=lambda item: item[0])]


def _ends_low(frame: Frame, page: Page) -> bool:
    return frame.box[3] > _LOW * page.height


def _size(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _append(blocks: list[_Table | _Prose], more: list[_Part | _Prose]) -> None:
    """A table that a page begins with continues the one that the page before ended with."""
    first = next((i for i, block in enumerate(more) if not _is_folio(block)), None)
    last = next((block for block in reversed(blocks) if not _is_folio(block)), None)
    for number, block in enumerate(more):
        if isinstance(block, _Prose):
            blocks.append(block)
        elif number == first and isinstance(last, _Table) and _continues(last.parts[-1], block):
            shift = last.parts[-1].frame.box[3] - block.frame.box[1]
            last.parts.append(block.moved(shift))
            last.shifts.append(shift)
        else:
            blocks.append(_Table([block], [0.0]))


def _is_folio(block: _Part | _Table | _Prose) -> bool:
    return isinstance(block, _Prose) and bool(_FOLIO.fullmatch(block.line.text))


def _continues(before: _Part, part: _Part) -> bool:
    one, other = before.frame.box, part.frame.box
    level = abs(one[0] - other[0]) < _SAME_EDGE and abs(one[2] - other[2]) < _SAME_EDGE
    return before.goes_on and before.page + 1 == part.page and level


def _grids(blocks: Iterable[_Table | _Prose]) -> Iterator[Grid]:
    prose: list[_Prose] = []
    tables = 0
    for block in blocks:
        if isinstance(block, _Prose):
            prose.append(block)
            continue
        tables += 1
        grid = _table_grid(block, tables)
        if grid.cells:
            yield from _prose_grids(prose)
            prose = []
            yield grid
    yield from _prose_grids(prose)


def _prose_grids(prose: list[_Prose]) -> Iterator[Grid]:
    if prose:
        cells = (
            Cell(row, 0, each.line.text, Place(page=each.page, box=_rounded(each.line.box)))
            for row, each in enumerate(prose)
        )
        yield Grid("", tuple(cells), Spans.NONE, wrapped=True)


def _table_grid(table: _Table, number: int) -> Grid:
    frame = table.parts[0].frame
    for part in table.parts[1:]:
        frame = frame.joined(part.frame)
    ruled = Ruled(frame)
    held: dict[Area, list[Glyph]] = {area: [] for area in ruled.areas}
    for glyph in (glyph for part in table.parts for glyph in part.glyphs):
        area = ruled.area_at(*glyph.home)
        if area is not None:
            held[area].append(glyph)
    cells = (_cell(area, glyphs, table, number) for area, glyphs in held.items())
    return Grid("", tuple(filter(is_listed, cells)), Spans.KNOWN, wrapped=True)


def _cell(area: Area, glyphs: list[Glyph], table: _Table, number: int) -> Cell:
    text = "\n".join(line.text for line in lines_of(glyphs))
    page, box = _on_page(area.box, table)
    at = Place(page=page, box=box, table=number, row=area.row + 1, column=area.col + 1)
    return Cell(area.row, area.col, text, at, area.rows, area.cols)


def _on_page(box: Box, table: _Table) -> tuple[int, Box]:
    """Where a cell begins: its page, and its box as far as it lies there."""
    x0, top, x1, bottom = box
    for part, shift in zip(table.parts, table.shifts, strict=True):
        end = part.frame.box[3]
        if top < end - 1:
            return part.page, _rounded((x0, top - shift, x1, min(bottom, end) - shift))
    raise AssertionError("every cell lies within the parts of its table")


def _rounded(box: Box) -> Box:
    x0, top, x1, bottom = (round(edge, 1) for edge in box)
    return x0, top, x1, bottom
