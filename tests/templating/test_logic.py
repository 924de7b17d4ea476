"""What tags do: the rows that come out, in order, with values that keep their types."""

from __future__ import annotations

import enum
import itertools
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy
import pytest
from support.sheetlogic import events, logic, source, value

from xlperf.ooxml.placement import WHOLE_SHEET, Loop
from xlperf.templating.logic import ENTER, LEAVE, NAME, NEXT, Slot, SlotKind, undeclared


@dataclass
class Row:
    name: str
    score: Any = None
    parts: tuple[Any, ...] = ()


ROWS = [Row("甲", Decimal("1.50")), Row("乙", None), Row("丙", 3)]


@pytest.mark.parametrize(
    "held",
    ["文字", "", 3, 2.5, Decimal("12.00"), True, None, date(2024, 2, 29), datetime(2024, 1, 2, 3)],
)
def test_a_tag_alone_keeps_the_type(held: object) -> None:
    for text in ("{{ x }}", "  {{ x }}\n", "{{ x }}{# 说明 #}"):
        found = value(text, x=held)
        assert found == held
        assert type(found) is type(held)


def test_what_is_a_text_or_a_number_underneath_is_written_as_one() -> None:
    class Kind(str, enum.Enum):
        FORM = "申报表"

    found = value("{{ x }}", x=Kind.FORM)
    assert (found, type(found)) == ("申报表", str)
    for number, plain in ((numpy.int64(3), 3), (numpy.float64(2.5), 2.5)):
        found = value("{{ x }}", x=number)
        assert (found, type(found)) == (plain, type(plain))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("第{{ n }}页", "第3页"),
        ("{{ blank }}。", "。"),
        ("{{ money }}元", "1234.50元"),
        ("{{ 0.1 + 0.2 }}、{{ 5.0 }}、{{ 1e20 }}", "0.3、5、1E+20"),
        ("截至{{ day }}", "截至2024-02-29"),
        ("{{ yes }}否", "TRUE否"),
        ("{% if n > 2 %}多{% else %}少{% endif %}", "多"),
        ("{% if n > 5 %}多{% elif n > 2 %}中{% endif %}", "中"),
        ("{% if n > 5 %}多{% endif %}", ""),
        ("{% for x in 'ab' %}{{ loop.index }}{{ x }}{% endfor %}", "1a2b"),
        ("{% for x in [] %}{{ x }}{% else %}没有{% endfor %}", "没有"),
        ("{% set m = n * 2 %}{{ m }}倍", "6倍"),
        ("a  {%- if true -%}  b  {%- endif %} c", "ab c"),
        ("{{ blank ~ n ~ '条' }}!", "3条!"),
        ('{{ [blank, 1, "二"] | join("、") }}!', "、1、二!"),
        ("{# 说明 #}文字", "文字"),
        ("两行\n{{ n }}\n", "两行\n3\n"),
        ("{{ '{{' }}n{{ '}}' }}", "{{n}}"),
        ("{{-n}}度", "-3度"),
    ],
)  # fmt: skip
def test_anything_else_with_tags_is_text(text: str, shown: str) -> None:
    known = {"n": 3, "blank": None, "money": Decimal("1234.50"), "yes": True}
    assert value(text, day=date(2024, 2, 29), **known) == shown


def test_a_remark_alone_leaves_a_blank() -> None:
    assert value("{# 这一格留空 #}") is None


def test_rows_repeat_with_their_turns() -> None:
    cells = {
        "A1": "{{ title }}",
        "A2": "{%tr for row in rows %}",
        "A3": "{{ row.name }}",
        "B3": "{{ loop.index }}",
        "A4": "固定",
        "C5": "{%tr endfor %}",
        "A6": "尾",
    }
    assert events(cells, title="表", rows=ROWS[:2]) == [
        (1, "表"),
        (ENTER,),
        (NEXT,),
        (3, "甲", 1),
        (4,),
        (NEXT,),
        (3, "乙", 2),
        (4,),
        (LEAVE,),
        (6,),
    ]
    assert events(cells, title="表", rows=[]) == [(1, "表"), (ENTER,), (LEAVE,), (6,)]


