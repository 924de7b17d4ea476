"""What a publication does to a form on its way to text: rows of cells in, rows of cells out.

Each kind of damage keeps every text and its order within the row; only labels may vanish.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

Rows = list[list[str]]


@dataclass(frozen=True)
class Row:
    """An indicator's row before it is text: its own labels, if it is the first under them."""

    level1: str
    level2: str
    cells: tuple[str, ...]  # name, values …


@dataclass(frozen=True)
class Sheet:
    """A form as text: its head, the table's heading, the indicators, and the total."""

    head: tuple[tuple[str, ...], ...]
    heading: tuple[str, ...]
    rows: tuple[Row, ...]
    foot: tuple[tuple[str, ...], ...] = ()


def printed_text(sheet: Sheet, rows: Rows) -> str:
    lines = [*map(list, sheet.head), list(sheet.heading), *rows, *map(list, sheet.foot)]
    return "\n".join("\t".join(line) for line in lines) + "\n"


def plain(sheet: Sheet) -> Rows:
    """Labels on the first row of their merge, one empty cell for 绩效指标 at the left."""
    return _with_labels(sheet, lambda first, last: first)


def centred(sheet: Sheet, low: bool) -> Rows:
    """Labels on the middle row of their merge."""
    return _with_labels(sheet, lambda first, last: first + (last - first + low) // 2)


def _with_labels(sheet: Sheet, at: Callable[[int, int], int]) -> Rows:
    rows = [["", "", "", *row.cells] for row in sheet.rows]
    for column, spans in ((1, _spans(sheet, 1)), (2, _spans(sheet, 2))):
        for text, first, last in spans:
            rows[at(first, last)][column] = text
    return rows


def _spans(sheet: Sheet, level: int) -> list[tuple[str, int, int]]:
    spans: list[tuple[str, int, int]] = []
    keys = [(r.level1,) if level == 1 else (r.level1, r.level2) for r in sheet.rows]
    for at, each in enumerate(keys):
        if at and keys[at - 1] == each:
            spans[-1] = replace_last(spans[-1], at)
        else:
            spans.append((each[-1], at, at))
    return spans


def replace_last(span: tuple[str, int, int], last: int) -> tuple[str, int, int]:
    return (span[0], span[1], last)


def shifted(rows: Rows, random: Random) -> Rows:
    """Cells slide to the left or right, never past one another."""
    return [_slide(row, random) if random.random() < 0.4 else row for row in rows]


def _slide(row: list[str], random: Random) -> list[str]:
    filled = [at for at, text in enumerate(row) if text]
    if not filled:
        return row
    if random.random() < 0.5 and filled[0] > 0:
        by = random.randint(1, min(2, filled[0]))
        return [*row[by:], *[""] * by]
    return ["", *row]


def without_labels(rows: Rows, random: Random, column: int) -> Rows:
    """One printed label is gone."""
    labelled = [at for at, row in enumerate(rows) if row[column]]
    gone = random.choice(labelled)
    return [
        [*row[:column], "", *row[column + 1 :]] if at == gone else row
        for at, row in enumerate(rows)
    ]


def split(rows: Rows, random: Random) -> Rows:
    """A page ends: a blank line, and the columns left empty on the next page are dropped."""
    if len(rows) < 4:
        return rows
    at = random.randint(2, len(rows) - 2)
    rest = rows[at:]
    while all(row and not row[0] for row in rest):
        rest = [row[1:] for row in rest]
    return [*rows[:at], [""], *rest]


def tagged(rows: Rows, random: Random) -> Rows:
    """HTML tags that a web form left in names and values."""
    return [
        [
            f"<p>{text}</p>" if at > 2 and text and random.random() < 0.3 else text
            for at, text in enumerate(row)
        ]
        for row in rows
    ]


def widened(sheet: Sheet, random: Random) -> Sheet:
    """Half- and full-width variants, and spaces within labels."""
    pairs = [("(", "（"), (")", "）"), ("：", ":"), ("绩效", "绩 效 "), ("项目", "项目 ")]
    chosen = [pair for pair in pairs if random.random() < 0.5]

    def vary(text: str) -> str:
        for old, new in chosen:
            text = text.replace(old, new)
        return text

    head = tuple(
        tuple(vary(t) if at % 2 == 0 else t for at, t in enumerate(line)) for line in sheet.head
    )
    return replace(sheet, head=head, heading=tuple(map(vary, sheet.heading)))


def as_page(sheet: Sheet, width: int) -> str:
    """Lines as a PDF gives them: labels upright, names and goals broken at the column's width."""
    lines: list[str] = []
    for row in sheet.head:
        lines += _page_head([text for text in row if text], width)
    lines += [*"绩效指标", "", " ".join(text for text in sheet.heading[1:] if text), ""]
    before = ("", "")
    for each in sheet.rows:
        name, value = each.cells
        labels = [each.level1] if each.level1 != before[0] else []
        labels += [each.level2] if (each.level1, each.level2) != before else []
        before = (each.level1, each.level2)
        pieces = [name[at : at + width] for at in range(0, len(name), width)]
        if len(pieces) == 1:
            lines += [*labels[:-1], "", " ".join([*labels[-1:], name, value]), ""]
        else:
            lines += [*labels, "", *pieces, "", value, ""]
    return "\n".join(lines) + "\n"


def _page_head(texts: list[str], width: int) -> list[str]:
    if texts[:1] == ["项目绩效目标"]:
        return [*"项目绩效目标", "", *texts[1:], ""]
    if texts and texts[0].startswith("项目资金"):
        return ["项目资金", texts[0].removeprefix("项目资金"), "", " ".join(texts[1:]), ""]
    if len(texts) == 1:  # a title, or a goal
        return [*[texts[0][at : at + 2 * width] for at in range(0, len(texts[0]), 2 * width)], ""]
    return [" ".join(texts), ""]
