"""A paper as bytes of each kind that people send."""

from __future__ import annotations

import csv
import html
import io
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from support.paper import Box, Paper

_THIN = Side(style="thin")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_COLUMN_WIDTH = 15
_LINE_HEIGHT = 15


def as_workbook(paper: Paper, numbers: bool = False) -> bytes:
    """A workbook with merged cells; `numbers` writes amounts as numbers that print the same."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for col in range(1, paper.width + 1):
        sheet.column_dimensions[get_column_letter(col)].width = _COLUMN_WIDTH
    for box in _whole(paper):
        _place(sheet, box, numbers)
    _set_heights(sheet, paper)
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_html(paper: Paper) -> bytes:
    """A web page: prose in paragraphs, the form as a table with spans."""
    rows = [
        "".join(_td(box) for box in paper.boxes if box.row == row) for row in range(paper.height)
    ]
    table = "\n".join(f"<tr>{row}</tr>" for row in rows)
    before, after = (
        "\n".join(f"<p>{_escaped(line)}</p>" for line in lines)
        for lines in (paper.before, paper.after)
    )
    page = (
        '<html><head><meta charset="utf-8"><title>绩效信息公开</title></head><body>\n'
        f'{before}\n<table border="1" cellspacing="0">\n{table}\n</table>\n{after}\n</body></html>'
    )
    return page.encode()


def as_text(paper: Paper) -> bytes:
    """Tab-separated lines: a merged cell's text in its top-left cell, blanks in the rest."""
    rows = ["\t".join(cell.replace("\n", " ") for cell in row) for row in _spread(paper)]
    return "\n".join([*paper.before, *rows, *paper.after, ""]).encode()


def as_csv_gbk(paper: Paper) -> bytes:
    """What a Chinese Excel saves as CSV. GB18030 so that no sign of a form is lost."""
    out = io.StringIO(newline="")
    rows = [[line] for line in paper.before], _spread(paper), [[line] for line in paper.after]
    for part in rows:
        csv.writer(out).writerows(part)
    return out.getvalue().encode("gb18030")


def _whole(paper: Paper) -> list[Box]:
    """The boxes on one sheet: prose as merged rows above and below the form."""
    top, bottom = len(paper.before), len(paper.before) + paper.height
    above = [Box(i, 0, line, 1, paper.width) for i, line in enumerate(paper.before)]
    form = [Box(b.row + top, b.col, b.text, b.rows, b.cols) for b in paper.boxes]
    below = [Box(bottom + i, 0, line, 1, paper.width) for i, line in enumerate(paper.after)]
    return above + form + below


def _place(sheet: Worksheet, box: Box, numbers: bool) -> None:
    row, col = box.row + 1, box.col + 1
    cell = sheet.cell(row, col)
    assert isinstance(cell, Cell)
    if box.text:
        _write(cell, box.text, numbers)
    for r in range(row, row + box.rows):
        for c in range(col, col + box.cols):
            sheet.cell(r, c).border = _FRAME
    if box.rows > 1 or box.cols > 1:
        sheet.merge_cells(
            start_row=row,
            start_column=col,
            end_row=row + box.rows - 1,
            end_column=col + box.cols - 1,
        )


def _write(cell: Cell, text: str, numbers: bool) -> None:
    shown = (_date_format(text) or _number_format(text)) if numbers else None
    if shown is None:
        cell.value = text
        cell.data_type = "s"  # assignment makes a formula of "=3.00(名)"
    else:
        cell.value, cell.number_format = shown
    cell.alignment = Alignment(wrap_text=True, vertical="center")


def _date_format(text: str) -> tuple[date, str] | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return (day, "yyyy-mm-dd") if day.isoformat() == text else None


def _number_format(text: str) -> tuple[float, str] | None:
    """The number and the format under which Excel prints exactly `text`."""
    bare = text.removesuffix("%").replace(",", "")
    try:
        value = float(bare)
    except ValueError:
        return None
    places = len(bare.partition(".")[2])
    shape = ("#,##0" if "," in text else "0") + ("." + "0" * places if places else "")
    if text.endswith("%"):
        return (value / 100, shape + "%") if f"{value:.{places}f}%" == text else None
    same = f"{value:,.{places}f}" if "," in text else f"{value:.{places}f}"
    return (value, shape) if same == text else None


def _set_heights(sheet: Worksheet, paper: Paper) -> None:
    """Rows tall enough for their text, so that a printed page shows all of it."""
    for box in _whole(paper):
        if box.rows > 1 or not box.text:
            continue
        per_line = max(1, box.cols * _COLUMN_WIDTH // 2 - 1)
        lines = sum(-(-max(1, len(part)) // per_line) for part in box.text.split("\n"))
        size = sheet.row_dimensions[box.row + 1]
        size.height = min(409, max(size.height or 0, lines * _LINE_HEIGHT + 3))


def _td(box: Box) -> str:
    spans = (f' rowspan="{box.rows}"' if box.rows > 1 else "") + (
        f' colspan="{box.cols}"' if box.cols > 1 else ""
    )
    return f"<td{spans}>{_escaped(box.text)}</td>"


def _escaped(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def _spread(paper: Paper) -> list[list[str]]:
    rows = [[""] * paper.width for _ in range(paper.height)]
    for box in paper.boxes:
        rows[box.row][box.col] = box.text
    return rows
