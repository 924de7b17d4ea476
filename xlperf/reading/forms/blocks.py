"""A run of rows, cut where one form ends and the next begins, and each form into its sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from xlperf.editions import SUMMARY
from xlperf.reading.forms.header import is_year_line
from xlperf.reading.forms.lexicon import GOALS, HEADER, Lexicon
from xlperf.reading.forms.rows import Row
from xlperf.reading.forms.table.heading import Heading, heading_at


class Section(Enum):
    TITLE = "title"
    HEADER = "header"
    FUNDS = "funds"
    GOALS = "goals"
    TABLE = "table"


@dataclass(slots=True)
class Block:
    """The rows from one title to the next, and the kind its title names."""

    rows: list[Row] = field(default_factory=list)
    titled: str | None = None
    named: bool = False  # it has a project's name
    tabled: bool = False  # and the head of its indicators

    def add(self, row: Row, lexicon: Lexicon) -> None:
        self.rows.append(row)
        self.named = self.named or _names_project(row, lexicon)
        self.tabled = self.tabled or heading_at([row], 0, lexicon) is not None


_JUDGED = frozenset(("column.weight", "column.score"))  # other things than money have them, too
_BODY = (Section.FUNDS, Section.GOALS, Section.TABLE)


def blocks_of(rows: Sequence[Row], lexicon: Lexicon) -> Iterator[Block]:
    block = Block()
    begun = False  # a label or a table has been seen since the last title
    for row in rows:
        title = _title(row, lexicon)
        named = _names_project(row, lexicon)
        if (title and begun) or (named and begun and block.named and block.tabled):
            head = _head_of_next(block, lexicon)
            yield block
            block, begun = Block(head), False
        block.add(row, lexicon)
        block.titled = title if title and title != SUMMARY else block.titled
        begun = begun or named or section_at([row], 0, lexicon) in _BODY
    if block.rows:
        yield block


def _head_of_next(block: Block, lexicon: Lexicon) -> list[Row]:
    """The rows at a block's end that stand above the next form: 附表2, 单位：万元, 预算年度 …"""
    at = len(block.rows)
    while at > 1 and _is_light(block.rows[at - 1], lexicon):
        at -= 1
    head = block.rows[at:]
    del block.rows[at:]
    return head


def _is_light(row: Row, lexicon: Lexicon) -> bool:
    filled = row.filled
    labels = [label.fields for cell in filled if (label := lexicon.label(cell.text))]
    if any("total" in fields for fields in labels):
        return False
    if section_at([row], 0, lexicon) is Section.HEADER:
        return True
    spoken = [cell for cell in filled if lexicon.is_level(cell.text) or lexicon.is_foot(cell.text)]
    return len(filled) == 1 and not spoken


def _title(row: Row, lexicon: Lexicon) -> str | None:
    return lexicon.title(row.filled[0].text) if lexicon.is_title(row.filled) else None


def _names_project(row: Row, lexicon: Lexicon) -> bool:
    return any(
        (label := lexicon.label(c.text)) and "project.name" in label.fields for c in row.cells
    )


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one section; for a table, with the heading they stand under."""

    section: Section
    rows: tuple[Row, ...]
    heading: Heading | None = None


def parts_of(rows: Sequence[Row], lexicon: Lexicon) -> Iterator[Part]:
    """Consecutive rows of one section; a row that begins none goes on with the one before."""
    section, heading, gathered = Section.HEADER, None, list[Row]()
    at = 0
    while at < len(rows):
        found = section_at(rows, at, lexicon)
        begins = found is not None and (section is not Section.TABLE or found is Section.TABLE)
        if begins and found is not None and (found is not section or found is Section.TABLE):
            if gathered or heading:
                yield Part(section, tuple(gathered), heading)
            section, heading, gathered = found, None, []
        if begins and found is Section.TABLE:
            heading = heading_at(rows, at, lexicon)
            at += heading.rows if heading else 1
            continue
        gathered.append(rows[at])
        at += 1
    if gathered or heading:
        yield Part(section, tuple(gathered), heading)


def section_at(rows: Sequence[Row], at: int, lexicon: Lexicon) -> Section | None:
    """The section that a row's labels begin, if they begin one."""
    row = rows[at]
    if heading_at(rows, at, lexicon):
        return Section.TABLE
    if _title(row, lexicon) or is_year_line(row):
        return Section.TITLE
    named = [label.fields for cell in row.cells if (label := lexicon.label(cell.text))]
    fields = frozenset[str]().union(*named)
    columns = [f for f in named if any(x.startswith("column.") for x in f)]
    columns = columns if any(not f & _JUDGED for f in columns) else []
    if fields & (HEADER - {"currency_unit", "year"}) and len(columns) < 2:
        return Section.HEADER
    money = len(columns) > 1 or any(f.startswith("funds") for f in fields)
    if money and not _only_goal(row, lexicon):
        return Section.FUNDS
    if fields & (GOALS | {"goals"}):
        return Section.GOALS
    return Section.HEADER if fields & HEADER else None


def _only_goal(row: Row, lexicon: Lexicon) -> bool:
    """A wording of the goals that money shares (年度预算 …) doesn't turn goals into money."""
    fields = [label.fields for cell in row.cells if (label := lexicon.label(cell.text))]
    return any(f & GOALS and not any(x.startswith("funds") for x in f) for f in fields)
