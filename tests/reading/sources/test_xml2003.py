from pathlib import Path

import pytest
from hypothesis import given
from tiling import Tile, listed, tilings

from xlperf.model.grid import Cell, Flaw, Grid, Spans
from xlperf.model.place import Place
from xlperf.model.refusal import Refused
from xlperf.reading.sources.xml2003 import read

HEAD = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:html="http://www.w3.org/TR/REC-html40">'
)
STYLES = "".join(
    f'<Style ss:ID="{name}"{parent}>{number}</Style>'
    for name, parent, number in [
        ("Default", "", ""),
        ("money", "", '<NumberFormat ss:Format="#,##0.00"/>'),
        ("standard", "", '<NumberFormat ss:Format="Standard"/>'),
        ("percent", "", '<NumberFormat ss:Format="Percent"/>'),
        ("bold", ' ss:Parent="percent"', "<Font/>"),
        ("day", "", '<NumberFormat ss:Format="yyyy/m/d"/>'),
        ("unit", "", '<NumberFormat ss:Format="0&quot;(家)&quot;"/>'),
        ("circle", ' ss:Parent="circle"', ""),
    ]
)


def book(rows: str, columns: str = "", more: str = "") -> bytes:
    table = f'<Worksheet ss:Name="表一"><Table>{columns}{rows}</Table></Worksheet>'
    return f"{HEAD}<Styles>{STYLES}</Styles>{table}{more}</Workbook>".encode()


def cell(kind: str, text: str, **attributes: object) -> str:
    return f'<Cell {written(attributes)}><Data ss:Type="{kind}">{text}</Data></Cell>'


def row(*cells: str, **attributes: object) -> str:
    return f"<Row {written(attributes)}>{''.join(cells)}</Row>"


def written(attributes: dict[str, object]) -> str:
    return " ".join(f'ss:{name}="{value}"' for name, value in attributes.items())


def shapes(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rows, c.cols, c.text) for c in grid.cells]


@given(tiles=tilings())
def test_random_merges_read_back(tiles: list[list[Tile]]) -> None:
    def element(tile: Tile) -> str:
        text = tile.text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "&#10;")
        merge = {"MergeDown": tile.rows - 1, "MergeAcross": tile.cols - 1}
        return cell("String", text, Index=tile.col + 1, **merge)

    rows = "".join(row(*map(element, line)) for line in tiles)
    (grid,) = read(book(rows)).grids
    assert shapes(grid) == [(t.row, t.col, t.rows, t.cols, t.text) for t in listed(tiles)]


def test_positions_and_places() -> None:
    rows = row(cell("String", "甲", MergeDown=1), cell("String", "乙"), Index=2)
    rows += row(cell("String", "丙"), cell("String", "丁", Index=5), Index=3, Span=2)
    rows += row(cell("String", "戊"))
    (grid,) = read(book(rows)).grids
    assert grid.name == "表一"
    assert grid.spans is Spans.KNOWN
    assert grid.cells == (
        Cell(1, 0, "甲", Place(sheet="表一", cell="A2"), rows=2),
        Cell(1, 1, "乙", Place(sheet="表一", cell="B2")),
        Cell(2, 1, "丙", Place(sheet="表一", cell="B3")),
        Cell(2, 4, "丁", Place(sheet="表一", cell="E3")),
        Cell(5, 0, "戊", Place(sheet="表一", cell="A6")),
    )


