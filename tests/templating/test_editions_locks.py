"""What a unit can change in a filled workbook, and what Excel tells it: locks, dropdowns, prompts,
the printed page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from support.inputs import SPARE, blank, cells, inputs
from support.published import EDITIONS, edition, published, workbook
from support.recalculated import loaded

from xlperf.model.form import DECLARATION


def _open(sheet: Worksheet) -> set[str]:
    return {
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }


@pytest.mark.parametrize("name", EDITIONS)
def test_the_inputs_and_nothing_else_are_open(name: str) -> None:
    for form in (published(name)[1], blank(name)):
        sheet = loaded(workbook(name, [form], spare=SPARE)).worksheets[0]
        rows = sum(1 for (cell,) in sheet["D13:D99"] if not cell.protection.locked)
        rows -= SPARE
        assert rows >= (len(form.indicators) or 5)
        assert _open(sheet) == inputs(name, form, rows)


def test_only_a_figure_that_was_filled_otherwise_is_open_besides() -> None:
    """10 points for a rate of 98.86%, where the formula says 9.89."""
    form = published("minhang-2020")[0]
    sheet = loaded(workbook("minhang-2020", [form], spare=SPARE)).worksheets[0]
    assert _open(sheet) - inputs("minhang-2020", form, len(form.indicators)) == {"H6"}


@pytest.mark.parametrize("name", EDITIONS)
def test_sheets_and_structure_are_locked_with_the_password(name: str) -> None:
    book = loaded(workbook(name, published(name), "sheets", password="保密"))
    assert book.security is not None
    assert book.security.lockStructure
    assert book.security.workbookAlgorithmName == "SHA-512"
    hashes = set()
    for sheet in book.worksheets:
        protection = sheet.protection
        assert protection.sheet, sheet.title
        if sheet.sheet_state != "visible":
            continue
        assert protection.algorithmName == "SHA-512"
        assert protection.spinCount >= 100_000
        hashes.add(protection.hashValue)
        assert protection.formatRows is False  # rows may be made higher
        assert not protection.selectLockedCells
        forbidden = ("formatCells", "insertRows", "deleteRows", "insertColumns", "sort")
        assert all(getattr(protection, each) for each in forbidden)
    assert len(hashes) == 1


@pytest.mark.parametrize("name", EDITIONS)
def test_a_stack_is_to_be_read_not_filled_in(name: str) -> None:
    for sheet in loaded(workbook(name, published(name), "stacked")).worksheets:
        assert sheet.protection.sheet
        assert _open(sheet) == set()


def test_other_sheets_are_out_of_sight() -> None:
    book = loaded(workbook("minhang-2026", published("minhang-2026")[:1]))
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [
        ("申报表", "visible"),
        ("_lists", "hidden"),
        ("_xlperf", "veryHidden"),
    ]


@pytest.mark.parametrize("name", EDITIONS)
def test_dropdowns_offer_what_the_edition_says(name: str) -> None:
    book = loaded(workbook(name, [blank(name)], spare=SPARE))
    own = edition(name)
    levels = [own.level_label(level.name) for level in own.levels]
    below = {own.level_label(two.name) for one in own.levels for two in one.children}
    offered = _offered(book)
    last = book.worksheets[0].max_row
    assert offered[f"B{last}"] == levels
    assert set(offered[f"C{last}"]) == below
    if own.kinds[0] == DECLARATION:
        nature = own.has("project.nature")
        assert offered["H3" if nature else "F3"] == list(own.lists["categories"])
        assert offered.get("F3" if nature else "-", []) == list(
            own.lists["natures"] if nature else ()
        )


def _offered(book: Workbook) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for rule in book.worksheets[0].data_validations.dataValidation:
        if rule.type == "list":
            [(sheet, area)] = book.defined_names[rule.formula1].destinations
            options = [cell.value for row in book[sheet][area] for cell in row]
            found |= {ref: options for one in str(rule.sqref).split() for ref in cells(one)}
    return found


@pytest.mark.parametrize("name", [*EDITIONS, "national"])
def test_every_input_has_its_prompt_and_its_message(name: str) -> None:
    form = blank(name)
    book = loaded(workbook(name, [form], spare=SPARE))
    sheet = book.worksheets[0]
    rules = sheet.data_validations.dataValidation
    covered = {ref: rule for rule in rules for one in str(rule.sqref).split() for ref in cells(one)}
    beside = {ref for area in sheet.merged_cells.ranges for ref in cells(str(area))}
    beside -= {str(area).partition(":")[0] for area in sheet.merged_cells.ranges}
    levels = {ref for ref in _open(sheet) if ref[0] in "BC" and int(ref[1:]) > 12}
    assert _open(sheet) - beside == set(covered)
    for ref, rule in covered.items():
        assert rule.showErrorMessage, ref
        assert rule.showInputMessage, ref
        assert rule.error, ref
        assert rule.prompt, ref
        # what Excel takes
        assert len(rule.errorTitle) <= 32
        assert len(rule.promptTitle) <= 32
        assert max(len(rule.error), len(rule.prompt)) <= 255
        free = rule.type == "list" and ref not in levels
        assert (rule.errorStyle == "warning") >= free, ref
    unit = edition(name).currency_unit
    money = "H7" if form.kind == DECLARATION else "C7"
    assert f"“{unit}”" in covered[money].error
    assert unit in covered[money].prompt


@pytest.mark.parametrize("name", EDITIONS)
def test_the_page_is_a4_as_wide_as_the_form(name: str) -> None:
    form = published(name)[0]
    sheet = loaded(workbook(name, [form])).worksheets[0]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert sheet.print_title_rows == "$12:$12"
    assert sheet.freeze_panes == "A3"
    assert _fonts(sheet) == {"宋体"}


def _fonts(sheet: Worksheet) -> set[str | None]:
    return {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value is not None}


def _breaks(sheet: Worksheet) -> Sequence[int]:
    return [each.id for each in sheet.row_breaks.brk]


@pytest.mark.parametrize("name", EDITIONS)
def test_every_form_of_a_stack_begins_a_page(name: str) -> None:
    forms = published(name)
    sheet = loaded(workbook(name, forms, "stacked")).worksheets[0]
    title = edition(name).title(forms[0].kind)
    above = 2 if edition(name).printing.get("collection") else 1
    starts = [row for (cell,) in sheet["A1:A999"] if cell.value == title for row in [cell.row]]
    assert len(starts) == len(forms)
    assert _breaks(sheet) == [row - above for row in starts[1:]]
