"""Word documents: each table a grid, the paragraphs between them as lines."""

from __future__ import annotations

from xlperf.model.grid import Document
from xlperf.model.refusal import Refused
from xlperf.ooxml import document as word
from xlperf.reading.sources.tree import Box, Content, Table, grids

_EMPTY = "文档里没有文字；如果是拍照或扫描的图片，请发送原来的 Word 或 Excel 文件。"


def read(data: bytes) -> Document:
    document = word.read_document(data)
    found = tuple(grids(_content(document.body)))
    if not found:
        raise Refused(_EMPTY)
    margins = tuple(f"页眉页脚：{text}" for text in document.margins)
    return Document(found, document.notes + margins)


def _content(content: word.Content) -> Content:
    return [_table(part) if isinstance(part, word.Table) else part for part in content]


def _table(table: word.Table) -> Table:
    return Table([[_box(cell) for cell in row] for row in table.rows])


def _box(cell: word.TableCell) -> Box:
    return Box(cell.rows, cell.cols, _content(cell.content), col=cell.col)