@pytest.mark.parametrize(
    ("element", "text", "flaw"),
    [
        (cell("Number", "1040760"), "1040760", None),
        (cell("Number", "0.30000000000000004"), "0.3", None),
        (cell("Number", "787088.5", StyleID="money"), "787,088.50", None),
        (cell("Number", "787088.5", StyleID="standard"), "787,088.50", None),
        (cell("Number", "0.9886", StyleID="percent"), "98.86%", None),
        (cell("Number", "0.9886", StyleID="bold"), "98.86%", None),
        (cell("Number", "5", StyleID="unit"), "5(家)", None),
        (cell("Number", "5", StyleID="circle"), "5", None),
        (cell("DateTime", "2026-01-01T00:00:00.000", StyleID="day"), "2026-01-01", None),
        (cell("DateTime", "2026-01-01T00:00:00.000"), "2026-01-01", None),
        (cell("DateTime", "2026-01-01T12:30:00.000"), "2026-01-01 12:30", None),
        (cell("Boolean", "1"), "TRUE", None),
        (cell("String", "001"), "001", None),
        (cell("String", "&lt;p&gt;合规&lt;/p&gt;&#10;二行"), "<p>合规</p>\n二行", None),
        (cell("String", "<html:B>1</html:B><html:Font>,000</html:Font>"), "1,000", None),
        (cell("Error", "#REF!", Formula="=R[1]C"), "#REF!", Flaw.ERROR),
        (cell("Number", "3", Formula="=1+2"), "3", None),
        ('<Cell ss:Formula="=SUM(R1C1:R2C1)"/>', "=SUM(R1C1:R2C1)", Flaw.UNCACHED),
    ],
)
def test_values_as_a_person_sees_them(element: str, text: str, flaw: Flaw | None) -> None:
    (grid,) = read(book(f"<Row>{element}</Row>")).grids
    assert [(c.text, c.flaw) for c in grid.cells] == [(text, flaw)]


def test_formats_of_rows_and_columns() -> None:
    columns = '<Column ss:Index="2" ss:Span="1" ss:StyleID="percent"/>'
    rows = row(cell("Number", "1") * 4) + row(cell("Number", "1") * 2, StyleID="money")
    (grid,) = read(book(rows, columns)).grids
    assert [c.text for c in grid.cells] == ["1", "100.00%", "100.00%", "1", "1.00", "1.00"]


def test_what_is_hidden_or_beside_the_cells_is_told() -> None:
    hidden = (
        f'<Worksheet ss:Name="参数"><Table><Row>{cell("String", "看不见")}</Row></Table>'
        "<x:WorksheetOptions><x:Visible>SheetVeryHidden</x:Visible></x:WorksheetOptions>"
        "</Worksheet>"
    )
    comment = '<Cell><Data ss:Type="String">甲</Data><Comment><Data>请改</Data></Comment></Cell>'
    document = read(book(f'<Row ss:Hidden="1">{comment}</Row>', more=hidden))
    assert [grid.name for grid in document.grids] == ["表一"]
    assert document.notes == (
        "工作表“参数”是隐藏的，没有读取。",
        "工作表“表一”：第 1 行是隐藏的，照常读取。",
        "工作表“表一”：A1 批注写有“请改”。",
    )


def test_libreoffice_reads_the_same(convert, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    rows = row(cell("String", "标题", MergeAcross=2))
    rows += row(
        cell("String", "资金", MergeDown=1),
        cell("Number", "787088.5", StyleID="money"),
        cell("Number", "0.9886", StyleID="percent"),
    )
    rows += row(cell("String", "末", Index=3), Index=3)
    (tmp_path / "form.xml").write_bytes(book(rows))
    other = convert(tmp_path / "form.xml", "csv:Text - txt - csv (StarCalc):44,34,76", tmp_path)
    assert other.read_text("utf-8").splitlines() == [
        "标题,,",
        '资金,"787,088.50",98.86%',
        ",,末",
    ]
    (grid,) = read(book(rows)).grids
    assert shapes(grid) == [
        (0, 0, 1, 3, "标题"),
        (1, 0, 2, 1, "资金"),
        (1, 1, 1, 1, "787,088.50"),
        (1, 2, 1, 1, "98.86%"),
        (2, 2, 1, 1, "末"),
    ]


def test_what_is_no_such_workbook_is_refused() -> None:
    with pytest.raises(Refused, match="没有工作表"):
        read(f"{HEAD}</Workbook>".encode())
    with pytest.raises(Refused, match="DOCTYPE"):
        read(b'<!DOCTYPE a [<!ENTITY b "c">]><a/>')
    with pytest.raises(Refused, match="损坏"):
        read(book("<Row></Cell>"))
    with pytest.raises(Refused, match="损坏"):
        read(book(row(cell("String", "甲", MergeAcross=99999))))
