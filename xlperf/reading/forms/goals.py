"""The goals: labels with their texts beside or below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlperf.model.form import DECLARATION
from xlperf.model.grid import Cell
from xlperf.model.text import clean
from xlperf.reading.forms.align import Column, drift
from xlperf.reading.forms.draft import Draft
from xlperf.reading.forms.lexicon import GOALS, Label
from xlperf.reading.forms.rows import Row

_DECLARED = ("goals.overall", "goals.annual")
_EVALUATED = ("goals.expected", "goals.actual")


@dataclass(frozen=True, slots=True)
class _Heading:
    path: str
    cell: Cell

    @property
    def column(self) -> Column:
        return Column(self.path, self.cell.col, self.cell.cols)


def read_goals(rows: Sequence[Row], kind: str, draft: Draft) -> None:
    """Texts go to the heading above them; a text beside its heading, to that one."""
    headings: list[_Heading] = []
    texts: dict[str, list[Cell]] = {}
    for row in rows:
        found = _headings(row, kind, draft)
        headings = found or headings
        free = draft.free(row.cells)
        if texts and not found and _is_foreign(free, headings):
            continue
        for cell in free:
            heading = _heading_of(cell, row, headings)
            if heading and heading.path:
                texts.setdefault(heading.path, []).append(cell)
    for path, cells in texts.items():
        _take(path, cells, draft)


def _headings(row: Row, kind: str, draft: Draft) -> list[_Heading]:
    """The goal labels of a row; a wider label that only heads the others is none."""
    named: list[tuple[Cell, Label]] = []
    for cell in row.cells:
        label = draft.lexicon.label(cell.text)
        if label and label.fields & (GOALS | {"goals"}):
            named.append((cell, label))
    draft.use(cell for cell, _ in named)
    order = _DECLARED if kind == DECLARATION else _EVALUATED
    headings: list[_Heading] = []
    for cell, label in reversed(named):
        claim = [path for path in order if path in label.fields]
        path = _path(claim, [heading.path for heading in headings])
        if path is None or (not claim and "goals" in label.fields):
            continue  # it heads the whole block
        headings.append(_Heading(path, cell))
        if label.value and path:
            draft.text(path, cell, label.value)
    return sorted(headings, key=lambda heading: heading.cell.col)


def _path(claim: list[str], taken: list[str]) -> str | None:
    """The field a label stands for, beside those right of it; None if they took them all.

    总体目标 alone is the year's; left of a 年度目标 it is the project's. "" is a label whose text
    this kind of form has no field for.
    """
    if not claim:
        return ""
    return next((path for path in reversed(claim) if path not in taken), None)


def _is_foreign(cells: Sequence[Cell], headings: Sequence[_Heading]) -> bool:
    """A row that begins with a text of its own, beside the columns of the goals."""
    return len(cells) > 1 and all(drift(cells[0], heading.column) for heading in headings)


def _heading_of(cell: Cell, row: Row, headings: Sequence[_Heading]) -> _Heading | None:
    beside = [h for h in headings if h.cell.row <= row.number < h.cell.row + h.cell.rows]
    if beside and beside[0].cell.row == row.number:
        left = [h for h in beside if h.cell.col < cell.col]
        return left[-1] if left else None
    over = [h for h in headings if drift(cell, h.column) == 0]
    if over:
        return over[0]
    left = [h for h in headings if h.cell.col <= cell.col] or list(headings[:1])
    return left[-1] if left else None


def _take(path: str, cells: Sequence[Cell], draft: Draft) -> None:
    first = cells[0]
    already = draft.values.get(path)
    printed = "\n".join(cell.text for cell in cells)
    value = "\n".join(words for cell in cells if (words := draft.words(cell.text)))
    draft.use(cells)
    if draft.lexicon.is_blank(value):
        return
    draft.values[path] = value if already is None else f"{already}\n{value}"
    draft.places.setdefault(path, first.at)
    if value != printed or clean(printed) != printed:
        draft.raw[path] = printed
