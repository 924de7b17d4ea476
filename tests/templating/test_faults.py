"""A broken tag in each kind of place: the message names the cell and the cure, all at once."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from xlperf.model.refusal import Refused
from xlperf.templating import Template
from xlperf.templating.faults import Fault, TemplateFaults

_CHINESE = re.compile("[\u4e00-\u9fff]")
_CURE = re.compile("请|应|改|只能|可以|补上|要")
_NAME = "自评表.xlsx"


def book(cells: Mapping[str, str], title: str = "表") -> bytes:
    file = openpyxl.Workbook()
    (sheet,) = file.worksheets
    sheet.title = title
    for ref, text in cells.items():
        sheet[ref].value = text
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def compile_faults(data: bytes) -> tuple[Fault, ...]:
    with pytest.raises(TemplateFaults) as caught:
        Template.compile(data, _NAME)
    return judged(caught.value)


def render_faults(data: bytes, context: Mapping[str, Any]) -> tuple[Fault, ...]:
    template = Template.compile(data, _NAME)
    with pytest.raises(TemplateFaults) as caught:
        template.render(context)
    return judged(caught.value)


def judged(error: TemplateFaults) -> tuple[Fault, ...]:
    """Every fault is said in Chinese, with its place, the tag and what to do; one a line."""
    lines = str(error).splitlines()
    assert len(lines) == len(error.faults) > 0
    for line, fault in zip(lines, error.faults, strict=True):
        assert _NAME in line
        assert _CHINESE.search(fault.message), fault
        assert _CURE.search(fault.message), f"no cure: {fault.message}"
        assert "Traceback" not in line
        for part in (fault.sheet, fault.cell, fault.tag):
            assert part is None or part in line
    return error.faults


#: cells of a template, and the cell that is to blame
BROKEN = {
    "an expression that ends too soon": ({"B2": "{{ page. }}"}, "B2"),
    "a tag that isn't closed": ({"B2": "第{{ n 页"}, "B2"),
    "a tag that is closed twice": ({"B2": "{{ n }} }}{{"}, "B2"),
    "a filter that doesn't exist": ({"B2": "{{ n | sumup }}"}, "B2"),
    "text with a broken condition": ({"B2": "{% if a %}是"}, "B2"),
    "a statement of text that doesn't exist": ({"B2": "{% fro a in b %}"}, "B2"),
    "a row tag that doesn't exist": ({"A1": "{%tr fro row in rows %}"}, "A1"),
    "a loop without a list": ({"A1": "{%tr for row in %}", "A3": "{%tr endfor %}"}, "A1"),
    "a loop that isn't closed": ({"A1": "{%tr for row in rows %}", "A2": "{{ row }}"}, "A1"),
    "an end without a loop": ({"A3": "{%tr endfor %}"}, "A3"),
    "an else without an if": ({"A3": "{%tr else %}"}, "A3"),
    "ends in the wrong order": (
        {"A1": "{%tr if a %}", "A2": "{%tr for b in c %}", "A4": "{%tr endif %}"},
        "A4",
    ),
    "something beside a row tag": ({"A1": "{%tr if a %}", "C1": "元", "A2": "{%tr endif %}"}, "C1"),
    "text around a row tag": ({"A1": "如果{%tr if a %}", "A2": "{%tr endif %}"}, "A1"),
    "a sheet tag that loops over nothing": ({"A1": "{%sheet for page %}", "A2": "x"}, "A1"),
    "two sheet tags": (
        {"A1": "{%sheet for a in b %}", "A2": "{%sheet for c in d %}", "A3": "x"},
        "A2",
    ),
    "merging that isn't last": ({"B2": "{{ n | merge | upper }}"}, "B2"),
    "merging of an unknown kind": ({"B2": '{{ n | merge("all") }}'}, "B2"),
    "merging inside a text": ({"B2": "第{{ n | merge }}号"}, "B2"),
    "a private attribute": ({"B2": "{{ n.__class__ }}"}, "B2"),
    "a tag in a formula outside of a text": ({"B2": "=A1+{{ n }}"}, "B2"),
    "a broken tag in a formula's text": ({"B2": '="第{{ n. }}页"'}, "B2"),
    "a broken tag in a formula's figure": ({"B2": '=A1+N("{{ n. }}")'}, "B2"),
    "a formula that is broken": ({"B2": '="{{ n }}"&('}, "B2"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_in_the_template(what: str) -> None:
    cells, blamed = BROKEN[what]
    assert blamed in [fault.cell for fault in compile_faults(book(cells))]


_LOOP = {"A1": "{%tr for row in rows %}", "A3": "{%tr endfor %}"}

#: cells, what fills them, and the cell that is to blame
UNFILLED: dict[str, tuple[dict[str, str], dict[str, Any], str]] = {
    "a name that isn't there": ({"B2": "{{ nosuch }}"}, {}, "B2"),
    "a field that isn't there": ({"B2": "{{ page.nosuch }}"}, {"page": {}}, "B2"),
    "a field in a text": ({"B2": "第{{ page.nosuch }}页"}, {"page": {}}, "B2"),
    "a field in a loop": (_LOOP | {"B2": "{{ row.nosuch }}"}, {"rows": [{}]}, "B2"),
    "a list that isn't there": (_LOOP | {"B2": "x"}, {}, "A1"),
    "a list that is none": (_LOOP | {"B2": "x"}, {"rows": 5}, "A1"),
    "a condition": ({"A1": "{%tr if nosuch %}", "A2": "{%tr endif %}", "A3": "x"}, {}, "A1"),
    "a value that fits no cell": ({"B2": "{{ rows }}"}, {"rows": [1, 2]}, "B2"),
    "a text that is too long": ({"B2": "{{ text }}"}, {"text": "长" * 32_768}, "B2"),
    "division by zero": ({"B2": "{{ 1 // n }}"}, {"n": 0}, "B2"),
    "adding a text to a number": ({"B2": "{{ n + 1 }}"}, {"n": "一"}, "B2"),
    "a loop that hardly ends": ({"B2": "{{ range(10**9) | list | length }}"}, {}, "B2"),
    "a text that hardly ends": ({"B2": "{{ 'x' * 10**10 }}"}, {}, "B2"),
    "a number that hardly ends": ({"B2": "{{ 9**(9**9) }}"}, {}, "B2"),
    "a formula's text": ({"B2": '="{{ nosuch }}"'}, {}, "B2"),
    "a formula's figure": ({"B2": '=A1+N("{{ nosuch }}")'}, {}, "B2"),
    "a number that is none": ({"B2": "{{ n }}"}, {"n": float("nan")}, "B2"),
    "a number without end": ({"B2": "{{ n }}"}, {"n": float("inf")}, "B2"),
}  # fmt: skip


@pytest.mark.parametrize("what", UNFILLED)
def test_what_goes_wrong_while_filling(what: str) -> None:
    cells, context, blamed = UNFILLED[what]
    assert blamed in [fault.cell for fault in render_faults(book(cells), context)]


def test_a_name_of_a_sheet_that_is_broken() -> None:
    cells = {"A1": "{%sheet for page in pages %}", "A2": "x"}
    (fault,) = compile_faults(book(cells, "{{ page. }}"))
    assert (fault.sheet, fault.tag) == ("{{ page. }}", "{{ page. }}")
    (fault,) = render_faults(book(cells, "{{ page.name }}"), {"pages": [{}]})
    assert fault.sheet == "{{ page.name }}"


def test_no_sheet_is_left() -> None:
    cells = {"A1": "{%sheet for page in pages %}", "A2": "x"}
    (fault,) = render_faults(book(cells), {"pages": []})
    assert "工作表" in fault.message


def test_a_dropdown_that_excel_refuses() -> None:
    file = openpyxl.Workbook()
    (sheet,) = file.worksheets
    sheet["A1"].value = "{{ a }}"
    rule = DataValidation("list", f'"{",".join(["产出指标"] * 60)}"')
    rule.add("B7")
    sheet.add_data_validation(rule)
    out = io.BytesIO()
    file.save(out)
    (fault,) = compile_faults(out.getvalue())
    assert "255" in fault.message
    assert "B7" in f"{fault.cell}{fault.message}"


def test_everything_wrong_is_said_at_once() -> None:
    cells = {"A1": "{{ a. }}", "B2": "{{ b | nope }}", "C3": "{%tr endfor %}", "D4": "{{ c"}
    assert {fault.cell for fault in compile_faults(book(cells))} == {"A1", "B2", "C3", "D4"}
    cells = _LOOP | {"B2": "{{ row.a }}{{ row.b }}", "C2": "{{ nosuch }}", "D5": "{{ row }}"}
    faults = render_faults(book(cells), {"rows": [{"a": 1}, {"b": 2}]})
    assert {fault.cell for fault in faults} == {"B2", "C2", "D5"}
    assert any("第2" in fault.message for fault in faults)  # the turn of the loop


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"{{ a }}", b"\xd0\xcf\x11\xe0" * 200])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as caught:
        Template.compile(data, _NAME)
    assert _CHINESE.search(str(caught.value))
