"""How far a sheet goes: readers that believe it must not miss a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlperf.ooxml.following.copies import Copy
from xlperf.ooxml.refs import Area


@dataclass(frozen=True, slots=True)
class Dimension:
    looks_away: bool = False

    def written(self, at: Copy) -> Sequence[str]:
        left, right = at.columns
        return (f'<dimension ref="{Area(0, left - 1, max(at.end, 1) - 1, right - 1)}"/>',)
