"""Files that are something else than their name says, and kinds that are only named."""

from __future__ import annotations

from forge_docx import docx_parts
from forge_ole import biff8, compound, xls
from forge_pdf import pdf_of
from forge_sheet import Book, Sheet, sheet_of
from forge_xml2003 import xml2003
from forge_zip import part, zipped
from hostile_form import form
from hostile_registry import files
from support.paper import drawn
from support.writers import as_csv_gbk, as_html, as_text

_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_MAIN = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE = b"http://purl.oclc.org/ooxml/officeDocument/relationships"


def _xlsx() -> bytes:
    return Book((sheet_of(form()),)).bytes()


def _strict() -> bytes:
    parts = Book((sheet_of(form()),)).parts()
    return zipped(
        {
            name: data.replace(_MAIN, _STRICT_MAIN).replace(_OFFICE, _STRICT_OFFICE)
            for name, data in parts.items()
        }
    )


def _odf(kind: str) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    return zipped(
        [
            part("mimetype", mimetype, stored=True),
            part("content.xml", b"<a/>"),
            part("META-INF/manifest.xml", b"<a/>"),
        ]
    )


def _tabs(encoding: str) -> bytes:
    return as_text(form()).decode().replace("\n", "\r\n").encode(encoding)


_DINNERS = drawn(
    """
食堂订餐登记表
部门 | 人数 | 忌口
办公室 | 12 | 清真一份
财务科 | 5 | 免葱
"""
)
_WORD_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument '
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body/></w:wordDocument>'
)
_FLAT = (
    '<?xml version="1.0"?><pkg:package '
    'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>'
)
_FLAT_ODF = (
    '<?xml version="1.0"?><office:document '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
)
_UOF = '<?xml version="1.0"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2009/uof"/>'
_MHT = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"

files(
    {
        # what can be read, under its own name and under others
        "plain.xlsx": _xlsx,
        "plain.xls": lambda: xls(form()),
        "plain.docx": lambda: zipped(docx_parts(form())),
        "plain.pdf": lambda: pdf_of(form()),
        "plain.html": lambda: as_html(form()),
        "plain.txt": lambda: as_text(form()),
        "plain.csv": lambda: as_csv_gbk(form()),
        "plain.xml": lambda: xml2003(form()),
        "strict.xlsx": _strict,
        "xlsx-named.xls": _xlsx,
        "xls-named.xlsx": lambda: xls(form()),
        "html-named.xls": lambda: as_html(form()),
        "html-named.xlsx": lambda: as_html(form()),
        "html-in-gbk-named.xls": lambda: (
            as_html(form())
            .decode()
            .replace('charset="utf-8"', 'charset="gb2312"')
            .encode("gb18030")
        ),
        "html-in-utf16-named.xls": lambda: as_html(form()).decode().encode("utf-16"),
        "xml2003-named.xls": lambda: xml2003(form()),
        "xml2003-named.xlsx": lambda: xml2003(form()),
        "gbk-csv-named.xls": lambda: as_csv_gbk(form()),
        "gbk-csv-named.xlsx": lambda: as_csv_gbk(form()),
        "utf8-csv-with-mark.csv": lambda: as_csv_gbk(form()).decode("gb18030").encode("utf-8-sig"),
        "unicode-text-named.xls": lambda: _tabs("utf-16"),
        "tabs-in-gbk-named.xls": lambda: _tabs("gb18030"),
        "docx-named.xlsx": lambda: zipped(docx_parts(form())),
        "pdf-named.docx": lambda: pdf_of(form()),
        "no-extension": _xlsx,
        "wps.et": lambda: xls(form()),
        "wps-zip.et": _xlsx,
        # what is only named, with a way out
        "binary.xlsb": lambda: zipped({"[Content_Types].xml": b"<a/>", "xl/workbook.bin": b"\x83"}),
        "open-document.ods": lambda: _odf("spreadsheet"),
        "open-document-named.xlsx": lambda: _odf("spreadsheet"),
        "open-document.odt": lambda: _odf("text"),
        "layout.ofd": lambda: zipped({"OFD.xml": b"<a/>", "Doc_0/Document.xml": b"<a/>"}),
        "apple.numbers": lambda: zipped({"Index/Document.iwa": b"x", "preview.jpg": b"x"}),
        "slides.pptx": lambda: zipped({"[Content_Types].xml": b"<a/>", "ppt/p.xml": b"<a/>"}),
        "old-word.doc": lambda: compound({"WordDocument": b"\xec\xa5"}),
        "old-word-named.xls": lambda: compound({"WordDocument": b"\xec\xa5"}),
        "wps-writer.wps": lambda: compound({"WordDocument": b"\xec\xa5", "WpsCustomData": b"x"}),
        "old-slides.ppt": lambda: compound({"PowerPoint Document": b"x"}),
        "mail.msg": lambda: compound({"__substg1.0_0037001F": b"x"}),
        "biff2.xls": lambda: b"\x09\x00\x04\x00\x02\x00\x10\x00" + bytes(60),
        "biff3.xls": lambda: b"\x09\x02\x06\x00\x00\x00\x10\x00\x00\x00" + bytes(60),
        "biff4.xls": lambda: b"\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00" + bytes(60),
        "biff8-without-a-container.xls": lambda: biff8(form()),
        "forms-inside.zip": lambda: zipped({"报表/一.xlsx": _xlsx(), "报表/二.xlsx": _xlsx()}),
        "forms-inside-stored.xlsx": lambda: zipped([part("一.xlsx", _xlsx(), stored=True)]),
        "archive.7z": lambda: b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(60),
        "archive.rar": lambda: b"Rar!\x1a\x07\x01\x00" + bytes(60),
        "archive.gz": lambda: b"\x1f\x8b\x08\x00" + bytes(60),
        "page.mht": lambda: _MHT.encode() + as_html(form()),
        "rich-text.rtf": lambda: b"{\\rtf1\\ansi\\ansicpg936 }",
        "word-2003.xml": lambda: _WORD_2003.encode(),
        "flat.xml": lambda: _FLAT.encode(),
        "flat.fods": lambda: _FLAT_ODF.encode(),
        "national-standard.uof": lambda: _UOF.encode(),
        "other.xml": lambda: b'<?xml version="1.0"?><invoice/>',
        "drawing.svg": lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        "symbolic-link.slk": lambda: b"ID;PWXL;N;E\r\nC;Y1;X1;K1\r\nE\r\n",
        "photo.jpg": lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(60),
        "photo-named.xlsx": lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(60),
        "screenshot.png": lambda: b"\x89PNG\r\n\x1a\n" + bytes(60),
        "photo.heic": lambda: b"\x00\x00\x00\x18ftypheic" + bytes(60),
        "photo.bmp": lambda: b"BM" + bytes(60),
        "program-named.xls": lambda: b"MZ\x90\x00" + bytes(60),
        # readable, but nobody's form
        "other-table.xlsx": lambda: Book((sheet_of(_DINNERS),)).bytes(),
        "notice.txt": lambda: "关于报送绩效目标的通知\n各单位：\n请于三月底前报送。\n".encode(),
        "blank.xlsx": lambda: Book((Sheet("Sheet1", {}),)).bytes(),
    }
)
