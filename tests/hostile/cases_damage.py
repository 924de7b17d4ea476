"""Files that were cut, scratched, locked or packed by a program with its own ideas."""

from __future__ import annotations

import random
from collections.abc import Callable

from forge_docx import docx_parts
from forge_ole import biff8, compound, xls
from forge_pdf import pdf_file, pdf_of, stream
from forge_sheet import AMOUNT, Book, number, sheet_of
from forge_zip import Part, part, zipped
from hostile_form import form
from hostile_registry import files
from support.writers import as_csv_gbk, as_html, as_text

_SHEET = "xl/worksheets/sheet1.xml"
_ENCRYPTED = 0x801


def _xlsx() -> bytes:
    return Book((sheet_of(form()),)).bytes()


def _docx() -> bytes:
    return zipped(docx_parts(form()))


def _parts() -> list[Part]:
    return [part(name, data) for name, data in Book((sheet_of(form()),)).parts().items()]


def _part(parts: list[Part], name: str) -> Part:
    return next(one for one in parts if one.name == name)


def _crc_error() -> bytes:
    """One digit of an amount changed on the way; nothing but the checksum can tell."""
    parts = Book((sheet_of(form()),)).parts()
    stored = zipped([part(name, data, stored=True) for name, data in parts.items()])
    return stored.replace(b"336,422.50", b"386,422.50", 1)


def _without(name: str) -> bytes:
    return zipped([one for one in _parts() if one.name != name])


def _with_name(name: str) -> bytes:
    return zipped([*_parts(), part(name, b"<a/>")])


def _twice(name: str) -> bytes:
    other = sheet_of(form(("336,422.50", "999,999.00"))).xml().encode()
    return zipped([*_parts(), part(name, other)])


def _bare_styles() -> bytes:
    """A style record without any attribute is a record all the same."""
    sheet = sheet_of(form()).swap("6,000.00", number("6000", AMOUNT))
    parts = Book((sheet,)).parts()
    styles = parts["xl/styles.xml"].replace(b'<xf numFmtId="0"/>', b"<xf/>")
    return zipped({**parts, "xl/styles.xml": styles})


def _locked_entries() -> bytes:
    return zipped([Part(p.name, p.packed, p.size, p.crc, p.method, _ENCRYPTED) for p in _parts()])


def _scratched(data: bytes, seed: int, wounds: int) -> Callable[[], bytes]:
    """The same random damage on every run."""

    def make() -> bytes:
        dice, out = random.Random(seed), bytearray(data)
        for _ in range(wounds):
            out[dice.randrange(512, len(out))] = dice.randrange(256)
        return bytes(out)

    return make


def _half_a_character() -> bytes:
    data = as_csv_gbk(form())
    return data[: data.index("办理".encode("gb18030")) + 1]


def _circular_ole() -> bytes:
    """The allocation table leads every sector of the workbook back to itself."""
    data = bytearray(xls(form()))
    table = (int.from_bytes(data[76:80], "little") + 1) * 512
    for sector in range(8):
        data[table + 4 * sector : table + 4 * sector + 4] = sector.to_bytes(4, "little")
    return bytes(data)


def _pdf(*objects: bytes, trailer: str = "") -> bytes:
    return pdf_file(list(objects), trailer)


def _scan() -> bytes:
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</XObject<</I 5 0 R>>>>>>",
        stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
        stream(
            b"\x80",
            "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8",
        ),
    )


def _page_tree_in_circles() -> bytes:
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>",
        b"<</Type/Pages/Kids[2 0 R]/Parent 2 0 R/Count 1>>",
    )


_LOCK = (
    "/Encrypt<</Filter/Standard/V 1/R 2/P -44/O<" + "5a" * 32 + ">/U<" + "a5" * 32 + ">>>"
    "/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]"
)
_PACKAGE = {"EncryptionInfo": b"\x04\0\x04\0", "EncryptedPackage": bytes(8192)}

