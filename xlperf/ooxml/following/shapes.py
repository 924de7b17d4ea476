"""The numbers of the shapes on a sheet, by which its VML, its drawing and its controls agree.

Excel counts them in blocks of 1024 that belong to one drawing each. What is repeated gets numbers
from blocks behind all that the template uses, always the same for the same turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from xlperf.ooxml.following.package import Relations
from xlperf.ooxml.following.template import Template

SHAPE = re.compile(r"(?<=_x0000_s)[0-9]{1,8}(?![0-9])")
_BLOCK = 1024
_IN_BLOCK = _BLOCK - 1  # the first number of a block is the drawing's own


@dataclass(frozen=True, slots=True)
class ShapeNumbers:
    known: dict[int, int]  # the template's numbers on the sheet, each with its place among them
    free: int  # the first block of which nobody has a number

    @classmethod
    def on_sheet(cls, template: Template, part: str) -> ShapeNumbers:
        drawings = [name for name in template.parts if name.lower().endswith(".vml")]
        every = (number for name in drawings for number in _numbers(template, name))
        relations = Relations.of(template.parts, part)
        own = [
            number
            for relation in (relations.of_kind("vmlDrawing") if relations else ())
            if relation.target
            for number in _numbers(template, relation.target)
        ]
        known = {number: place for place, number in enumerate(sorted(set(own)))}
        return cls(known, max(every, default=0) // _BLOCK + 1)

    def number(self, known: int, turn: int) -> int:
        if turn == 0 or known not in self.known:
            return known
        at = (turn - 1) * len(self.known) + self.known[known]
        return (self.free + at // _IN_BLOCK) * _BLOCK + at % _IN_BLOCK + 1

    @staticmethod
    def blocks(numbers: Iterable[int]) -> list[str]:
        return [str(block) for block in sorted({number // _BLOCK for number in numbers})]


def _numbers(template: Template, part: str) -> set[int]:
    text = template.parts[part].decode("utf-8", "replace")
    return {int(number) for number in SHAPE.findall(text)}
