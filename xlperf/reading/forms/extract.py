"""A document's forms, and every piece of text that went into none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from xlperf.editions import Library
from xlperf.model.form import DECLARATION, EVALUATION, Form, Kind, Source
from xlperf.model.grid import Document
from xlperf.model.place import Place
from xlperf.model.text import clean
from xlperf.reading.forms.blocks import Block, Part, Section, blocks_of, parts_of
from xlperf.reading.forms.clues import Clues
from xlperf.reading.forms.draft import Draft
from xlperf.reading.forms.editions import recognise
from xlperf.reading.forms.funds import read_declared_funds
from xlperf.reading.forms.goals import read_goals
from xlperf.reading.forms.header import read_header_row, read_title, year_of_name
from xlperf.reading.forms.indicators import Line, lines_of
from xlperf.reading.forms.levels import leveled
from xlperf.reading.forms.lexicon import Lexicon
from xlperf.reading.forms.lines import laid_out
from xlperf.reading.forms.record import form_of
from xlperf.reading.forms.rows import Row, rows_of
from xlperf.reading.forms.spending import read_evaluated_funds
from xlperf.reading.forms.table import OTHER, kind_of
from xlperf.reading.forms.tail import is_remark
from xlperf.reading.forms.total import is_total, read_total


@dataclass(frozen=True, slots=True)
class Unread:
    at: Place
    text: str


@dataclass(frozen=True, slots=True)
class Extraction:
    forms: tuple[Form, ...]
    unread: tuple[Unread, ...]
    notes: tuple[str, ...] = ()


def forms_in(document: Document, library: Library, source: Source) -> Extraction:
    """Every form of a document, in its order."""
    lexicon, clues = Lexicon(library), Clues(library)
    forms: list[Form] = []
    unread: list[Unread] = []
    rows = list(rows_of(laid_out(document, lexicon)))
    for block in blocks_of(rows, lexicon):
        form, left = _read(block, lexicon, clues, source)
        forms.extend([form] if form else [])
        unread.extend(left)
    return Extraction(tuple(forms), tuple(unread), document.notes)


def _read(
    block: Block, lexicon: Lexicon, clues: Clues, source: Source
) -> tuple[Form | None, list[Unread]]:
    draft = Draft(lexicon)
    parts = list(parts_of(block.rows, lexicon))
    kind = _kind(parts, block)
    lines: list[Line] = []
    for part in parts:
        draft.wrapped = bool(part.rows) and part.rows[0].grid.wrapped
        if part.heading:
            draft.use(part.heading.cells)
            lines.extend(_table(part, draft))
        else:
            _section(part, kind, draft)
    if not lines and "project.name" not in draft.values:
        return None, _unread(block.rows, Draft(lexicon))
    year_of_name(draft)
    headings = [part.heading for part in parts if part.heading]
    rows = leveled(lines, headings[0], lexicon, clues) if headings else []
    form = form_of(kind, draft, rows, replace(source, sheet=block.rows[0].grid.name or None))
    cells = [cell for row in block.rows for cell in row.cells]
    form = replace(form, edition=recognise(form, cells, lexicon))
    return form, _unread(block.rows, draft)


def _kind(parts: Sequence[Part], block: Block) -> Kind:
    """By what the table has columns for; by the title only where there is no table."""
    kinds = [kind_of(part.heading) for part in parts if part.heading]
    if kinds:
        return EVALUATION if EVALUATION in kinds else kinds[0]
    return EVALUATION if block.titled == EVALUATION else DECLARATION


def _section(part: Part, kind: Kind, draft: Draft) -> None:
    if part.section is Section.FUNDS:
        (read_evaluated_funds if kind == EVALUATION else read_declared_funds)(part.rows, draft)
    elif part.section is Section.GOALS:
        read_goals(part.rows, kind, draft)
    else:
        for row in part.rows:
            (read_title if part.section is Section.TITLE else read_header_row)(row, draft)


def _table(part: Part, draft: Draft) -> list[Line]:
    """The rows of a table down to its total, or to the remarks below it."""
    assert part.heading is not None
    body: list[Row] = []
    for row in part.rows:
        if is_total(row, draft):
            read_total(row, part.heading, draft)
            break
        if is_remark(row, part.heading, draft.lexicon):
            break
        body.append(row)
    lines = list(lines_of(body, part.heading, draft))
    for line in lines:
        draft.use(cell for field, cell in line.cells.items() if not field.startswith(OTHER))
    return lines


def _unread(rows: Sequence[Row], draft: Draft) -> list[Unread]:
    return [
        Unread(cell.at, clean(cell.text))
        for row in rows
        for cell in draft.free(row.cells)
        if not draft.lexicon.is_known(cell.text)
    ]