files(
    {
        "~$locked.xlsx": lambda: b"\x05clerk".ljust(165, b" "),
        "read-only.xlsx": _xlsx,
        "empty.xlsx": lambda: b"",
        "empty.docx": lambda: b"",
        "only-spaces.txt": lambda: "　 \r\n".encode() * 40,
        "half.xlsx": lambda: _xlsx()[: len(_xlsx()) // 2],
        "first-kilobyte.xlsx": lambda: _xlsx()[:1024],
        "last-byte-missing.xlsx": lambda: _xlsx()[:-1],
        "half.docx": lambda: _docx()[: len(_docx()) // 2],
        "half.xls": lambda: xls(form())[:2500],
        "first-sector.xls": lambda: xls(form())[:512],
        "half.pdf": lambda: pdf_of(form())[:900],
        "half.html": lambda: as_html(form()).decode()[:1500].encode(),
        "half-a-character.csv": _half_a_character,
        "crc-error.xlsx": _crc_error,
        "wrong-way-round.xlsx": lambda: _xlsx()[::-1],
        "no-workbook-part.xlsx": lambda: _without("xl/workbook.xml"),
        "no-sheet-part.xlsx": lambda: _without(_SHEET),
        "no-styles.xlsx": lambda: _without("xl/styles.xml"),
        "bare-style-records.xlsx": _bare_styles,
        "no-content-types.xlsx": lambda: _without("[Content_Types].xml"),
        "no-document-part.docx": lambda: zipped(
            {n: d for n, d in docx_parts(form()).items() if n != "word/document.xml"}
            | {"word/styles.xml": b"<a/>"}
        ),
        "duplicate-part.xlsx": lambda: _twice(_SHEET),
        "duplicate-part-in-capitals.xlsx": lambda: _twice(_SHEET.upper()),
        "escaping-name.xlsx": lambda: _with_name("../../../../tmp/xlperf-escaped.xml"),
        "absolute-name.xlsx": lambda: _with_name("/etc/cron.d/xlperf.xml"),
        "backslash-name.xlsx": lambda: _with_name("..\\..\\autorun.xml"),
        "escaping-name.docx": lambda: zipped(docx_parts(form()) | {"word/../../x.xml": b"<a/>"}),
        "password.xlsx": lambda: compound(_PACKAGE),
        "password.docx": lambda: compound(_PACKAGE),
        "password.xls": lambda: xls(form(), locked=True),
        "password-of-the-zip.xlsx": _locked_entries,
        "password.pdf": lambda: pdf_of(form(), trailer=_LOCK),
        "circular.xls": _circular_ole,
        "no-workbook-stream.xls": lambda: compound({"Notes": b"x"}),
        "empty-workbook-stream.xls": lambda: compound({"Workbook": b""}),
        "workbook-cut-inside.xls": lambda: compound({"Workbook": biff8(form())[:1500]}),
        "garbage.pdf": lambda: b"%PDF-1.7\n" + random.Random(7).randbytes(20_000),
        "only-a-header.pdf": lambda: b"%PDF-1.7\n",
        "scan-without-text.pdf": _scan,
        "page-tree-in-circles.pdf": _page_tree_in_circles,
        "nested-arrays.pdf": lambda: _pdf(
            b"<</Type/Catalog/Pages 2 0 R>>", b"[" * 300_000 + b"]" * 300_000
        ),
        "broken-cross-references.pdf": lambda: pdf_of(form()).replace(
            b"startxref\n", b"startxref\n9"
        ),
        "garbage.xlsx": lambda: random.Random(8).randbytes(30_000),
        "garbage-after-a-zip-mark.xlsx": lambda: b"PK\x03\x04" + random.Random(9).randbytes(9000),
        "damaged-utf8.txt": lambda: as_text(form()).replace("目".encode(), b"\xe7\x9b", 1),
        "zero-bytes.csv": lambda: as_csv_gbk(form()).replace(b",,", b",\0,"),
        **{f"scratched-{n}.xls": _scratched(xls(form()), n, 300) for n in range(1, 7)},
        **{f"scratched-{n}.pdf": _scratched(pdf_of(form()), n, 200) for n in range(1, 3)},
    }
)
