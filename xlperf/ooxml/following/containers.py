"""Elements that hold others of one kind, each of which may be left out or become several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from xlperf.ooxml.canonical import attributes_of
from xlperf.ooxml.following.copies import Copy
from xlperf.ooxml.following.elements import Element, inside, with_attributes


class Item(Protocol):
    """Something inside of a container, or alone."""

    @property
    def looks_away(self) -> bool:
        """Whether it depends on other sheets."""

    def written(self, at: Copy) -> Sequence[str]:
        """The elements it became."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """What follows nothing: it passes as it is written."""

    text: str
    looks_away: bool = False

    def written(self, _: Copy) -> Sequence[str]:
        return (self.text,)


@dataclass(frozen=True, slots=True)
class Container:
    start: str  # its tag, up to the number of what it holds
    rest: str  # of its tag
    counted: bool  # else the tag says no number, and `start` is all of it
    items: tuple[Item, ...]
    end: str

    @classmethod
    def compile(
        cls, text: str, element: Element, item: Callable[[str, Element], Item | None]
    ) -> Container | None:
        """`item` knows what each element inside becomes; None where that can't be read."""
        items = tuple(
            item(text, each) or Unchanged(text[each.start : each.end])
            for each in inside(text, element)
        )
        if not items:
            return None
        counted = "count" in attributes_of(element.attributes)
        others = with_attributes(element.attributes, {"count": None})
        start = f'<{element.name} count="' if counted else f"<{element.name}{others}>"
        return cls(start, f'"{others}>', counted, items, f"</{element.name}>")

    @property
    def looks_away(self) -> bool:
        return any(item.looks_away for item in self.items)

    def written(self, at: Copy) -> Sequence[str]:
        inner = [text for item in self.items for text in item.written(at)]
        if not inner:
            return ()
        head = f"{self.start}{len(inner)}{self.rest}" if self.counted else self.start
        return (f"{head}{''.join(inner)}{self.end}",)
