"""SpreadsheetML of 2003: a workbook as one XML file, often under the name of .xls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from xml.etree.ElementTree import Element

from xlperf.model.grid import Flaw
from xlperf.model.refusal import Refused
from xlperf.ooxml.formats import GENERAL, general, shower
from xlperf.ooxml.refs import Area, position, ref_of
from xlperf.ooxml.sheet import Note, Sheet
from xlperf.ooxml.workbook import Workbook
from xlperf.ooxml.xml import parse_xml

_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_MAX_SIZE = 64 << 20
_TOO_LARGE = "XML 表格过大（超过 64 MB）；请只保留绩效表，另存为 xlsx 后重新发送。"
_NO_TABLE = "XML 表格里没有工作表；请用 Excel 打开后另存为 xlsx，再重新发送。"
_EPOCH = datetime(1899, 12, 30)
_DAY = timedelta(days=1)
_LONG_DAY, _MOMENT = 'yyyy"年"m"月"d"日"', "yyyy/m/d h:mm"
_NAMED_FORMATS = {
    "General Number": GENERAL,
    "General Date": _MOMENT,
    "Long Date": _LONG_DAY,
    "Medium Date": "d-mmm-yy",
    "Short Date": "yyyy/m/d",
    "Long Time": "h:mm:ss",
    "Medium Time": "h:mm",
    "Short Time": "h:mm",
    "Currency": "￥#,##0.00",
    "Euro Currency": "€#,##0.00",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
}
_BOOLEANS = {"1": "TRUE", "0": "FALSE"}


@dataclass(frozen=True, slots=True)
class _Found:
    """A cell: where, how far it is merged, and what it shows."""

    row: int
    col: int
    down: int
    across: int
    text: str
    flaw: Flaw | None
    comment: str


def read_spreadsheet2003(data: bytes) -> Workbook:
    if len(data) > _MAX_SIZE:
        raise Refused(_TOO_LARGE)
    root = parse_xml(data)
    sheets = root.findall(f"{_SPREADSHEET}Worksheet")
    if not sheets:
        raise Refused(_NO_TABLE)
    formats = _formats(root)
    return Workbook(
        sheets=tuple(_sheet(sheet, formats) for sheet in sheets if _is_visible(sheet)),
        hidden=tuple(_get(sheet, "Name") for sheet in sheets if not _is_visible(sheet)),
        names=(),
        date1904=False,  # dates are written out
        structure_locked=False,
        notes=(),
    )


def _formats(root: Element) -> dict[str, str]:
    """Number formats by style, a style without one taking its parent's."""
    styles = {_get(style, "ID"): style for style in root.iter(f"{_SPREADSHEET}Style")}
    return {name: _format(style, styles) for name, style in styles.items()}


def _format(style: Element, styles: dict[str, Element]) -> str:
    seen: set[str] = set()
    holder: Element | None = style
    while holder is not None and _get(holder, "ID") not in seen:
        seen.add(_get(holder, "ID"))
        number = holder.find(f"{_SPREADSHEET}NumberFormat")
        if number is not None:
            code = _get(number, "Format") or GENERAL
            return _NAMED_FORMATS.get(code, code)
        holder = styles.get(_get(holder, "Parent"))
    return GENERAL


def _is_visible(sheet: Element) -> bool:
    visible = sheet.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible")
    return visible is None or (visible.text or "").strip() == "SheetVisible"


def _sheet(sheet: Element, formats: dict[str, str]) -> Sheet:
    rows = [row for table in sheet.findall(f"{_SPREADSHEET}Table") for row in _numbered_rows(table)]
    found = sorted(_cells(sheet, rows, formats), key=lambda cell: (cell.row, cell.col))
    return Sheet(
        name=_get(sheet, "Name"),
        state="visible",
        texts={ref_of(cell.row, cell.col): cell.text for cell in found if cell.text.strip()},
        flaws={ref_of(cell.row, cell.col): cell.flaw for cell in found if cell.flaw},
        merges=tuple(
            Area(cell.row, cell.col, cell.row + cell.down, cell.col + cell.across)
            for cell in found
            if cell.down or cell.across
        ),
        hidden_rows=frozenset(number for number, row in rows if len(row) and _hides(row)),
        comments=tuple(
            Note(ref_of(cell.row, cell.col), cell.comment) for cell in found if cell.comment
        ),
    )


