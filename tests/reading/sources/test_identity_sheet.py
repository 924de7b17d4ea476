"""A workbook of ours says which edition it is; that sheet is no form, and nobody's text is lost."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from xlperf.editions import load_library
from xlperf.model.form import Source
from xlperf.model.grid import Document
from xlperf.model.identity import SHEET, Identity
from xlperf.ooxml.identity_sheet import sheet_xml
from xlperf.ooxml.repack import with_parts
from xlperf.ooxml.workbook import read_workbook
from xlperf.reading.forms import Extraction, forms_in
from xlperf.reading.sources import legacy, workbook

FORM = [
    ["财政项目支出绩效目标申报表"],
    ["项目名称", "帮困"],
    ["一级指标", "二级指标", "三级指标", "指标目标值"],
    ["产出指标", "数量指标", "人数", "≥5(人)"],
]


def book(identity: Identity | None, state: str = "veryHidden") -> bytes:
    made = openpyxl.Workbook()
    for row in FORM:
        made.active.append(row)
    hidden = made.create_sheet(SHEET)
    hidden.sheet_state = state
    out = io.BytesIO()
    made.save(out)
    part = read_workbook(out.getvalue()).identity_part or "xl/worksheets/sheet2.xml"
    return with_parts(out.getvalue(), {part: sheet_xml(identity)} if identity else {})


def extracted(document: Document) -> Extraction:
    return forms_in(document, load_library(), Source())


@pytest.mark.parametrize("state", ["veryHidden", "hidden", "visible"])
def test_the_edition_is_taken_from_it_and_it_is_no_unread_text(state: str) -> None:
    found = extracted(workbook.read(book(Identity(edition="chongming-2023", unit="某单位"), state)))
    assert [form.edition for form in found.forms] == ["chongming-2023"]
    assert found.unread == ()
    assert found.notes == ()


@pytest.mark.parametrize("edition", ["nowhere-1999", "minhang-2020", None])
def test_an_edition_that_is_unknown_or_has_no_such_form_is_not_believed(edition: str) -> None:
    found = extracted(workbook.read(book(Identity(edition=edition))))
    assert [form.edition for form in found.forms] == [None]


def test_a_blank_one_is_passed_over_too() -> None:
    found = extracted(workbook.read(book(None)))
    assert len(found.forms) == 1
    assert found.notes == ()


def test_somebodys_own_sheet_of_this_name_is_read() -> None:
    made = openpyxl.load_workbook(io.BytesIO(book(None, "visible")))
    made[SHEET]["A1"] = "有人写的"
    out = io.BytesIO()
    made.save(out)
    assert [each.text for each in extracted(workbook.read(out.getvalue())).unread] == ["有人写的"]


def test_a_damaged_one_harms_no_form() -> None:
    whole = book(Identity(edition="chongming-2023"))
    part = read_workbook(whole).identity_part
    assert part is not None
    broken = with_parts(whole, {part: b"<worksheet>"})
    assert read_workbook(broken).identity is None
    assert len(extracted(workbook.read(broken)).forms) == 1


def test_values_longer_than_a_cell_come_back_whole() -> None:
    identity = Identity(unit="𠮷<&>_x0041_ 单位\n", face="abc" * 30_000, signature="")
    assert read_workbook(book(identity)).identity == identity


def test_the_old_format_keeps_it(convert, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "form.xlsx"
    path.write_bytes(book(Identity(edition="chongming-2023", face="x" * 60_000)))
    found = extracted(legacy.read(convert(path, "xls", tmp_path).read_bytes()))
    assert [form.edition for form in found.forms] == ["chongming-2023"]
    assert found.unread == ()
    assert not any(SHEET in note for note in found.notes)
