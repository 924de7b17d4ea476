"""Text in cells: shared strings, rich text runs, and the _xHHHH_ escapes of SpreadsheetML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlperf.model.refusal import Refused
from xlperf.ooxml.gate import MB
from xlperf.ooxml.ordinary import Unusual
from xlperf.ooxml.xml import unescape

MOST_STRINGS = 1_000_000
MOST_TEXT = 48 * MB  # characters

_ITEM = re.compile(
    r'<si>(?:<t(?: xml:space="preserve")?>([^<]*)</t></si>|(.*?)</si>)|(<si[^>]+>)', re.DOTALL
)
_BLANK = frozenset({"", "<si/>", "<si />"})
_PHONETIC = re.compile(r"<rPh\b.*?</rPh>", re.DOTALL)
_RUN = re.compile(r"<t(?: [^<>]*)?>([^<]*)</t>")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def plain(text: str) -> str:
    """Text between tags as a person sees it; line breaks are "\\n"."""
    if "&" in text:
        text = unescape(text)
    if "_x" in text:
        text = _unescaped(text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _unescaped(text: str) -> str:
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    try:  # a character beyond U+FFFF is written as two escapes
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:  # half of one alone is no text in any encoding
        return re.sub("[\ud800-\udfff]", lambda match: f"_x{ord(match[0]):04X}_", text)


def joined_runs(inner: str) -> str:
    """The text of <si> or <is>: its runs in order, without phonetic guides."""
    if "<rPh" in inner:
        inner = _PHONETIC.sub("", inner)
    return "".join(map(plain, _RUN.findall(inner)))


def scan_strings(pieces: Iterator[str]) -> list[str]:
    """sharedStrings.xml, in one pass over pieces that end anywhere."""
    found: list[str] = []
    rest = ""
    length = 0
    for piece in pieces:
        text = rest + piece
        cut = text.rfind("</si>") + 5
        if cut < 5:
            _refuse_text(length + len(text))
            rest = text
            continue
        rest = text[cut:]
        new = _items(text[:cut])
        length += sum(map(len, new))
        found += new
        _refuse_text(length)
        if len(found) > MOST_STRINGS:
            raise Refused(f"文件里的文字超过 {MOST_STRINGS} 条，未读取：请只保留需要的表格。")
    return found + _items(rest)


def _refuse_text(length: int) -> None:
    if length > MOST_TEXT:
        raise Refused("文件里的文字总量太大，未读取：请只保留需要的表格。")


def _items(text: str) -> list[str]:
    return [
        plain(simple) if simple else _rare(inner, other)
        for simple, inner, other in _ITEM.findall(text)
    ]


def _rare(inner: str, other: str) -> str:
    if other not in _BLANK:
        raise Unusual("shared string")
    return joined_runs(inner)
