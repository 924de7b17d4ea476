"""Plain text as published: tab-separated rows, or lines as a page was printed."""

from __future__ import annotations

from xlperf.model.grid import Cell, Document, Grid, Spans
from xlperf.model.place import Place
from xlperf.model.refusal import Refused

_ENCODINGS = ("utf-8-sig", "gb18030")


def read(data: bytes) -> Document:
    lines = decode(data).splitlines()
    tabbed = any("\t" in line for line in lines)
    cells = [
        Cell(row, col, text, Place(line=row + 1))
        for row, line in enumerate(lines)
        for col, text in enumerate(line.split("\t") if tabbed else [line])
        if text.strip()
    ]
    return Document(
        (Grid("", tuple(cells), Spans.LOST if tabbed else Spans.NONE, wrapped=not tabbed),)
    )


def decode(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("文字编码既不是 UTF-8 也不是 GBK，无法读取；请用记事本打开后另存为 UTF-8。")
