"""The shared strings of a template: what they say, and the table without the texts of tags."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from xlperf.ooxml.canonical import canonical
from xlperf.ooxml.gate import Package
from xlperf.ooxml.strings import joined_runs

_ITEM = re.compile(r"<si(?:/>|>(.*?)</si>)", re.DOTALL)
_BLANK = "<si><t/></si>"


@dataclass(frozen=True, slots=True)
class SharedTexts:
    part: str | None
    text: str  # the part, in canonical shape
    flat: tuple[str, ...]  # without formatting

    @classmethod
    def read(cls, package: Package, part: str | None) -> SharedTexts:
        if part is None:
            return cls(None, "", ())
        text = canonical(package.read(part), part)
        return cls(part, text, tuple(joined_runs(item[1] or "") for item in _ITEM.finditer(text)))

    def without(self, indexes: Collection[int]) -> bytes:
        """Entries keep their numbers, so those that aren't wanted become blank."""
        count = -1

        def item(match: re.Match[str]) -> str:
            nonlocal count
            count += 1
            return _BLANK if count in indexes else match[0]

        return _ITEM.sub(item, self.text).encode()
