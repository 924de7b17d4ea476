"""Lines of text without columns, laid out as the rows of a form.

A page taken from a PDF as text has kept only its lines: labels and values with a space between
them, labels set vertically one character a line, names and goals broken wherever the column ended,
and blank lines between the blocks of the table. Each line is given columns again, so that the rest
of the reader need not know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from xlperf.model.grid import Cell, Document, Grid, Spans
from xlperf.reading.forms.lexicon import GOALS, Lexicon
from xlperf.reading.forms.pages.goals import paragraphs
from xlperf.reading.forms.pages.labelled import labels_of, laid_in_columns, pieces
from xlperf.reading.forms.pages.printed import Printed, printed_lines
from xlperf.reading.forms.pages.stacked import items
from xlperf.reading.forms.wording import is_page_number
from xlperf.reading.forms.wraps import ems

_WIDER_THAN_A_CELL = 22.0  # ems: no column of an indicator table is so wide
_NAME = 3  # the column of an indicator's name; levels stand left of it, values right
Laid = list[tuple[int, str, Printed]]  # one row: column, text, where from


def laid_out(document: Document, lexicon: Lexicon) -> Document:
    """The same document, its runs of line grids each as one grid with columns."""
    grids: list[Grid] = []
    notes: list[str] = []
    for bare, run in groupby(document.grids, key=lambda grid: grid.spans is Spans.NONE):
        same = list(run)
        grids.extend([_columned(same, lexicon, notes)] if bare else same)
    return Document(tuple(grids), (*document.notes, *notes))


def _columned(run: Sequence[Grid], lexicon: Lexicon, notes: list[str]) -> Grid:
    rows = _rows(printed_lines(run, lexicon), lexicon, notes)
    cells = (
        Cell(number, col, text, line.at)
        for number, row in enumerate(rows)
        for col, text, line in sorted(row, key=lambda each: each[0])
    )
    return Grid(run[0].name, tuple(cells), Spans.LOST, wrapped=True)


def _rows(printed: Sequence[Printed], lexicon: Lexicon, notes: list[str]) -> Iterator[Laid]:
    lines = [line for line in printed if not is_page_number(line.text)]
    yield from ([(0, line.text, line)] for line in printed if is_page_number(line.text))
    at = 0
    while at < len(lines):
        labels = labels_of(lines[at], lexicon)
        if _is_head(lines[at], labels, lexicon):
            end = _table_end(lines, at + 1, lexicon)
            yield from _table(lines[at], lines[at + 1 : end], lexicon)
        elif labels[0] & GOALS and not all(labels):
            end = _text_end(lines, at + 1, lexicon)
            yield _goal_beside(lines[at:end], lexicon)
        elif any(fields & GOALS for fields in labels):
            end = _goals_end(lines, at + 1, lexicon)
            yield from _goals(lines[at:end], lexicon, notes)
        else:
            end = at + 1
            yield [(col, text, lines[at]) for col, text in laid_in_columns(lines[at], lexicon)]
        at = end


def _is_head(line: Printed, labels: Sequence[frozenset[str]], lexicon: Lexicon) -> bool:
    """一级指标 二级指标 三级指标 …"""
    named = [f for f in labels if any(x.startswith("indicator.") for x in f)]
    return len(named) > 2 and all(map(lexicon.is_known, pieces(line, lexicon)))


def _table_end(lines: Sequence[Printed], at: int, lexicon: Lexicon) -> int:
    while at < len(lines) and not _ends_table(lines[at], lexicon):
        at += 1
    return at


def _ends_table(line: Printed, lexicon: Lexicon) -> bool:
    first = pieces(line, lexicon)[0]
    prose = len(line.words) == 1 and ems(line.text) >= _WIDER_THAN_A_CELL
    if lexicon.title(line.text) or prose or (lexicon.is_foot(first) and len(line.words) < 3):
        return True
    label = lexicon.label(first)
    return bool(label and ("total" in label.fields or "project.name" in label.fields))


def _goals_end(lines: Sequence[Printed], at: int, lexicon: Lexicon) -> int:
    while at < len(lines):
        labels = labels_of(lines[at], lexicon)
        if _is_head(lines[at], labels, lexicon) or any(
            "indicators" in fields for fields in labels if not fields & GOALS
        ):
            break
        if lexicon.title(lines[at].text) or lexicon.is_level(lines[at].words[0]):
            break
        at += 1
    return at


def _text_end(lines: Sequence[Printed], at: int, lexicon: Lexicon) -> int:
    """Running text goes on down to the next line with a label."""
    while at < len(lines) and not any(labels_of(lines[at], lexicon)):
        at += 1
    return at


def _goal_beside(lines: Sequence[Printed], lexicon: Lexicon) -> Laid:
    """年度总体目标 全年保洁河道12公里 …: label and text begin in one line."""
    label, *rest = pieces(lines[0], lexicon)
    body = [replace(lines[0], text=" ".join(rest)), *lines[1:]]
    text = "\n".join(paragraph.text for paragraph in paragraphs(body))
    return [(1, label, lines[0]), (2, text, lines[0])]


def _goals(lines: Sequence[Printed], lexicon: Lexicon, notes: list[str]) -> Iterator[Laid]:
    """Headings side by side over their paragraphs; if those don't pair up, nothing is guessed."""
    headings: list[tuple[str, Printed]] = []
    at = 0
    while at < len(lines) and all(f & (GOALS | {"goals"}) for f in labels_of(lines[at], lexicon)):
        headings.extend((text, lines[at]) for text in pieces(lines[at], lexicon))
        at += 1
    block = headings.pop(0) if len(headings) > 1 and _heads_all(headings[0][0], lexicon) else None
    texts = paragraphs(lines[at:])
    paired = len(texts) == len(headings)
    if texts and not paired:
        notes.append(f"{texts[0].at}起的目标文字与其上的标题对不上，没有采用，请核对原件。")
        yield from ([(0, line.text, line)] for line in texts)  # above the headings: under none
    if block:
        yield [(0, *block)]
    yield [(2 * col + 1, text, line) for col, (text, line) in enumerate(headings)]
    if paired:
        yield [(2 * col + 1, line.text, line) for col, line in enumerate(texts)]


def _heads_all(text: str, lexicon: Lexicon) -> bool:
    """项目绩效目标 names all the goals that follow."""
    return "goals" in lexicon.fields(text)


def _table(head: Printed, lines: Sequence[Printed], lexicon: Lexicon) -> Iterator[Laid]:
    texts = pieces(head, lexicon)
    names = [i for i, text in enumerate(texts) if "indicator.name" in lexicon.fields(text)]
    shift = _NAME - (names[0] if names else 2)
    yield [(i + shift, text, head) for i, text in enumerate(texts)]
    values = len(texts) - 1 - (names[0] if names else 2)
    for item in items(lines, values, lexicon):
        levels = [(_NAME - len(item.levels) + i, t, item.line) for i, t in enumerate(item.levels)]
        cells = [(_NAME + 1 + i, text, item.line) for i, text in enumerate(item.values)]
        if cells:
            yield [*levels, (_NAME, item.name, item.line), *cells]
        else:  # a name with no value beside or below it: perhaps a line of prose
            yield from ([part] for part in (*levels, (0, item.name, item.line)))
