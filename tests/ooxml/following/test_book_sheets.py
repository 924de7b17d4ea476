"""The workbook around its sheets: copies, sheets left out, tabs, the lock, what the file says."""

from __future__ import annotations

from typing import Any

import pytest
from support.filled import changed, each_of, filled, made
from support.opened import Package, relations_of
from support.packages import zipped
from xlsxwriter.workbook import Workbook

from xlperf.ooxml.protection import Password
from xlperf.templating import Template

_TYPES, _BOOK, _RELS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_APP = "docProps/app.xml"


def three_sheets(book: Workbook) -> None:
    """说明, a sheet for every page, and 汇总."""
    book.add_worksheet("说明").write("A1", "填表说明")
    page = book.add_worksheet("{{ page }}")
    page.write("A1", "{%sheet for page in pages %}")
    page.write("A2", "单位")
    page.write("B2", "{{ page }}")
    page.print_area("A2:B2")
    page.repeat_rows(1)
    last = book.add_worksheet("汇总")
    last.write_formula("A1", "=COUNTA('{{ page }}'!B2)")
    last.activate()
    last.set_first_sheet()


def pages(count: int) -> list[str]:
    return [f"单位{number}" for number in range(1, count + 1)]


def names_of(package: Package) -> list[str]:
    return [sheet.name for sheet in package.sheets]


@pytest.mark.parametrize("count", [0, 1, 12])
def test_a_sheet_is_there_for_every_page(count: int) -> None:
    package = filled(made(three_sheets), pages=pages(count))
    assert names_of(package) == ["说明", *pages(count), "汇总"]
    told = [each.get("PartName") for each in package.xml(_TYPES) if each.get("PartName")]
    for name in pages(count):
        sheet = package.sheet(name)
        assert "".join(sheet.all("sheetData/row")[0][1].itertext()) == name
        assert f"/{sheet.part}" in told
        assert package.defined["_xlnm.Print_Area", name] == f"'{name}'!$A$1:$B$1"
        assert package.defined["_xlnm.Print_Titles", name] == f"'{name}'!$1:$1"
    assert len([key for key in package.defined if key[0] == "_xlnm.Print_Area"]) == count


def test_parts_of_a_sheet_that_is_left_out_are_left_out() -> None:
    def build(book: Workbook) -> None:
        three_sheets(book)
        book.worksheets()[1].write_comment("B2", "请核对")

    package = filled(made(build), pages=[])
    assert not [name for name in package.names if "comments" in name or "vml" in name.lower()]
    assert package.names.count("xl/worksheets/sheet2.xml") == 0


def test_the_tab_that_was_active_stays_active() -> None:
    package = filled(made(three_sheets), pages=pages(5))
    (view,) = each_of(package.book, "workbookView")
    assert package.sheets[int(view.get("activeTab"))].name == "汇总"
    assert package.sheets[int(view.get("firstSheet"))].name == "汇总"


def test_a_tab_that_can_be_seen_is_active_where_the_active_one_is_gone() -> None:
    def build(book: Workbook) -> None:
        three_sheets(book)
        book.worksheets()[0].hide()
        book.worksheets()[1].activate()

    package = filled(made(build), pages=[])
    (view,) = each_of(package.book, "workbookView")
    assert package.sheets[int(view.get("activeTab"))].name == "汇总"


def test_one_sheet_alone_is_selected() -> None:
    def build(book: Workbook) -> None:
        three_sheets(book)
        book.worksheets()[1].activate()
        book.worksheets()[2].selected = False

    package = filled(made(build), pages=pages(4))
    selected = [
        sheet.name
        for sheet in package.sheets
        for view in sheet.all("sheetViews/sheetView")
        if view.get("tabSelected") == "1"
    ]
    assert selected == ["单位1"]


def test_what_the_file_says_of_its_sheets() -> None:
    package = filled(made(three_sheets), pages=pages(2))
    titles = [each.text for each in each_of(package.xml(_APP), "lpstr")]
    assert titles[titles.index("说明") :] == [
        *("说明", "单位1", "单位2", "汇总"),
        *("'单位1'!Print_Area", "'单位2'!Print_Area"),
        *("'单位1'!Print_Titles", "'单位2'!Print_Titles"),
    ]
    assert [each.text for each in each_of(package.xml(_APP), "i4")] == ["4", "4"]
    (vector,) = [each for each in each_of(package.xml(_APP), "vector") if each.get("size") == "8"]
    assert len(vector) == 8


def test_the_workbook_is_locked_with_the_password_of_the_run() -> None:
    locked = changed(
        made(three_sheets),
        _BOOK,
        (
            "<bookViews>",
            '<workbookProtection workbookPassword="83AF" lockStructure="1"/><bookViews>',
        ),
    )
    password = Password.hashed("口令", spins=3)
    (lock,) = each_of(filled(locked, password, pages=[]).book, "workbookProtection")
    assert dict(lock.attrib) == {"lockStructure": "1", **password.workbook_attributes()}
    (lock,) = each_of(filled(locked, pages=[]).book, "workbookProtection")
    assert dict(lock.attrib) == {"lockStructure": "1", "workbookPassword": "83AF"}
    unlocked = filled(made(three_sheets), password, pages=[])
    assert each_of(unlocked.book, "workbookProtection") == []


