"""Cells of a workbook typed over as a person would, and nothing else of it touched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from support.packages import part_of, repacked
from support.recalculated import loaded, uncached

_SHEET = "xl/worksheets/sheet1.xml"
Value = str | int | float | None


def typed(data: bytes, values: Mapping[str, Value], locked: bool = False) -> bytes:
    """On the first sheet, by reference; only `locked` lets locked cells change. Nothing is
    calculated yet."""
    sheet = loaded(data).worksheets[0]
    text = part_of(data, _SHEET).decode()
    for ref, value in values.items():
        assert locked or not sheet[ref].protection.locked, ref
        cell = rf'<c r="{ref}"( s="[0-9]+")?[^<>]*?(?:/>|>.*?</c>)'
        text, found = re.subn(cell, _cell(ref, value), text)
        assert found == 1, ref
    return uncached(repacked(data, {_SHEET: text}))


def _cell(ref: str, value: Value) -> str:
    """With the style that it had."""
    start = f'<c r="{ref}"\\1'
    if value is None:
        return f"{start}/>"
    if isinstance(value, str):
        return f'{start} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"{start}><v>{value}</v></c>"
