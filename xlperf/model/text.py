"""Text as people print it: tags, spaces and widths that carry no meaning."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

# Only real markup: 《…<服务办法>的通知》 uses angle brackets as quotation marks.
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|b|i|u|strong|em|span|div|font|sub|sup|table|tbody|tr|td|th|a|o:p)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[\s\u3000\u200b\ufeff]+")
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("—"): ord("-"),
    ord("〔"): ord("["),
    ord("〕"): ord("]"),
}


def strip_tags(text: str) -> str:
    """Without HTML tags and entities; a <br> is a line break."""
    if "<" not in text and "&" not in text:
        return text
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))


def clean(text: str) -> str:
    """The value a person meant: no tags, no outer spaces, composed (NFC, never NFKC)."""
    return (
        unicodedata.normalize("NFC", strip_tags(text))
        .replace("\u200b", "")
        .strip(" \t\r\n\u3000\xa0\ufeff")
    )


def fold_width(text: str) -> str:
    """Full-width letters, digits and punctuation as their ASCII twins."""
    return text.translate(_FOLD)


def squeeze(text: str) -> str:
    """Without any space, line break or zero-width character."""
    return _SPACES.sub("", text)


def key(text: str) -> str:
    """What two printings of one label have in common."""
    return _key_of_label(text) if len(text) <= _LABEL else _key(text)


def _key(text: str) -> str:
    return squeeze(fold_width(strip_tags(text)))


_LABEL = 64  # characters; forms print the same few labels over and over
_key_of_label = lru_cache(maxsize=16384)(_key)
