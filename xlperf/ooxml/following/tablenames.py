"""Names of tables: no two in a workbook are the same, so a copy of a table gets one of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlperf.ooxml.canonical import attributes_of
from xlperf.ooxml.following.elements import root_of
from xlperf.ooxml.following.package import Parts, Relations
from xlperf.ooxml.xml import unescape

_STRING = r'"(?:[^"]|"")*"'  # what stands in it is no table


@dataclass(frozen=True, slots=True)
class TableNames:
    known: Mapping[str, str]  # of the template, each with what stands before the number of a copy
    on_sheet: Mapping[int, re.Pattern[str]]  # finds those of a sheet in a formula
    highest: int  # of their numbers

    @classmethod
    def of(cls, parts: Parts, files: Sequence[str], other_names: Iterable[str]) -> TableNames:
        """`files` are the sheets; a name that means something else is no name for a table."""
        texts = [list(_on_sheet(parts, file)) for file in files]
        tables = [[attributes_of(root_of(text).attributes) for text in each] for each in texts]
        by_sheet = [[unescape(pairs.get("displayName", "")) for pairs in each] for each in tables]
        ids = [pairs.get("id", "") for each in tables for pairs in each]
        numbers = [int(text) for text in ids if text.isdecimal()]
        every = [name for names in by_sheet for name in names]
        taken = {name.casefold() for name in (*every, *other_names)}
        patterns = {
            sheet: re.compile(
                rf"{_STRING}|(?<![\w.\\])(?:{'|'.join(map(re.escape, names))})(?=\[)", re.IGNORECASE
            )
            for sheet, names in enumerate(by_sheet)
            if names
        }
        stems = {name.casefold(): _stem(name, taken) for name in every}
        return cls(stems, patterns, max(numbers, default=0))

    def name(self, known: str, copy: int, turn: int) -> str:
        if copy == turn == 0:
            return known
        number = f"{copy + 1}" if turn == 0 else f"{copy + 1}_{turn + 1}"
        return self.known[known.casefold()] + number

    def renamed(self, formula: str, sheet: int, copy: int) -> str:
        """A formula on a copy of a sheet, with the tables of that copy."""
        pattern = self.on_sheet.get(sheet)
        if copy == 0 or pattern is None:
            return formula
        return pattern.sub(
            lambda match: match[0] if match[0][0] == '"' else self.name(match[0], copy, 0), formula
        )


def _on_sheet(parts: Parts, file: str) -> Iterator[str]:
    relations = Relations.of(parts, file)
    for relation in relations.of_kind("table") if relations else ():
        if relation.target is not None:
            yield parts.text(relation.target)


def _stem(name: str, taken: set[str]) -> str:
    stem = f"{name}_"
    while any(other.startswith(stem.casefold()) for other in taken):
        stem += "_"
    return stem
