"""One key for the many spellings of one unit or project. Keys compare; they are never shown.

NFC only: NFKC would replace the rare characters that people are really called by.
"""

from __future__ import annotations

import re
import unicodedata

from xlperf.model.text import fold_width, squeeze, strip_tags

_BRACKETS = {ord(left): "(" for left in "【〔［["} | {ord(right): ")" for right in "】〕］]"}
_QUOTES = {ord(char): '"' for char in "“”„‟「」『』＂"} | {ord(char): "'" for char in "‘’＇"}
_DASHES = {ord(char): "-" for char in "—–―－─−‐‑"}

# A glued code is told from a name like 12345市民热线 by its length.
_CODE = re.compile(
    r"(?:\([0-9]{2,}\)[-_:.、]?"
    r"|[0-9]{3,}[-_:、](?=[^0-9])"
    r"|[0-9]{6,}(?=[^0-9]))"
)
_SUMMARY = re.compile(r"\(汇总\)|(?<=.)汇总$")
_WORD = re.compile(r"\w|[\ue000-\uf8ff]")
_OWN_LEVEL = re.compile(r"(?<=.)\(?本级\)?$")


def unit_key(name: str) -> str:
    """What all spellings of one unit share.

    (汇总) is the system's word for a department with its subordinates and no part of the name;
    (本级) is: a department's own office is a unit beside the others.
    """
    folded = _fold(name)
    key = _OWN_LEVEL.sub("(本级)", _SUMMARY.sub("", _without_code(folded)))
    return key if _WORD.search(key) else folded


def project_key(name: str) -> str:
    """What all spellings of one project's name share; only unit and project together are a key."""
    folded = _fold(name)
    key = _without_code(folded)
    return key if _WORD.search(key) else folded


def _fold(name: str) -> str:
    text = unicodedata.normalize("NFC", strip_tags(name))
    return squeeze(fold_width(text.translate(_BRACKETS | _QUOTES | _DASHES)))


def _without_code(folded: str) -> str:
    code = _CODE.match(folded)
    return folded[code.end() :] if code else folded
