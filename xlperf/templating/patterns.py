"""How a row's XML is made of its event: one format for each combination of types in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from types import NoneType
from typing import Any

from xlperf.ooxml.cellwriter import CellWriter
from xlperf.ooxml.formulas.references import ROW
from xlperf.templating.values import PLAIN

Event = tuple[Any, ...]
Kinds = tuple[type, ...]

#: takes some of the values of an event
Pick = Callable[[Event], Event]

_MOST_KEPT = 256  # combinations of types in one row
_LEFT_OUT = "%.0s"


class Odd:
    """Stands for the type of a value that is written with care."""


_KNOWN = PLAIN | {Odd}
_OTHERS = PLAIN - {str, int, float, NoneType}


class Unsettled(Exception):
    """A value that no cell can hold as it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Of rows with values of the same types."""

    head: str  # up to the height of the row
    body: str  # behind it
    text: str  # the whole row, for "%" with its event
    indirect: tuple[tuple[int, Callable[[Any], str]], ...]  # values to be converted before
    texts: Pick
    numbers: Pick
    others: Pick | None  # neither texts nor numbers nor blanks

    def converted(self, event: Event) -> Event:
        values = list(event)
        for index, write in self.indirect:
            values[index] = write(values[index])
        return tuple(values)


class Patterns(dict[Kinds, Pattern]):
    """Of one row of the template; `pieces` are XML and the places of values in the event."""

    def __init__(
        self,
        head: str,
        height: str,
        pieces: Sequence[str | int],
        writers: Mapping[int, CellWriter],
    ) -> None:
        super().__init__()
        self._head = head
        self._height = height
        self._pieces = pieces
        self._writers = writers

    def __missing__(self, kinds: Kinds) -> Pattern:
        if len(self) >= _MOST_KEPT:
            self.clear()
        pattern = self[kinds] = self._made(kinds)
        return pattern

    def _made(self, kinds: Kinds) -> Pattern:
        if not _KNOWN.issuperset(kinds):
            raise Unsettled
        formats = []
        indirect = []
        for piece in self._pieces:
            if isinstance(piece, str):
                formats.append(_literal(piece))
                continue
            writer = self._writers.get(piece)
            if writer is None:  # part of a formula
                formats.append(_LEFT_OUT)
                continue
            direct = writer.direct(kinds[piece])
            formats.append(direct or "%s")
            if direct is None:
                indirect.append((piece, writer.write))
        head, body = _LEFT_OUT + _literal(self._head), "".join(formats)
        return Pattern(
            head,
            body,
            head + self._height + body,
            tuple(indirect),
            _picked(kinds, (str,)),
            _picked(kinds[:1] and (NoneType, *kinds[1:]), (int, float)),
            _picked(kinds, _OTHERS) if _OTHERS & {*kinds} else None,
        )


def _literal(text: str) -> str:
    return text.replace("%", "%%")


def _picked(kinds: Kinds, wanted: Collection[type]) -> Pick:
    """The values of some types."""
    return picking([at for at, kind in enumerate(kinds) if kind in wanted])


def picking(places: Sequence[int]) -> Pick:
    """The values at some places of an event, the first of them twice where it is alone."""
    if not places:
        return _none
    return itemgetter(*places, *(places if len(places) == 1 else ()))


def _none(_: Event) -> Event:
    return ()


class Numbered(dict[Pattern, str]):
    """The texts of patterns in one row of outputs, with its number."""

    def __init__(self, number: str) -> None:
        super().__init__()
        self._number = number

    def __missing__(self, pattern: Pattern) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        text = self[pattern] = pattern.text.replace(ROW, self._number)
        return text
