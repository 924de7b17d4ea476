"""Web pages, also those that Excel, WPS and reporting systems save under the name of .xls."""

from __future__ import annotations

import email
import email.policy
import re

from xlperf.model.grid import Document
from xlperf.model.refusal import Refused
from xlperf.reading.sources.decoding import decode
from xlperf.reading.sources.markup import Page
from xlperf.reading.sources.tree import grids

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
    found = tuple(grids(page.content))
    if not found:
        raise Refused(_FRAMES if page.framed else _EMPTY)
    return Document(found)
