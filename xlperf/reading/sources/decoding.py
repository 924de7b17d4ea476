"""Bytes of a text file as text: UTF-8, UTF-16 or GB18030, never a guess that garbles."""

from __future__ import annotations

import codecs
import re

from xlperf.model.refusal import Refused

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ADVICE = "请用 Excel 或 WPS 打开后另存为 xlsx，再重新发送。"
_DAMAGED = f"文字编码损坏，有些字已无法辨认；{_ADVICE}"
_UNKNOWN = f"认不出文字编码（既不是 UTF-8，也不是 GBK）；{_ADVICE}"
_BINARY = f"文件里有不是文字的内容；{_ADVICE}"
_CJK = re.compile(r"[\u3000-\u9fff\uff00-\uffef]+")
_LATIN_OR_GREEK = re.compile(r"[\x00-\u07ff]+")
_BIG5 = {"big5": "cp950", "big5-hkscs": "big5hkscs", "cp950": "cp950"}
_SAMPLE = 4096


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`. What a page declares of itself is often a lie, so bytes that are UTF-8
    are UTF-8; the declaration only tells Big5 from GB18030, which no byte does.
    """
    text = _decode(data, declared)
    if "\0" in text:
        raise Refused(_BINARY)
    return text


def _decode(data: bytes, declared: str | None) -> str:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _strictly(data[len(bom) :], name, _DAMAGED)
    if b"\0" in data[:_SAMPLE]:
        return _strictly(data, _utf16_order(data[:_SAMPLE]), _BINARY)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        if _is_damaged_utf8(data):
            raise Refused(_DAMAGED) from None
        return _strictly(data, _BIG5.get((declared or "").lower(), "gb18030"), _UNKNOWN)
    return _gb_that_passes_for_utf8(data, text) or text


def _gb_that_passes_for_utf8(data: bytes, text: str) -> str | None:
    """Two-byte GBK words such as 联通 are valid UTF-8 as well, but of letters nobody here uses."""
    if text.isascii() or not _LATIN_OR_GREEK.fullmatch(text):
        return None
    try:
        other = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    foreign = "".join(char for char in other if not char.isascii())
    return other if _CJK.fullmatch(foreign) else None


def _is_damaged_utf8(data: bytes) -> bool:
    """True where nearly all is UTF-8: read as GB18030, such a file would be silently garbled."""
    text = data.decode("utf-8", "replace")
    foreign = sum(not char.isascii() for char in text)
    return text.count("\ufffd") * 10 < foreign


def _utf16_order(sample: bytes) -> str:
    """Delimiters, digits and line ends have their zero byte second in little-endian text."""
    return "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"


def _strictly(data: bytes, name: str, reason: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        raise Refused(reason) from None
