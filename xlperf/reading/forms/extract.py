"""A document's forms, and every piece of text that went into none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from xlperf.editions import FOREIGN, Library
from xlperf.model.form import DECLARATION, EVALUATION, Form, Kind, Source
from xlperf.model.grid import Document
from xlperf.model.place import Place
from xlperf.model.text import clean
from xlperf.reading.forms.assemble import form_of
from xlperf.reading.forms.blocks import Block, Part, Section, blocks_of, parts_of
from xlperf.reading.forms.draft import Draft
from xlperf.reading.forms.goals import read_goals
from xlperf.reading.forms.header import finish_header, is_year_line, read_header_row, read_title
from xlperf.reading.forms.levels import leveled
from xlperf.reading.forms.levels.clues import Clues
from xlperf.reading.forms.lexicon import Lexicon
from xlperf.reading.forms.money.declared import read_declared_funds
from xlperf.reading.forms.money.evaluated import read_evaluated_funds
from xlperf.reading.forms.pages import laid_out
from xlperf.reading.forms.recognise import recognise
from xlperf.reading.forms.rows import Row, rows_of
from xlperf.reading.forms.table.extent import rows_of_table
from xlperf.reading.forms.table.foot import is_remark
from xlperf.reading.forms.table.heading import BLOCK, OTHER, Heading, kind_of
from xlperf.reading.forms.table.lines import Line, lines_of
from xlperf.reading.forms.table.total import is_across, is_total, read_total

_NO_FIELD = (OTHER, BLOCK)


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
    told = library.editions.get(document.edition or "")
    document = laid_out(document, lexicon)
    notes = list(document.notes)
    for block in blocks_of(list(rows_of(document)), lexicon):
        parts = list(parts_of(block.rows, lexicon))
        reason = _left_out(block, parts, lexicon)
        if reason:
            notes.append(f"“{_title_of(block, lexicon)}”{reason}，没有读取。")
            unread.extend(_unread(block.rows, Draft(lexicon)))
            continue
        form, left = _read(block, parts, lexicon, clues, source)
        if form and told and form.kind in told.kinds:
            form = replace(form, edition=told.key)
        forms.extend([form] if form else [])
        unread.extend(left)
    return Extraction(tuple(forms), tuple(unread), tuple(notes))


def _left_out(block: Block, parts: Sequence[Part], lexicon: Lexicon) -> str | None:
    """Why a table of 预算绩效 is no form of one project."""
    if any(sum(lexicon.title(cell.text) is not None for cell in r.filled) > 1 for r in block.rows):
        return "左右并排放了几张表，请拆开后上下放置或分开存放"
    if block.titled == FOREIGN:
        return "不是项目支出的申报表或自评表"
    if any(part.heading is not None and part.heading.listed for part in parts):
        return "是一行一个项目的清单，不是每个项目一张的表"
    return None


def _title_of(block: Block, lexicon: Lexicon) -> str:
    titled = (row for row in block.rows if lexicon.is_title(row.filled))
    return next((clean(row.filled[0].text) for row in titled), "")


def _read(
    block: Block, parts: Sequence[Part], lexicon: Lexicon, clues: Clues, source: Source
) -> tuple[Form | None, list[Unread]]:
    draft = Draft(lexicon)
    kind = _kind(parts, block)
    lines: list[Line] = []
    for part in _of_the_year(parts, draft):
        draft.wrapped = bool(part.rows) and part.rows[0].grid.wrapped
        if part.heading:
            draft.use(part.heading.named)
            lines.extend(_table(part, draft))
        else:
            _section(part, kind, draft)
    if not lines and "project.name" not in draft.values:
        return None, _unread(block.rows, Draft(lexicon))
    finish_header(draft)
    headings = [part.heading for part in parts if part.heading]
    rows = leveled(lines, headings[0], lexicon, clues) if headings else []
    if not rows:
        draft.notes.append("没有读出任何指标：指标表缺失，或其版式已丢失。请核对原件。")
    form = form_of(kind, draft, rows, replace(source, sheet=block.rows[0].grid.name or None))
    cells = [cell for row in block.rows for cell in row.cells]
    form = replace(form, edition=recognise(form, cells, lexicon))
    return form, _unread(block.rows, draft)


def _of_the_year(parts: Sequence[Part], draft: Draft) -> list[Part]:
    """Without the table of the whole term, where there is one of the year as well."""
    tables = [part.heading for part in parts if part.heading]
    if any(heading.doubled for heading in tables):
        draft.notes.append("指标表左右各一组：按右边的年度指标读取，左边的没有采用，请核对。")
    if all(heading.term for heading in tables):
        return list(parts)
    terms = [heading.term for heading in tables if heading.term]
    draft.notes.extend(f"“{clean(term.text)}”没有采用，只读年度指标。" for term in terms)
    return [part for part in parts if not (part.heading and part.heading.term)]


def _kind(parts: Sequence[Part], block: Block) -> Kind:
    """By what the table has columns for; by the title only where there is no table."""
    kinds = [kind_of(part.heading) for part in parts if part.heading]
    if kinds:
        return EVALUATION if EVALUATION in kinds else kinds[0]
    return EVALUATION if block.titled == EVALUATION else DECLARATION


def _section(part: Part, kind: Kind, draft: Draft) -> None:
    if part.section is Section.FUNDS:
        _money(part.rows, kind, draft)
    elif part.section is Section.GOALS:
        read_goals(part.rows, kind, draft)
    else:
        for row in part.rows:
            titled = draft.lexicon.is_title(row.filled) or is_year_line(row)
            (read_title if titled else read_header_row)(row, draft)
            _money_beside(row, kind, draft)


def _money(rows: Sequence[Row], kind: Kind, draft: Draft) -> None:
    (read_evaluated_funds if kind == EVALUATION else read_declared_funds)(rows, draft)


def _money_beside(row: Row, kind: Kind, draft: Draft) -> None:
    """项目当年预算 | 35.00, in a row of the head."""
    labels = (draft.lexicon.label(cell.text) for cell in row.cells)
    if any(label and any(f.startswith("funds.") for f in label.fields) for label in labels):
        rest = Row(row.grid, tuple(draft.free(row.cells)))
        _money([rest], kind, draft)


def _table(part: Part, draft: Draft) -> list[Line]:
    """The rows of a table down to its total, or to the remarks below it."""
    heading = part.heading
    assert heading is not None
    rows = rows_of_table(part.rows, heading, draft.lexicon)
    totals = [at for at, row in enumerate(rows) if is_total(row, draft)]
    last = _last_total(rows, totals, heading, draft)
    added = last is not None and _has_levels(rows[last + 1 :], draft)
    body: list[Row] = []
    for at, row in enumerate(rows):
        if at == last:
            read_total(row, heading, draft)
            if not added:
                break
        elif is_remark(row, heading, draft.lexicon):
            break
        elif at not in totals:  # others are sums of a level
            body.append(row)
    if last is not None and len(body) < last and "total.score" not in draft.values:
        read_total(rows[last], heading, draft)
    lines = list(lines_of(body, heading, draft))
    for line in lines:
        draft.use(cell for field, cell in line.cells.items() if not field.startswith(_NO_FIELD))
    return lines


def _last_total(
    rows: Sequence[Row], totals: Sequence[int], heading: Heading, draft: Draft
) -> int | None:
    """Where levels follow it is the sum of one, unless it stands across the whole table: then a
    unit has added indicators beneath."""
    for at in reversed(totals):
        if not _has_levels(rows[at + 1 :], draft) or is_across(rows[at], heading, draft):
            return at
    return None


def _has_levels(rows: Sequence[Row], draft: Draft) -> bool:
    return any(draft.lexicon.is_level(cell.text) for row in rows for cell in row.filled)


def _unread(rows: Sequence[Row], draft: Draft) -> list[Unread]:
    return [
        Unread(cell.at, clean(cell.text))
        for row in rows
        for cell in draft.free(row.cells)
        if not draft.lexicon.is_known(cell.text)
    ] + [Unread(cell.at, clean(part)) for cell, part in draft.left]
