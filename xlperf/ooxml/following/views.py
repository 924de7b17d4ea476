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
#: what is left of a pane where no rows are frozen any more
_BESIDE = {"bottomRight": "topRight", "bottomLeft": "topLeft"}


@dataclass(frozen=True, slots=True)
class SheetView:
    attributes: Attributes
    pane: Attributes | None
    selections: tuple[Attributes, ...]
    others: str  # what else is inside, as written
    looks_away: bool = False

    @classmethod
    def compile(cls, text: str, element: Element) -> SheetView:
        children = list(inside(text, element))
        panes = [attributes_of(each.attributes) for each in children if each.local == "pane"]
        return cls(
            attributes_of(element.attributes),
            panes[0] if panes else None,
            tuple(attributes_of(each.attributes) for each in children if each.local == "selection"),
            "".join(
                text[each.start : each.end]
                for each in children
                if each.local not in ("pane", "selection")
            ),
        )

    def written(self, at: Copy) -> Sequence[str]:
        attributes = _scrolled(self.attributes, at, 0)
        if at.copy:  # else several sheets would be selected, and filled in together
            attributes.pop("tabSelected", None)
        pane = _moved_pane(self.pane, self._top, at) if self.pane else None
        selections = [_selected(each, at) for each in self.selections]
        if self.pane and self.pane.get("ySplit") and "ySplit" not in (pane or {}):
            selections = _without_rows(selections, pane)
        inner = f"<pane{joined(pane)}/>" if pane else ""
        inner += "".join(f"<selection{joined(each)}/>" for each in selections) + self.others
        start = f"<sheetView{joined(attributes)}"
        return (f"{start}>{inner}</sheetView>" if inner else f"{start}/>",)

    @property
    def _top(self) -> int:
        """The first row that is seen."""
        cells = Cells.parse(self.attributes.get("topLeftCell", "A1"))
        return cells.top if cells else 1


def _row(at: Copy, row: int) -> int:
    """Where a row went, or what came in its place."""
    span = at.span(row, row) or at.span(row, LAST_ROW)
    return span.first if span else 1


def _scrolled(pairs: Attributes, at: Copy, above: int) -> dict[str, str]:
    cells = Cells.parse(pairs.get("topLeftCell", ""))
    if cells is None:
        return dict(pairs)
    row = max(_row(at, cells.top), above + 1)
    return {**pairs, "topLeftCell": cells.at(row, row)}


def _moved_pane(pane: Attributes, top: int, at: Copy) -> dict[str, str] | None:
    """With as many rows frozen as those of the template became."""
    split = float(pane.get("ySplit", "0"))
    if not split or pane.get("state", "split") == "split":
        return _scrolled(pane, at, 0)
    kept = at.span(top, top + int(split) - 1)
    if kept is not None:
        frozen = _scrolled(pane, at, kept.last)
        return {**frozen, "ySplit": str(kept.last - kept.first + 1)}
    if not float(pane.get("xSplit", "0")):
        return None
    beside = {key: value for key, value in _scrolled(pane, at, 0).items() if key != "ySplit"}
    active = pane.get("activePane", "topLeft")
    return {**beside, "activePane": _BESIDE.get(active, active)}


def _selected(selection: Attributes, at: Copy) -> dict[str, str]:
    active = Cells.parse(selection.get("activeCell", "A1"))
    areas = parsed(selection.get("sqref", "A1"))
    if active is None or areas is None:
        return dict(selection)
    row = _row(at, active.top)
    cell = active.at(row, row)
    spans = [at.span(each.top, each.bottom) for each in areas]
    chosen = [each.at(*span[1:]) for each, span in zip(areas, spans, strict=True) if span]
    if len(chosen) < len(areas) or at.span(active.top, active.top) is None:
        chosen = [cell]
    told = {"activeCell": cell, "sqref": " ".join(chosen)}
    if len(chosen) == 1:
        selection = {key: value for key, value in selection.items() if key != "activeCellId"}
    return {**selection, **told}


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
