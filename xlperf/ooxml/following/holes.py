"""Text with holes: what stands between them is the same in every output."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T", contravariant=True)


@dataclass(frozen=True, slots=True)
class Hole(Generic[T]):
    start: int
    end: int
    fill: Callable[[T], str]


@dataclass(frozen=True, slots=True)
class Holed(Generic[T]):
    pieces: tuple[str | Callable[[T], str], ...]

    def filled(self, given: T) -> str:
        return "".join([piece if isinstance(piece, str) else piece(given) for piece in self.pieces])


def holed(text: str, holes: Iterable[Hole[T]]) -> Holed[T]:
    """Holes in any order; none within another."""
    pieces: list[str | Callable[[T], str]] = []
    at = 0
    for hole in sorted(holes, key=lambda hole: hole.start):
        assert hole.start >= at, text[hole.start : hole.end]
        pieces += (text[at : hole.start], hole.fill)
        at = hole.end
    return Holed((*pieces, text[at:]))
