"""Workbooks as people have them, large and with links all over, that hold few tags or none."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter
from support.yardstick import cost

from xlperf.templating import Template

_ROWS = 20_000
_MUCH = 1000  # it costs about 200; row by row against all others, it cost ten times as much


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _filled(data: bytes) -> bytes:
    return Template.compile(data, "表").render({"末": "完"})


def _linked() -> bytes:
    """Two sheets; what stands around the rows of the first leads to the second."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        first, second = book.add_worksheet("表一"), book.add_worksheet("表二")
        first.write_row(0, 0, ["是", "否", 1])
        first.write_url(1, 0, "internal:'表二'!A1")
        first.data_validation("B2", {"validate": "list", "source": "=表二!$A$1:$A$2"})
        second.write_column(0, 0, ["是", "否"])
    return made.getvalue()


def test_a_workbook_without_tags_passes_as_it_is() -> None:
    data = _linked()
    before, after = _parts(data), _parts(Template.compile(data, "表").render({}))
    assert before == after  # XlsxWriter itself has everything calculated on opening


def test_a_long_sheet_takes_time_by_its_rows_alone() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("表")
        for row in range(0, _ROWS, 4):
            sheet.merge_range(row, 0, row, 3, "并")
        sheet.write(_ROWS, 0, "{{ 末 }}")
    written = []
    assert cost(lambda: written.append(_filled(made.getvalue()))) < _MUCH
    assert (
        f'<c r="A{_ROWS + 1}" t="inlineStr"><is><t>完</t>'
        in _parts(written[0])["xl/worksheets/sheet1.xml"].decode()
    )
