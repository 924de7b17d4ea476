"""What a stylesheet says about how text is set: fonts, and whether it goes on in further lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xlperf.ooxml.canonical import attributes_of
from xlperf.ooxml.xml import unescape

_FONTS = re.compile(r"<fonts(?: [^<>]*)?>(.*?)</fonts>", re.DOTALL)
_FONT = re.compile(r"<font(?: [^<>]*?)?(?:/>|>(.*?)</font>)", re.DOTALL)
_NORMAL = re.compile(r"<cellStyleXfs(?: [^<>]*)?>(.*?)</cellStyleXfs>", re.DOTALL)
_CELLS = re.compile(r"<cellXfs(?: [^<>]*)?>(.*?)</cellXfs>", re.DOTALL)
_STYLE = re.compile(r"<xf((?: [^<>]*?)?)(?:/>|>(.*?)</xf>)", re.DOTALL)
_ALIGNMENT = re.compile(r"<alignment((?: [^<>]*?)?)/>")
_SIZE = re.compile(r'<sz val="([0-9.]{1,8})"/>')
_NAME = re.compile(r'<name val="([^"]*)"/>')
_BOLD = re.compile(r'<b(?: val="([^"]*)")?/>')
_TRUE = ("1", "true")
_LARGEST = 409.0  # points


@dataclass(frozen=True, slots=True)
class Font:
    name: str = "宋体"
    size: float = 11.0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    font: Font
    wraps: bool  # text goes on in a further line, and so may need height
    indent: int  # steps from the edge


class Fonts:
    """Of a canonical stylesheet."""

    def __init__(self, text: str) -> None:
        found = _FONTS.search(text)
        self._fonts = [_font(match[1] or "") for match in _FONT.finditer(found[1] if found else "")]
        self._settings = [*self._read(_CELLS, text)]
        normal = next(self._read(_NORMAL, text), None)
        #: the font by which columns are as wide as they are
        self.normal = normal.font if normal else self._at("0")

    def of(self, style: int) -> Setting:
        if style < len(self._settings):
            return self._settings[style]
        return Setting(self.normal, wraps=False, indent=0)

    def _read(self, block: re.Pattern[str], text: str) -> Iterator[Setting]:
        found = block.search(text)
        for match in _STYLE.finditer(found[1] if found else ""):
            alignment = _ALIGNMENT.search(match[2] or "")
            pairs = attributes_of(alignment[1]) if alignment else {}
            upright = pairs.get("textRotation", "0") == "0"
            indent = pairs.get("indent", "0")
            yield Setting(
                self._at(attributes_of(match[1]).get("fontId", "0")),
                wraps=upright and pairs.get("wrapText") in _TRUE,
                indent=int(indent) if indent.isdecimal() else 0,
            )

    def _at(self, number: str) -> Font:
        at = int(number) if number.isdecimal() else 0
        return self._fonts[at] if at < len(self._fonts) else Font()


def _font(inner: str) -> Font:
    size, name, bold = _SIZE.search(inner), _NAME.search(inner), _BOLD.search(inner)
    return Font(
        unescape(name[1]) if name else Font().name,
        _points(size[1]) if size else Font().size,
        bold is not None and bold[1] in (None, *_TRUE),
    )


def _points(written: str) -> float:
    try:
        return min(max(float(written), 1.0), _LARGEST)
    except ValueError:
        return Font().size
