"""XML from strangers: parsed only after anything but plain elements and text was ruled out."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.parsers import expat

from xlperf.model.refusal import Refused

_DECLARATION = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
_ENCODINGS = frozenset({b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii"})
_MARKS = ("<!DOCTYPE", "<!ENTITY")
_NARROW = tuple(mark.encode() for mark in _MARKS)
_WIDE = tuple(mark.encode(code) for mark in _MARKS for code in ("utf-16-le", "utf-16-be"))
OVERLAP = max(map(len, _WIDE)) - 1  # how much of a piece the next one must see again

_CHARACTER = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(lt|gt|amp|quot|apos));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


def doctype() -> Refused:
    return Refused("文件里有 DOCTYPE 或实体声明，Excel 和 WPS 不会写出这样的内容，未读取。")


def refuse_declarations(data: bytes) -> None:
    """No DOCTYPE, no entity, in any encoding Office may use; no other encoding."""
    # an ordinary part has next to no "!" and no zero byte: searches for one byte cost nothing
    if b"!" in data and any(mark in data for mark in _NARROW):
        raise doctype()
    if b"\0" in data and any(mark in data for mark in _WIDE):
        raise doctype()


def refuse_encoding(start: bytes) -> None:
    declared = _DECLARATION.search(start[:200])
    if declared and declared[1].lower() not in _ENCODINGS:
        name = declared[1].decode("ascii", "replace")
        raise Refused(f"文件内容的编码是 {name}，请用 Excel 打开后另存为 xlsx。")


def broken(error: Exception, name: str) -> Refused:
    return Refused(f"文件内容已损坏，请在 Excel 或 WPS 中打开、另存后重新发送（{name}：{error}）。")


def new_parser(separator: str | None = None) -> expat.XMLParserType:
    """An expat parser that ends at the first DOCTYPE, whatever hid it."""
    parser = expat.ParserCreate(namespace_separator=separator)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise doctype()


def parse_xml(data: bytes, name: str = "XML") -> ElementTree.Element:
    """The root element; a DOCTYPE, an entity or broken XML is Refused."""
    refuse_encoding(data)
    refuse_declarations(data)
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise broken(error, name) from error


def unescape(text: str) -> str:
    """Text as written between tags, with its five entities and numbered characters resolved."""
    return _CHARACTER.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    return chr(int(match[1], 16) if match[1] else int(match[2]))
