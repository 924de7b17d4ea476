"""An XML part written again in one shape, with nothing in it lost: for parts that are cut apart.

SpreadsheetML's own elements carry no prefix, attributes stand in double quotes behind one blank,
an empty element closes itself, and there are no comments, no CDATA and no processing instructions.
Text between such parts can be cut by regular expressions that never guess.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from xlperf.ooxml.ordinary import MAIN
from xlperf.ooxml.xml import broken, new_parser, refuse_declarations, refuse_encoding

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_QUOTED = _ESCAPES | {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
_TEXT = re.compile("[&<>\r]")
_VALUE = re.compile('[&<>"\r\n\t]')
_ATTRIBUTE = re.compile(r' ([\w:.-]+)="([^"]*)"')


def canonical(data: bytes, name: str) -> str:
    """The part in the one shape; Refused where it is no XML, or has a DOCTYPE."""
    refuse_encoding(data)
    refuse_declarations(data)
    writer = _Writer()
    parser = new_parser()
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise broken(error, name) from error
    return DECLARATION + "".join(writer.out)


def escape_text(text: str) -> str:
    """Text as it is written between tags."""
    return _TEXT.sub(lambda match: _ESCAPES[match[0]], text)


def escape_attribute(text: str) -> str:
    """Text as it is written between double quotes."""
    return _VALUE.sub(lambda match: _QUOTED[match[0]], text)


def attributes_of(written: str) -> dict[str, str]:
    """The attributes inside a canonical tag, in order, their values as written (escaped)."""
    return dict(_ATTRIBUTE.findall(written))


class _Writer:
    """Handlers for expat, which names elements with their prefixes as written."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._names: list[str] = []
        self._spaces: list[dict[str, str]] = [{}]  # by prefix, for each element around
        self._open = False  # the last tag has no ">" yet

    def start(self, name: str, attributes: list[str]) -> None:
        pairs = dict(zip(attributes[::2], attributes[1::2], strict=True))
        spaces = self._declared(pairs)
        prefix, _, local = name.rpartition(":")
        if prefix and spaces.get(prefix) in MAIN:
            if not self._names:  # the root makes it the namespace of all that has no prefix
                spaces = self._spaces[-1] = spaces | {"": spaces[prefix]}
                pairs = {"xmlns": spaces[prefix]} | pairs
            if spaces.get("") == spaces[prefix]:
                name = local
        self._close()
        self._names.append(name)
        self.out.append(f"<{name}")
        self.out += [f' {key}="{escape_attribute(value)}"' for key, value in pairs.items()]
        self._open = True

    def end(self, _: str) -> None:
        name = self._names.pop()
        self._spaces.pop()
        self.out.append("/>" if self._open else f"</{name}>")
        self._open = False

    def text(self, text: str) -> None:
        self._close()
        self.out.append(escape_text(text))

    def _close(self) -> None:
        if self._open:
            self.out.append(">")
            self._open = False

    def _declared(self, pairs: dict[str, str]) -> dict[str, str]:
        """The namespaces inside of this element."""
        spaces = self._spaces[-1]
        if any(key.startswith("xmlns") for key in pairs):
            new = {
                key[6:]: value
                for key, value in pairs.items()
                if key == "xmlns" or key.startswith("xmlns:")
            }
            spaces = spaces | new
        self._spaces.append(spaces)
        return spaces
