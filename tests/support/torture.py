"""A template with everything in it: what other engines lose, and what must follow the rows.

Rows 6 and 8 hold the tags of a loop, row 7 its body. So for n turns a row above keeps its number,
row 7 becomes 6 … 5 + n, and what was row k below is row k - 3 + n.
"""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import xlsxwriter
from support.opened import Package
from support.torture_extras import with_extras
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

MAIN, SUMMARY, LISTS = "明细 表", "汇总", "名单"
LOOP_ROW, BELOW = 7, 9
_QUOTED = f"'{MAIN}'"


def template(around: tuple[str, ...] = ()) -> bytes:
    """`around`: a tag in row 4, which is blank, and one in row 15, that repeat what lies between
    them, or the sheet, for every page.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    main, summary, lists = (book.add_worksheet(name) for name in (MAIN, SUMMARY, LISTS))
    _names(book)
    _head(book, main)
    _loop(book, main, "page.rows" if around else "rows")
    for row, tag in zip((4, 15), around, strict=False):
        main.write(f"A{row}", tag)
    _below(book, main)
    _rules(book, main)
    _beside(book, main)
    _print(main)
    _summary(book, summary)
    lists.write_column("A1", ["产出指标", "效益指标", "满意度指标"])
    lists.very_hidden()
    book.close()
    return with_extras(file.getvalue())


@lru_cache(maxsize=1)
def original() -> Package:
    return Package(template())


def context(count: int) -> dict[str, Any]:
    """`count` rows; names repeat in runs of two, amounts have cents, some are blank."""
    return {
        "title": "河道保洁 & <绿化>",
        "number": 3,
        "rows": [
            {
                "name": f"单位{turn // 2}",
                "kind": ("产出指标", "效益指标")[turn % 2],
                "day": date(2026, 1, 1 + turn),
                "amount": None if turn % 7 == 3 else Decimal(f"{turn * 37}.25"),
                "note": f"=1+{turn}" if turn % 5 == 0 else f"第{turn}条",
            }
            for turn in range(count)
        ],
    }


def out(row: int, count: int) -> int:
    """Where a template row outside of the loop is for `count` turns."""
    return row if row < LOOP_ROW - 1 else row - 3 + count


def _names(book: Workbook) -> None:
    book.define_name("总额", f"={_QUOTED}!$D$9")
    book.define_name("明细区", f"={_QUOTED}!$D$7:$D$7")
    book.define_name(f"{_QUOTED}!本表末行", f"={_QUOTED}!$A$12:$H$12")
    book.define_name("税率", "=0.06")
    book.set_custom_property("轮次", "2026")


def _head(book: Workbook, sheet: Worksheet) -> None:
    red, bold = book.add_format({"font_color": "#FF0000"}), book.add_format({"bold": True})
    title = book.add_format({"align": "center", "font_size": 16, "font_name": "宋体"})
    sheet.merge_range("A1:H1", "", title)
    sheet.write_rich_string("A1", bold, "绩效", red, "明细", "（红黑有别）", title)
    sheet.write("A2", "{{ title }}第{{ number }}期")
    sheet.write_url("C2", f"internal:{_QUOTED}!D9", string="看合计")
    sheet.write_url("D2", "https://example.com/?a=1&b=2", string="说明")
    sheet.write_row("A5", ["单位", "级别", "日期", "金额", "两倍", "四倍", "数组", "备注"], bold)
    sheet.freeze_panes(5, 1)
    sheet.autofilter("A5:H7")
    sheet.set_column("A:A", 14)
    sheet.set_column("E:F", 9, None, {"level": 1})
    sheet.set_column("G:H", 12)


def _loop(book: Workbook, sheet: Worksheet, rows: str) -> None:
    money = book.add_format({"num_format": "#,##0.00", "locked": False})
    day = book.add_format({"num_format": "yyyy-mm-dd", "border": 1})
    sheet.write("A6", f"{{%tr for row in {rows} %}}")
    sheet.set_row(6, 21, None, {"level": 1})
    sheet.write("A7", "{{ row.name | merge }}", book.add_format({"valign": "vcenter"}))
    sheet.write("B7", "{{ row.kind }}")
    sheet.write("C7", "{{ row.day }}", day)
    sheet.write("D7", "{{ row.amount }}", money)
    sheet.write_formula("E7", "=D7*2", money)
    sheet.write_formula("F7", "=E7*2", money)
    sheet.write_array_formula("G7:G7", "{=SUM(D7:F7*1)}")
    sheet.write("H7", "{{ row.note }}")
    sheet.write("A8", "{%tr endfor %}")


def _below(book: Workbook, sheet: Worksheet) -> None:
    bold = book.add_format({"bold": True, "num_format": "#,##0.00"})
    sheet.write("A9", "合计", bold)
    sheet.write_formula("D9", "=SUM(D7:D7)", bold)
    sheet.write_formula("E9", "=SUM(E7)", bold)
    sheet.write_formula("F9", "=IF(D9=0,0,ROUND(D9/SUM(E6:E8),4))")
    sheet.write_array_formula("G9:G9", "{=SUM(D7:D7*E7:E7)}")
    sheet.write_formula("H9", '=COUNT(D6:D8)&"条"')
    sheet.write_column("A10", ["一", "二", "三"])
    sheet.write_column("D10", [1, 2, 3])
    for row in (10, 11, 12):  # one formula, shared
        sheet.write_formula(f"E{row}", f"=D{row}+D$9")
    sheet.merge_range("G10:H12", "并在一起", book.add_format({"valign": "vcenter"}))
    sheet.write_formula("A14", "=总额*税率")
    sheet.write_formula("B14", "=SUM(明细区)")
    sheet.write_formula("C14", f"=SUM({SUMMARY}!B1:B3)")


def _rules(book: Workbook, sheet: Worksheet) -> None:
    red = book.add_format({"bg_color": "#FFC7CE"})
    sheet.conditional_format("A7:H7", {"type": "formula", "criteria": "=$D7>100", "format": red})
    sheet.conditional_format(
        "D9", {"type": "formula", "criteria": "=D9<>SUM(D7:D7)", "format": red}
    )
    sheet.conditional_format("D7", {"type": "icon_set", "icon_style": "3_arrows"})
    sheet.conditional_format("E7", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("D10:D12", {"type": "3_color_scale"})
    sheet.data_validation(
        "D7",
        {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "input_title": "金额",
            "input_message": "请填元",
            "error_title": "金额",
            "error_message": "应为不小于0的数",
        },
    )
    sheet.data_validation("C7", {"validate": "custom", "value": "=C7>DATE(2025,1,1)"})
    sheet.data_validation("B9:B10", {"validate": "list", "source": ["甲", "乙"]})
    sheet.protect("secret", {"select_locked_cells": False})
    sheet.unprotect_range("D7", "金额区")
    sheet.unprotect_range("A10:A12", "名称区")
    sheet.ignore_errors({"number_stored_as_text": "H7 H10:H12"})
    sheet.add_sparkline("I7", {"range": f"{_QUOTED}!D7:F7"})
    sheet.add_sparkline("I9", {"range": f"{_QUOTED}!D7:D7", "type": "column"})


def _beside(book: Workbook, sheet: Worksheet) -> None:
    sheet.write_comment("H7", "这一行的备注", {"author": "财政局"})
    sheet.write_comment("D9", "合计自动计算", {"visible": True})
    sheet.write_comment("A5", "不动的批注")
    sheet.add_table(
        "K5:M8",
        {
            "name": "指标表",
            "columns": [{"header": "名称"}, {"header": "数"}, {"header": "备注"}],
        },
    )
    sheet.write_row("K7", ["{{ row.name }}", "{{ row.amount }}", "{{ row.note }}"])
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": f"={_QUOTED}!$D$5",
            "categories": f"={_QUOTED}!$A$7:$A$7",
            "values": f"={_QUOTED}!$D$7:$D$7",
        }
    )
    chart.add_series({"values": f"={_QUOTED}!$D$10:$D$12"})
    sheet.insert_chart("A17", chart)
    sheet.insert_image("F2", "点.png", {"image_data": io.BytesIO(DOT), "description": "上面的图"})
    sheet.insert_image("F16", "点.png", {"image_data": io.BytesIO(DOT), "description": "下面的图"})
    sheet.insert_image("N7", "点.png", {"image_data": io.BytesIO(DOT), "description": "每行的图"})
    sheet.insert_button("H14", {"caption": "汇总", "macro": "collect"})


def _print(sheet: Worksheet) -> None:
    sheet.print_area("A1:I14")
    sheet.repeat_rows(4)
    sheet.set_h_pagebreaks([3, 9, 12])
    sheet.set_v_pagebreaks([8])
    sheet.set_header("&C绩效明细")
    sheet.set_footer("&C第&P页 共&N页")
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _summary(book: Workbook, sheet: Worksheet) -> None:
    sheet.write_formula("A1", f"={_QUOTED}!D9")
    sheet.write_formula("A2", f"=SUM({_QUOTED}!D7:D7)")
    sheet.write_formula("A3", f"=SUM({_QUOTED}!D7)")
    sheet.write_formula("A4", f"={_QUOTED}!D12+{_QUOTED}!$D$10")
    sheet.write_formula("A5", f"=COUNTA({_QUOTED}!$H$7:$H$7)")
    sheet.write_column("B1", [1, 2, 3])
    sheet.write_url("C1", f"internal:{_QUOTED}!A12", string="去末行")
    sheet.conditional_format(
        "A1",
        {
            "type": "formula",
            "criteria": f"={_QUOTED}!$D$9>5",
            "format": book.add_format({"bold": True}),
        },
    )
    sheet.data_validation("D1", {"validate": "list", "source": f"={_QUOTED}!$A$10:$A$12"})


#: one black pixel
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
