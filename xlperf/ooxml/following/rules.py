"""Conditional formats and validations, in the sheet itself and in its extensions."""

from __future__ import annotations

import re

from xlperf.ooxml.following.containers import Item
from xlperf.ooxml.following.copies import Ground
from xlperf.ooxml.following.elements import Element
from xlperf.ooxml.following.ruled import Ruled
from xlperf.ooxml.xml import unescape

#: rules that compare the cells with each other
_COMPARED = re.compile(
    r' type="(?:colorScale|dataBar|iconSet|top10|aboveAverage|uniqueValues|duplicateValues)"'
)
_LIST = re.compile(r">\s*((?:&quot;|\")[^<]*?)\s*<")
_CELLS = re.compile(r'sqref="([^"]*)"|<xm:sqref>([^<]*)<')
_LONGEST = 255


def conditional_format(text: str, element: Element, ground: Ground) -> Item | None:
    written = text[element.start : element.end]
    return Ruled.compile(written, ground, compared=_COMPARED.search(written) is not None)


def validation(text: str, element: Element, ground: Ground) -> Item | None:
    """ValueError where Excel wouldn't open the workbook with it."""
    written = text[element.start : element.end]
    for choices in _LIST.findall(written):
        length = len(unescape(choices)) - 2
        if length > _LONGEST:
            cells = _CELLS.search(written)
            where = f"{cells[1] or cells[2]} 的" if cells else ""
            raise ValueError(
                f"{where}下拉列表“{unescape(choices)[1:13]}…”有 {length} 个字符，"
                f"Excel 最多认 {_LONGEST} 个；请把各选项写在单元格里，由下拉列表引用。"
            )
    return Ruled.compile(written, ground)