def test_several_tags_of_a_row_are_read_from_left_to_right() -> None:
    cells = {
        "A1": "{%tr for a in x %}{%tr set b = a * 10 %}",
        "B1": "{% tr for c in y %}",
        "A2": "{{ b + c }}",
        "A3": "{%- tr endfor -%}{%tr endfor %}",
    }
    found = [event for event in events(cells, x=[1, 2], y=[3, 4]) if event[0] > 0]
    assert found == [(2, 13), (2, 14), (2, 23), (2, 24)]
    outer, inner = Loop("for a in x", 2, 2), Loop("for c in y", 2, 2)
    assert logic(cells).rows.loops[2] == (outer, inner)


def test_conditions_drop_rows() -> None:
    cells = {
        "A1": "{%tr if n == 0 %}",
        "A2": "零",
        "A3": "{%tr elif n == 1 %}",
        "A4": "一",
        "A5": "{%tr else %}",
        "A6": "{%tr if n > 5 %}",
        "A7": "很多",
        "A8": "{%tr endif %}",
        "A9": "{{ n }}",
        "A10": "{%tr endif %}",
    }
    for n, expected in {0: [(2,)], 1: [(4,)], 2: [(9, 2)], 9: [(7,), (9, 9)]}.items():
        assert events(cells, n=n) == expected


def test_what_stands_for_no_turn_lies_outside_of_the_loop() -> None:
    cells = {
        "A1": "{%tr for x in xs %}",
        "A2": "{{ x }}",
        "A3": "{%tr else %}",
        "A4": "无",
        "A5": "{%tr endfor %}",
    }
    assert events(cells, xs=[1]) == [(ENTER,), (NEXT,), (2, 1), (LEAVE,)]
    depth = 0
    for event in events(cells, xs=[]):
        depth += {ENTER: 1, LEAVE: -1}.get(event[0], 0)
        assert event[0] != 4 or depth == 0
    assert depth == 0
    assert logic(cells).rows.loops[4] == ()


def test_a_sheet_repeats_and_is_named() -> None:
    cells = {"A1": "{%sheet for page in pages %}", "A2": "{{ page.name }}"}
    assert events(cells, "第{{ page.score }}张", pages=ROWS[:1]) == [
        (ENTER,),
        (NEXT,),
        (NAME, "第1.50张"),
        (2, "甲"),
        (LEAVE,),
    ]
    assert events(cells, "第{{ page.score }}张", pages=[]) == [(ENTER,), (LEAVE,)]
    rows = logic(cells).rows
    assert rows.repeated == Loop("for page in pages", *WHOLE_SHEET)
    assert rows.loops[2] == (rows.repeated,)
    assert events({"A1": "x"}, "{{ n }}月", n=3) == [(NAME, "3月"), (1,)]


def test_rows_of_tags_count_their_loops_too() -> None:
    """A merge may begin or end on them."""
    rows = logic(
        {
            "A1": "{%tr for a in x %}",
            "A2": "{%tr if a %}",
            "A3": "{{ a }}",
            "A4": "{%tr endif %}",
            "A5": "{%tr endfor %}",
            "A6": "尾",
        }
    ).rows
    loop = Loop("for a in x", 2, 4)
    assert rows.loops == ((), (), (loop,), (loop,), (loop,), (), ())


def test_slots_say_where_values_go() -> None:
    cells = {
        "A1": "{{ a | merge }}",
        "B1": '{{ a | merge("alone") }}',
        "C1": "{{ a | as_filled }}",
        "D1": "{{ a }}！",
        "E1": '=HYPERLINK("#\'{{ a }}\'!A1","{{ b }}（""{{ a }}""）")',
        "F1": '=SUM(A1:A2)+N("{{ b }}")',
        "G1": "=A1",
    }
    found = logic(cells)
    assert found.slots[1] == (
        Slot(1, SlotKind.VALUE, "nested"),
        Slot(2, SlotKind.VALUE, "alone"),
        Slot(3, SlotKind.VALUE, as_filled=True),
        Slot(4, SlotKind.TEXT),
        *[Slot(5, SlotKind.LITERAL)] * 3,
        Slot(6, SlotKind.FILLED),
    )
    assert found.formulas == {
        (1, 5): 'HYPERLINK("#\'\ue000\'!A1","\ue001（""\ue002""）")',
        (1, 6): "SUM(A1:A2)",
    }
    assert found.run({"a": "甲", "b": Decimal("1.50")}) == [
        (1, "甲", "甲", "甲", "甲！", "甲", "1.50", "甲", Decimal("1.50"))
    ]


