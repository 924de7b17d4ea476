"""The hidden sheet of one of our workbooks that says who it is: names and values in rows."""

from __future__ import annotations

from itertools import groupby

from xlperf.model.identity import SCHEMA, Identity
from xlperf.ooxml.cellwriter import escaped
from xlperf.ooxml.refs import position, ref_of
from xlperf.ooxml.sheet import Sheet

_MOST_IN_CELL = 32_000  # Excel keeps 32,767 characters
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
_TAIL = '</sheetData><sheetProtection sheet="1" objects="1" scenarios="1"/></worksheet>'


def identity_on(sheet: Sheet) -> Identity | None:
    """What the sheet says; None where it is none of ours, or still blank."""
    if sheet.texts.get("A1") != SCHEMA:
        return None
    cells = sorted((position(ref), text) for ref, text in sheet.texts.items())
    pairs = {}
    for _, row in groupby(cells[1:], key=lambda cell: cell[0][0]):
        (_, name), *values = row
        pairs[name] = "".join(text for _, text in values)
    return Identity.from_pairs(pairs)


def sheet_xml(identity: Identity) -> bytes:
    """The whole part; a long value goes on in further cells of its row."""
    rows = [(SCHEMA,), *((name, *_pieces(value)) for name, value in identity.pairs())]
    return (_HEAD + "".join(map(_row, range(len(rows)), rows)) + _TAIL).encode()


def _pieces(value: str) -> list[str]:
    return [value[at : at + _MOST_IN_CELL] for at in range(0, len(value), _MOST_IN_CELL)]


def _row(row: int, texts: tuple[str, ...]) -> str:
    cells = (
        f'<c r="{ref_of(row, column)}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escaped(text)}</t></is></c>"
        for column, text in enumerate(texts)
    )
    return f'<row r="{row + 1}">{"".join(cells)}</row>'
