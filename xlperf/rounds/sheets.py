"""Plain tables as a workbook: numbers stay numbers, and text stays text whatever it begins with."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

Value: TypeAlias = str | int | Decimal | None

_A4 = 9  # as printers number it
_PAGE_WIDTH = 210  # characters that are still easy to read on a page
_UNIT_PIXELS = 7  # one unit of a column's width, in a workbook whose default is Calibri
_EM_PIXELS = 15  # one Chinese character of the font below
_LINE_HEIGHT = 14.0  # points, of the font below
_HIGHEST = 409  # points, of any row
_FONT = "宋体"
_LONGEST = 32_767  # characters Excel keeps in a cell
_EXACT_DIGITS = 15  # digits Excel keeps in a number
#: what XML can't carry, what would come back as a line break, and what already looks escaped
_ESCAPED = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_FORMULA_LIKE = ("=", "+", "-", "@")

_HEAD_FONT = Font(name=_FONT, size=11, bold=True, color="FFFFFFFF")
_BODY_FONT = Font(name=_FONT, size=11)
_HEAD_FILL = PatternFill("solid", fgColor="FF1F4E79")
_LINE = Border(bottom=Side("hair", "FF999999"))
_HEAD_PLACE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_TEXT_PLACE = Alignment(vertical="top", wrap_text=True)
_AMOUNT_PLACE = Alignment(horizontal="right", vertical="top")
_COUNT_PLACE = Alignment(horizontal="center", vertical="top")


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    width: float


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]


def workbook(tables: Iterable[Table], title: str = "") -> bytes:
    """One sheet per table: frozen header, filter, columns as wide as asked."""
    # write_only: the memory needed doesn't grow with the rows
    book = Workbook(write_only=True)
    book.properties.title = title
    for table in tables:
        _write(book, table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(book: Workbook, table: Table) -> None:
    sheet: Any = book.create_sheet(table.name)
    _lay_out(sheet, table.columns)
    titles = [column.title for column in table.columns]
    sheet.row_dimensions[1].height = _height(titles, table.columns)
    sheet.append([_head(sheet, title) for title in titles])
    last = 1
    for row in table.rows:
        last += 1
        sheet.row_dimensions[last].height = _height(row, table.columns)
        sheet.append([_cell(sheet, value) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{last}"


def _lay_out(sheet: Any, columns: Sequence[Column]) -> None:
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    page = sheet.page_setup
    page.orientation, page.paperSize = "landscape", _A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    page.fitToWidth = math.ceil(sum(column.width for column in columns) / _PAGE_WIDTH)
    page.fitToHeight = 0  # as many as there are


def _height(row: Sequence[Value], columns: Sequence[Column]) -> float:
    """Written because not every program makes room for wrapped text by itself."""
    lines = max(
        (_lines(value, column.width) for value, column in zip(row, columns, strict=True)),
        default=1,
    )
    return min(lines * _LINE_HEIGHT + 2, _HIGHEST)


def _lines(value: Value, width: float) -> int:
    if not isinstance(value, str):
        return 1
    room = 2 * max(1, int(width * _UNIT_PIXELS / _EM_PIXELS))  # a digit is half as wide as 表
    widths = (len(part.encode("gbk", "replace")) for part in value.split("\n"))
    return sum(max(1, math.ceil(each / room)) for each in widths)


def _head(sheet: Any, title: str) -> Any:
    cell = _text(sheet, title)
    cell.font, cell.fill, cell.alignment = _HEAD_FONT, _HEAD_FILL, _HEAD_PLACE
    return cell


def _cell(sheet: Any, value: Value) -> Any:
    if value is None:
        blank = WriteOnlyCell(sheet)
        blank.border = _LINE
        return blank
    if isinstance(value, str):
        return _text(sheet, value)
    if isinstance(value, Decimal) and len(value.as_tuple().digits) > _EXACT_DIGITS:
        return _text(sheet, format(value, "f"))
    number: Any = value  # its stubs know no Decimal, the library does
    cell = WriteOnlyCell(sheet, value=number)
    cell.font, cell.border, cell.alignment = _BODY_FONT, _LINE, _COUNT_PLACE
    if isinstance(value, Decimal):
        cell.alignment, cell.number_format = _AMOUNT_PLACE, _as_filled(value)
    return cell


def _as_filled(value: Decimal) -> str:
    """As many decimals as were filled in: 800000 stays 800,000 and 800000.00 stays 800,000.00."""
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return "#,##0." + "0" * places if places else "#,##0"


def _text(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet)
    # set past the library's guess, which would make a formula of "=5.00(家)"
    cell.value = _kept(text)
    cell.data_type = "s"
    cell.font, cell.border, cell.alignment = _BODY_FONT, _LINE, _TEXT_PLACE
    cell.quotePrefix = text.startswith(_FORMULA_LIKE)  # also when someone edits the cell
    return cell


def _kept(text: str) -> str:
    """What the cell stores so that Excel shows `text`; a cut is said in the cell."""
    text = _LONE_SURROGATE.sub("\ufffd", text)
    stored = _escaped(text)
    if _units(stored) <= _LONGEST:
        return stored
    said = f"……（本格共 {len(text)} 字，一格放不下，全文请用 --json 导出）"
    length = _LONGEST - len(said)
    while _units(stored := _escaped(text[:length])) + len(said) > _LONGEST:
        length = length * 3 // 4
    return stored + said


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _units(text: str) -> int:
    """Characters as Excel counts them."""
    return len(text.encode("utf-16-le")) // 2
