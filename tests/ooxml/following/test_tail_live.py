"""A live spreadsheet understands what followed as it was meant, with no, one and many turns."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xlsxwriter
from support.opened import Package
from support.packages import zipped
from support.placed import laid_out, rows_of
from xlsxwriter.worksheet import Worksheet

from xlperf.ooxml.canonical import canonical
from xlperf.ooxml.following.sheet import Tail
from xlperf.ooxml.placement import Loop, SheetRows

BLOCK = Loop("page in pages", 3, 9)
ROWS = Loop("row in page.rows", 5, 5)
#: two blocks with two rows and one; one block without rows; no block
TURNS = {
    "多": {BLOCK: 2, ROWS: {(0,): 2, (1,): 1}},
    "一": {BLOCK: 1, ROWS: 0},
    "无": {BLOCK: 0, ROWS: 0},
}

_ROWS = re.compile("(<sheetData>.*</sheetData>)", re.DOTALL)


@pytest.fixture(scope="module")
def understood(
    convert: Callable[[Path, str, Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> ElementTree.Element:
    """What LibreOffice made of it."""
    folder = tmp_path_factory.mktemp("live")
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    for name in TURNS:
        _write(book, book.add_worksheet(name))
    book.close()
    parts = Package(file.getvalue()).parts
    for number, name in enumerate(TURNS, 1):
        part = f"xl/worksheets/sheet{number}.xml"
        parts[part] = _followed(parts[part], number - 1, name)
    path = folder / "live.xlsx"
    path.write_bytes(zipped(parts))
    return ElementTree.parse(convert(path, "fods", folder)).getroot()


def _write(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    red = book.add_format({"bg_color": "#FF0000"})
    for row in range(10):
        sheet.write_row(row, 0, range(8))
    sheet.merge_range("A6:B7", 1)
    for cells, formula in (("D5", "D5>$D$8"), ("A3:C9", '$A3=""'), ("F10", "F10<>SUM($F$3:$F$9)")):
        sheet.conditional_format(
            cells, {"type": "formula", "criteria": f"={formula}", "format": red}
        )
    sheet.data_validation("E5", {"validate": "custom", "value": "=E5<=$E$8"})
    sheet.data_validation("G4:G8", {"validate": "list", "source": "=$H$3:$H$8"})
    sheet.add_sparkline("I5", {"range": f"{sheet.get_name()}!D5:F5"})


def _followed(data: bytes, number: int, name: str) -> bytes:
    prolog, _, epilog = _ROWS.split(canonical(data, name))
    rows = rows_of(10, BLOCK, ROWS)
    sheets = [SheetRows(((),))] * len(TURNS)
    sheets[number] = rows
    placement = laid_out(sheets, TURNS[name])
    tail = Tail.compile(prolog, epilog, number, [*TURNS], rows)
    before, after = tail.written(placement, 0, [[each] for each in TURNS])
    written = "".join(
        f'<row r="{row}"><c r="D{row}"><v>{row}</v></c></row>'
        for row in range(1, placement.ends[number][0] + 1)
    )
    return f"{before}<sheetData>{written}</sheetData>{after}".encode()


def _all(element: ElementTree.Element, name: str) -> list[dict[str, str]]:
    """The attributes of all elements of a name, without namespaces."""
    return [
        {key.rpartition("}")[2]: _plain(value) for key, value in each.attrib.items()}
        for each in element.iter()
        if each.tag.endswith(f"}}{name}")
    ]


def _plain(text: str) -> str:
    """Cells as Excel writes them: [.A1:.B2] is A1:B2."""
    return re.sub(r"[\[\]]|(?<![\w])\.(?=\$?[A-Z])", "", text)


def test_formats(understood: ElementTree.Element) -> None:
    found = [(each["base-cell-address"], each["value"]) for each in _all(understood, "condition")]
    # 1 2 | 3 4 5 5 6 7 8 9 | 3 4 5 6 7 8 9 | 10, then 1 2 | 3 4 6 7 8 9 | 10, then 1 2 | 10
    assert found == [
        ("多.D5", "formula-is(D5>$D$9)"),
        ("多.D13", "formula-is(D13>$D$16)"),
        ("多.A3", 'formula-is($A3="")'),
        ("多.F18", "formula-is(F18<>SUM($F$3:$F$17))"),
        ("一.A3", 'formula-is($A3="")'),
        ("一.F9", "formula-is(F9<>SUM($F$3:$F$8))"),
        ("无.F3", "formula-is(F3<>SUM(F$1048576:F$1048576))"),
    ]
    cells = [each["target-range-address"] for each in _all(understood, "conditional-format")]
    assert cells[:3] == ["多.D5:多.D6", "多.D13:多.D13", "多.A3:多.C17"]


def test_validations(understood: ElementTree.Element) -> None:
    found = {  # it writes another sheet's name before the cell that reads
        (each["base-cell-address"].rpartition(".")[2], each["condition"])
        for each in _all(understood, "content-validation")
    }
    assert found == {
        ("E5", "of:is-true-formula(E5<=$E$9)"),
        ("E13", "of:is-true-formula(E13<=$E$16)"),
        ("G4", "of:cell-content-is-in-list($H$3:$H$9)"),
        ("G12", "of:cell-content-is-in-list($H$11:$H$16)"),
        ("G4", "of:cell-content-is-in-list($H$3:$H$7)"),
    }


def test_sparklines(understood: ElementTree.Element) -> None:
    found = [(each["cell-address"], each["data-range"]) for each in _all(understood, "sparkline")]
    if not found:
        pytest.skip("this LibreOffice has no sparklines yet")
    assert found == [(f"多.I{row}", f"多.D{row}:多.F{row}") for row in (5, 6, 13)]


def test_merges(understood: ElementTree.Element) -> None:
    cells = _all(understood, "table-cell")
    spans = [each["number-rows-spanned"] for each in cells if "number-rows-spanned" in each]
    assert spans == ["2"] * 3  # two blocks on the first sheet, one on the second
