"""Workbooks of the old format: .xls, and .et as WPS writes it."""

from __future__ import annotations

import io
from collections.abc import Iterator

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from xlperf.model.grid import Document, Flaw
from xlperf.model.identity import SHEET as IDENTITY_SHEET
from xlperf.model.identity import Identity
from xlperf.model.refusal import Refused
from xlperf.ooxml.formats import shower
from xlperf.ooxml.identity_sheet import identity_on
from xlperf.ooxml.refs import Area, ref_of
from xlperf.ooxml.sheet import Note, Sheet
from xlperf.ooxml.workbook import Workbook
from xlperf.reading.compound import Compound
from xlperf.reading.sources.biff import Scanned, Stream
from xlperf.reading.sources.workbook import document_of

_LOCKED = "文件有打开密码；请去掉打开密码，保存后重新发送。"
_BROKEN = "工作簿不完整或已损坏；请用 Excel 或 WPS 打开后另存为 xlsx，再重新发送。"
_TOO_LARGE = "工作表“{}”从第一个到最后一个有内容的单元格跨度过大；请删去多余的行列后重新发送。"
_MOST_SLOTS = 4_000_000  # calamine keeps a sheet as a full rectangle
_STREAMS = ("Workbook", "Book", "WORKBOOK", "BOOK")
_LINKED = "文件有公式链接到别的文件，没有打开，只取已存的值。"
_MACROS = "文件带有宏（VBA），没有运行。"
_OTHER_SHEET = "“{}”是图表页或宏表，没有读取。"
_UNCALCULATED = "{} 的公式没有结果；如果在 Excel 中打开能看到内容，请保存后重新发送"
_NAMED = 10


def read(data: bytes) -> Document:
    file = Compound(data)
    name = next((name for name in _STREAMS if name in file.names), None)
    if name is None:
        raise Refused(_BROKEN)
    stream = Stream(file.head(name, len(data)))
    scanned = list(stream.sheets())
    notes = [_LINKED] * stream.linked + [_MACROS] * ("_VBA_PROJECT_CUR" in file.names)
    try:
        return document_of(_workbook(data, scanned, stream.date1904, notes))
    except PasswordError:
        raise Refused(_LOCKED) from None
    except CalamineError as error:
        raise Refused(_BROKEN) from error


def _workbook(
    data: bytes, scanned: list[Scanned | None], date1904: bool, notes: list[str]
) -> Workbook:
    for number, sheet in enumerate(scanned, 1):
        if sheet and (sheet.last_row + 1) * (sheet.last_column + 1) > _MOST_SLOTS:
            raise Refused(_TOO_LARGE.format(f"第 {number} 张"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    listed = book.sheets_metadata
    if len(listed) != len(scanned):
        raise Refused(_BROKEN)
    visible = [meta.visible is SheetVisibleEnum.Visible for meta in listed]
    identity = _identity(book, [meta.name for meta in listed])
    own = IDENTITY_SHEET if identity else None
    worksheets = [
        sheet is not None and meta.typ is SheetTypeEnum.WorkSheet
        for meta, sheet in zip(listed, scanned, strict=True)
    ]
    return Workbook(
        sheets=tuple(
            _sheet(book.get_sheet_by_index(number), scan, date1904)
            for number, scan in enumerate(scanned)
            if scan is not None and worksheets[number] and visible[number]
            if listed[number].name != own
        ),
        hidden=tuple(
            meta.name
            for meta, seen in zip(listed, visible, strict=True)
            if not seen and meta.name != own
        ),
        names=(),
        date1904=date1904,
        structure_locked=False,
        notes=(
            *(
                _OTHER_SHEET.format(meta.name)
                for meta, is_one in zip(listed, worksheets, strict=True)
                if not is_one
            ),
            *notes,
        ),
        identity=identity,
    )


def _identity(book: CalamineWorkbook, names: list[str]) -> Identity | None:
    if IDENTITY_SHEET not in names:
        return None
    cells = _strings(book.get_sheet_by_name(IDENTITY_SHEET))
    return identity_on(
        Sheet(IDENTITY_SHEET, "hidden", {ref_of(*place): text for place, text in cells})
    )


def _sheet(sheet: CalamineSheet, scan: Scanned, date1904: bool) -> Sheet:
    texts = dict(_strings(sheet))
    flaws = {}
    for place, (value, code) in scan.numbers.items():
        texts[place] = shower(code, date1904)(repr(value))
    for place, truth in scan.booleans.items():
        texts[place] = "TRUE" if truth else "FALSE"
    for place, error in scan.errors.items():
        texts[place], flaws[place] = error, Flaw.ERROR
    return Sheet(
        name=sheet.name,
        state="visible",
        texts={ref_of(*place): texts[place] for place in sorted(texts)},
        flaws={ref_of(*place): flaw for place, flaw in flaws.items()},
        merges=tuple(
            Area(top, left, bottom, right)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        ),
        hidden_rows=frozenset(scan.hidden_rows & {row for row, _ in texts}),
        hidden_columns=tuple(scan.hidden_columns),
        comments=tuple(Note("", text) for text in scan.comments),
        text_boxes=tuple(Note("", text) for text in scan.text_boxes),
        notes=tuple(_doubts(scan)),
    )


def _doubts(scan: Scanned) -> Iterator[str]:
    """A blank result is stored for "" and for a formula that no program ever calculated. Where
    there is no other result, it may be the latter.
    """
    if scan.blank_results and len(scan.blank_results) == scan.formulas:
        cells = "、".join(ref_of(*place) for place in scan.blank_results[:_NAMED])
        yield _UNCALCULATED.format(cells + (" 等" if scan.formulas > _NAMED else ""))


def _strings(sheet: CalamineSheet) -> Iterator[tuple[tuple[int, int], str]]:
    if sheet.start is None:
        return
    top, left = sheet.start
    for row, values in enumerate(sheet.to_python(skip_empty_area=True), top):
        for col, value in enumerate(values, left):
            if isinstance(value, str) and value and not value.isspace():
                yield (row, col), value.replace("\r\n", "\n").replace("\r", "\n")
