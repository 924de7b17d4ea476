"""How wide and how high letters are on a screen of 96 dots per inch, on which Excel sets text.

A Chinese character is as wide as its font is high. Of Chinese fonts for official papers every
other letter is half of that; of others the widths of Helvetica are near enough, or too wide.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from xlperf.ooxml.fonts import Font

_PIXELS = 96 / 72  # in a point
_HALF_WIDE = re.compile(
    r"宋|仿宋|楷|黑体|隶书|幼圆|方正|华文|simsun|simhei|fangsong|kaiti|lisu|youyuan|"
    r"ar pl (sungti|kaiti|mingti)|ms (mincho|gothic)",
    re.IGNORECASE,
)
_PROPORTIONAL = re.compile(r"微软雅黑|yahei|等线|dengxian|\bui\b", re.IGNORECASE)
_OWN_LEADING = re.compile("方正|华文", re.IGNORECASE)
_BITMAPPED = 16  # pixels: up to here Chinese fonts are drawn without space between lines
#: for fonts that aren't Chinese: how wide beside Helvetica, and how high a line of it is
_FAMILIES = {
    "calibri": (0.91, 1.22),
    "arial": (1.0, 1.15),
    "times new roman": (0.9, 1.2),
    "等线": (1.0, 1.13),
    "dengxian": (1.0, 1.13),
}
_UNKNOWN = (1.0, 1.32)
# in thousandths of the height
_WIDTHS = {
    300: " !',./:;I[\\]fijlt|",
    340: '"()-`r{}*',
    500: "Jcksvxyz^",
    560: "#$0123456789?L_abdeghnopqu",
    600: "+<=>~FTZ",
    680: "ABEKPSVXY&",
    730: "CDHNRUw",
    790: "GOQ",
    850: "Mm",
    950: "%W",
    1000: "@",
}


@dataclass(frozen=True, slots=True)
class Lettering:
    """In pixels."""

    full: float  # a Chinese character
    narrow: tuple[float, ...]  # by code, up to 127
    line: int

    @property
    def digit(self) -> int:
        """The widest digit."""
        return int(self.narrow[ord("0")])

    def widths(self, text: str) -> list[float]:
        narrow, full = self.narrow, self.full
        return [narrow[ord(char)] if char < "\x80" else full for char in text]


@lru_cache(maxsize=256)
def lettering(font: Font) -> Lettering:
    exact = font.size * _PIXELS
    height = max(round(exact), 1)
    heavier = 1 if font.bold else 0  # a font without a bold face is drawn twice, a dot apart
    full = max(height, exact) + heavier  # on paper nothing is rounded
    if _is_half_wide(font.name):
        half = (height + 1) // 2 + heavier
        return Lettering(full, (float(half),) * 128, _chinese_line(font, height))
    wide, high = _FAMILIES.get(font.name.lower(), _UNKNOWN)
    narrow = tuple(_share(chr(code)) * exact * wide / 1000 + heavier for code in range(128))
    return Lettering(full, narrow, round(height * high) + 2)


def _is_half_wide(name: str) -> bool:
    return bool(_HALF_WIDE.search(name)) and not _PROPORTIONAL.search(name)


def _chinese_line(font: Font, height: int) -> int:
    if _OWN_LEADING.search(font.name):
        return math.ceil(height * _UNKNOWN[1]) + 2
    return (height if height <= _BITMAPPED else round(height * 1.14)) + 3


def _share(char: str) -> int:
    return next((width for width, chars in _WIDTHS.items() if char in chars), 560)
