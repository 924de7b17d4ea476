"""Line breaks of the printing, taken out of a text; those of its author, left in."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

_WORD = re.compile(r"[A-Za-z]")
# What may not be parted at the start of a line: brackets with their words, numbers, their commas.
_UNBROKEN = re.compile(r"[（(〔\[《“‘]*(?:[A-Za-z0-9.,%/:\-]+|.)[）)〕\]》”’，。；：、！？,.;:!?]*")
_ENDS = "。；;！!？?：:.…"
_HEADING = 0.6  # of the width: a line without a full stop that is shorter is a heading
_SLACK = 1.0  # ems: fonts differ in how narrow they print punctuation


def unwrap(text: str, wrapped: bool) -> str:
    """One line per paragraph. Only a wrapped source breaks lines by itself."""
    if "\n" not in text or not wrapped:
        return text
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    width = _width(lines)
    joined = lines[0] if lines else ""
    for before, after in pairwise(lines):
        joined += (seam(before, after) if runs_on(before, after, width) else "\n") + after
    return joined


def _width(lines: Sequence[str]) -> float:
    """Of the column: what two lines or more reach. One long line may just be a long line."""
    widest = max((ems(line) for line in lines), default=0.0)
    full = [line for line in lines[:-1] if ems(line) >= widest - 2 * _SLACK]
    return widest if len(full) > 1 or len(lines) == 2 else math.inf


def runs_on(before: str, after: str, width: float) -> bool:
    """Was the line broken because what follows did not fit any more?"""
    first = _UNBROKEN.match(after)
    full = ems(before) + ems(first.group() if first else "") >= width - _SLACK
    return full or (before[-1] not in _ENDS and ems(before) >= _HEADING * min(width, ems(after)))


def seam(before: str, after: str) -> str:
    """Chinese joins without a space, two Latin words with one."""
    return " " if _WORD.match(before[-1:]) and _WORD.match(after[:1]) else ""


def ems(text: str) -> float:
    """The printed width: a Chinese character is one em, ASCII half of one."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)
