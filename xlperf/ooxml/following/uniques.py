"""What no two elements of a workbook share: ids, and the name by which macros know a sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xlperf.ooxml.canonical import attributes_of
from xlperf.ooxml.following.copies import Copy
from xlperf.ooxml.following.elements import Element, joined

_ID = re.compile(r'((?: id="| xr\d*:uid="|<x14:id>)\{[-0-9A-Fa-f]{24})([0-9A-Fa-f]{12})(?=\})')
#: apart enough for ids that were counted up
_NEXT_ID = 1 << 24
#: more turns than this would share ids with those of the next copy, on another sheet
_TURNS = 1 << 12


def with_own_ids(text: str, at: Copy, turn: int) -> str:
    """An element as written for a turn, from 0: the first of all keeps its ids."""
    number = at.copy * _TURNS + turn
    return _ID.sub(lambda found: _counted_up(found, number), text) if number else text


def has_ids(text: str) -> bool:
    return _ID.search(text) is not None


def _counted_up(found: re.Match[str], number: int) -> str:
    new = (int(found[2], 16) + number * _NEXT_ID) % (1 << 48)
    return f"{found[1]}{new:012X}"


@dataclass(frozen=True, slots=True)
class Root:
    """The tag of <worksheet>, and what stands before it."""

    text: str
    looks_away: bool = False

    def written(self, at: Copy) -> Sequence[str]:
        return (with_own_ids(self.text, at, 0),)


@dataclass(frozen=True, slots=True)
class SheetProperties:
    text: str
    copied: str  # for every copy but the first
    looks_away: bool = False

    @classmethod
    def compile(cls, text: str, element: Element) -> SheetProperties | None:
        """None where the sheet has no name for macros."""
        pairs = attributes_of(element.attributes)
        if pairs.pop("codeName", None) is None:
            return None
        whole = text[element.start : element.end]
        rest = text[element.start + 1 + len(element.name + element.attributes) : element.end]
        return cls(whole, f"<{element.name}{joined(pairs)}{rest}")

    def written(self, at: Copy) -> Sequence[str]:
        return (self.copied if at.copy else self.text,)
