"""XML and HTML that ask for more than they hold."""

from __future__ import annotations

from forge_docx import docx_parts
from forge_sheet import Book, sheet_of
from forge_xml2003 import xml2003
from forge_zip import zipped
from hostile_form import NAME, form
from hostile_registry import files
from support.writers import as_html

_SHEET = "xl/worksheets/sheet1.xml"
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
_BOMB = f"<!DOCTYPE w [{_LAUGHS}]>"
_QUADRATIC = f'<!DOCTYPE w [<!ENTITY a "{"a" * 100_000}">]>'
_OUTSIDE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
_REMOTE = '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/w.dtd">'


def _workbook(declaration: str, old: str = NAME, new: str = NAME) -> bytes:
    parts = Book((sheet_of(form()),)).parts()
    text = parts[_SHEET].decode().replace("<worksheet", f"{declaration}<worksheet", 1)
    return zipped({**parts, _SHEET: text.replace(old, new).encode()})


def _nested(tag: str, depth: int) -> bytes:
    page = as_html(form()).decode()
    return page.replace("</body>", f"<{tag}>" * depth + "</body>").encode()


def _nested_sheet(depth: int) -> bytes:
    """Every element of another name, so that it doesn't look like a bomb."""
    names = [f"e{n * 7919 % 99991:x}" for n in range(depth)]
    deep = "".join(f"<{n}>" for n in names) + "".join(f"</{n}>" for n in reversed(names))
    parts = Book((sheet_of(form()),)).parts()
    changed = parts[_SHEET].replace(b"</sheetData>", b"</sheetData>" + deep.encode())
    return zipped({**parts, _SHEET: changed})


def _utf16_doctype() -> bytes:
    parts = Book((sheet_of(form()),)).parts()
    text = parts[_SHEET].decode().replace("UTF-8", "UTF-16")
    text = text.replace("<worksheet", f"{_OUTSIDE}<worksheet", 1)
    return zipped({**parts, _SHEET: text.encode("utf-16")})


def _huge_span() -> bytes:
    parts = docx_parts(form())
    body = parts["word/document.xml"].replace(b'gridSpan w:val="8"', b'gridSpan w:val="999999999"')
    return zipped({**parts, "word/document.xml": body})


def _broken_docx() -> bytes:
    parts = docx_parts(form())
    return zipped({**parts, "word/document.xml": parts["word/document.xml"][:-200]})


files(
    {
        "entity-bomb.xlsx": lambda: _workbook(_BOMB, NAME, "&l9;"),
        "entity-bomb-quadratic.xlsx": lambda: _workbook(_QUADRATIC, NAME, "&a;" * 10_000),
        "entity-bomb.docx": lambda: zipped(docx_parts(form(), declaration=_BOMB)),
        "entity-bomb.xls": lambda: xml2003(form(), _BOMB).replace(NAME.encode(), b"&l9;"),
        "xxe.xlsx": lambda: _workbook(_OUTSIDE, NAME, "&x;"),
        "xxe.docx": lambda: zipped(docx_parts(form(), declaration=_OUTSIDE)),
        "xxe.xml": lambda: xml2003(form(), _OUTSIDE).replace(NAME.encode(), b"&x;"),
        "xxe-in-utf16.xlsx": _utf16_doctype,
        "doctype-harmless.xlsx": lambda: _workbook("<!DOCTYPE worksheet>"),
        "doctype-remote.xml": lambda: xml2003(form(), _REMOTE),
        "doctype.html": lambda: b"<!DOCTYPE html>\n" + as_html(form()),
        "scripts-and-remote-pictures.html": lambda: as_html(form()).replace(
            b"<body>",
            b"<body><script>document.write('x')</script>"
            b"<img src='http://127.0.0.1:9/a.png'><iframe src='file:///etc/passwd'></iframe>",
        ),
        "nested-tables.html": lambda: _nested("table><tr><td", 100_000),
        "nested-divs.html": lambda: _nested("div", 100_000),
        "nested-elements.xlsx": lambda: _nested_sheet(100_000),
        "huge-spans.html": lambda: as_html(form()).replace(
            b"</table>", b'<tr><td colspan="999999999" rowspan="999999999"></td></tr></table>'
        ),
        "huge-index.xml": lambda: xml2003(
            form(), more='<Row ss:Index="999999999"><Cell ss:Index="999999999"/></Row>'
        ),
        "huge-merge.xml": lambda: xml2003(
            form(),
            more='<Row><Cell ss:MergeAcross="99999999" ss:MergeDown="99999999"/></Row>',
        ),
        "huge-span.docx": _huge_span,
        "broken-xml.xlsx": lambda: _workbook("", "</sheetData>", "</sheetDat>"),
        "broken-xml.docx": _broken_docx,
    }
)
