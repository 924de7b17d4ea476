"""Charts: their series follow the rows; what was drawn of other cells isn't kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from xlperf.ooxml.following.holes import Hole, holed
from xlperf.ooxml.following.nodes import Links
from xlperf.ooxml.following.output import Output, Seat, Sight
from xlperf.ooxml.following.pointers import Pointer
from xlperf.ooxml.following.template import Template

#: a formula, and the values it had when the template was saved
_FORMULA = re.compile(
    r"<((?:[\w.-]+:)?(?:f|sqref|nf))((?: [^<>]*)?)>([^<]*)</\1>"
    r"(\s*<((?:[\w.-]+:)?\w*Cache|(?:[\w.-]+:)?lvl)(?: [^<>]*)?(?:/>|>.*?</\5>))*",
    re.DOTALL,
)
_TAGS = ("{{", "{%")


class Chart:
    def __init__(self, template: Template, part: str, sheet: int) -> None:
        self.template = text = template.parts.text(part)
        self._text = holed(text, _holes(text, template, sheet))

    def written(self, output: Output, seat: Seat, links: Links) -> str | None:
        return self._text.filled(Sight(output, seat))


def _holes(text: str, template: Template, sheet: int) -> Iterator[Hole[Sight]]:
    for match in _FORMULA.finditer(text):
        if match[3]:
            pointer = Pointer.compile(match[3], sheet, template.names)
            yield Hole(*match.span(), _series(match, pointer))


def _series(match: re.Match[str], pointer: Pointer) -> Callable[[Sight], str]:
    tag, attributes, before = match[1], match[2], match[3]
    cached = match[0][match.end(3) + len(f"</{tag}>") - match.start() :]
    stale = any(mark in cached for mark in _TAGS)

    def written(seen: Sight) -> str:
        text = pointer.as_text(seen)
        kept = "" if stale or text != before else cached
        return f"<{tag}{attributes}>{text}</{tag}>{kept}"

    return written
