"""Texts with * and ?, as criteria and SEARCH take them; a ~ makes the next one ordinary.

Matched from star to star, which takes no longer than the text is long, whatever the pattern.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from xlperf.ooxml.formulas.values import Incomputable

_PIECE = re.compile(r"~[*?~]|[*?]|[^*?~]+|~")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Case doesn't matter."""

    between: tuple[re.Pattern[str], ...]  # what stands between the stars
    last: re.Pattern[str]  # the last of it, at the end of a text
    plain: str | None  # the text it means where there is nothing but text

    def matches(self, text: str) -> bool:
        """As a whole."""
        if len(self.between) == 1:
            return self.between[0].fullmatch(text) is not None
        start = self.between[0].match(text)
        at = _after(self.between[1:-1], text, start.end()) if start else None
        return at is not None and self.last.search(text, at) is not None

    def find(self, text: str, start: int) -> int | None:
        """Where it stands first, at or behind `start`."""
        first = self.between[0].search(text, start)
        if first is None or _after(self.between[1:], text, first.end()) is None:
            return None
        return first.start()


def _after(patterns: tuple[re.Pattern[str], ...], text: str, at: int) -> int | None:
    for pattern in patterns:
        found = pattern.search(text, at)
        if found is None:
            return None
        at = found.end()
    return at


@lru_cache(maxsize=512)
def pattern(written: str) -> Pattern:
    """Incomputable where a ~ stands before anything else."""
    pieces = [""]
    plain: list[str] | None = []
    for piece in _PIECE.findall(written):
        if piece == "*":
            pieces.append("")
        else:
            pieces[-1] += "." if piece == "?" else re.escape(_ordinary(piece))
        plain = None if plain is None or piece in "*?" else [*plain, _ordinary(piece)]
    flags = re.IGNORECASE | re.DOTALL
    compiled = tuple(re.compile(each, flags) for each in pieces)
    last = re.compile(rf"{pieces[-1]}\Z", flags)
    return Pattern(compiled, last, None if plain is None else "".join(plain))


def _ordinary(piece: str) -> str:
    if piece == "~":
        raise Incomputable
    return piece[1:] if len(piece) == 2 and piece[0] == "~" else piece
