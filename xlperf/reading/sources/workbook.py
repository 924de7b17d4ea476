"""Workbooks, .xlsx and .xlsm: one grid per visible worksheet."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from heapq import heappop, heappush

from xlperf.model.grid import Cell, Document, Grid, Spans
from xlperf.model.place import Place
from xlperf.ooxml.refs import Area, column_letters, position, ref_of
from xlperf.ooxml.sheet import Note, Sheet
from xlperf.ooxml.workbook import Workbook, read_workbook

_LISTED = 20
_OPTIONS = "_lists"  # of a workbook of ours: what its dropdowns offer


def read(data: bytes) -> Document:
    return document_of(read_workbook(data))


def document_of(workbook: Workbook) -> Document:
    """Everything a person sees in the workbook's sheets; the rest is told in notes."""
    notes = [*_notes_on(workbook)]
    grids = []
    for sheet in workbook.sheets:
        found: list[str] = []
        grids.append(Grid(sheet.name, tuple(_cells(sheet, found)), Spans.KNOWN))
        notes += [f"工作表“{sheet.name}”：{note}。" for note in (*found, *_beside(sheet))]
    identity = workbook.identity
    return Document(tuple(grids), tuple(notes), identity.edition if identity else None)


def _cells(sheet: Sheet, notes: list[str]) -> Iterator[Cell]:
    """Filled cells and merges in reading order; what a merge hides is noted."""
    name, flaws = sheet.name, sheet.flaws
    active = _Active()
    merges = sorted((area for area in sheet.merges if not area.single), reverse=True)
    filled = sorted(
        (spot, ref, text)
        for ref, text in sheet.texts.items()
        if not _is_remark_of_the_form(sheet, spot := position(ref), ref)
    )
    for spot, ref, text in filled:
        while merges and merges[-1][:2] <= spot:
            blank = _started(name, active, merges.pop(), spot, notes)
            if blank is not None:
                yield blank
        row, col = spot
        area = active.over(row, col)
        if area is None:
            yield Cell(row, col, text, _place(name, ref), 1, 1, flaws.get(ref))
        elif area[:2] == spot:
            rows, cols = area.bottom - row + 1, area.right - col + 1
            yield Cell(row, col, text, _place(name, ref), rows, cols, flaws.get(ref))
        else:
            notes.append(f"合并单元格 {area} 盖住的 {ref} 里还有“{text}”，没有读取")
    last = (_started(name, active, area, None, notes) for area in reversed(merges))
    yield from filter(None, last)


def _is_remark_of_the_form(sheet: Sheet, spot: tuple[int, int], ref: str) -> bool:
    """A form to fill in says beside its page what to do, in cells where nobody can type."""
    beside = sheet.is_beside_the_page(spot[1])
    return beside and sheet.locks.leave_anything_open and sheet.locks.locks(ref)


def _started(
    sheet: str, active: _Active, area: Area, spot: tuple[int, int] | None, notes: list[str]
) -> Cell | None:
    """Take a merge in; a blank one is a cell as well."""
    other = active.add(area)
    if other is not None:
        notes.append(f"合并单元格 {area} 与 {other} 重叠，按未合并读取")
        return None
    top, left, bottom, right = area
    if (top, left) == spot:
        return None
    return Cell(top, left, "", _place(sheet, ref_of(top, left)), bottom - top + 1, right - left + 1)


class _Active:
    """The merges that reach the row being read: disjoint, in the order of their columns."""

    def __init__(self) -> None:
        self._lefts: list[int] = []
        self._areas: list[Area] = []
        self._ends: list[tuple[int, int]] = []  # bottom and left, the first to end on top

    def _leave(self, row: int) -> None:
        while self._ends and self._ends[0][0] < row:
            at = bisect_right(self._lefts, heappop(self._ends)[1]) - 1
            del self._lefts[at], self._areas[at]

    def over(self, row: int, col: int) -> Area | None:
        if self._ends and self._ends[0][0] < row:
            self._leave(row)
        at = bisect_right(self._lefts, col)
        if not at:
            return None
        area = self._areas[at - 1]
        return area if area.right >= col else None

    def add(self, area: Area) -> Area | None:
        """None, or the merge that is in the way."""
        other = self.over(area.top, area.left)
        if other is not None:
            return other
        at = bisect_right(self._lefts, area.left)
        if at < len(self._lefts) and self._lefts[at] <= area.right:
            return self._areas[at]
        self._lefts.insert(at, area.left)
        self._areas.insert(at, area)
        heappush(self._ends, (area.bottom, area.left))
        return None


@lru_cache(maxsize=65_536)
def _place(sheet: str, ref: str) -> Place:
    """Places of one sheet name recur in every file of a round."""
    return Place(sheet=sheet, cell=ref)


def _notes_on(workbook: Workbook) -> Iterator[str]:
    for name in workbook.hidden:
        if workbook.identity is not None and name == _OPTIONS:
            continue
        yield f"工作表“{name}”是隐藏的，没有读取。"
    yield from workbook.notes


def _beside(sheet: Sheet) -> Iterator[str]:
    """What stands on the sheet but in no visible cell."""
    yield from sheet.notes
    if sheet.hidden_rows:
        rows = "、".join(str(row + 1) for row in sorted(sheet.hidden_rows)[:_LISTED])
        more = f"等 {len(sheet.hidden_rows)} " if len(sheet.hidden_rows) > _LISTED else ""
        yield f"第 {rows} {more}行是隐藏的，照常读取"
    for first, last in sheet.hidden_columns:
        if sheet.locks.leave_anything_open and sheet.is_beside_the_page(first):
            continue
        yield f"{column_letters(first + 1)} 至 {column_letters(last + 1)} 列是隐藏的，照常读取"
    yield from (f"{_at(box)}文本框里写有“{box.text}”，不在表格内" for box in sheet.text_boxes)
    yield from (f"{_at(comment)}批注写有“{comment.text}”" for comment in sheet.comments)
    yield from (f"页眉页脚写有“{text}”" for text in sheet.printed)


def _at(note: Note) -> str:
    return f"{note.at} " if note.at else ""
