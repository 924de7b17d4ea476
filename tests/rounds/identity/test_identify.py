"""What of a returned workbook was changed: nothing that its filler may do counts."""

from __future__ import annotations

import base64
import io
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Protection
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from xlperf.model.identity import SHEET, Identity, Signature
from xlperf.ooxml.archive import as_packed, entries_of
from xlperf.rounds.identity import Identified, identify, stamped

KEY = b"key of a round"
OPEN = Protection(locked=False)
ROWS = 6  # of indicators, spare ones included
TABLE = 6  # the first of them


def built(rows: int = ROWS, change: Callable[[Any], None] | None = None) -> bytes:
    """A form as templates make them: labels and formulas locked, inputs open, spare rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "申报表"
    _form(sheet, rows)
    book.create_sheet("选项")["A1"] = "经常性项目"
    book["选项"].sheet_state = "hidden"
    book.create_sheet(SHEET).sheet_state = "veryHidden"
    book.security = WorkbookProtection(lockStructure=True)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _form(sheet: Worksheet, rows: int) -> None:
    last = TABLE + rows - 1
    sheet.merge_cells("A1:D1")
    for ref, text in {
        "A1": "财政项目支出\n绩效目标申报表",
        "A2": "项目名称",
        "A3": "合计",
        "B3": "=SUM(C3:D3)",
        "A4": f'=IF(COUNTIF(C{TABLE}:C{last},"<>")>=1,TRUE,"缺 0.50")',
        "A5": "一级指标",
        "C5": "三级指标",
        f"A{last + 1}": "注：",
        f"B{last + 1}": f"=COUNTA(C{TABLE}:C{last})&'选项'!A1",
    }.items():
        sheet[ref] = text
    for ref in ("B2", "C3", "D3"):
        sheet[ref].protection = OPEN
    for row in range(TABLE, last + 1):
        sheet[f"B{row}"] = f'=IF(C{row}="","",ROW()-ROW(A$5))'
        sheet.merge_cells(f"C{row}:D{row}")
        for column in "ACD":
            sheet[f"{column}{row}"].protection = OPEN
    sheet.protection.sheet = True
    sheet.protection.password = "密码"


def issued(rows: int = ROWS) -> bytes:
    told = Identity(edition="某区-2026", kind="申报表", unit="某单位", round="2026", issue="第1次")
    return stamped(built(rows), told, KEY).data


def reworked(data: bytes, change: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def returned(change: Callable[[Any], None]) -> Identified:
    found = identify(reworked(issued(), change), KEY)
    assert found is not None
    return found


def told(found: Identified) -> list[str]:
    return [str(change) for change in found.changes]


def test_only_its_own_part_is_written() -> None:
    before = built()
    after = stamped(before, Identity(unit="某单位")).data
    changed = [
        one.name
        for one, other in zip(entries_of(before), entries_of(after), strict=True)
        if bytes(as_packed(before, one)) != bytes(as_packed(after, other))
    ]
    assert len(changed) == 1
    found = identify(after)
    assert found is not None
    assert found.identity.unit == "某单位"
    assert found.signature is Signature.NONE


def test_as_it_went_out_nothing_is_changed_and_nothing_filled() -> None:
    found = identify(issued(), KEY)
    assert found is not None
    assert (told(found), found.filled, found.signature) == ([], False, Signature.GOOD)
    assert (found.identity.round, found.identity.issue) == ("2026", "第1次")


def test_a_workbook_without_the_sheet_is_filled_all_the_same() -> None:
    plain = reworked(built(), lambda book: book.remove(book[SHEET]))
    result = stamped(plain, Identity(unit="某单位"))
    assert result.identity is None
    assert result.data == plain
    assert identify(plain) is None


def _fill(book: Any) -> None:
    sheet = book["申报表"]
    sheet["B2"] = "=帮困"
    sheet["B2"].data_type = "s"
    sheet["C3"], sheet["D3"] = 5, 7.25
    for row in range(TABLE, TABLE + 4):
        sheet[f"A{row}"], sheet[f"C{row}"] = "产出指标", f"第{row}个"


def test_filling_in_is_no_change() -> None:
    found = returned(_fill)
    assert told(found) == []
    assert found.filled
    assert found.signature is Signature.GOOD


@pytest.mark.parametrize("change", [None, _fill], ids=["blank", "filled"])
def test_nor_is_another_program_that_saves_it(  # type: ignore[no-untyped-def]
    change: Callable[[Any], None] | None, convert, tmp_path: Path
) -> None:
    path = tmp_path / "交来.xlsx"
    path.write_bytes(reworked(issued(), change) if change else issued())
    saved = convert(path, "xlsx", tmp_path / "存").read_bytes()
    found = identify(saved, KEY)
    assert found is not None
    assert told(found) == []
    assert (found.filled, found.signature) == (change is not None, Signature.GOOD)


def _unprotect(book: Any) -> None:
    book["申报表"].protection.sheet = False
    book.security.lockStructure = False


def _set(ref: str, value: object) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book["申报表"][ref] = value

    return change


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_unprotect, ["工作表「申报表」的保护被取消"]),
        (
            _set("A2", "项目名"),
            ["工作表「申报表」A2被改动：原为“项目名称”，现为“项目名”"],
        ),
        (_set("A3", None), ["工作表「申报表」A3被改动：原为“合计”，现为空"]),
        (_set("B3", 12), ["工作表「申报表」B3的公式被改成了固定内容：原为“=SUM(C3:D3)”，现为“12”"]),
        (
            _set("B3", "=SUM(C3:C3)"),
            ["工作表「申报表」B3的公式被改动：原为“=SUM(C3:D3)”，现为“=SUM(C3:C3)”"],
        ),
        (_set("F9", "旁注"), ["工作表「申报表」F9本来是空的：原为空，现为“旁注”"]),
        (
            lambda book: book["申报表"].unmerge_cells("C7:D7"),
            ["工作表「申报表」C7:D7的合并被取消"],
        ),
        (lambda book: book["申报表"].merge_cells("A6:A8"), ["工作表「申报表」A6:A8被合并"]),
        (
            lambda book: setattr(book["申报表"]["A2"], "protection", OPEN),
            [
                "工作表「申报表」A2被改动：原为“项目名称”，现为空",
                "工作表「申报表」A2原来是锁定的，被解除了锁定",
            ],
        ),
        (
            lambda book: setattr(book["申报表"], "title", "表"),
            ["工作表「申报表」不见了：被删除或改名", "工作表「表」是新加的"],
        ),
        (lambda book: book.create_sheet("另附"), ["工作表「另附」是新加的"]),
        (lambda book: _lock_no_more(book), ["工作表「申报表」的保护密码被去掉"]),
        (
            lambda book: _set_on(book["选项"], "A1", "别的"),
            ["工作表「选项」A1被改动：原为“经常性项目”，现为“别的”"],
        ),
    ],
)
def test_every_change_is_named(change: Callable[[Any], None], expected: list[str]) -> None:
    found = returned(change)
    assert told(found) == expected
    assert found.signature is Signature.GOOD


def _lock_no_more(book: Any) -> None:
    book["申报表"].protection = type(book["申报表"].protection)(sheet=True)


def _set_on(sheet: Any, ref: str, value: object) -> None:
    sheet[ref] = value


def _with_rows(rows: int) -> Callable[[Any], None]:
    """What a spreadsheet makes of rows that are inserted or deleted in the middle."""

    def change(book: Any) -> None:
        sheet = book["申报表"]
        for merge in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merge))
        sheet.delete_rows(1, 100)
        _form(sheet, rows)

    return change


def test_rows_that_were_put_in_are_told_once_and_nothing_below_them() -> None:
    assert told(returned(_with_rows(ROWS + 2))) == ["工作表「申报表」第12至13行是插入的"]


def test_rows_that_were_taken_out_are_told_once() -> None:
    assert told(returned(_with_rows(ROWS - 2))) == ["工作表「申报表」原第10至11行被删除"]


def test_what_else_was_changed_is_told_where_it_is_now() -> None:
    def change(book: Any) -> None:
        _with_rows(ROWS + 2)(book)
        book["申报表"][f"A{TABLE + ROWS + 2}"] = "备注："

    assert told(returned(change)) == [
        "工作表「申报表」第12至13行是插入的",
        "工作表「申报表」A14被改动：原为“注：”，现为“备注：”",
    ]


def test_a_changed_identity_shows_in_the_signature() -> None:
    def other_unit(book: Any) -> None:
        for row in book[SHEET].iter_rows():
            if row[0].value == "unit":
                row[1].value = "别的单位"

    assert returned(other_unit).signature is Signature.BAD


def _face(told: object) -> str:
    return base64.b64encode(zlib.compress(json.dumps(told).encode())).decode()


BLANK = dict.fromkeys(("visible", "protected", "password"), True) | {
    "name": "申报表",
    "texts": {},
    "formulas": {},
    "open": "",
    "merges": "",
}


@pytest.mark.parametrize(
    "face",
    [
        "",
        "?",
        "QUJD",
        _face(5),
        _face([{}]),
        _face([BLANK | {"formulas": {"A1": 5}}]),
        _face([BLANK | {"texts": {"表": "x"}}]),
        _face([BLANK | {"open": "A1 B"}]),
        _face([BLANK | {"merges": "A1:x"}]),
    ],
)
def test_a_damaged_face_is_said(face: str) -> None:
    def damage(book: Any) -> None:
        for row in book[SHEET].iter_rows():
            if row[0].value == "face":
                row[1].value = face

    found = returned(damage)
    assert found.signature is Signature.BAD
    assert told(found) == ["隐藏表里记的表样已损坏，无法逐格核对，请与下发的原件比较"]
