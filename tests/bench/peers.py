"""The same form by other libraries, each as its documentation would have it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import xlsxwriter
from bench.evaluation import (
    COLUMNS,
    FIELDS,
    FIRST,
    INDICATORS,
    LEVELS,
    MERGES,
    WIDTHS,
    Tags,
    empty_form,
    head_cells,
    level_spans,
    template,
)
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet
from xltpl.writerx import BookWriter

Fill = Callable[[dict[str, Any]], bytes]


def by_xltpl() -> Fill:
    """The template is loaded once; levels aren't merged, for it has no means."""
    tags = Tags((), tuple(f"{{{{ row.{field} }}}}" for field in FIELDS), ())
    book = openpyxl.load_workbook(io.BytesIO(template(tags)))
    (sheet,) = book.worksheets
    for row, tag in ((FIRST, "{% for row in rows %}"), (FIRST + 1, "{% endfor %}")):
        sheet.cell(row, 1).comment = Comment(f"beforerow{tag}", "")
    writer = BookWriter(io.BytesIO(_saved(book.save)))

    def fill(context: dict[str, Any]) -> bytes:
        writer.render_sheets([{**context, "sheet_name": sheet.title, "tpl_name": sheet.title}])
        return _saved(writer.save)

    return fill


def by_openpyxl() -> Fill:
    form = empty_form()

    def fill(context: dict[str, Any]) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(form))
        (sheet,) = book.worksheets
        assert isinstance(sheet, Worksheet)
        for ref, value in head_cells(context).items():
            sheet[ref].value = value
        for row, item in enumerate(context["rows"], FIRST):
            for column, field in enumerate(FIELDS, 1):
                sheet.cell(row, column).value = item[field]
        for column, first, last in level_spans(context["rows"]):
            sheet.merge_cells(None, FIRST + first, column, FIRST + last, column)
        return _saved(book.save)

    return fill


def by_xlsxwriter() -> Fill:
    def fill(context: dict[str, Any]) -> bytes:
        file = io.BytesIO()
        book = xlsxwriter.Workbook(file, {"in_memory": True})
        _write(book, context)
        book.close()
        return file.getvalue()

    return fill


def _write(book: Any, context: dict[str, Any]) -> None:
    sheet = book.add_worksheet("自评表")
    song = {"font_name": "宋体", "font_size": 11, "border": 1, "align": "center"}
    plain = book.add_format({**song, "locked": False})
    shut = book.add_format(song)
    money = book.add_format({**song, "num_format": "#,##0.00", "locked": False})
    title = book.add_format({**song, "font_size": 16, "bold": True})
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    _write_head(sheet, head_cells(context), plain, shut, money, title)
    for row, item in enumerate(context["rows"], FIRST - 1):
        sheet.set_row(row, 18)
        for column, field in enumerate(FIELDS):
            sheet.write(row, column, item[field], plain)
    for column, first, last in level_spans(context["rows"]):
        value = context["rows"][first][FIELDS[column - 1]]
        at = FIRST - 1
        sheet.merge_range(at + first, column - 1, at + last, column - 1, value, plain)
    _guard(book, sheet)


def _write_head(
    sheet: Any, cells: dict[str, Any], plain: Any, shut: Any, money: Any, title: Any
) -> None:
    for row in range(FIRST - 1):
        sheet.set_row(row, 18)
        for column in range(COLUMNS):
            sheet.write_blank(row, column, None, shut if column < 2 else plain)
    for ref in MERGES:
        first = ref.partition(":")[0]
        sheet.merge_range(ref, cells.pop(first, None), title if first == "A1" else plain)
    for ref, value in cells.items():
        sheet.write(ref, value, money if isinstance(value, float) else shut)


def _guard(book: Any, sheet: Any) -> None:
    first, last = FIRST, FIRST + INDICATORS - 1
    levels = list(dict.fromkeys(level for level, _, _ in LEVELS))
    sheet.data_validation(f"A{first}:A{last}", {"validate": "list", "source": levels})
    between = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
    sheet.data_validation(f"F{first}:G{last}", between)
    sheet.data_validation("C6:E8", {"validate": "decimal", "criteria": ">=", "value": 0})
    red = book.add_format({"bg_color": "#FFC7CE"})
    above = {"type": "formula", "criteria": f"=$G{first}>$F{first}", "format": red}
    sheet.conditional_format(f"A{first}:I{last}", above)
    wrong = {"type": "cell", "criteria": "!=", "value": "SUM(C7:C8)", "format": red}
    sheet.conditional_format("C6", wrong)
    sheet.protect("xlperf")
    sheet.print_area(f"A1:I{last}")
    sheet.freeze_panes(2, 0)


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()
