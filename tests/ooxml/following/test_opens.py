"""What was filled opens in other programs, and is valid by the schemas."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support.filled import DOT, filled, made
from support.opened import Package
from support.schema import schema_faults
from xlsxwriter.workbook import Workbook

Convert = Callable[[Path, str, Path], Path]

_PAGES = [{"name": f"单位{n}", "rows": [f"第{turn}条" for turn in range(n)]} for n in (3, 0, 1)]


def stacked(book: Workbook) -> None:
    _page(book, book.add_worksheet("全部"), "tr")


def repeated(book: Workbook) -> None:
    book.add_worksheet("说明").write("A1", "说明")
    _page(book, book.add_worksheet("{{ page.name }}"), "sheet")


def _page(book: Workbook, sheet: object, kind: str) -> None:
    """A page with one of everything, in a loop of rows and beneath it."""
    name = sheet.get_name()  # type: ignore[attr-defined]
    write = sheet.write  # type: ignore[attr-defined]
    write("A1", f"{{%{kind} for page in pages %}}")
    write("A2", "{{ page.name }}")
    write("A3", "{%tr for row in page.rows %}")
    write("A4", "{{ row }}")
    write("A5", "{%tr endfor %}")
    write("A6", "合计")
    if kind == "tr":
        write("A11", "{%tr endfor %}")
    for cell in ("A2", "A4", "A6"):
        sheet.write_comment(cell, f"批注{cell}")  # type: ignore[attr-defined]
        image = {"image_data": io.BytesIO(DOT)}
        sheet.insert_image(cell.replace("A", "D"), "点.png", image)  # type: ignore[attr-defined]
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"='{name}'!$A$4:$A$4", "name": f"='{name}'!$A$2"})
    options = {"y_scale": 0.1, "object_position": 1}
    sheet.insert_chart("F2", chart, options)  # type: ignore[attr-defined]
    columns = [{"header": "名称"}, {"header": "数"}]
    sheet.add_table("A8:B9", {"name": "表", "columns": columns})  # type: ignore[attr-defined]
    sheet.insert_button("H6", {"macro": "go", "caption": "按"})  # type: ignore[attr-defined]


BUILDS = pytest.mark.parametrize("build", [stacked, repeated])


@BUILDS
@pytest.mark.parametrize("pages", [_PAGES[:1], _PAGES, _PAGES * 10])
def test_it_is_as_the_schemas_say(
    build: Callable[[Workbook], None], pages: list[dict[str, object]], tmp_path: Path
) -> None:
    assert schema_faults(filled(made(build), pages=pages).data, tmp_path) == []


@BUILDS
def test_openpyxl_finds_everything(build: Callable[[Workbook], None]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled(made(build), pages=_PAGES).data))
    sheets = [sheet for sheet in book.worksheets if sheet.title != "说明"]
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    comments = [cell.comment.text for cell in cells if cell.comment]
    assert sorted(comments) == sorted(["批注A2", "批注A6"] * 3 + ["批注A4"] * 4)
    assert sum(len(sheet._images) for sheet in sheets) == 10
    assert sum(len(sheet._charts) for sheet in sheets) == 3
    assert sum(len(sheet.tables) for sheet in sheets) == 3


@BUILDS
def test_libreoffice_finds_everything(
    build: Callable[[Workbook], None], convert: Convert, tmp_path: Path
) -> None:
    path = tmp_path / "文件.xlsx"
    path.write_bytes(filled(made(build), pages=_PAGES).data)
    (tmp_path / "out").mkdir()
    package = Package(convert(path, "xlsx", tmp_path / "out").read_bytes())
    sheets = [sheet for sheet in package.sheets if sheet.name != "说明"]
    found = {
        kind: sum(package.parts[part].count(mark) for part in package.names if folder in part)
        for kind, folder, mark in (
            ("comment", "xl/comments", b"<comment "),
            ("picture", "xl/drawings/drawing", b"<xdr:pic>"),
            ("series", "xl/charts/chart", b"<c:ser>"),
            ("table", "xl/tables/", b"<table "),
        )
    }
    assert found == {"comment": 10, "picture": 10, "series": 3, "table": 3}
    assert [sheet.name for sheet in sheets] in (["全部"], ["单位3", "单位0", "单位1"])
    values = [
        each.decode()
        for name in package.names
        if "xl/charts/chart" in name
        for each in package.parts[name].split(b"<c:val>")[1:]
    ]
    assert "$A$2:$A$4" in values[0]