def test_the_workbook_asks_to_be_calculated_and_forgets_the_order() -> None:
    with_chain = changed(
        made(three_sheets),
        _RELS,
        (
            "</Relationships>",
            '<Relationship Id="rIdChain" Type="http://schemas.openxmlformats.org/officeDocument/'
            '2006/relationships/calcChain" Target="/xl/calcChain.xml"/></Relationships>',
        ),
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    with_chain = changed(
        with_chain,
        _TYPES,
        ("</Types>", f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}"/></Types>'),
    )
    chain = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    parts = {**with_chain.parts, "xl/calcChain.xml": f'{chain}<c r="A1" i="3"/></calcChain>'}
    package = filled(Package(zipped(parts)), pages=pages(2))
    assert "xl/calcChain.xml" not in package.names
    assert b"calcChain" not in package.parts[_TYPES] + package.parts[_RELS]
    without = changed(
        made(three_sheets), _BOOK, ('<calcPr calcId="124519" fullCalcOnLoad="1"/>', "")
    )
    for each in (package, filled(without, pages=pages(1))):
        (calculation,) = each_of(each.book, "calcPr")
        assert calculation.get("fullCalcOnLoad") == "1"


def test_targets_are_found_however_they_are_written() -> None:
    def build(book: Workbook) -> None:
        three_sheets(book)
        book.worksheets()[1].write_comment("B2", "请核对")

    template = made(build)
    rels = relations_of("xl/worksheets/sheet2.xml")
    relative = changed(
        template,
        rels,
        ('Target="../comments1.xml"', 'Target="/XL/Comments1.xml"'),
        ('Target="../drawings/vmlDrawing1.vml"', 'Target="..\\drawings\\vmlDrawing1.vml"'),
    )
    absolute = changed(relative, _RELS, ('Target="worksheets/', 'Target="/xl/Worksheets/'))
    package = filled_unjudged(absolute, pages=pages(3))
    sheets = ["sheet1", "sheet2", "sheet4", "sheet5", "sheet3"]
    targets = {each.target.lower() for each in package.relations(_BOOK).values()}
    assert targets >= {f"xl/worksheets/{name}.xml" for name in sheets}
    for number in (4, 5):
        text = package.parts[relations_of(f"xl/worksheets/sheet{number}.xml")].decode()
        assert f'Target="/XL/comments{number - 2}.xml"' in text
        assert f'Target="..\\drawings\\vmlDrawing{number - 2}.vml"' in text
        assert f"xl/comments{number - 2}.xml" in package.names


def filled_unjudged(template: Package, **context: Any) -> Package:
    """The judges compare names of parts letter by letter, and Office doesn't."""
    return Package(Template.compile(zipped(template.parts), "模板.xlsx").render(context))


def test_types_may_be_told_for_each_part_alone() -> None:
    """Also for those that say where others lead, as some programs do."""

    def build(book: Workbook) -> None:
        three_sheets(book)
        book.worksheets()[1].write_url("A8", "https://example.com/")

    template = made(build)
    kind = "application/vnd.openxmlformats-package.relationships+xml"
    told = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name in template.names
        if name.endswith(".rels")
    )
    default = f'<Default Extension="rels" ContentType="{kind}"/>'
    package = filled(
        changed(template, _TYPES, (default, ""), ("</Types>", f"{told}</Types>")), pages=pages(3)
    )
    types = [each.get("PartName") for each in package.xml(_TYPES)]
    assert "/xl/worksheets/_rels/sheet5.xml.rels" in types


def test_parts_that_say_nothing_of_rows_pass_byte_for_byte() -> None:
    def build(book: Workbook) -> None:
        three_sheets(book)
        book.worksheets()[0].write_comment("A1", "不动")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": ["说明", 0, 0, 3, 0]})
        book.worksheets()[0].insert_chart("C3", chart)
        book.worksheets()[2].set_header("&C汇总")
        book.set_custom_property("轮次", "2026")

    template = made(build)
    package = filled(template, pages=["{{ page }}"])
    same = {name for name, data in template.parts.items() if package.parts.get(name) == data}
    assert same >= set(template.names) - {_BOOK, "xl/sharedStrings.xml"} - {
        f"xl/worksheets/sheet{number}.xml" for number in (2, 3)
    }


def test_every_copy_has_parts_of_its_own() -> None:
    """The judges of a repair count whether two sheets share any."""

    def build(book: Workbook) -> None:
        three_sheets(book)
        page = book.worksheets()[1]
        page.write_comment("B2", "请核对")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": ["{{ page }}", 1, 1, 1, 1]})
        page.insert_chart("D2", chart)
        page.add_table("A5:B6", {"name": "表格"})
        page.write_url("A8", "https://example.com/")

    package = filled(made(build), pages=pages(3))
    for name in pages(3):
        (drawing,) = package.related(package.sheet(name).part, "drawing")
        (chart,) = package.related(drawing, "chart")
        (formula,) = each_of(package.xml(chart), "f")
        assert formula.text == f"'{name}'!$B$1"
        (link,) = [r for r in package.relations(package.sheet(name).part).values() if r.external]
        assert link.target == "https://example.com/"
    charts = [name for name in package.names if "charts/chart" in name]
    assert len(charts) == 3
