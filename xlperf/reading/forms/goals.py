"""The goals: labels with their texts beside or below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlperf.model.form import DECLARATION
from xlperf.model.grid import Cell, Spans
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
    spans: Spans

    @property
    def column(self) -> Column:
        return Column(self.path, self.cell.col, self.cell.cols)


def read_goals(rows: Sequence[Row], kind: str, draft: Draft) -> None:
    """Texts go to the heading above them; a text beside its heading, to that one."""
    headings: list[_Heading] = []
    texts: dict[str, list[Cell]] = {}
    for at, row in enumerate(rows):
        found = _headings(row, kind, draft)
        if found and at + 1 < len(rows):
            found = _with_unknown(found, row, rows[at + 1], draft)
        headings = found or headings
        free = draft.free(row.cells)
        if free and draft.lexicon.is_foot(free[0].text):
            break
        if _is_beside_the_goals(free, row, headings, begun=bool(texts) and not found):
            continue
        free = [cell for cell in free if not draft.lexicon.is_known(cell.text)]
        pairs = _paired(free, row, headings, kind, draft)
        if pairs is None:
            return
        for path, cell in pairs:
            texts.setdefault(path, []).append(cell)
    for path, cells in texts.items():
        _take(path, cells, draft)


def _is_beside_the_goals(
    free: Sequence[Cell], row: Row, headings: Sequence[_Heading], begun: bool
) -> bool:
    """A page's head between two tables; or, once texts have begun, a row with its own label."""
    if headings and headings[0].spans is Spans.KNOWN and row.grid.spans is not Spans.KNOWN:
        return True
    return begun and _is_foreign(free, headings, row)


def _paired(
    cells: Sequence[Cell], row: Row, headings: Sequence[_Heading], kind: str, draft: Draft
) -> list[tuple[str, Cell]] | None:
    """Each text with the goal it is; None where texts can't be told apart, and that is noted."""
    places = row.cells if len(row.cells) == len(headings) else cells  # blank merges keep a place
    if len(places) == len(headings) > 1 and row.grid.spans is not Spans.KNOWN:
        pairs = [(h.path, c) for h, c in zip(headings, places, strict=True) if c in cells]
    else:
        under = [(_heading_of(cell, row, headings), cell) for cell in cells]
        pairs = [(h.path, cell) for h, cell in under if h and h.cell != cell]
    beside = [path for path, _ in pairs]
    if len(set(beside)) == 1 and len(beside) == 2 and len(headings) == 1 and kind != DECLARATION:
        draft.notes.append(
            f"{cells[0].at}起两格目标文字只有一个标题，按预期目标、实际完成情况读取。"
        )
        return list(zip(_EVALUATED, cells, strict=True))
    if len(beside) > 1 and len(set(beside)) == 1:
        draft.notes.append(f"{cells[0].at}起有几格文字，分不清哪一格是目标，没有采用。")
        return None
    return [(path, cell) for path, cell in pairs if path]


def _headings(row: Row, kind: str, draft: Draft) -> list[_Heading]:
    """The goal labels of a row; a wider label that only heads the others is none."""
    named: list[tuple[Cell, Label]] = []
    for cell in row.cells:
        label = draft.lexicon.label(cell.text)
        if label and label.fields:
            named.append((cell, label))
    if not any(label.fields & (GOALS | {"goals"}) for _, label in named):
        return []
    order = _DECLARED if kind == DECLARATION else _EVALUATED
    headings: list[_Heading] = []
    for cell, label in reversed(named):
        claim = [path for path in order if path in label.fields]
        if label.value and not claim:
            continue  # 目标：… begins a text
        draft.use([cell])
        path = _path(claim, [heading.path for heading in headings])
        if path is None or (not claim and "goals" in label.fields):
            continue  # it heads the whole block
        headings.append(_Heading(path, cell, row.grid.spans))
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


def _with_unknown(found: list[_Heading], row: Row, below: Row, draft: Draft) -> list[_Heading]:
    """Texts below both a label and the text beside it: that text is a heading no edition knows."""
    beside = [cell for cell in draft.free(row.cells) if cell.col > found[0].cell.col]
    texts = draft.free(below.cells)

    def heads(heading: Cell) -> bool:
        return any(not drift(text, Column("", heading.col, heading.cols)) for text in texts)

    labelled = any(draft.lexicon.label(text.text) for text in texts)
    if labelled or not beside or not heads(found[0].cell) or not all(map(heads, beside)):
        return found
    unknown = [_Heading("", cell, row.grid.spans) for cell in beside]
    return sorted([*found, *unknown], key=lambda heading: heading.cell.col)


def _is_foreign(cells: Sequence[Cell], headings: Sequence[_Heading], row: Row) -> bool:
    """A row that begins with a text of its own, beside the columns of the goals."""
    outside = bool(cells) and all(drift(cells[0], heading.column) for heading in headings)
    return outside and (len(cells) > 1 or row.grid.spans is Spans.KNOWN)


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
