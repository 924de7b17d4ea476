"""Defined names follow the rows that they stand for."""

from __future__ import annotations

import pytest
from support.filled import changed, filled, made
from support.opened import Package
from xlsxwriter.workbook import Workbook

_BOOK = "xl/workbook.xml"
_NAMES = {
    "一行": "明细!$A$3",
    "一列": "明细!$A$3:$A$3",
    "全部": "明细!$A$1:$B$5",
    "合计": "明细!$B$5",
    "两块": "明细!$A$3:$A$3,明细!$A$5",
    "算出": "SUM(明细!$B$3)*2",
    "整列": "明细!$B:$B",
    "相对": "明细!B3",
    "常数": "0.06",
    "外部": "[1]Sheet1!$A$3",
    "坏的": "明细!#REF!",
}


def template(book: Workbook) -> None:
    sheet = book.add_worksheet("明细")
    sheet.write_column("A1", ["单位", "{%tr for row in rows %}", "{{ row }}", "{%tr endfor %}"])
    sheet.write("B3", 1)
    sheet.write("A5", "合计")
    sheet.print_area("A1:B5")
    sheet.repeat_rows(0, 2)
    book.add_worksheet("其他")
    book.define_name("其他!局部", "=明细!$A$5")


def named(count: int) -> Package:
    written = "".join(f'<definedName name="{n}">{text}</definedName>' for n, text in _NAMES.items())
    names = changed(made(template), _BOOK, ("</definedNames>", f"{written}</definedNames>"))
    return filled(names, rows=list(range(count)))


def said(package: Package) -> dict[str, str]:
    return {name: text for (name, place), text in package.defined.items() if place is None}


def test_many_turns() -> None:
    package = named(4)
    assert said(package) == {
        "一行": "明细!$A$2:$A$5",
        "一列": "明细!$A$2:$A$5",
        "全部": "明细!$A$1:$B$6",
        "合计": "明细!$B$6",
        "两块": "明细!$A$2:$A$5,明细!$A$6",
        "算出": "SUM(明细!$B$2:$B$5)*2",
        "整列": "明细!$B:$B",
        "相对": "明细!B3",  # counts from the cell that uses it
        "常数": "0.06",
        "外部": "[1]Sheet1!$A$3",
        "坏的": "明细!#REF!",
    }
    assert package.defined["局部", "其他"] == "明细!$A$6"
    assert package.defined["_xlnm.Print_Area", "明细"] == "明细!$A$1:$B$6"
    assert package.defined["_xlnm.Print_Titles", "明细"] == "明细!$1:$5"


def test_one_turn() -> None:
    package = named(1)
    assert said(package)["一行"] == "明细!$A$2"
    assert said(package)["一列"] == "明细!$A$2:$A$2"
    assert package.defined["_xlnm.Print_Titles", "明细"] == "明细!$1:$2"


def test_no_turn_leaves_a_name_of_blank_cells_for_formulas() -> None:
    package = named(0)
    assert said(package)["一行"] == "明细!$A$1048576"
    assert said(package)["算出"] == "SUM(明细!$B$1048576)*2"
    assert said(package)["全部"] == "明细!$A$1:$B$2"
    assert package.defined["_xlnm.Print_Titles", "明细"] == "明细!$1:$1"


@pytest.mark.parametrize("titles", ["$A:$B,明细!$3:$3", "$3:$3"])
def test_titles_that_are_gone_are_not_printed(titles: str) -> None:
    pair = ("明细!$1:$3", f"明细!{titles}")
    package = filled(changed(made(template), _BOOK, pair), rows=[])
    left = package.defined.get(("_xlnm.Print_Titles", "明细"))
    assert left == ("明细!$A:$B" if "," in titles else None)


def test_names_of_a_sheet_that_is_left_out() -> None:
    def build(book: Workbook) -> None:
        book.add_worksheet("封面")
        page = book.add_worksheet("分表")
        page.write("A1", "{%sheet for page in pages %}")
        page.write("A2", "{{ page }}")
        book.define_name("首页", "=分表!$A$2")
        book.define_name("分表!本页", "=分表!$A$2")
        book.define_name("封面!看", "=分表!$A$2")

    kept = filled(made(build), pages=["甲", "乙"])
    assert kept.defined["首页", None] == "'分表'!$A$1".replace("'", "")
    assert kept.defined["本页", "分表"] == "分表!$A$1"
    assert kept.defined["本页", "分表 (2)"] == "'分表 (2)'!$A$1"
    assert filled(made(build), pages=[]).defined == {}
