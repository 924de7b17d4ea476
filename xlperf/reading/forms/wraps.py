"""Line breaks of the printing, taken out of a text; those of its author, left in."""

from __future__ import annotations

import re
from itertools import pairwise

_WORD = re.compile(r"[A-Za-z]")
_SLACK = 2.0  # ems by which a full line may fall short: punctuation that may not begin a line


def unwrap(text: str, wrapped: bool) -> str:
    """One line per paragraph. Only a wrapped source breaks lines by itself."""
    if "\n" not in text or not wrapped:
        return text
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    full = max((ems(line) for line in lines), default=0.0) - _SLACK
    joined = lines[0] if lines else ""
    for before, after in pairwise(lines):
        joined += (seam(before, after) if ems(before) >= full else "\n") + after
    return joined


def seam(before: str, after: str) -> str:
    """Chinese joins without a space, two Latin words with one."""
    return " " if _WORD.match(before[-1:]) and _WORD.match(after[:1]) else ""


def ems(text: str) -> float:
    """The printed width: a Chinese character is one em, ASCII half of one."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)
