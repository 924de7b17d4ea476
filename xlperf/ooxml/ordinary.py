"""The text of an XML part in the one ordinary shape that the scanners read.

Excel, WPS, LibreOffice and openpyxl all write SpreadsheetML the same plain way: no prefix on its
elements, no comments, no CDATA. Such text is scanned by regular expressions as it stands, after
expat has found it well-formed; anything else (and Strict or UTF-16 parts where they differ) is
first rewritten by expat into that shape. So there is one scanner, and it never guesses.

By hand, because the libraries are not safe here: openpyxl opens Strict files with no sheets and
believes <dimension>, calamine drops error cells and uncalculated formulas, and all of them but
calamine are more than forty times slower.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar
from xml.parsers import expat
from xml.sax.saxutils import escape

from xlperf.ooxml.gate import Package
from xlperf.ooxml.refs import position, ref_of
from xlperf.ooxml.xml import broken, new_parser

T = TypeVar("T")

MAIN = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    }
)
# the only foreign elements that are read: validations that point at another sheet
_PREFIXES = dict.fromkeys(MAIN, "") | {
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main": "x14:",
    "http://schemas.microsoft.com/office/excel/2006/main": "xm:",
}
_PRINTED = [which + place for which in ("odd", "even", "first") for place in ("Header", "Footer")]
_TEXTUAL = frozenset({"v", "f", "t", "formula1", "formula2", "xm:f", "xm:sqref", *_PRINTED})
_SEPARATOR = " "


class Unusual(Exception):
    """The text is well-formed, but not in the ordinary shape."""


def read_part(package: Package, name: str, scan: Callable[[Iterator[str]], T]) -> T:
    """What `scan` makes of the part, as written where that is ordinary, else rewritten."""
    return read_text(lambda: package.pieces(name), name, scan)


def read_text(
    pieces: Callable[[], Iterable[bytes]], name: str, scan: Callable[[Iterator[str]], T]
) -> T:
    try:
        return scan(written(pieces(), name))
    except Unusual:
        pass
    try:
        return scan(rewritten(pieces(), name))
    except Unusual as error:
        raise broken(error, name) from error


def written(pieces: Iterable[bytes], name: str) -> Iterator[str]:
    """The text as it stands, each piece of it found well-formed and ordinary by expat."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    parser = new_parser(_SEPARATOR)
    parser.StartNamespaceDeclHandler = _ordinary_namespace
    parser.CommentHandler = parser.ProcessingInstructionHandler = _unusual
    parser.StartCdataSectionHandler = _unusual
    try:
        for piece, last in _marked_last(pieces):
            if b"\0" in piece:
                raise Unusual("UTF-16")
            parser.Parse(piece, last)
            yield decoder.decode(piece)
    except expat.ExpatError as error:
        raise broken(error, name) from error


def _marked_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    before: bytes | None = None
    for piece in pieces:
        if before is not None:
            yield before, False
        before = piece
    yield before or b"", True


def _ordinary_namespace(prefix: str | None, uri: str | None) -> None:
    if (prefix is None) != (uri in MAIN):
        raise Unusual(f"{prefix}={uri}")


def _unusual(*_: object) -> None:
    raise Unusual("comment, CDATA or processing instruction")


def rewritten(pieces: Iterable[bytes], name: str) -> Iterator[str]:
    """The same elements and texts, in the ordinary shape, whatever the part looked like."""
    parser = new_parser(_SEPARATOR)
    writer = _Rewriter()
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    try:
        for piece, last in _marked_last(pieces):
            parser.Parse(piece, last)
            yield writer.take()
    except expat.ExpatError as error:
        raise broken(error, name) from error


class _Rewriter:
    """Handlers for expat; a cell is held back until it ends, so that its parts can be ordered."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._foreign = 0  # how deep inside elements of a namespace that is not read
        self._textual = False
        self._row = self._column = 0  # where the last row and cell stood, counted from 1
        self._current = ""  # the part of the cell being read
        self._parts: dict[str, list[str]] | None = None  # of the cell being read
        self._cell_tag = ""
        self._level = 0  # inside the cell

    def take(self) -> str:
        text = "".join(self._out)
        self._out.clear()
        return text

    def start(self, name: str, attributes: list[str]) -> None:
        tag = _ordinary_name(name)
        if self._foreign or tag is None:
            self._foreign += 1
            return
        pairs = _ordinary_attributes(attributes)
        if tag == "row":
            self._row, self._column = _row_of(pairs, self._row + 1), 0
            pairs["r"] = str(self._row)
        if tag == "c" and self._parts is None:
            self._start_cell(pairs)
            return
        self._begin(tag)
        self._textual = tag in _TEXTUAL
        self._emit(f"<{tag}{_written_attributes(pairs)}>")

    def _start_cell(self, pairs: dict[str, str]) -> None:
        if "r" in pairs:
            self._column = position(pairs["r"])[1] + 1
        else:
            pairs["r"] = ref_of(self._row - 1, self._column)
            self._column += 1
        names: tuple[str, ...] = ("r", "s", "t")
        ordered = {name: pairs[name] for name in names if name in pairs}
        self._cell_tag = f"<c{_written_attributes(ordered)}>"
        self._parts = {"f": [], "v": [], "is": []}
        self._level, self._current = 0, ""

    def _begin(self, tag: str) -> None:
        if self._parts is not None:
            self._level += 1
            if self._level == 1:
                self._current = tag

    def _emit(self, text: str) -> None:
        if self._parts is None:
            self._out.append(text)
        elif self._current in self._parts:
            self._parts[self._current].append(text)

    def end(self, name: str) -> None:
        if self._foreign:
            self._foreign -= 1
            return
        tag = _ordinary_name(name)
        self._textual = False
        if tag == "c" and self._parts is not None and self._level == 0:
            inner = "".join("".join(part) for part in self._parts.values())
            self._parts = None
            self._out.append(f"{self._cell_tag}{inner}</c>")
            return
        self._emit(f"</{tag}>")
        if self._parts is not None:
            self._level -= 1

    def text(self, text: str) -> None:
        if self._textual and not self._foreign:
            self._emit(escape(text))


def _ordinary_name(name: str) -> str | None:
    uri, _, local = name.rpartition(_SEPARATOR)
    prefix = _PREFIXES.get(uri)
    return None if prefix is None else prefix + local


def _ordinary_attributes(attributes: list[str]) -> dict[str, str]:
    """Attributes without a namespace; those of other namespaces are read nowhere."""
    pairs = zip(attributes[::2], attributes[1::2], strict=True)
    return {name: value for name, value in pairs if _SEPARATOR not in name}


def _written_attributes(pairs: dict[str, str]) -> str:
    return "".join(
        f' {name}="{escape(value, {chr(34): "&quot;", chr(10): "&#10;"})}"'
        for name, value in pairs.items()
    )


def _row_of(pairs: dict[str, str], implied: int) -> int:
    given = pairs.get("r", "")
    return int(given) if given.isdecimal() and len(given) < 8 else implied
