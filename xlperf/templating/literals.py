"""Texts that tags fill into the strings of a formula, which stay strings whatever they hold."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: by the character that stands for it in the formula
Texts = Mapping[int, str]

_LONGEST = 255
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')


def with_texts(formula: str, texts: Texts) -> str:
    """The formula with its texts filled in, none of its strings longer than Excel takes."""
    quoted = {mark: text.replace('"', '""') for mark, text in texts.items()}
    return _LITERAL.sub(_split, formula.translate(quoted))


def _split(literal: re.Match[str]) -> str:
    text = literal[1].replace('""', '"')
    if len(text) <= _LONGEST:
        return literal[0]
    parts = [text[start : start + _LONGEST] for start in range(0, len(text), _LONGEST)]
    return "&".join('"' + part.replace('"', '""') + '"' for part in parts)
