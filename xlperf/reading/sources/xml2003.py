"""XML tables of Excel 2003, also those named .xls."""

from __future__ import annotations

from xlperf.model.grid import Document
from xlperf.ooxml.spreadsheet2003 import read_spreadsheet2003
from xlperf.reading.sources.workbook import document_of


def read(data: bytes) -> Document:
    return document_of(read_spreadsheet2003(data))