def _hides(row: Element) -> bool:
    return _get(row, "Hidden") == "1"


def _numbered_rows(table: Element) -> Iterator[tuple[int, Element]]:
    """Rows with their numbers from 0; a span repeats a row's format below it."""
    number = 0
    for row in table.findall(f"{_SPREADSHEET}Row"):
        number = _index(row, number)
        yield number, row
        number += 1 + _number(row, "Span")


def _cells(
    sheet: Element, rows: list[tuple[int, Element]], formats: dict[str, str]
) -> Iterator[_Found]:
    styles = _column_styles(sheet)
    covered: dict[int, int] = {}  # by column, the last row that a merge from above covers
    for number, row in rows:
        col = 0
        for cell in row.findall(f"{_SPREADSHEET}Cell"):
            col = _index(cell, col)
            while covered.get(col, -1) >= number:
                col += 1
            style = _get(cell, "StyleID") or _get(row, "StyleID") or styles.get(col, "Default")
            found = _found(cell, number, col, formats.get(style, GENERAL))
            yield found
            if found.down:
                last = number + found.down
                covered.update(dict.fromkeys(range(col, col + found.across + 1), last))
            col += 1 + found.across


def _column_styles(sheet: Element) -> dict[int, str]:
    styles: dict[int, str] = {}
    number = 0
    for column in sheet.iterfind(f"{_SPREADSHEET}Table/{_SPREADSHEET}Column"):
        number = _index(column, number)
        last = number + _number(column, "Span")
        if _get(column, "StyleID"):
            styles.update(dict.fromkeys(range(number, last + 1), _get(column, "StyleID")))
        number = last + 1
    return styles


def _found(cell: Element, row: int, col: int, code: str) -> _Found:
    text, flaw = _value(cell, code)
    down, across = _number(cell, "MergeDown"), _number(cell, "MergeAcross")
    position(ref_of(row + down, col + across))  # refuses what lies beyond the last row or column
    comment = _inner(cell.find(f"{_SPREADSHEET}Comment/{_SPREADSHEET}Data")).strip()
    return _Found(row, col, down, across, text, flaw, comment)


def _value(cell: Element, code: str) -> tuple[str, Flaw | None]:
    data = cell.find(f"{_SPREADSHEET}Data")
    if data is None:
        formula = _get(cell, "Formula")
        return formula, Flaw.UNCACHED if formula else None
    kind, text = _get(data, "Type"), _inner(data)
    if kind == "Error":
        return text, Flaw.ERROR
    if kind == "Number":
        return shower(code, False)(text), None
    if kind == "DateTime":
        return _moment(text.strip(), code), None
    return _BOOLEANS.get(text, text) if kind == "Boolean" else text, None


def _moment(text: str, code: str) -> str:
    """A date as its style shows it; without a style for dates, the day and the time if any."""
    try:
        passed = datetime.fromisoformat(text.removesuffix("Z")) - _EPOCH
    except (ValueError, TypeError):
        return text
    serial = str(Decimal(passed // timedelta(milliseconds=1)) / (_DAY // timedelta(milliseconds=1)))
    shown = shower(code, False)(serial)
    return shower(_MOMENT, False)(serial) if shown == general(serial) else shown


def _inner(data: Element | None) -> str:
    """All text within, whatever it is formatted with."""
    return "" if data is None else "".join(data.itertext()).replace("\r\n", "\n")


def _get(element: Element, name: str) -> str:
    return element.get(_SPREADSHEET + name, "")


def _number(element: Element, name: str) -> int:
    text = _get(element, name)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0


def _index(element: Element, following: int) -> int:
    """Where an element stands, from 0: next to the one before unless it says otherwise."""
    return _number(element, "Index") - 1 if _number(element, "Index") else following
