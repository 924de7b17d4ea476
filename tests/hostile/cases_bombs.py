"""Small files that want to become large ones."""

from __future__ import annotations

import random
import zlib

from forge_docx import docx_parts
from forge_pdf import pdf_file, stream
from forge_sheet import Book, sheet_of
from forge_xml2003 import xml2003
from forge_zip import Part, part, repeated, zipped
from hostile_form import NAME, form
from hostile_registry import file, files
from support.writers import as_csv_gbk

_SHEET = "xl/worksheets/sheet1.xml"
_MB = 1 << 20
_OPEN = (
    b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/'
    b'spreadsheetml/2006/main"><sheetData>'
)
_CLOSE = b"</sheetData></worksheet>"
_STRINGS = (
    b'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="http://schemas.openxmlformats.org/'
    b'spreadsheetml/2006/main">'
)


def _with(*special: Part, instead: str = "") -> bytes:
    """The form's workbook, one part left out, others put in."""
    made = Book((sheet_of(form()),)).parts()
    usual = [part(name, data) for name, data in made.items() if name != instead]
    return zipped([*usual, *special])


@file("zip-bomb.xlsx")
def zip_bomb() -> bytes:
    return _with(repeated(_SHEET, _OPEN, b" " * _MB, 2000, _CLOSE), instead=_SHEET)


@file("zip-bomb-lying-about-its-size.xlsx")
def lying_bomb() -> bytes:
    real = repeated(_SHEET, _OPEN, b" " * _MB, 2000, _CLOSE)
    return _with(Part(_SHEET, real.packed, 4000, real.crc), instead=_SHEET)


@file("zip-bomb-in-a-picture.xlsx")
def picture_bomb() -> bytes:
    return _with(repeated("xl/media/image1.png", b"\x89PNG\r\n\x1a\n", bytes(_MB), 3000))


@file("zip-bomb.docx")
def word_bomb() -> bytes:
    made = docx_parts(form())
    body = made.pop("word/document.xml")
    head = body[: body.index(b"<w:tbl>")]
    bomb = repeated("word/document.xml", head, b"<w:p/>" * 150_000, 1000, b"</w:body></w:document>")
    return zipped([*(part(name, data) for name, data in made.items()), bomb])


@file("fifty-million-cells.xlsx")
def fifty_million_cells() -> bytes:
    row = b"<row>" + b"<c><v>1</v></c>" * 500 + b"</row>"
    return _with(repeated(_SHEET, _OPEN, row * 100, 1000, _CLOSE), instead=_SHEET)


@file("two-million-filled-cells.xlsx")
def two_million_cells() -> bytes:
    """Within every size limit of the package, and still nothing that a clerk fills in."""
    rows = "".join(
        f'<row r="{r}">'
        + "".join(f'<c r="{c}{r}"><v>{r * 7919 % 99991}</v></c>' for c in "ABCDEFGH")
        + "</row>"
        for r in range(1, 250_001)
    )
    return _with(part(_SHEET, _OPEN + rows.encode() + _CLOSE), instead=_SHEET)


@file("twenty-million-strings.xlsx")
def twenty_million_strings() -> bytes:
    block = "<si><t>普法讲座</t></si>".encode() * 20_000
    return _with(repeated("xl/sharedStrings.xml", _STRINGS, block, 1000, b"</sst>"))


@file("twelve-thousand-texts-of-a-megabyte.xlsx")
def twelve_thousand_megabytes() -> bytes:
    block = b"<si><t>" + "绩".encode() * (_MB // 3) + b"</t></si>"
    return _with(repeated("xl/sharedStrings.xml", _STRINGS, block, 12_000, b"</sst>"))


def _with_rows_below(row: str, count: int) -> bytes:
    """The form, and below it what remains when somebody formats whole columns."""
    usual = sheet_of(form()).xml().encode()
    blank = "".join(row.format(number) for number in range(101, 101 + count))
    body = usual.replace(b"</sheetData>", blank.encode() + b"</sheetData>")
    return _with(part(_SHEET, body), instead=_SHEET)


@file("million-blank-formatted-rows.xlsx")
def million_blank_rows() -> bytes:
    return _with_rows_below('<row r="{0}" s="1" customFormat="1" ht="14.25"/>', 1_048_000)


@file("million-blank-formatted-cells.xlsx")
def million_blank_cells() -> bytes:
    cells = "".join(f'<c r="{letter}{{0}}" s="1"/>' for letter in "ABCDEFGH")
    return _with_rows_below(f'<row r="{{0}}" spans="1:8">{cells}</row>', 125_000)


@file("eight-thousand-parts.xlsx")
def many_parts() -> bytes:
    return _with(*(part(f"customXml/item{n}.xml", b"<a/>") for n in range(8000)))


@file("stream-bomb.pdf")
def stream_bomb() -> bytes:
    packer = zlib.compressobj(9)
    line = b"BT /F1 8 Tf 30 30 Td (x) Tj ET\n" * 30_000
    packed = b"".join([*(packer.compress(line) for _ in range(800)), packer.flush()])
    return pdf_file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
            stream(packed, "/Filter/FlateDecode"),
        ]
    )


@file("million-empty-rows.html")
def million_rows() -> bytes:
    return b"<html><body><table>" + b"<tr><td>1</td><td>2</td></tr>" * 1_000_000 + b"</table>"


@file("three-million-fields.csv")
def million_fields() -> bytes:
    return ("普法讲座,12,场\r\n" * 1_000_000).encode()


files(
    {
        "million-rows.xml": lambda: xml2003(
            form(), more='<Row><Cell><Data ss:Type="Number">1</Data></Cell></Row>' * 600_000
        ),
        "over-the-size-limit.xlsx": lambda: b"PK\x03\x04" + bytes(65 * _MB),
        "forty-megabytes-on-one-line.txt": lambda: "绩效".encode() * (7 * _MB),
        "megabyte-number.xlsx": lambda: Book(
            (
                sheet_of(
                    form(("≥120.00(件)", "".join(random.Random(1).choices("0123456789", k=_MB))))
                ),
            )
        ).bytes(),
        "megabyte-of-brackets.csv": lambda: as_csv_gbk(form((NAME, "（" * _MB))),
    }
)
