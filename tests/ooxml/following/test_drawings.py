"""Pictures, shapes and charts move with their rows, and are repeated with them."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image
from support.filled import DOT, changed, each_of, filled, made, only
from support.opened import Package
from support.packages import zipped
from xlsxwriter.workbook import Workbook

from xlperf.templating import Template

_SHEET, _PART = "明细", "xl/drawings/drawing1.xml"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def loop(book: Workbook) -> Any:
    """Row 3 for every row; rows 6 to 9 below."""
    sheet = book.add_worksheet(_SHEET)
    sheet.write_column("A1", ["单位", "{%tr for row in rows %}", "{{ row }}", "{%tr endfor %}"])
    sheet.write_column("B3", [1])
    sheet.write_column("A5", ["合计", "一", "二", "三", "四"])
    return sheet


def picture(sheet: Any, cell: str, title: str, **options: Any) -> None:
    image = {"image_data": io.BytesIO(DOT), "description": title, **options}
    sheet.insert_image(cell, f"{title}.png", image)


def chart(book: Workbook, *values: str) -> Any:
    made_ = book.add_chart({"type": "column"})
    for area in values:
        made_.add_series({"values": f"={_SHEET}!{area}", "name": f"={_SHEET}!$A$1"})
    return made_


def places(package: Package, sheet: str = _SHEET) -> dict[str, list[tuple[int, ...]]]:
    """By description or name, the rows from 1 and what is left above in them."""
    found: dict[str, list[tuple[int, ...]]] = {}
    for anchor in only(package, sheet, "drawing"):
        told = each_of(anchor, "cNvPr")[0]
        points = [each for each in anchor if each.tag in (f"{_XDR}from", f"{_XDR}to")]
        at = tuple(
            number
            for point in points
            for number in (
                int(point.findtext(f"{_XDR}row")) + 1,
                int(point.findtext(f"{_XDR}rowOff")),
            )
        )
        found.setdefault(told.get("descr") or told.get("name"), []).append(at)
    return found


def ids(package: Package) -> list[str]:
    return [each.get("id") for each in each_of(only(package, _SHEET, "drawing"), "cNvPr")]


def formulas(package: Package, drawing: str | None = None) -> list[list[str]]:
    """Of each chart, in the order of the drawing."""
    drawing = drawing or package.related(package.sheet(_SHEET).part, "drawing")[0]
    relations = package.relations(drawing)
    told = each_of(package.xml(drawing), "chart")
    parts = [
        relations[next(value for key, value in each.attrib.items() if key.endswith("}id"))].target
        for each in told
    ]
    return [[each.text for each in each_of(package.xml(part), "f")] for part in parts]


@pytest.mark.parametrize("count", [0, 1, 3, 200])
def test_pictures_follow_and_are_repeated(count: int) -> None:
    def build(book: Workbook) -> None:
        sheet = loop(book)
        for cell, title in (("C1", "上"), ("C3", "行"), ("C6", "下"), ("C40", "远")):
            picture(sheet, cell, title)

    package = filled(made(build), rows=list(range(count)))
    found = {title: [at[0] for at in each] for title, each in places(package).items()}
    each_row = {"行": list(range(2, 2 + count))} if count else {}
    assert found == {"上": [1], **each_row, "下": [3 + count], "远": [37 + count]}
    assert len(set(ids(package))) == len(ids(package)) == 3 + count
    images = package.related(_PART, "image")
    assert len(images) == len(set(images))  # one part is enough for all


_WAYS = [(1, 9 + 5), (2, 6), (3, 6)]  # in the words of XlsxWriter: sized, moved, neither


@pytest.mark.parametrize(("way", "last"), _WAYS)
def test_rows_within_a_picture_make_it_longer_or_not(way: int, last: int) -> None:
    def build(book: Workbook) -> None:
        sheet = loop(book)
        options = {"object_position": way, "y_scale": 100, "y_offset": 5}
        picture(sheet, "C1", "图", **options)
        picture(sheet, "C6", "下", object_position=way)

    template = made(build)
    before = places(template)["图"][0]
    assert before[0] == 1
    assert before[2] == 6
    package = filled(template, rows=list(range(10)))
    (after,) = places(package)["图"]
    assert after == (1, before[1], last - 1 if way == 1 else last, before[3])
    assert [at[0] for at in places(package)["下"]] == [6 if way == 3 else 13]


def test_a_picture_that_ends_at_the_edge_of_its_row_is_repeated_with_it() -> None:
    def build(book: Workbook) -> None:
        sheet = loop(book)
        sheet.set_row_pixels(2, 20)
        picture(sheet, "C3", "行", object_position=1, y_scale=20)

    template = made(build)
    assert places(template)["行"] == [(3, 0, 4, 0)]
    package = filled(template, rows=[1, 2, 3])
    assert places(package)["行"] == [(2, 0, 3, 0), (3, 0, 4, 0), (4, 0, 5, 0)]


def test_what_stands_on_a_row_that_is_gone_begins_below() -> None:
    def build(book: Workbook) -> None:
        picture(loop(book), "C3", "图", object_position=1, y_offset=7, y_scale=80)

    before = places(made(build))["图"][0]
    assert (before[0], before[2]) == (3, 7)
    assert places(filled(made(build), rows=[]))["图"] == [(2, 0, 4, before[3])]


def test_without_anything_left_there_is_no_drawing() -> None:
    package = filled(made(lambda book: picture(loop(book), "C3", "行")), rows=[])
    assert package.sheet(_SHEET).all("drawing") == []
    assert not [name for name in package.names if "drawing" in name]


def test_connectors_stay_with_their_shapes() -> None:
    def build(book: Workbook) -> None:
        sheet = loop(book)
        sheet.insert_textbox("C3", "甲", {"object_position": 2, "height": 15})
        sheet.insert_textbox("E3", "乙", {"object_position": 2, "height": 15})

    template = made(build)
    first, second = ids(template)
    box = '<xdr:cNvSpPr txBox="1"/>'
    before, _, after = template.parts[_PART].decode().rpartition(box)
    linked = f'<xdr:cNvCxnSpPr><a:stCxn id="{first}" idx="0"/></xdr:cNvCxnSpPr>'
    parts = {**template.parts, _PART: f"{before}{linked}{after}"}
    package = filled(Package(zipped(parts)), rows=[1, 2, 3])
    drawing = only(package, _SHEET, "drawing")
    pairs = [
        (each_of(anchor, "cNvPr")[0].get("id"), each_of(anchor, "stCxn")[0].get("id"))
        for anchor in drawing
        if each_of(anchor, "stCxn")
    ]
    assert pairs[0] == (second, first)
    assert len({start for _, start in pairs}) == 3
    assert {start for _, start in pairs} < set(ids(package))


@pytest.mark.parametrize(("count", "area"), [(0, "$B$1048576"), (1, "$B$2"), (5, "$B$2:$B$6")])
def test_series_span_all_turns(count: int, area: str) -> None:
    def build(book: Workbook) -> None:
        loop(book).insert_chart("D6", chart(book, "$B$3:$B$3", "$B$6:$B$9"))

    template = made(build)
    single = changed(template, "xl/charts/chart1.xml", ("$B$3:$B$3", "$B$3"))
    for each in (template, single):
        package = filled(each, rows=list(range(count)))
        ((_, found, _, below),) = formulas(package)
        wanted = area if each is single or ":" in area else f"{area}:{area}"
        assert found == f"{_SHEET}!{wanted}"
        assert below == f"{_SHEET}!$B${3 + count}:$B${6 + count}"


def test_what_was_drawn_of_other_cells_is_not_kept() -> None:
    def build(book: Workbook) -> None:
        sheet = loop(book)
        drawn = book.add_chart({"type": "pie"})
        drawn.add_series({"values": f"={_SHEET}!$B$6:$B$7", "values_data": [3, 4]})
        drawn.add_series({"values": f"={_SHEET}!$B$1:$B$2", "values_data": [5, 6]})
        sheet.insert_chart("D1", drawn)

    (part,) = [name for name in made(build).names if "charts/chart" in name]
    kept = [each_of(each, "v") for each in each_of(made(build).xml(part), "numRef")]
    assert [len(each) for each in kept] == [2, 2]
    package = filled(made(build), rows=list(range(9)))
    below, above = each_of(package.xml(part), "numRef")
    assert (len(each_of(below, "v")), len(each_of(above, "v"))) == (0, 0)
    tags = changed(made(build), part, ("<c:v>5</c:v>", "<c:v>{{ row }}</c:v>"))
    assert b"{{" not in filled(tags, rows=[1]).parts[part]


def test_a_chart_in_every_stacked_block_shows_its_own_rows() -> None:
    def build(book: Workbook) -> None:
        sheet = book.add_worksheet(_SHEET)
        column = ["{%tr for page in pages %}", "{{ page.name }}", "{%tr for row in page.rows %}"]
        sheet.write_column("A1", [*column, "{{ row }}", "{%tr endfor %}", "计", "{%tr endfor %}"])
        sheet.insert_chart("C2", chart(book, "$A$4:$A$4"), {"y_scale": 0.2})
        sheet.insert_chart("C20", chart(book, "$A$4:$A$4"))

    pages = [{"name": f"单位{n}", "rows": list(range(n))} for n in (2, 0, 1)]
    package = filled(made(build), pages=pages)
    wanted = ["$A$2:$A$3", "$A$1048576:$A$1048576", "$A$8:$A$8", "$A$2:$A$8"]
    assert [each[1] for each in formulas(package)] == [f"{_SHEET}!{area}" for area in wanted]
    assert len(set(ids(package))) == 4
    none = filled(made(build), pages=[])
    assert [each[1] for each in formulas(none)] == [f"{_SHEET}!$A$1048576:$A$1048576"]
    assert len([name for name in none.names if "charts/chart" in name]) == 1


def test_charts_look_at_the_copy_of_the_sheet_they_are_on() -> None:
    def build(book: Workbook) -> None:
        sheet = book.add_worksheet("{{ page }}")
        sheet.write_column("A1", ["{%sheet for page in pages %}", "{{ page }}"])
        drawn = book.add_chart({"type": "line"})
        drawn.add_series({"values": "='{{ page }}'!$A$2:$A$3"})
        sheet.insert_chart("C2", drawn)
        other = book.add_worksheet("其他")
        outside = book.add_chart({"type": "line"})
        outside.add_series({"values": "='{{ page }}'!$A$2"})
        other.insert_chart("C2", outside)

    package = filled(made(build), pages=["甲 乙", "丙"])
    shown = {
        sheet.name: formulas(package, package.related(sheet.part, "drawing")[0])
        for sheet in package.sheets
    }
    assert shown == {
        "甲 乙": [["'甲 乙'!$A$1:$A$2"]],
        "丙": [["'丙'!$A$1:$A$2"]],
        "其他": [["'甲 乙'!$A$1"]],
    }
    gone = filled(made(build), pages=[])
    drawing = gone.related(gone.sheet("其他").part, "drawing")[0]
    assert formulas(gone, drawing) == [["#REF!"]]


def test_a_sheet_that_is_nothing_but_a_chart() -> None:
    def build(book: Workbook) -> None:
        loop(book)
        book.add_chartsheet("图").set_chart(chart(book, "$B$3:$B$3"))

    package = filled(made(build), rows=[1, 2, 3])
    (drawing,) = package.related(package.sheet("图").part, "drawing")
    assert formulas(package, drawing)[0][1] == f"{_SHEET}!$B$2:$B$4"


def test_drawings_that_openpyxl_wrote() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = _SHEET
    for row, text in enumerate(["{%tr for row in rows %}", "{{ row }}", "{%tr endfor %}"], 1):
        sheet.cell(row, 1, text)
    bars = BarChart()
    bars.add_data(Reference(sheet, min_col=1, min_row=2, max_row=2))
    sheet.add_chart(bars, "C5")
    sheet.add_image(Image(io.BytesIO(DOT)), "B2")
    file = io.BytesIO()
    book.save(file)
    package = filled(Package(file.getvalue()), rows=[1, 2, 3])
    rows = sorted(at[0] for each in places(package).values() for at in each)
    assert rows == [1, 2, 3, 5]
    assert formulas(package) == [[f"'{_SHEET}'!$A$1:$A$3"]]


def test_a_box_shows_the_cell_that_it_is_linked_to() -> None:
    def build(book: Workbook) -> None:
        sheet = loop(book)
        sheet.insert_textbox("C1", "", {"textlink": "=$A$5", "object_position": 3})
        sheet.insert_textbox("E3", "", {"textlink": "=$A$3", "height": 15})

    package = filled(made(build), rows=[1, 2, 3])
    links = [each.get("textlink") for each in each_of(only(package, _SHEET, "drawing"), "sp")]
    assert links == ["$A$5", "$A$2", "$A$3", "$A$4"]


def test_a_picture_leads_to_the_cell_it_was_linked_to() -> None:
    def build(book: Workbook) -> None:
        sheet = loop(book)
        picture(sheet, "C1", "合计", url="internal:明细!A5")
        picture(sheet, "C3", "行", url="internal:明细!A3")
        picture(sheet, "C5", "外", url="https://example.com/")

    package = filled_with_links(made(build), 3)
    drawing = only(package, _SHEET, "drawing")
    relations = package.relations(_PART)
    targets = [
        relations[next(value for key, value in each.items() if key.endswith("}id"))].target
        for each in each_of(drawing, "hlinkClick")
    ]
    places_ = [target.removeprefix("xl/drawings/") for target in targets]
    assert places_ == ["#明细!A5", "#明细!A2", "#明细!A3", "#明细!A4", "https://example.com/"]


def filled_with_links(template: Package, count: int) -> Package:
    """The judges take a cell for a part."""
    compiled = Template.compile(template.data, "模板.xlsx")
    return Package(compiled.render({"rows": list(range(count))}))
