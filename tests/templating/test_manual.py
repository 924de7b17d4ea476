"""What the manual says about templates is true."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from support.sheetlogic import faults_of_tags, source

from xlperf.editions import load_library
from xlperf.rounds.fill.context import context_of
from xlperf.templating import Template
from xlperf.templating.filters import ALL
from xlperf.templating.logic import undeclared

PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")
CODE = [code.replace(r"\|", "|") for code in re.findall(r"`([^`\n]+)`", PAGE)]
VALUES = [code for code in CODE if "{{ " in code and "…" not in code and not code.startswith("=")]
FORMULAS = [code for code in CODE if code.startswith("=") and "{{" in code]
ROWS = [code for code in CODE if code.startswith("{%tr for") and "…" not in code]


@pytest.mark.parametrize("text", [*VALUES, *FORMULAS])
def test_every_tag_can_be_written(text: str) -> None:
    assert faults_of_tags(source({"A1": text}, "{{ page.sheet }}")) == ()


@pytest.mark.parametrize("text", ROWS)
def test_every_tag_of_rows_can_be_written(text: str) -> None:
    assert faults_of_tags(source({"A1": text, "A2": "x", "A3": "{%tr endfor %}"})) == ()


def test_only_names_that_fill_brings_are_told() -> None:
    known = set(context_of([], load_library().generic, 0))
    sources = [source({"A1": text}) for text in VALUES]
    assert undeclared(sources) - {"page", "row", "x", "n"} <= known
    told = re.findall(r"^\| (`.+?`) \|", PAGE[PAGE.index("## 能用哪些内容") :], re.MULTILINE)
    names = {name for cell in told for name in re.findall(r"`(\w+)", cell)}
    assert names - {"page"} == known


def test_every_filter_that_is_told_exists() -> None:
    line = next(line for line in PAGE.splitlines() if "**过滤器**" in line)
    told = re.findall(r"`(\w+)(?:\([^`]*\))?`", line)
    assert len(told) > 10
    assert set(told) <= set(ALL)


@pytest.mark.parametrize(("weights", "merged", "formula"), [
    ([20, 30, 10], ["A2:A3"], "=SUM(C2:C4)"),
    ([], [], "=SUM(C1048576:C1048576)"),
])  # fmt: skip
def test_the_example(weights: list[int], merged: list[str], formula: str) -> None:
    book = openpyxl.Workbook()
    (sheet,) = book.worksheets
    table = PAGE[PAGE.index("| | A | B | C |") :].split("\n\n")[0]
    for line in table.splitlines()[2:]:
        number, *cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for column, cell in enumerate(cells, 1):
            text = cell.strip("`").replace(r"\|", "|")
            sheet.cell(int(number), column).value = text or None
    out = io.BytesIO()
    book.save(out)
    rows = [
        {"level1": "产出" if i < 2 else "效益", "name": f"第{i}条", "weight": weight}
        for i, weight in enumerate(weights)
    ]
    filled = Template.compile(out.getvalue(), "例.xlsx").render(
        {"page": {"title": "标题", "rows": rows}}
    )
    (written,) = openpyxl.load_workbook(io.BytesIO(filled)).worksheets
    assert [str(each) for each in written.merged_cells.ranges] == merged
    assert written.cell(len(weights) + 2, 3).value == formula
    (values,) = openpyxl.load_workbook(io.BytesIO(filled), data_only=True).worksheets
    assert values.cell(len(weights) + 2, 3).value == sum(weights)
