"""One form over several sheets, tables or pages; other tables and prose around it."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from support.layout import lay_out
from support.paper import Paper

from xlperf.editions import load_library
from xlperf.model.form import Form, Source
from xlperf.model.grid import Cell, Document, Grid, Spans
from xlperf.model.place import Place
from xlperf.model.record import from_json
from xlperf.reading.forms import forms_in

GOLDEN = Path(__file__).parents[2] / "golden"
WANTED = (
    "kind",
    "year",
    "project",
    "department",
    "unit",
    "start",
    "end",
    "funds",
    "goals",
    "total",
)


def laid(edition: str, index: int) -> tuple[Form, Paper]:
    form = from_json(json.loads((GOLDEN / f"{edition}.json").read_text(encoding="utf-8"))[index])
    return form, lay_out(form, load_library().editions[edition])


def grid(name: str, paper: Paper, first: int, last: int) -> Grid:
    """The rows of a paper from one to another, as a grid of its own."""
    boxes = [box for box in paper.boxes if first <= box.row < last]
    cells = [
        Cell(b.row - first, b.col, b.text, Place(sheet=name), min(b.rows, last - b.row), b.cols)
        for b in boxes
        if b.text or b.rows * b.cols > 1
    ]
    return Grid(name, tuple(cells), Spans.KNOWN)


def prose(*lines: str) -> Grid:
    cells = (Cell(row, 0, text, Place(line=row + 1)) for row, text in enumerate(lines))
    return Grid("", tuple(cells), Spans.NONE)


def other_table() -> Grid:
    rows = (("科目", "预算数", "备注"), ("办公费", "12,000.00", ""), ("差旅费", "8,000.00", "据实"))
    cells = (
        Cell(row, col, text, Place(table=9, row=row, column=col))
        for row, texts in enumerate(rows)
        for col, text in enumerate(texts)
        if text
    )
    return Grid("", tuple(cells), Spans.KNOWN)


def same(found: Form, form: Form) -> None:
    assert [getattr(found, name) for name in WANTED] == [getattr(form, name) for name in WANTED]
    bare = [replace(each, at=Place(), raw={}, ambiguous=False) for each in found.indicators]
    assert bare == [replace(each, at=Place(), raw={}, ambiguous=False) for each in form.indicators]


@pytest.mark.parametrize("edition", ["minhang-2026", "minhang-2020"])
@pytest.mark.parametrize("into", [2, 3, 4])
def test_cut_anywhere_into_sheets_it_is_one_form(edition: str, into: int) -> None:
    form, paper = laid(edition, 2)
    rows = 1 + max(box.row for box in paper.boxes)
    for offset in range(rows // into):
        ends = [0, *(at * rows // into + offset for at in range(1, into)), rows]
        parts = [grid(f"第{n}页", paper, a, b) for n, (a, b) in enumerate(pairwise(ends))]
        found = forms_in(Document(tuple(parts)), load_library(), Source())
        assert len(found.forms) == 1
        assert [each.name for each in found.forms[0].indicators] == [
            i.name for i in form.indicators
        ]
        assert found.forms[0].funds == form.funds
        assert found.forms[0].project == form.project


def test_between_prose_and_other_tables() -> None:
    form, paper = laid("minhang-2026", 0)
    other, second = laid("minhang-2020", 1)
    rows, more = (1 + max(box.row for box in each.boxes) for each in (paper, second))
    parts = (
        prose("第一部分 单位概况", "我单位主要负责工会工作。"),
        other_table(),
        prose("第二部分 绩效目标"),
        grid("", paper, 0, rows),
        prose("第三部分 支出明细"),
        other_table(),
        prose("第四部分 绩效自评"),
        grid("", second, 0, more),
        prose("第五部分 名词解释", "财政拨款：指本级财政安排的资金。"),
    )
    found = forms_in(Document(parts), load_library(), Source())
    assert len(found.forms) == 2
    same(found.forms[0], form)
    same(found.forms[1], other)
    unread = [each.text for each in found.unread]
    for text in ("我单位主要负责工会工作。", "办公费", "差旅费", "据实", "第五部分 名词解释"):
        assert text in unread
