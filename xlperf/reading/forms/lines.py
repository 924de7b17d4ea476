"""Lines of text without columns, laid out as the rows of a form."""

from __future__ import annotations

from xlperf.model.grid import Document
from xlperf.reading.forms.lexicon import Lexicon


def laid_out(document: Document, lexicon: Lexicon) -> Document:
    return document