def test_tags_in_a_formula() -> None:
    cells = {"A1": '="{% if n %}有{{ n }}{% endif %}"&B1+ n( "{{ n }}" )&"N(""x"")"', "B1": "1"}
    assert logic(cells).formulas == {(1, 1): '"\ue000"&B1&"N(""x"")"'}
    assert events(cells, n=2) == [(1, "有2", 2)]
    assert logic({"A1": '=A1+N("一句说明")'}).slots == {}


def test_a_name_of_a_sheet_in_a_formula_is_no_tag() -> None:
    cells = {"A1": "='{{ n }}'!B2", "B2": "1"}
    found = logic(cells, "{{ n }}")
    assert (found.formulas, found.slots) == ({}, {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ rows[0].score * 2 }}", Decimal("3.00")),
        ("{{ rows[0].score * 1.1 }}", Decimal("1.650")),
        ("{{ 0.1 + rows[0].score }}", Decimal("1.60")),
        ("{{ rows | map(attribute='name') | join('、') }}", "甲、乙、丙"),
        ("{{ rows | selectattr('score') | sum(attribute='score') }}", Decimal("4.50")),
        ("{{ 2.675 | round(2) }}", 2.68),
        ("{{ x | round(2) }}", Decimal("1.01")),
        ("{{ 2.5 | round | int }}", 3),
        ("{{ (rows | length) // 2 }}", 1),
        ("{{ nothing | default('无') }}", "无"),
        ("{{ 1 if nothing is defined }}", None),
        ("{{ data.items }}", "列"),
        ("{{ data.keys() | list | length }}", 1),
        ("{{ rows[-1].name }}", "丙"),
        ("{{ label('年度') }}", "年度："),
        ("{{ '%.2f' | format(1.5) }}", "1.50"),
        ("{{ 'a-b' | replace('-', 2) }}", "a2b"),
        ("{{ range(3) | list | length }}", 3),
        ("{{ (1, 2) | batch(1) | list | length }}", 2),
    ],
)
def test_expressions(text: str, expected: object) -> None:
    data = {"items": "列"}
    found = value(text, rows=ROWS, x=Decimal("1.005"), data=data, label=lambda name: f"{name}：")
    assert found == expected
    assert type(found) is type(expected)


def test_a_running_number_over_several_loops() -> None:
    cells = {
        "A1": "{%tr set count = namespace(n=0) %}",
        "A2": "{%tr for page in pages %}{%tr for x in page %}{%tr set count.n = count.n + 1 %}",
        "A3": "{{ count.n }}",
        "A4": "{%tr endfor %}{%tr endfor %}",
    }
    found = [event[1] for event in events(cells, pages=["ab", "c"]) if event[0] == 3]
    assert found == [1, 2, 3]


def test_a_template_runs_again_and_again() -> None:
    found = logic({"A1": "{%tr set n = n + 1 %}", "A2": "{{ n }}"})
    context = {"n": 1}
    assert found.run(context) == found.run(context) == [(2, 2)]
    assert context == {"n": 1}


def test_one_time_lists_are_enough() -> None:
    cells = {"A1": "{%tr for x in xs %}", "A2": "{{ x }}", "A3": "{%tr endfor %}"}
    found = events(cells, xs=itertools.islice(itertools.count(), 2))
    assert [event for event in found if event[0] > 0] == [(2, 0), (2, 1)]


def test_names_that_a_context_has_to_bring() -> None:
    cells = {
        "A1": "{%tr for row in page.rows %}{%tr set twice = row * 2 %}",
        "A2": "{{ twice }}{{ label('x') }}",
        "B2": '=A1&"{{ note }}"',
        "C2": '=A1+N("{{ filled }}")',
        "D2": "{{ range(3) | length }}{% for x in 'ab' %}{{ x }}{% endfor %}",
        "A3": "{%tr endfor %}",
    }
    assert undeclared([source(cells, "{{ sheet }}"), source({"A1": "{{ other }}"})]) == {
        "page",
        "label",
        "note",
        "filled",
        "sheet",
        "other",
    }
