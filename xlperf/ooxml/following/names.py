"""Defined names: what they stand for follows the rows, and each copy of a sheet has its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlperf.ooxml.canonical import attributes_of, escape_text
from xlperf.ooxml.following.elements import Element, with_attributes
from xlperf.ooxml.following.output import NOWHERE, Output, Seat, seat_of
from xlperf.ooxml.following.pointers import Pointer, at_rows
from xlperf.ooxml.following.template import Template
from xlperf.ooxml.formulas.references import Reference

_BUILT_IN = "_xlnm."


@dataclass(frozen=True, slots=True)
class DefinedName:
    tag: str
    attributes: str
    local: int | None  # the sheet that knows it
    built_in: bool
    areas: tuple[Pointer, ...]  # of a built-in name each by itself, else the whole formula

    @classmethod
    def compile(cls, element: Element, text: str, template: Template) -> DefinedName:
        pairs = attributes_of(element.attributes)
        number = pairs.get("localSheetId", "")
        local = int(number) if number.isdecimal() else None
        built_in = pairs.get("name", "").startswith(_BUILT_IN)
        written = text[element.inner : element.close]
        whole = _pointer(written, local, template)
        areas = tuple(_areas(whole, local, template)) if built_in else (whole,)
        return cls(element.name, element.attributes, local, built_in, areas)

    def written(self, output: Output, template: Template, first: list[int]) -> Iterator[str]:
        """`first` is the position of each sheet's first copy in the output."""
        if self.local is None:
            yield from self._one(output, NOWHERE, self.attributes)
            return
        if self.local >= len(first):
            return
        for copy in range(len(output.names[self.local])):
            seat = seat_of(self.local, copy, template.rows[self.local])
            at = {"localSheetId": str(first[self.local] + copy)}
            yield from self._one(output, seat, with_attributes(self.attributes, at))

    def _one(self, output: Output, seat: Seat, attributes: str) -> Iterator[str]:
        texts = [text for area in self.areas if (text := self._text(area, output, seat))]
        if texts:
            yield f"<{self.tag}{attributes}>{','.join(texts)}</{self.tag}>"

    def _text(self, area: Pointer, output: Output, seat: Seat) -> str | None:
        """None where what it stands for is gone; a name that formulas use means a blank cell."""
        if area.leads_away(output):
            return None
        targets = [
            at_rows(reference, seat, reference.top, reference.bottom)
            if _is_offset(reference)
            else target
            for reference, target in zip(
                area.formula.references, area.targets(output, seat), strict=True
            )
        ]
        if self.built_in and None in targets:
            return None
        return escape_text(area.leading_to(targets, output, seat))


def _pointer(written: str, local: int | None, template: Template) -> Pointer:
    return Pointer.compile(written, local or 0, template.names)


def _areas(whole: Pointer, local: int | None, template: Template) -> Iterator[Pointer]:
    """Print titles are rows and columns, a print area is one or more areas: each may vanish."""
    parts = whole.formula.parts
    if any(isinstance(part, str) and part.strip() != "," for part in parts[1::2]) or not all(
        isinstance(part, Reference) for part in parts[::2]
    ):
        yield whole
        return
    for reference in whole.formula.references:
        yield _pointer(escape_text(reference.prefix + reference.body), local, template)


def _is_offset(reference: Reference) -> bool:
    """Without $, it counts from whichever cell uses the name: no row of the template is meant."""
    return not (reference.fixed[0] and reference.fixed[2]) and not reference.whole_columns
