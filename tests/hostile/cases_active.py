"""Things in a file that would run, call out or hide, if anybody let them."""

from __future__ import annotations

from dataclasses import replace

from forge_docx import docx_parts
from forge_ole import biff8, compound
from forge_pdf import pdf_of
from forge_sheet import UNLOCKED, Book, Sheet, formula, relation, sheet_of, text
from forge_zip import zipped
from hostile_form import NAME, TOTAL, form
from hostile_registry import files

_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
_LINK_TYPE = f'<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="{_LINKS}"/>'
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>'
_EXTERNAL = (
    b'<externalLink xmlns="%s" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships"><externalBook r:id="rId1"/></externalLink>' % _MAIN
)
_DDE = (
    b'<externalLink xmlns="%s"><ddeLink ddeService="cmd" ddeTopic="/C calc"><ddeItems>'
    b'<ddeItem name="A0"/></ddeItems></ddeLink></externalLink>' % _MAIN
)
_TARGET = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/externalLinkPath" Target="file:///\\\\10.0.0.1\\share\\a.xlsx" '
    b'TargetMode="External"/></Relationships>'
)
_MACROS = {"xl/vbaProject.bin": bytes(4096)}
_SHEET = sheet_of(form())


def _with_macros() -> Book:
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    link = f'<Relationship Id="rId80" Type="{kind}" Target="vbaProject.bin"/>'
    return Book((_SHEET,), macros=True, extra=_MACROS, relations=link)


def _linked(link: bytes, cell: str) -> bytes:
    """An amount that comes from elsewhere, with the value it had when it was saved."""
    extra = {
        "xl/externalLinks/externalLink1.xml": _HEAD + link,
        "xl/externalLinks/_rels/externalLink1.xml.rels": _HEAD + _TARGET,
    }
    return Book(
        (_SHEET.swap(TOTAL, cell),),
        names='<externalReferences><externalReference r:id="rId70"/></externalReferences>',
        extra=extra,
        relations=relation("rId70", "externalLink", "externalLinks/externalLink1.xml"),
        types=_LINK_TYPE,
    ).bytes()


def _old_macro_sheet() -> bytes:
    made = Book((_SHEET,)).parts()
    sheet = (
        b'<xm:macrosheet xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" xmlns="%s">'
        b'<sheetData><row r="1"><c r="A1"><f>EXEC("calc")</f><v>0</v></c></row></sheetData>'
        b"</xm:macrosheet>" % _MAIN
    )
    kind = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    listed = b'<sheet name="Macro1" sheetId="9" state="veryHidden" r:id="rId9"/></sheets>'
    link = f'<Relationship Id="rId9" Type="{kind}" Target="macrosheets/sheet1.xml"/>'.encode()
    made["xl/macrosheets/sheet1.xml"] = _HEAD + sheet
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(b"</sheets>", listed)
    key = "xl/_rels/workbook.xml.rels"
    made[key] = made[key].replace(b"</Relationships>", link + b"</Relationships>")
    return zipped(made)


def _sheets(*others: Sheet) -> bytes:
    return Book((_SHEET, *others)).bytes()


_OTHER_FORM = sheet_of(form((NAME, "职工疗休养补贴")), "草稿")
_NOTES = Sheet("填表说明", {(0, 0): text("一、金额单位为元。"), (1, 0): text("二、请勿改动标签。")})
_OPEN = '<sheetProtection sheet="0"/>'
_LOCKED = '<sheetProtection sheet="1" objects="1" scenarios="1"/>'


def _inserted(at: int, count: int) -> Sheet:
    """Rows pushed in by hand: everything below moves down, one new row is filled."""
    cells = {(r + count if r >= at else r, c): v for (r, c), v in _SHEET.cells.items()}
    cells[at, 0] = text("请注意下面的口径")
    merges = tuple(_moved(ref, at, count) for ref in _SHEET.merges)
    return replace(_SHEET, cells=cells, merges=merges)


def _moved(ref: str, at: int, count: int) -> str:
    return ":".join(
        f"{corner[0]}{int(corner[1:]) + (count if int(corner[1:]) > at else 0)}"
        for corner in ref.split(":")
    )


