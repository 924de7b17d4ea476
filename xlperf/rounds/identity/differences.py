"""Two faces of one workbook, before and now: every place that was changed, by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from xlperf.ooxml.refs import Area, area, position, ref_of
from xlperf.rounds.identity.face import Face, SheetFace
from xlperf.rounds.identity.formulas import same
from xlperf.rounds.identity.rows import RowMap, RowMaps, row_maps

_LONGEST = 40  # characters of a text that is quoted


@dataclass(frozen=True, slots=True)
class Change:
    sheet: str | None  # None: the workbook as a whole
    place: str  # as it is now: B7, A1:B2, 第5行; "" for the sheet as a whole
    what: str
    was: str | None = None
    now: str | None = None

    def __str__(self) -> str:
        where = f"工作表「{self.sheet}」" if self.sheet is not None else ""
        texts = ""
        if self.was is not None or self.now is not None:
            texts = f"：原为{_quoted(self.was)}，现为{_quoted(self.now)}"
        return f"{where}{self.place}{self.what}{texts}"


def differences(was: Face, now: Face) -> list[Change]:
    """In the order of the sheets, and down each of them."""
    pairs = [(sheet, _found(sheet.name, now)) for sheet in was]
    maps = {one.name: row_maps(one, other) for one, other in pairs if other is not None}
    known = {sheet.name for sheet in was}
    return [
        *chain.from_iterable(
            [Change(one.name, "", "不见了：被删除或改名")]
            if other is None
            else _on_sheet(one, other, maps)
            for one, other in pairs
        ),
        *(Change(sheet.name, "", "是新加的") for sheet in now if sheet.name not in known),
    ]


def _found(name: str, face: Face) -> SheetFace | None:
    return next((sheet for sheet in face if sheet.name == name), None)


def _on_sheet(was: SheetFace, now: SheetFace, maps: Mapping[str, RowMaps]) -> Iterator[Change]:
    rows = maps[was.name].first
    if was.protected and not now.protected:
        yield Change(was.name, "", "的保护被取消")
    elif was.password and not now.password:
        yield Change(was.name, "", "的保护密码被去掉")
    if was.visible and not now.visible:
        yield Change(was.name, "", "被隐藏")
    for first, last in _runs(rows.new):
        yield Change(was.name, _rows_named(first, last), "是插入的")
    for first, last in _runs(rows.gone):
        yield Change(was.name, f"原{_rows_named(first, last)}", "被删除")
    yield from _cells(was, now, maps)
    yield from _merges(was, now, rows)
    yield from _opened(was, now, rows)


def _cells(was: SheetFace, now: SheetFace, maps: Mapping[str, RowMaps]) -> Iterator[Change]:
    """Locked cells; what stands in rows that were put in is told with them."""
    rows = maps[was.name].first
    before = {ref: at for ref in was.locked if (at := _moved(ref, rows)) is not None}
    after, new = now.locked, set(rows.new)
    for ref, at in sorted(before.items(), key=lambda pair: position(pair[1])):
        text, formula = after.get(at), was.formulas.get(ref)
        if formula is None:
            if text != was.texts[ref]:
                yield Change(was.name, at, "被改动", was.texts[ref], text)
        elif at not in now.formulas:
            yield Change(was.name, at, "的公式被改成了固定内容", formula, text)
        elif not same(formula, now.formulas[at], was.name, maps):
            yield Change(was.name, at, "的公式被改动", formula, now.formulas[at])
    places = set(before.values())
    for at in sorted(after.keys() - places, key=position):
        if position(at)[0] + 1 not in new:
            yield Change(was.name, at, "本来是空的", None, after[at])


def _merges(was: SheetFace, now: SheetFace, rows: RowMap) -> Iterator[Change]:
    before = {at for merge in was.merges if (at := _moved_area(merge, rows)) is not None}
    new = set(rows.new)
    added = (
        merge
        for merge in now.merges - before
        if not new.issuperset(range(area(merge).top + 1, area(merge).bottom + 2))
    )
    for merge in _in_order(before - now.merges):
        yield Change(was.name, merge, "的合并被取消")
    for merge in _in_order(added):
        yield Change(was.name, merge, "被合并")


def _opened(was: SheetFace, now: SheetFace, rows: RowMap) -> Iterator[Change]:
    """Cells that were locked and are open now; one that was locked instead harms nobody's form."""
    before = {at for ref in was.open if ":" not in ref and (at := _moved(ref, rows)) is not None}
    new = set(rows.new)
    for at in sorted((ref for ref in now.open - before if ":" not in ref), key=position):
        if position(at)[0] + 1 not in new:
            yield Change(was.name, at, "原来是锁定的，被解除了锁定")
    for whole in sorted(ref for ref in now.open - was.open if ":" in ref):
        yield Change(was.name, whole, "整行或整列被解除了锁定")


def _moved(ref: str, rows: RowMap) -> str | None:
    row, column = position(ref)
    now = rows(row + 1)
    return None if now is None else ref_of(now - 1, column)


def _moved_area(merge: str, rows: RowMap) -> str | None:
    """A merge that lost rows at its ends is as high as what is left of it."""
    before = area(merge)
    left = [now for row in range(before.top, before.bottom + 1) if (now := rows(row + 1))]
    if not left:
        return None
    moved = Area(left[0] - 1, before.left, left[-1] - 1, before.right)
    return None if moved.single else str(moved)


def _in_order(merges: Iterable[str]) -> list[str]:
    return sorted(merges, key=area)


def _runs(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of rows without a gap."""
    first = last = None
    for row in rows:
        if last is None or row != last + 1:
            if first is not None and last is not None:
                yield first, last
            first = row
        last = row
    if first is not None and last is not None:
        yield first, last


def _rows_named(first: int, last: int) -> str:
    return f"第{first}行" if first == last else f"第{first}至{last}行"


def _quoted(text: str | None) -> str:
    if text is None:
        return "空"
    line = " ".join(text.split())
    return f"“{line if len(line) <= _LONGEST else line[:_LONGEST] + '……'}”"
