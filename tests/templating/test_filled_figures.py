"""A formula that names the figure filled in: which of the two stands, and whether it can be typed
over."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.cell import Cell
from support.packages import part_of

from xlperf.templating.template import Template


def _template(inputs: bool = True) -> bytes:
    """A1 and A2 are typed, in open cells where it has `inputs`; A3 is their sum."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    money = book.add_format({"num_format": "#,##0.00", "border": 1})
    typed = book.add_format({"num_format": "#,##0.00", "locked": not inputs})
    sheet = book.add_worksheet("表")
    for row, name in enumerate(("one", "two")):
        sheet.write_string(row, 0, f"{{{{ {name} | as_filled }}}}", typed)
    sheet.write_formula("A3", '=SUM(A1:A2)+N("{{ total | as_filled }}")', money)
    sheet.protect()
    book.close()
    return file.getvalue()


def _sum(total: Decimal | str | None, inputs: bool = True) -> tuple[Cell, Cell]:
    """A3 as a formula and as its value."""
    given = {"one": Decimal("1.5"), "two": None, "total": total}
    data = Template.compile(_template(inputs), "表.xlsx").render(given)
    cells = [
        openpyxl.load_workbook(io.BytesIO(data), data_only=only)["表"]["A3"]
        for only in (False, True)
    ]
    assert all(isinstance(cell, Cell) for cell in cells)
    return cells[0], cells[1]


@pytest.mark.parametrize(
    ("total", "shown"),
    [(None, "#,##0.00"), (Decimal("1.5"), "#,##0.0"), (Decimal("1.500"), "#,##0.000")],
)
def test_the_formula_stays_with_the_digits_of_an_equal_figure(
    total: Decimal | None, shown: str
) -> None:
    formula, value = _sum(total)
    assert (formula.value, value.value) == ("=SUM(A1:A2)", 1.5)
    assert formula.number_format == shown
    assert formula.protection.locked


@pytest.mark.parametrize(
    ("total", "stands", "shown"),
    [(Decimal("2"), 2, "#,##0"), ("约两万", "约两万", "#,##0.00"), ("=2+2", "=2+2", "#,##0.00")],
)
def test_a_figure_that_differs_stands_open_to_be_mended(
    total: Decimal | str, stands: object, shown: str
) -> None:
    formula, value = _sum(total)
    assert formula.data_type != "f"
    assert value.value == stands
    assert formula.number_format == shown
    assert not formula.protection.locked
    assert formula.border.left.style == "thin"


def test_where_nothing_is_filled_in_nothing_is_open() -> None:
    formula, value = _sum(Decimal("2"), inputs=False)
    assert value.value == 2
    assert formula.protection.locked


def test_a_stylesheet_that_has_all_that_is_needed_stays_as_it_is() -> None:
    template = _template()
    blank = {"one": None, "two": None, "total": None}
    data = Template.compile(template, "表.xlsx").render(blank)
    assert part_of(data, "xl/styles.xml") == part_of(template, "xl/styles.xml")