def _docx_with_field() -> bytes:
    field = (
        "<w:p><w:fldSimple w:instr=' DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe \"/k calc\" '>"
        "<w:r><w:t>更新</w:t></w:r></w:fldSimple></w:p>"
    )
    return zipped(docx_parts(form(), before=field))


files(
    {
        "macros.xlsm": lambda: _with_macros().bytes(),
        "macros-named.xlsx": lambda: _with_macros().bytes(),
        "macros.docm": lambda: zipped(docx_parts(form()) | {"word/vbaProject.bin": bytes(4096)}),
        "macros.xls": lambda: compound(
            {"Workbook": biff8(form()), "_VBA_PROJECT_CUR/": b"", "_VBA_PROJECT": b"\xcc\x61"}
        ),
        "old-macro-sheet.xlsx": _old_macro_sheet,
        "external-link.xlsx": lambda: _linked(_EXTERNAL, formula("[1]Sheet1!$B$7", "336422.5")),
        "dde-link.xlsx": lambda: _linked(_DDE, formula("[1]!A0", "336422.5")),
        "dde-formula.xlsx": lambda: Book(
            (_SHEET.swap(TOTAL, formula("cmd|'/C calc'!A0", "336422.5")),)
        ).bytes(),
        "calls-the-network.xlsx": lambda: Book(
            (_SHEET.swap(NAME, formula('WEBSERVICE("http://127.0.0.1:9/")', NAME, "str")),)
        ).bytes(),
        "dde-field.docx": _docx_with_field,
        "javascript.pdf": lambda: pdf_of(
            form(), catalog="/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
        ),
        "launch.pdf": lambda: pdf_of(form(), catalog="/OpenAction<</S/Launch/F(calc.exe)>>"),
        "hidden-sheet.xlsx": lambda: _sheets(replace(_OTHER_FORM, state="hidden")),
        "very-hidden-sheet.xlsx": lambda: _sheets(replace(_OTHER_FORM, state="veryHidden")),
        "only-hidden-sheets.xlsx": lambda: Book((replace(_SHEET, state="hidden"),)).bytes(),
        "extra-sheet.xlsx": lambda: _sheets(_NOTES),
        "two-forms.xlsx": lambda: _sheets(_OTHER_FORM),
        "rows-inserted.xlsx": lambda: Book((_inserted(5, 3),)).bytes(),
        "form-in-the-middle.xlsx": lambda: Book((sheet_of(form(), down=40, right=11),)).bytes(),
        "sheet-renamed.xlsx": lambda: Book((replace(_SHEET, name="Sheet1 (2)"),)).bytes(),
        "sheet-name-odd.xlsx": lambda: Book((replace(_SHEET, name="'申报&<表>'!$A"),)).bytes(),
        "labels-changed.xlsx": lambda: Book(
            (sheet_of(form(("实施单位", "项目实施单位（盖章）："), ("三级指标", "三 级 指 标"))),)
        ).bytes(),
        "labels-gone.xlsx": lambda: Book((sheet_of(form(("项目名称", "甲"))),)).bytes(),
        "label-of-the-annual-total-gone.xlsx": lambda: Book(
            (sheet_of(form(("年度资金申请总额", "乙"))),)
        ).bytes(),
        "protection-off.xlsx": lambda: Book((replace(_SHEET, after=_OPEN),)).bytes(),
        "protection-on.xlsx": lambda: Book(
            (replace(_SHEET, after=_LOCKED).put((30, 0), f's="{UNLOCKED}">'),)
        ).bytes(),
        "merges-broken.xlsx": lambda: Book((replace(_SHEET, merges=()),)).bytes(),
        "merges-overlapping.xlsx": lambda: Book(
            (replace(_SHEET, merges=(*_SHEET.merges, "A3:D9", "A1:XFD1048576")),)
        ).bytes(),
        "dimension-too-small.xlsx": lambda: Book(
            (replace(_SHEET, before='<dimension ref="A1"/>'),)
        ).bytes(),
        "dimension-too-large.xlsx": lambda: Book(
            (replace(_SHEET, before='<dimension ref="A1:XFD1048576"/>'),)
        ).bytes(),
        "last-cell-of-all.xlsx": lambda: Book(
            (_SHEET.put((1_048_575, 16_383), text("误填")),)
        ).bytes(),
    }
)
