"""What the attributes of a cell make of its value: how it is shown, and whether it is locked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from xlperf.model.refusal import Refused
from xlperf.ooxml.formats import GENERAL, general, shower
from xlperf.ooxml.ordinary import Unusual
from xlperf.ooxml.strings import plain
from xlperf.ooxml.styles import Styles

_ATTRIBUTES = re.compile(r'(?:\s+[\w:]+="[^"<]*")*\s*')
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_BOOLEANS = {"1": "TRUE", "0": "FALSE", "true": "TRUE", "false": "FALSE"}
_MIDNIGHT = re.compile(r"T00:00(?::00(?:\.0+)?)?Z?$")


class Context(NamedTuple):
    """What cells refer to."""

    strings: Sequence[str]
    styles: Styles
    date1904: bool


class Kind(NamedTuple):
    """What the attributes of a cell make of its value."""

    show: Callable[[str], str]
    type: str
    noted: list[str] | None  # where its position is written down, blank or not


class Kinds(dict[str, Kind]):
    """By attribute text: a sheet has thousands of cells and a dozen kinds."""

    def __init__(self, context: Context) -> None:
        self._strings, self._styles, self._date1904 = context
        self.unlocked: list[str] = []
        self.locked: list[str] | None = None  # kept where rows or columns are unlocked

    def __missing__(self, attributes: str) -> Kind:
        style, type_ = _style_and_type(attributes)
        noted = self.unlocked if style in self._styles.unlocked else self.locked
        kind = Kind(self._shower(type_, style), type_, noted)
        self[attributes] = kind
        return kind

    def _shower(self, type_: str, style: int) -> Callable[[str], str]:
        if type_ == "s":
            return self._shared
        if type_ == "n":
            code = self._styles.format_of(style)
            return general if code == GENERAL else shower(code, self._date1904)
        return {"b": _boolean, "d": _iso_day}.get(type_, plain)

    def _shared(self, index: str) -> str:
        try:
            return self._strings[int(index)]
        except (ValueError, IndexError) as error:
            raise Refused(
                "文件内容已损坏：单元格指向不存在的文字。请在 Excel 或 WPS 中打开、另存后重新发送。"
            ) from error


@lru_cache(maxsize=4096)
def _style_and_type(attributes: str) -> tuple[int, str]:
    if not _ATTRIBUTES.fullmatch(attributes):
        raise Unusual(attributes)
    pairs = dict(_ATTRIBUTE.findall(attributes))
    style = pairs.get("s", "0")
    if not style.isdecimal() or len(style) > 9:
        raise Unusual(attributes)
    return int(style), pairs.get("t", "n")


def _boolean(value: str) -> str:
    return _BOOLEANS.get(value, value)


def _iso_day(value: str) -> str:
    return _MIDNIGHT.sub("", value).replace("T", " ")
