"""How a sheet is looked at: frozen rows, the selection, where it is scrolled to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlperf.ooxml.canonical import attributes_of
from xlperf.ooxml.following.cells import Cells, parsed
from xlperf.ooxml.following.copies import Copy
from xlperf.ooxml.following.elements import Element, inside, joined
from xlperf.ooxml.refs import LAST_ROW

Attributes = Mapping[str, str]
#: what becomes of a pane where no rows are frozen any more
_BESIDE = {"bottomRight": "topRight", "bottomLeft": "topLeft"}


@dataclass(frozen=True, slots=True)
class _Pane:
    attributes: Attributes
    corner: Cells | None  # the first cell below and beside what is frozen
    rows: int  # so many are frozen

    @classmethod
    def compile(cls, element: Element) -> _Pane:
        pairs = attributes_of(element.attributes)
        frozen = pairs.get("state", "split") != "split"
        rows = int(float(pairs.get("ySplit", "0"))) if frozen else 0
        return cls(pairs, Cells.parse(pairs.get("topLeftCell", "")), rows)

    def moved(self, at: Copy, top: int) -> dict[str, str] | None:
        """With as many rows frozen as its own became; `top` is the first row of the view."""
        if not self.rows:
            return _scrolled(self.attributes, self.corner, at, 0)
        kept = at.span(top, top + self.rows - 1)
        if kept is not None:
            frozen = _scrolled(self.attributes, self.corner, at, kept.last)
            return {**frozen, "ySplit": str(kept.last - kept.first + 1)}
        if not float(self.attributes.get("xSplit", "0")):
            return None
        beside = _scrolled(self.attributes, self.corner, at, 0)
        del beside["ySplit"]
        active = beside.get("activePane", "topLeft")
        return {**beside, "activePane": _BESIDE.get(active, active)}


@dataclass(frozen=True, slots=True)
class _Selection:
    attributes: Attributes
    active: Cells
    areas: tuple[Cells, ...]

    @classmethod
    def compile(cls, element: Element) -> _Selection | None:
        pairs = attributes_of(element.attributes)
        active = Cells.parse(pairs.get("activeCell", "A1"))
        areas = parsed(pairs.get("sqref", "A1"))
        return cls(pairs, active, areas) if active and areas else None

    def moved(self, at: Copy) -> dict[str, str]:
        row = _row(at, self.active.top)
        cell = self.active.at(row, row)
        if self.areas == (self.active,):
            return {**self.attributes, "activeCell": cell, "sqref": cell}
        spans = [at.span(each.top, each.bottom) for each in self.areas]
        pairs = zip(self.areas, spans, strict=True)
        chosen = [each.at(span.first, span.last) for each, span in pairs if span]
        told = dict(self.attributes)
        if len(chosen) < len(self.areas) or at.span(self.active.top, self.active.top) is None:
            chosen = [cell]
            told.pop("activeCellId", None)
        return {**told, "activeCell": cell, "sqref": " ".join(chosen)}


@dataclass(frozen=True, slots=True)
class SheetView:
    attributes: Attributes
    corner: Cells | None  # the first cell that is seen
    pane: _Pane | None
    selections: tuple[_Selection, ...]
    others: str  # what else is inside, as written
    looks_away: bool = False

    @classmethod
    def compile(cls, text: str, element: Element) -> SheetView:
        children = list(inside(text, element))
        panes = [_Pane.compile(each) for each in children if each.local == "pane"]
        selections = [_Selection.compile(each) for each in children if each.local == "selection"]
        others = (each for each in children if each.local not in ("pane", "selection"))
        pairs = attributes_of(element.attributes)
        return cls(
            pairs,
            Cells.parse(pairs.get("topLeftCell", "")),
            panes[0] if panes else None,
            tuple(each for each in selections if each),
            "".join(text[each.start : each.end] for each in others),
        )

    def written(self, at: Copy) -> Sequence[str]:
        attributes = _scrolled(self.attributes, self.corner, at, 0)
        if at.copy:  # else several sheets would be selected, and filled in together
            attributes.pop("tabSelected", None)
        top = self.corner.top if self.corner else 1
        pane = self.pane.moved(at, top) if self.pane else None
        selections = [each.moved(at) for each in self.selections]
        if self.pane and self.pane.rows and "ySplit" not in (pane or {}):
            selections = _without_rows(selections, pane)
        inner = f"<pane{joined(pane)}/>" if pane else ""
        inner += "".join(f"<selection{joined(each)}/>" for each in selections) + self.others
        start = f"<sheetView{joined(attributes)}"
        return (f"{start}>{inner}</sheetView>" if inner else f"{start}/>",)


def _row(at: Copy, row: int) -> int:
    """Where a row went, or what came in its place."""
    span = at.span(row, row) or at.span(row, LAST_ROW)
    return span.first if span else 1


def _scrolled(attributes: Attributes, corner: Cells | None, at: Copy, above: int) -> dict[str, str]:
    if corner is None:
        return dict(attributes)
    row = max(_row(at, corner.top), above + 1)
    return {**attributes, "topLeftCell": corner.at(row, row)}


def _without_rows(
    selections: Sequence[dict[str, str]], pane: Attributes | None
) -> list[dict[str, str]]:
    """The panes below the frozen rows are the only ones that are left."""
    below = [each for each in selections if each.get("pane") in _BESIDE]
    if pane is None:
        return [_on_pane(each, "topLeft") for each in below[:1]]
    return [_on_pane(each, _BESIDE[each["pane"]]) for each in below]


def _on_pane(selection: Attributes, pane: str) -> dict[str, str]:
    others = {key: value for key, value in selection.items() if key != "pane"}
    return others if pane == "topLeft" else {"pane": pane, **others}
