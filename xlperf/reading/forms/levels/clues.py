"""What an indicator's name and value say of its level, where the printed label is in doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xlperf.editions import Library
from xlperf.model.text import key
from xlperf.model.value import Kind, parse

Pair = tuple[str, str]  # (level1, level2)


@dataclass(frozen=True, slots=True)
class Clue:
    """The levels a name or value speaks for, and those it merely agrees with (these included)."""

    spoken: frozenset[Pair]
    agreed: frozenset[Pair]

    def favours(self, own: Pair, others: frozenset[Pair], likely: frozenset[Pair]) -> bool:
        """Does it speak for this level and for no other, or agree with it and no likely other?"""
        if others & self.spoken:
            return False
        return own in self.spoken or (own in self.agreed and not likely & self.agreed)


class Clues:
    """The words of each level, asked name by name."""

    def __init__(self, library: Library) -> None:
        self._levels = [
            ((one.name, two.name), two, _pattern(two.words), _pattern(two.hints))
            for one in library.generic.levels
            for two in one.children
        ]

    def of(self, name: str, target: str) -> Clue:
        name, value = key(name), parse(target)
        spoken, agreed = set(), set()
        for pair, level, words, hints in self._levels:
            dated = level.deadlines and value.kind in (Kind.DEADLINE, Kind.WINDOW)
            if _found(words, name) or key(target) in level.values or dated:
                spoken.add(pair)
            paced = level.deadlines and value.kind in (Kind.FREQUENCY, Kind.EVENT)
            if _found(hints, name) or paced:
                agreed.add(pair)
        return Clue(frozenset(spoken), frozenset(spoken | agreed))


def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(words)) if words else None


def _found(pattern: re.Pattern[str] | None, name: str) -> bool:
    return bool(pattern and pattern.search(name))
