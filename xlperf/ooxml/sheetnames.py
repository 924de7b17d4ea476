"""Names of sheets that Excel accepts, whatever they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_CHARACTERS = 31  # as UTF-16 counts them
_WIDE = {ord(mark): ord(mark) + 0xFEE0 for mark in "[]:*?/\\"}
_OUTER = re.compile("^'+|'+$")
_WIDE_QUOTE = "＇"
_CONTROL = re.compile("[\0-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
_RESERVED = "history"  # Excel keeps it for itself


class SheetNames:
    """Gives out names; none is given twice."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.casefold() for name in taken} | {_RESERVED}
        self._counts: dict[str, int] = {}  # how often a name was wanted: all below are taken

    def given(self, wanted: str, blank: str) -> str:
        """The name wanted, made valid; `blank` where nothing of it is left."""
        name = valid(wanted) or blank
        unique, count = name, self._counts.get(name, 1)
        while unique.casefold() in self._taken:
            count += 1
            ending = f" ({count})"
            unique = _shortened(name, MOST_CHARACTERS - len(ending)) + ending
        self._taken.add(unique.casefold())
        self._counts[name] = count
        return unique


def valid(wanted: str) -> str:
    """Marks that Excel forbids become their full-width forms; "" where nothing is left."""
    name = _CONTROL.sub(" ", wanted).strip()
    name = _shortened(name.translate(_WIDE), MOST_CHARACTERS)
    return _OUTER.sub(lambda match: _WIDE_QUOTE * len(match[0]), name)


def _shortened(name: str, most: int) -> str:
    units = name.encode("utf-16-le")[: 2 * most]
    return units.decode("utf-16-le", "ignore").rstrip()
