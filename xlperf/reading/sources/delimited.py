"""CSV and TSV: one grid of known columns and lost merges."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from xlperf.model.grid import Cell, Document, Grid, Spans
from xlperf.model.place import Place
from xlperf.reading.sources.decoding import decode
from xlperf.reading.sources.layout import is_blank

_DELIMITERS = "\t,;"
_DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_AS_TEXT = re.compile(r'="([^"]*)"')  # how programs keep Excel from reading 001 as a number
_LINE_END = re.compile(r"\r\n|\r|\n")
_SAMPLE_RECORDS = 2000


@dataclass(frozen=True, slots=True)
class _Record:
    line: int  # the line of the file on which it starts, from 1
    fields: tuple[str, ...]
    end: int  # where the next one starts
    torn: bool  # quotation marks within fields: typed by people, or a quoted field cut apart


def read(data: bytes) -> Document:
    text = decode(data)
    records = _records(text, _delimiter(text))
    cells = tuple(cell for row, record in enumerate(records) for cell in _cells(row, record))
    return Document((Grid("", cells, Spans.LOST),))


def _cells(row: int, record: _Record) -> Iterator[Cell]:
    for col, field in enumerate(record.fields):
        if not is_blank(field):
            yield Cell(row, col, field, Place(line=record.line, column=col + 1))


def _records(text: str, delimiter: str) -> Iterator[_Record]:
    """Not the csv module: it turns a typed `"十四五"规划` into `十四五规划`, and lets a single
    quotation mark at the start of a cell swallow the rest of the file. Here a field is quoted
    only if its closing mark is followed by a delimiter or the end of the line.
    """
    stop = re.escape(delimiter)
    field = re.compile(
        rf'"([^"]*(?:""[^"]*)*)"(?={stop}|\r|\n|\Z)|([^\r\n{stop}]*)',
    )
    declared = _DECLARED.match(text)
    position = declared.end() if declared else 0
    line = 2 if declared else 1
    while position < len(text):
        record = _record(text, position, line, field, delimiter)
        yield record
        line += len(_LINE_END.findall(text, position, record.end))
        position = record.end


def _record(text: str, position: int, line: int, field: re.Pattern[str], delimiter: str) -> _Record:
    fields = []
    torn = False
    while True:
        match = field.match(text, position)
        assert match is not None  # the second alternative matches the empty string
        quoted, bare = match.groups()
        torn = torn or '"' in (bare or "")
        fields.append(_value(bare if quoted is None else quoted.replace('""', '"')))
        position = match.end()
        if not text.startswith(delimiter, position):
            break
        position += len(delimiter)
    end = _LINE_END.match(text, position)
    return _Record(line, tuple(fields), end.end() if end else position, torn)


def _value(field: str) -> str:
    kept = _AS_TEXT.fullmatch(field)
    return _LINE_END.sub("\n", kept.group(1) if kept else field)


def _delimiter(text: str) -> str:
    """The one that divides most records, most alike, and tears no quotation apart."""
    declared = _DECLARED.match(text)
    return declared.group(1) if declared else max(_DELIMITERS, key=lambda d: _agreement(text, d))


def _agreement(text: str, delimiter: str) -> tuple[int, int, int]:
    sample = list(islice(_records(text, delimiter), _SAMPLE_RECORDS))
    widths = Counter(len(record.fields) for record in sample if any(record.fields))
    del widths[1]
    torn = sum(record.torn for record in sample)
    commonest = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return widths.total() - torn, commonest[1], commonest[0]
