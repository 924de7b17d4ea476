"""Nobody mends a template fault by fault: all sheets are told together."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from xlperf.templating import Template
from xlperf.templating.faults import TemplateFaults


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_faults_of_tags_and_of_what_stands_around_them() -> None:
    book = openpyxl.Workbook()
    (first,) = book.worksheets
    first["A1"].value = "{{ a | upr }}"
    second = book.create_sheet("二")
    second["B2"].value = "{{ b"
    rule = DataValidation("list", f'"{",".join(["产出指标"] * 60)}"')
    rule.add("B7:B9")
    second.add_data_validation(rule)
    with pytest.raises(TemplateFaults) as caught:
        Template.compile(saved(book), "模板.xlsx")
    assert [(fault.sheet, fault.cell) for fault in caught.value.faults] == [
        (first.title, "A1"),
        ("二", "B2"),
        ("二", None),
    ]
    assert "B7:B9" in caught.value.faults[2].message


def test_faults_of_filling_on_every_sheet() -> None:
    book = openpyxl.Workbook()
    (first,) = book.worksheets
    first["A1"].value = "{{ a }}"
    book.create_sheet("二")["B2"].value = "{{ 1 / b }}"
    book.create_sheet("三")["C3"].value = "{{ b }}"
    template = Template.compile(saved(book), "模板.xlsx")
    with pytest.raises(TemplateFaults) as caught:
        template.render({"b": 0})
    assert [(fault.sheet, fault.cell) for fault in caught.value.faults] == [
        (first.title, "A1"),
        ("二", "B2"),
    ]
    assert template.render({"a": 1, "b": 2})
