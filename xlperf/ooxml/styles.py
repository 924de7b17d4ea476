"""What a cell's style says about it: its number format, and whether protection locks it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from xlperf.ooxml.formats import BUILTIN, GENERAL
from xlperf.ooxml.gate import Package
from xlperf.ooxml.ordinary import Unusual, read_text
from xlperf.ooxml.xml import unescape

_SMALL = 1 << 16
_FORMAT = re.compile(r'<numFmt ((?:[\w:]+="[^"]*" ?)*)/?>')
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_CELL_STYLES, _CELL_STYLES_END = "<cellXfs", "</cellXfs>"
_STYLE = re.compile(
    r'<xf\b(?:[^<>]*? numFmtId="(\d{1,9})")?[^<>]*(?:(?<=/)>|>(.*?)</xf>)', re.DOTALL
)
_UNLOCKED = re.compile(r'<protection\b[^>]* locked="(?:0|false)"')


@dataclass(frozen=True, slots=True)
class Styles:
    formats: tuple[str, ...]  # by the cell's style number
    unlocked: frozenset[int]

    def format_of(self, style: int) -> str:
        return self.formats[style] if style < len(self.formats) else GENERAL


NO_STYLES = Styles((), frozenset())


def read_styles(package: Package, name: str) -> Styles:
    """Files of one round share their stylesheet byte for byte, so the last few are remembered."""
    data = package.read(name)
    return remembered_styles(data) if len(data) <= _SMALL else _styles(data)


def _styles(data: bytes) -> Styles:
    return read_text(lambda: (data,), "styles.xml", scan_styles)


remembered_styles = lru_cache(maxsize=16)(_styles)


def scan_styles(pieces: Iterator[str]) -> Styles:
    text = "".join(pieces)
    start = text.find(_CELL_STYLES)
    if start < 0:
        return NO_STYLES
    block = text[start : text.find(_CELL_STYLES_END, start)]
    records = _STYLE.findall(block)
    if len(records) != block.count("<xf"):
        raise Unusual("cell styles")
    codes = BUILTIN | _custom_formats(text)
    return Styles(
        tuple(codes.get(int(number), GENERAL) if number else GENERAL for number, _ in records),
        frozenset(
            style
            for style, (_, inner) in enumerate(records)
            if "<protection" in inner and _UNLOCKED.search(inner)
        ),
    )


def _custom_formats(text: str) -> dict[int, str]:
    block = text[: text.find("</numFmts>") + 1]
    found = _FORMAT.findall(block)
    if len(found) != block.count("<numFmt "):
        raise Unusual("number formats")
    codes = {}
    for attributes in found:
        pairs = dict(_ATTRIBUTE.findall(attributes))
        if pairs.get("numFmtId", "").isdecimal():
            codes[int(pairs["numFmtId"])] = unescape(pairs.get("formatCode", GENERAL))
    return codes
