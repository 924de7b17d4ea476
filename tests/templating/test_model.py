"""Random templates, filled by the engine and by a slow model written from the rule alone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import openpyxl
from hypothesis import HealthCheck, given, note, settings
from support.opened import Package, Sheet
from support.outline import Area, Book, workbook
from support.random_outline import books, contexts
from support.references import Seen, understood
from support.repair import repair_causes
from support.repair_cells import box
from support.slow_model import LAST_ROW, Expected, Page

from xlperf.templating import Template


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)
@given(books(), contexts)
def test_the_engine_does_what_the_model_says(book: Book, context: dict[str, Any]) -> None:
    data = workbook(book)
    note(shown(data))
    written = Template.compile(data, "随机.xlsx").render(context)
    expected = Expected(book, context)
    package = Package(written)
    assert repair_causes(written) == []
    assert cells(written) == {
        place: compared(content, place[0]) for place, content in expected.cells().items()
    }
    assert [sheet.name for sheet in package.sheets] == [page.name for page in expected.pages]
    for page, sheet in zip(expected.pages, package.sheets, strict=True):
        merges = {tuple(box(each.get("ref"))) for each in sheet.all("mergeCells/mergeCell")}
        assert merges == expected.merges(page)
        plan = book.sheets[page.sheet]
        assert set(validations(sheet)) == wanted(expected, page, plan.validations)
        assert set(formats(sheet)) == wanted(expected, page, plan.formats)
    assert_names(package, expected)


Rule = tuple[int, int, Seen]


def wanted(expected: Expected, page: Page, areas: list[Area]) -> set[Rule]:
    return {
        (rule.row, rule.column, understood(rule.formula, page.name, 0, rule.columns))
        for rule in expected.rules(page, areas)
    }


def validations(sheet: Sheet) -> Iterator[Rule]:
    for each in sheet.all("dataValidations/dataValidation"):
        yield from _spread(sheet, each.get("sqref"), each[0].text)


def formats(sheet: Sheet) -> Iterator[Rule]:
    for each in sheet.all("conditionalFormatting"):
        for rule in each:
            yield from _spread(sheet, each.get("sqref"), rule[0].text)


def _spread(sheet: Sheet, sqref: str, formula: str) -> Iterator[Rule]:
    """The formula as it is for each cell; it is written for the first of them."""
    areas = [box(ref) for ref in sqref.split()]
    top, left = areas[0][:2]
    assert (top, left) == (min(area.top for area in areas), min(area.left for area in areas))
    for area in areas:
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                yield row, column, understood(formula, sheet.name, row - top, column - left)


def assert_names(package: Package, expected: Expected) -> None:
    for name, ref in expected.book.names.items():
        moved = expected.moved(ref, None, None, whole=True)  # who reads it stands in no row
        if moved.top == LAST_ROW:  # nothing of it is left
            continue
        told = package.defined[name, None]
        ((sheet, first, last),) = understood(told, "")[1]
        found = (sheet, first.row, first.column, last.row, last.column)
        assert found == (
            expected.seen(ref.sheet, None).name,
            moved.top,
            moved.left,
            moved.bottom,
            moved.right,
        )


def cells(data: bytes) -> dict[tuple[str, int, int], Any]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        (sheet.title, cell.row, cell.column): compared(cell.value, sheet.title)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def compared(content: Any, sheet: str) -> Any:
    if isinstance(content, str) and content.startswith("="):
        return understood(content, sheet)
    return content


def shown(data: bytes) -> str:
    """A failing template, to be read."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    lines = []
    for sheet in book.worksheets:
        lines.append(f"[{sheet.title}] merges {sheet.merged_cells.ranges}")
        for row in sheet.iter_rows():
            texts = [f"{c.coordinate} {c.value}" for c in row if c.value is not None]
            lines.append("  ".join(texts))
        for rule in sheet.data_validations.dataValidation:
            lines.append(f"validation {rule.sqref} {rule.formula1}")
        for area in sheet.conditional_formatting:
            lines.append(f"format {area.sqref} {[rule.formula for rule in area.rules]}")
    lines += [f"{name} = {each.attr_text}" for name, each in book.defined_names.items()]
    return "\n".join(lines)
