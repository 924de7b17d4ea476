"""The rows of a sheet as lines of text: every cell that says something or may be filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlperf.ooxml.canonical import attributes_of
from xlperf.ooxml.cutting import CutCell, CutRow, CutSheet
from xlperf.ooxml.following.elements import children, inside
from xlperf.ooxml.formats import GENERAL
from xlperf.ooxml.refs import Area, area
from xlperf.ooxml.styles import Styles

_TRUTHS = {"1": "TRUE", "0": "FALSE"}
_FORMATS = {"@": "文本"}
_TRUE = ("1", "true")


def rows(cut: CutSheet, styles: Styles) -> Iterator[str]:
    merges = dict(_merges(cut))
    for number in sorted({*cut.rows, *(row for row, _ in merges)}):
        row = cut.rows.get(number)
        if row is not None:
            yield from _of_row(number, row)
        yield from _cells(number, row, merges, styles)


def _merges(cut: CutSheet) -> Iterator[tuple[tuple[int, int], Area]]:
    """By the place of their first cell; rows and columns from 1."""
    for element in children(cut.epilog, 0, max(cut.epilog.rfind("</worksheet>"), 0)):
        if element.local == "mergeCells":
            for each in inside(cut.epilog, element):
                merged = area(attributes_of(each.attributes)["ref"])
                yield (merged.top + 1, merged.left + 1), merged


def _of_row(number: int, row: CutRow) -> Iterator[str]:
    told = [f"高 {row.height}"] if row.own_height and row.height else []
    pairs = attributes_of(row.attributes)
    told += [word for name, word in _ROW_WORDS.items() if pairs.get(name) in _TRUE]
    if told:
        yield f"第{number}行 {' '.join(told)}"


_ROW_WORDS = {"hidden": "隐藏", "collapsed": "折叠"}


def _cells(
    number: int, row: CutRow | None, merges: Mapping[tuple[int, int], Area], styles: Styles
) -> Iterator[str]:
    cells = {cell.column: cell for cell in row.cells} if row else {}
    covered = {
        column
        for merged in merges.values()
        if merged.top <= number - 1 <= merged.bottom
        for column in range(merged.left + 1, merged.right + 2)
    }
    told: list[tuple[Area, str]] = []
    for column in sorted({*cells, *(left for top, left in merges if top == number)}):
        merged = merges.get((number, column))
        if merged is None and column in covered:
            continue
        place = merged or Area(number - 1, column - 1, number - 1, column - 1)
        said = _said(cells.get(column), styles)
        if said or merged:
            told.append((place, said))
    yield from (f"{place}  {said}".rstrip() for place, said in _joined(told))


def _joined(told: list[tuple[Area, str]]) -> Iterator[tuple[Area, str]]:
    """Neighbours that are blank and alike share a line."""
    current: tuple[Area, str] | None = None
    for place, said in told:
        alike = current is not None and said == current[1] == _OPEN and place.top == place.bottom
        if current is not None and alike and place.left == current[0].right + 1:
            current = current[0]._replace(right=place.right), said
            continue
        if current is not None:
            yield current
        current = place, said
    if current is not None:
        yield current


_OPEN = "[可填]"


def _said(cell: CutCell | None, styles: Styles) -> str:
    """Marks and content; "" for a blank cell that is locked."""
    if cell is None:
        return ""
    marks = [_OPEN] if cell.style in styles.unlocked else []
    content = _content(cell)
    code = styles.format_of(cell.style)
    if content and code != GENERAL:
        marks.append(f"[{_FORMATS.get(code, code)}]")
    return " ".join([*marks, *([content] if content else [])])


def _content(cell: CutCell) -> str:
    if cell.formula is not None:
        ref = cell.formula.attributes.get("ref")
        return f"={cell.formula.text}" + (f"（数组 {ref}）" if ref else "")
    if cell.text is not None:
        return cell.text.replace("\n", "⏎")
    value = cell.value or ""
    return _TRUTHS.get(value, value) if cell.kind == "b" else value
