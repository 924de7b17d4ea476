"""Web pages, also those that Excel, WPS and reporting systems save under the name of .xls."""

from __future__ import annotations

import re

from xlperf.model.grid import Document
from xlperf.model.refusal import Refused
from xlperf.reading.sources.decoding import decode
from xlperf.reading.sources.markup import Page
from xlperf.reading.sources.tree import grids

_SAVE_AS = "请用 Excel 或 WPS 打开后另存为 xlsx，再重新发送。"
_FRAMES = f"这个网页只有目录，各工作表存放在旁边的文件夹里；{_SAVE_AS}"
_EMPTY = f"网页里没有任何内容；{_SAVE_AS}"
_CUT_OFF = "文件不完整：网页在表格中间断了，请重新发送。"
_END = re.compile(r"</(?:body|html)\s*>", re.I)
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.I)
_HEAD = 4096


def read(data: bytes) -> Document:
    declared = _CHARSET.search(data[:_HEAD])
    charset = declared.group(1).decode("ascii") if declared else None
    text = decode(data, charset)
    page = Page(text)
    if page.is_open and not _END.search(text):
        raise Refused(_CUT_OFF)
    found = tuple(grids(page.content))
    if not found:
        raise Refused(_FRAMES if page.framed else _EMPTY)
    return Document(found)
