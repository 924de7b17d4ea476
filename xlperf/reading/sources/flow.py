"""Running text of a page as the lines that a browser shows."""

from __future__ import annotations

import re

_BLOCK, _LINE, _SOFT, _KEPT_SPACE = "\x0f", "\n", "\r", "\x0e"
_OWN_MARKS = str.maketrans("", "", _BLOCK + _KEPT_SPACE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SPACES = re.compile(r"[ \r]+")
_WIDE = (
    r"[\u2014\u2018-\u201d\u2026\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    r"\U00020000-\U0003ffff]"
)
# A line end in the source stands for no space between Chinese characters (CSS Text 3, 4.1.3).
_SOFT_BETWEEN_WIDE = re.compile(f"(?<={_WIDE}){_SOFT}(?={_WIDE})")


class Flow:
    """Collects text, line breaks and block boundaries; `lines` gives what is seen of them."""

    __slots__ = ("_parts",)

    def __init__(self) -> None:
        self._parts: list[str] = []

    def add(self, text: str, preformatted: bool = False) -> None:
        text = text.translate(_OWN_MARKS)
        if preformatted:
            text = text.replace("\r\n", _LINE).replace("\r", _LINE).replace(" ", _KEPT_SPACE)
        else:
            text = _SPACE.sub(_collapsed, text)
        self._parts.append(text)

    def line_break(self) -> None:
        self._parts.append(_LINE)

    def block(self) -> None:
        """Begins or ends a paragraph: a new line unless the line is empty."""
        self._parts.append(_BLOCK)

    def lines(self) -> list[str]:
        text = _SPACES.sub(_collapsed, "".join(self._parts))
        return [line for block in text.split(_BLOCK) for line in _lines_of(block)]


def _collapsed(spaces: re.Match[str]) -> str:
    return _SOFT if "\n" in spaces.group() or _SOFT in spaces.group() else " "


def _lines_of(block: str) -> list[str]:
    lines = [_shown(line) for line in block.split(_LINE)]
    if not lines[-1]:
        lines.pop()  # a break at the end of a paragraph shows no empty line
    return lines


def _shown(line: str) -> str:
    line = _SOFT_BETWEEN_WIDE.sub("", line.strip(" \r"))
    return line.replace(_SOFT, " ").replace(_KEPT_SPACE, " ").replace("\xa0", " ")
