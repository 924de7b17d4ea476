"""A source as cells: the one shape that every reader returns and the form reader takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from xlperf.model.place import Place


class Flaw(Enum):
    """What a reader knows to be wrong with a cell's value, beyond its text."""

    ERROR = "error"  # #REF! and its kind; the text is the error code
    UNCACHED = "uncached"  # a formula that was never calculated; the text is the formula


class Spans(Enum):
    """What a source tells about merged cells, and so how far a blank cell can be trusted."""

    KNOWN = "known"  # merges are given: a label covers exactly its merge
    LOST = "lost"  # columns are given but merges are not: delimited text
    NONE = "none"  # no columns either: lines of text, cut at spaces


@dataclass(frozen=True, slots=True)
class Cell:
    """A non-blank cell, or a blank one that is merged. Rows and columns count from 0."""

    row: int
    col: int
    text: str  # as a person sees it: number formats applied, tags and spaces untouched
    at: Place
    rows: int = 1
    cols: int = 1
    flaw: Flaw | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells in reading order (by row, then by column), never overlapping."""

    name: str  # a sheet's name, or "" where the source has none
    cells: tuple[Cell, ...]
    spans: Spans
    wrapped: bool = False  # line breaks inside cells are the printing's, not the author's


@dataclass(frozen=True, slots=True)
class Document:
    """A whole source: its grids in the order of reading, prose included as one-cell rows."""

    grids: tuple[Grid, ...]
    notes: tuple[str, ...] = ()  # what the reader saw and did not take: hidden sheets, macros …
    edition: str | None = None  # that the source says of itself
