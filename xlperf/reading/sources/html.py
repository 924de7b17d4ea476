"""Web pages, also those that Excel, WPS and reporting systems save under the name of .xls."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator

from xlperf.model.grid import Document, Grid
from xlperf.model.place import Place
from xlperf.model.refusal import Refused
from xlperf.reading.sources.decoding import decode
from xlperf.reading.sources.flow import Flow
from xlperf.reading.sources.layout import Piece, is_blank, prose_grid, table_grid
from xlperf.reading.sources.markup import Content, Page, Table

_SAVE_AS = "请用 Excel 或 WPS 打开后另存为 xlsx，再重新发送。"
_FRAMES = f"这个网页只有目录，各工作表存放在旁边的文件夹里；{_SAVE_AS}"
_ARCHIVE = f"这是由多个网页打包而成的“单个文件网页”(.mht)；{_SAVE_AS}"
_EMPTY = f"网页里没有任何内容；{_SAVE_AS}"
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.I)
_HEAD = 4096
_MAIL = re.compile(
    rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,8}(?:MIME-Version|Content-Type):", re.I
)


def read(data: bytes) -> Document:
    if _MAIL.match(data[:_HEAD]):
        return _archive(data)
    declared = _CHARSET.search(data[:_HEAD])
    return _page(data, declared.group(1).decode("ascii") if declared else None)


def _archive(data: bytes) -> Document:
    """An .mht is a mail that carries pages: one for each sheet, and a frame around them."""
    message = email.message_from_bytes(data)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    if len(pages) != 1:
        raise Refused(_ARCHIVE)
    body = pages[0].get_payload(decode=True)
    assert isinstance(body, bytes)  # what any part but a multipart decodes to
    return _page(body, pages[0].get_content_charset())


def _page(data: bytes, charset: str | None) -> Document:
    page = Page(decode(data, charset))
    grids = tuple(_grids(page.content))
    if not grids:
        raise Refused(_FRAMES if page.framed else _EMPTY)
    return Document(grids)


def _grids(content: Content) -> Iterator[Grid]:
    """Each table a grid; the lines between two tables are a grid as well."""
    prose: list[tuple[str, Place]] = []
    line = table = 0
    for part in _without_layout(content):
        if isinstance(part, Table):
            if prose:
                yield prose_grid(prose)
            prose = []
            table += 1
            grid = _table_grid(part, table)
            if grid.cells:
                yield grid
            continue
        for text in part.lines():
            line += 1
            if not is_blank(text):
                prose.append((text, Place(line=line)))
    if prose:
        yield prose_grid(prose)


def _without_layout(content: Content) -> Iterator[Flow | Table]:
    """Tables that only arrange other tables on the page dissolve into what they hold."""
    for part in content:
        if isinstance(part, Flow):
            yield part
        elif _is_layout(part):
            for box in (box for row in part.rows for box in row):
                yield from _without_layout(box.content)
        else:
            yield part
            for box in (box for row in part.rows for box in row):
                yield from _without_layout([*box.tables()])


def _is_layout(table: Table) -> bool:
    """It holds tables, and nothing stands beside anything else."""
    filled = [
        [box for box in row if box.tables() or not is_blank(box.text())] for row in table.rows
    ]
    holds_tables = any(box.tables() for row in filled for box in row)
    return holds_tables and all(len(row) <= 1 for row in filled)


def _table_grid(table: Table, number: int) -> Grid:
    rows = [
        [Piece(box.text(), box.rows, box.cols, box.merged) for box in row] for row in table.rows
    ]
    return table_grid(rows, number)
