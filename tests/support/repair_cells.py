"""Causes of a repair among rows, cells and merges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from openpyxl.utils import column_index_from_string
from support.opened import MAIN, Element, Package, Sheet, local

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_CORNER = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}
_LONGEST_TEXT, _LONGEST_FORMULA = 32_767, 8_192
_M = f"{{{MAIN}}}"


class Box(NamedTuple):
    """Rows and columns from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def meets(self, other: Box) -> bool:
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


def box(ref: str) -> Box:
    """A1 or A1:B2; ValueError where there is no such place."""
    first, _, last = ref.partition(":")
    (top, left), (bottom, right) = corner(first), corner(last or first)
    if top > bottom or left > right:
        raise ValueError(f"{ref} stands on its head")
    return Box(top, left, bottom, right)


def corner(ref: str) -> tuple[int, int]:
    match = _CORNER.fullmatch(ref)
    if match is None:
        raise ValueError(f"{ref!r} is no cell")
    row, column = int(match[2]), column_index_from_string(match[1])
    if not (1 <= row <= _LAST_ROW and 1 <= column <= _LAST_COLUMN):
        raise ValueError(f"{ref} is outside of every sheet")
    return row, column


def cell_causes(package: Package, sheet: Sheet) -> Iterator[str]:
    styles, strings = _styles(package), _strings(package)
    yield from _rows(sheet, styles)
    for cell in sheet.all("sheetData/row/c"):
        yield from (f"{cell.get('r')}: {cause}" for cause in _cell(cell, styles, strings))
    yield from _shared(sheet)
    yield from _merges(sheet)


def _styles(package: Package) -> int:
    (part,) = package.related(package.book_part, "styles")
    return len(package.xml(part).find(f"{_M}cellXfs"))


def _strings(package: Package) -> int:
    parts = package.related(package.book_part, "sharedStrings")
    return len(package.xml(parts[0])) if parts else 0


def _rows(sheet: Sheet, styles: int) -> Iterator[str]:
    last_row = 0
    for row in sheet.all("sheetData/row"):
        number = int(row.get("r", last_row + 1))
        if not last_row < number <= _LAST_ROW:
            yield f"row {number} after row {last_row}"
        if int(row.get("s", 0)) >= styles:
            yield f"row {number} has style {row.get('s')} of {styles}"
        last_row = number
        last_column = 0
        for cell in row:
            place, column = corner(cell.get("r"))
            if place != number or column <= last_column:
                yield f"{cell.get('r')} stands in row {number} after column {last_column}"
            last_column = column


def _cell(cell: Element, styles: int, strings: int) -> Iterator[str]:
    if int(cell.get("s", 0)) >= styles:
        yield f"style {cell.get('s')} of {styles}"
    kind = cell.get("t", "n")
    inner = {local(each): each for each in cell}
    value = inner["v"].text if "v" in inner else None
    if value is not None:
        yield from _value(kind, value, strings)
    if kind == "inlineStr" and ("is" not in inner or "f" in inner):
        yield "inline text that isn't there, or a formula beside it"
    text = "".join(cell.itertext(f"{_M}t", f"{_M}v"))
    if len(text.encode("utf-16-le")) // 2 > _LONGEST_TEXT:
        yield f"a text of {len(text)} characters"
    if "f" in inner and len(inner["f"].text or "") > _LONGEST_FORMULA:
        yield "a formula that is too long"


def _value(kind: str, value: str, strings: int) -> Iterator[str]:
    if kind == "s" and not (value.isdigit() and int(value) < strings):
        yield f"text number {value} of {strings}"
    if kind == "n" and not _NUMBER.fullmatch(value):
        yield f"{value!r} is no number"
    if kind == "b" and value not in ("0", "1"):
        yield f"{value!r} is no truth"
    if kind == "e" and value not in _ERRORS:
        yield f"{value!r} is no error"


def _shared(sheet: Sheet) -> Iterator[str]:
    formulas = [each for cell in sheet.all("sheetData/row/c") for each in cell.findall(f"{_M}f")]
    masters = {each.get("si") for each in formulas if each.get("t") == "shared" and each.text}
    for each in formulas:
        if each.get("t") == "shared" and each.get("si") not in masters:
            yield f"{each.getparent().get('r')} shares a formula that isn't there"
        if each.get("t") == "array":
            area, here = box(each.get("ref")), corner(each.getparent().get("r"))
            if here != (area.top, area.left):
                yield f"an array formula of {each.get('ref')} stands at {here}"


def _merges(sheet: Sheet) -> Iterator[str]:
    refs = [each.get("ref") for each in sheet.all("mergeCells/mergeCell")]
    for holder in sheet.all("mergeCells"):
        if int(holder.get("count", len(holder))) != len(holder) or not len(holder):
            yield f"mergeCells counts {holder.get('count')} of {len(holder)}"
    boxes = sorted(box(ref) for ref in refs)
    for ref in refs:
        if box(ref)[:2] == box(ref)[2:]:
            yield f"{ref} merges one cell"
    for one, other in combinations(boxes, 2):
        if other.top > one.bottom:
            continue
        if one.meets(other):
            yield f"merges {one} and {other} overlap"
