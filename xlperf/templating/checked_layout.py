"""Merged cells and tags that stand where they do no good."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xlperf.ooxml.beside import beside_cells
from xlperf.ooxml.canonical import attributes_of
from xlperf.ooxml.cutting import CutSheet
from xlperf.ooxml.following.elements import children, inside
from xlperf.ooxml.refs import Area, area, ref_of
from xlperf.ooxml.strings import plain
from xlperf.templating.faults import Fault
from xlperf.templating.opened import Opened
from xlperf.templating.outline import Outline
from xlperf.templating.shown_settings import label_of
from xlperf.templating.tags import has_tags

_DRAWN = re.compile(r"xl/(?:charts|drawings|diagrams|ctrlProps|tables)/[^/]+\.(?:xml|vml)", re.I)
_NOT_FILLED = "里的标签不会填写；请移到单元格里，或改成普通文字。"


def layout_faults(name: str, cut: CutSheet, outline: Outline) -> Iterator[Fault]:
    merges = sorted(_merges(cut))
    for one, other in _overlapping(merges):
        yield Fault(
            name,
            ref_of(other.top, other.left),
            None,
            f"合并单元格 {other} 与 {one} 重叠，Excel 会当作文件损坏；请取消其中一个。",
        )
    for number in sorted(outline.control):
        row = cut.rows.get(number)
        for cell in row.cells if row else ():
            if cell.text is None and cell.formula is None and cell.value:
                message = "这一行有行标签，填写时会整行去掉，所以不能有别的内容；请移走或删去。"
                yield Fault(name, ref_of(number - 1, cell.column - 1), cell.value, message)


def layout_hints(name: str, cut: CutSheet, outline: Outline) -> Iterator[Fault]:
    for merged in sorted(_merges(cut)):
        if merged.top < merged.bottom and merged.top + 1 in outline.control:
            yield Fault(
                name,
                ref_of(merged.top, merged.left),
                None,
                f"合并单元格 {merged} 的第一行是行标签，填写后会去掉，"
                "合并里只显示第一行的内容；请从下一行开始合并。",
            )
    for row, values in sorted(outline.values.items()):
        for value in values:
            if value.slot.merge and not outline.rows.around(row, row):
                message = (
                    "merge 合并的是循环里相同的内容，这里不在循环里；请移进循环，或删去 merge。"
                )
                yield Fault(name, value.cell, value.written, message)


def unfilled_tags(opened: Opened) -> Iterator[Fault]:
    """Tags where nobody looks for them."""
    for name, part, cut in zip(opened.names, opened.parts, opened.cuts, strict=True):
        yield from _beside(opened, name, part)
        for element in children(cut.epilog, 0, max(cut.epilog.rfind("</worksheet>"), 0)):
            if _tagged(plain(cut.epilog[element.start : element.end]), opened.names):
                yield Fault(name, None, None, f"{label_of(element.local)}{_NOT_FILLED}")
    for part in filter(_DRAWN.fullmatch, opened.package.names):
        if _tagged(plain(opened.package.read(part).decode("utf-8", "replace")), opened.names):
            yield Fault(None, None, None, f"图表、图形等部件（{part}）{_NOT_FILLED}")


def _beside(opened: Opened, name: str, part: str) -> Iterator[Fault]:
    comments, boxes = beside_cells(opened.package, part)
    for label, notes in (("批注", comments), ("文本框", boxes)):
        for note in notes:
            if has_tags(note.text):
                yield Fault(name, note.at or None, note.text, f"{label}{_NOT_FILLED}")


def _tagged(text: str, names: Sequence[str]) -> bool:
    return has_tags(_without_sheets(text, names))


def _without_sheets(text: str, names: Sequence[str]) -> str:
    """References to sheets follow, also where the sheet's name holds tags."""
    for name in names:
        if has_tags(name):
            text = text.replace(name.replace("'", "''"), "")
    return text


def _merges(cut: CutSheet) -> Iterator[Area]:
    for element in children(cut.epilog, 0, max(cut.epilog.rfind("</worksheet>"), 0)):
        if element.local == "mergeCells":
            for each in inside(cut.epilog, element):
                yield area(attributes_of(each.attributes)["ref"])


def _overlapping(merges: Sequence[Area]) -> Iterator[tuple[Area, Area]]:
    """Of areas sorted by their top, each that meets one before it."""
    open_: list[Area] = []
    for merged in merges:
        open_ = [each for each in open_ if each.bottom >= merged.top]
        for each in open_:
            if each.left <= merged.right and merged.left <= each.right:
                yield each, merged
                break
        open_.append(merged)
