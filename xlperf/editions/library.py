"""All editions together, and every word they know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from xlperf.editions.edition import Edition, Level
from xlperf.model.text import key

GENERIC = "national"
SUMMARY = "汇总"  # the kind of a heading over several forms
FOREIGN = "其他"  # the kind of a table that is neither 申报表 nor 自评表


@dataclass(frozen=True)
class Library:
    """All editions, and the words of all of them by `key`."""

    editions: Mapping[str, Edition]
    fields: Mapping[str, frozenset[str]] = field(init=False)
    levels1: Mapping[str, str] = field(init=False)
    levels2: Mapping[str, tuple[tuple[str, str], ...]] = field(init=False)  # (level1, level2)
    titles: Mapping[str, str] = field(init=False)  # key of a title's ending → kind
    known: frozenset[str] = field(init=False)
    residue: frozenset[str] = field(init=False)
    blank: frozenset[str] = field(init=False)
    foot: frozenset[str] = field(init=False)
    subtotals: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        every = list(self.editions.values())
        gathered = {
            "fields": _fields(every),
            "levels1": _levels1(every),
            "levels2": _levels2(every),
            "titles": {key(t): kind for e in every for kind, ts in e.titles.items() for t in ts},
            "known": frozenset(key(word) for e in every for word in (*e.known, *e.foot)),
            "subtotals": frozenset(key(word) for e in every for word in e.subtotals),
            "foot": frozenset(key(word) for e in every for word in e.foot),
            "residue": frozenset(key(word) for e in every for word in e.residue),
            "blank": frozenset(key(word) for e in every for word in e.blank),
        }
        for name, value in gathered.items():
            object.__setattr__(self, name, value)

    @property
    def generic(self) -> Edition:
        return self.editions[GENERIC]

    def core(self) -> list[tuple[str, str]]:
        """The levels that nearly every form has."""
        return [
            (one.name, two.name) for one in self.generic.levels for two in one.children if two.core
        ]

    def order(self) -> list[tuple[str, str]]:
        """(level1, level2) in the order in which forms print them."""
        return [(one.name, two.name) for one in self.generic.levels for two in one.children]


def _fields(editions: list[Edition]) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for edition in editions:
        for name, wordings in edition.labels.items():
            for wording in wordings:
                found[key(wording)].add(name)
    return {wording: frozenset(names) for wording, names in found.items()}


def _wordings(level: Level, edition: Edition) -> Iterator[str]:
    yield key(level.name)
    yield from map(key, level.wordings)
    if level.name in edition.level_wordings:
        yield key(edition.level_wordings[level.name])


def _levels1(editions: list[Edition]) -> dict[str, str]:
    return {word: one.name for e in editions for one in e.levels for word in _wordings(one, e)}


def _levels2(editions: list[Edition]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for edition in editions:
        for one in edition.levels:
            for two in one.children:
                for word in _wordings(two, edition):
                    found[word][one.name, two.name] = None
        for parent, names in edition.other_level2.items():
            for name in names:
                for wording in (name, name.removesuffix("指标")):
                    found[key(wording)].setdefault((parent, name), None)
    return {word: tuple(pairs) for word, pairs in found.items()}
