"""What is said of each kind of fault: in Chinese, with the place, the tag and the cure."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from support.sheetlogic import NAME, faults_of_run, faults_of_tags, logic, source

from xlperf.model.refusal import Refused
from xlperf.templating.environment import ENVIRONMENT
from xlperf.templating.faults import Fault, TemplateFaults
from xlperf.templating.filters import ALL

_CURES = ("请", "可以用")


def judged(faults: tuple[Fault, ...]) -> list[str]:
    """The messages, each of them with a cure and without a word of Python."""
    for fault in faults:
        assert any(cure in fault.message for cure in _CURES), fault
        assert fault.message.endswith("。"), fault
        for english in ("Error", "原话", "None", "object", "Undefined", "expected"):
            assert english not in fault.message, fault
    return [fault.message for fault in faults]


#: a cell's text, its tag that is to blame (or the whole text), and a part of the message
WRITTEN = [
    ("{{ }}", None, "缺少一个名字"),
    ("{{ a b }}", None, "「b」前面缺少运算符"),
    ("{{ a. }}", None, "点号后面"),
    ("{{ a[ }}", None, "括号不成对"),
    ("{{ (a }}", None, "括号不成对"),
    ("{{ a) }}", None, "「)」写在了不该有的地方"),
    ("{{ a == }}", None, "写到一半"),
    ("{{ a ? b }}", None, "「?」这个符号"),
    ("{{ f(*a, b) }}", None, "括号里的写法"),
    ("{{ {'a' 1} }}", None, "这里应是「:」"),
    (r"{{ '\x' }}", None, "反斜线"),
    ("{{ a is x is y }}", None, "一处只能写一个 is"),
    ("{{ “a” }}", None, "改成英文（半角）的「\"\"」"),
    ("{{ f(a，b) }}", None, "改成英文（半角）的「,」"),
    ("{{ a | uper }}", None, "是不是「upper」？"),
    ("{{ a | tojson | safe }}", None, "没有「safe」这个过滤器"),
    ("{{ a is nown }}", None, "是不是「none」？"),
    ("{{ a.__class__ }}", None, "不允许用「.__class__」"),
    ("{{ a", None, "在末尾补上「}}」"),
    ("甲 {{ a }} 乙 {{ b", "{{ b", "在末尾补上「}}」"),
    ("{# 说明", None, "在末尾补上「#}」"),
    ("a }} b", "a }}", "没有与它配对的开头"),
    ("{% if a %}x", "{% if a %}", "补上「{% endif %}」"),
    ("x{% endif %}", "{% endif %}", "没有与它配对的 if"),
    ("x{% else %}", "{% else %}", "没有与「else」配对的 if"),
    ("{% for x in y %}{{ x }}", "{% for x in y %}", "要让整行重复"),
    ("{% for x y %}{% endfor %}", "{% for x y %}", "这里应是「in」，写的却是「y」"),
    ("{% for x in y recursive %}{% endfor %}", "{% for x in y recursive %}", "recursive"),
    ("{% for loop in y %}{% endfor %}", "{% for loop in y %}", "不能用「loop」作新名字"),
    ("{% if %}x{% endif %}", "{% if %}", "缺少一个名字"),
    ("{% if a %}{% else %}{% else %}{% endif %}", "{% else %}", "已经有 else"),
    ("{% for a in b %}{% elif c %}{% endfor %}", "{% elif c %}", "elif 要写在 if 里"),
    ("{% set x %}", None, "等号和值"),
    ("{% set _x = 1 %}", None, "不能用「_x」作新名字"),
    ("{% include 'x' %}", None, "不认识「include」"),
    ("{% macro f() %}{% endmacro %}", "{% macro f() %}", "不认识「macro」"),
    ("{% %}", None, "没有写要做什么"),
    ("{{ a | merge | upper }}", None, "最外面"),
    ("第{{ a | merge }}页", "{{ a | merge }}", "不能夹在文字"),
    ("{{ a | merge('x') }}", None, 'merge("alone")'),
    ("{{ a | as_filled(2) }}", None, "后面没有括号"),
    ("{{ a | as_filled | merge }}", None, "最外面"),
    ("{{ " + "(" * 300 + "a" + ")" * 300 + " }}", None, "太深"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tag", "said"), WRITTEN, ids=[text[:30] for text, *_ in WRITTEN])
def test_a_tag_that_is_written_wrongly(text: str, tag: str | None, said: str) -> None:
    faults = faults_of_tags(source({"A1": "好", "B12": text}))
    assert any(said in message for message in judged(faults)), faults
    (fault,) = [fault for fault in faults if said in fault.message]
    assert (fault.sheet, fault.cell, fault.tag) == ("表", "B12", tag or text)


#: a value's text and a part of the message
RUN = [
    ("{{ pgae }}", "没有「pgae」这个名字，是不是「page」？"),
    ("{{ page.titel }}", "没有「titel」，是不是「title」？"),
    ("{{ page.zzz }}", "可以用：title、funds、rows"),
    ("{{ page.funds.annual.total }}", "「page.funds」是空白，取不到它的「annual」"),
    ("{{ page['titel'] }}", "没有「titel」"),
    ("{{ texts[5] }}", "没有序号 5"),
    ("{{ number / 0 }}", "除数是 0"),
    ("{{ money / 0 }}", "除数是 0"),
    ("{{ (money - money) / 0 }}", "除数是 0"),
    ("{{ number // 0 }}", "除数是 0"),
    ("{{ blank + 1 }}", "空白请先补上一个值"),
    ("{{ text + 1 }}", "要连成文字请用「~」"),
    ("{{ text * text }}", "不能计算"),
    ("{{ -text }}", "「-」要的是数，这里是文字"),
    ("{{ text | round }}", "「round」要的是数，这里是文字"),
    ("{{ blank | abs }}", "空白请先补上一个值"),
    ("{{ number < text }}", "不能比较"),
    ("{{ blank > 3 }}", "空白请先补上一个值"),
    ("{{ number() }}", "不是函数"),
    ("{{ call }}", "写上括号"),
    ("{{ call() }}", "还缺"),
    ("{{ call(1, 2) }}", "写多了"),
    ("{{ call(b=2) }}", "「b」"),
    ("{{ refuse() }}", "没有这个单位，请检查名称。"),
    ("{{ blank | length }}", "没有长度可数"),
    ("{{ number in 3 }}", "in 后面是数"),
    ("{{ [] | first }}", "空的"),
    ("{{ page }}", "「Page」"),
    ("{{ texts }}", "{%tr for … %}"),
    ("{{ texts | map('upper') }}", "{%tr for … %}"),
    ("{{ {'a': 1} }}", "要其中哪一项"),
    ("{{ long }}", "有 32768 个字"),
    ("前{{ long }}后", "有 32770 个字"),
    ("{{ nan }}", "不是数"),
    ("{{ huge }}", "太大"),
    ("{{ old }}", "1900"),
    ("{{ loop.index }}", "loop 只能用在 for"),
    ("{% for a, b in texts %}{% endfor %}", "几个名字"),
    ("{% for a in number %}{% endfor %}", "要逐条列出的是数"),
    ("{% for a in blank %}{% endfor %}", "要逐条列出的内容是空白"),
    ("{% if page.zzz %}{% endif %}", "没有「zzz」"),
    ("{{ texts | selectattr('x', 'nix') | list }}", "没有「nix」这个判断"),
    ("{% set page.title = 1 %}", "namespace"),
]


@dataclass
class Page:
    title: str
    funds: object = None
    rows: tuple[object, ...] = ()


def refuse() -> None:
    raise Refused("没有这个单位，请检查名称。")


CONTEXT: dict[str, Any] = {
    "page": Page("标题"),
    "number": 3,
    "money": Decimal("1.50"),
    "text": "文字",
    "texts": ["ab", "cde"],
    "blank": None,
    "call": lambda a: a,
    "refuse": refuse,
    "long": "长" * 32_768,
    "nan": float("nan"),
    "huge": Decimal("1e400"),
    "old": date(1899, 12, 31),
}


@pytest.mark.parametrize(("text", "said"), RUN)
def test_a_tag_that_fails(text: str, said: str) -> None:
    (fault,) = faults_of_run({"C3": text}, **CONTEXT)
    assert said in fault.message
    judged((fault,))
    assert (fault.sheet, fault.cell) == ("表", "C3")
    assert fault.tag is not None
    assert fault.tag in text


def test_every_kind_of_place_names_itself() -> None:
    cells = {
        "A1": "{{ nix }}",
        "A2": "第{{ nix }}条{{ page.nix }}",
        "A3": '="{{ nix }}"&"{{ page.title }}"',
        "B3": '=SUM(C1:C2)+N("{{ nix }}")',
        "A4": "{%tr for x in nix %}",
        "A5": "{{ x.nix }}",
        "A6": "{%tr endfor %}",
        "A7": "{%tr if nix %}",
        "A8": "{{ y }}",
        "A9": "{%tr elif page %}",
        "A10": "{%tr endif %}{%tr set z = 1 / 0 %}",
        "A11": "{{ z }}",
    }
    faults = faults_of_run(cells, "{{ page.nix }}", **CONTEXT)
    judged(faults)
    assert [(fault.cell, fault.tag) for fault in faults] == [
        (None, "{{ page.nix }}"),
        ("A1", "{{ nix }}"),
        ("A2", "{{ nix }}"),
        ("A2", "{{ page.nix }}"),
        ("A3", "{{ nix }}"),
        ("B3", "{{ nix }}"),
        ("A4", "{%tr for x in nix %}"),
        ("A7", "{%tr if nix %}"),
        ("A10", "{%tr set z = 1 / 0 %}"),
    ]
    assert {fault.sheet for fault in faults} == {"{{ page.nix }}"}


def test_a_fault_says_in_which_turn_it_is() -> None:
    cells = {
        "A1": "{%tr for page in pages %}",
        "A2": "{%tr for row in page %}",
        "A3": "{{ row + 1 }}",
        "B3": "{{ row.nix }}",
        "A4": "{%tr endfor %}{%tr endfor %}",
    }
    first, second = faults_of_run(cells, pages=[[1, 2], [1, "二"]])
    assert first.message.startswith("page 第2条、row 第2条：「+」两边是文字和数")
    assert second.message.startswith("page 第1条、row 第1条等 4 处：这里没有「nix」")


def test_the_sheet_tag_and_what_it_repeats() -> None:
    cells = {"A1": "{%sheet for page in pages %}", "A2": "{{ page.nix }}"}
    (fault,) = faults_of_run(cells)
    assert (fault.cell, fault.tag) == ("A1", "{%sheet for page in pages %}")
    assert [fault.cell for fault in faults_of_run(cells, "{{ page.no }}", pages=[Page("甲")])] == [
        None,
        "A2",
    ]


def test_rows_of_tags_hold_nothing_else() -> None:
    cells = {
        "A1": "{%tr for x in y %}",
        "B1": "备注",
        "C1": "{{ x }}",
        "D1": "=A2",
        "E1": "{% if x %}",
        "F1": "{# 说明 #}",
        "A2": "{{ x }}",
        "A3": "{%tr endfor %} 完",
    }
    faults = faults_of_tags(source(cells))
    judged(faults)
    assert [(fault.cell, fault.tag) for fault in faults] == [
        ("B1", "备注"),
        ("C1", "{{ x }}"),
        ("D1", "=A2"),
        ("E1", "{% if x %}"),
        ("A3", "完"),
    ]


def test_wrong_nesting() -> None:
    cells = {
        "A1": "{%tr endfor %}",
        "A2": "{%tr if a %}",
        "A3": "{%tr for x in y %}",
        "A4": "{%tr endif %}",
        "A5": "{%tr fro x in y %}",
        "A6": "{%tr if b %}",
    }
    faults = faults_of_tags(source(cells))
    messages = judged(faults)
    assert [fault.cell for fault in faults] == ["A1", "A4", "A5", "A6"]
    assert "A3「{%tr for x in y %}」还没有结束" in messages[1]
    assert "{%tr endif %}" in messages[3]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"A1": "{%sheet for p in q %}{%tr if x %}", "A3": "{%tr endif %}"}, "单独占一行"),
        ({"A1": "{%sheet for p in q %}", "A2": "{%sheet for r in q %}"}, "A1 已经有了"),
        ({"A1": "{%sheet if q %}"}, "{%sheet for … in … %}"),
        ({"A1": "{%sheet for p in q %}", "A2": "{%sheet endfor %}"}, "不用写结束"),
    ],
)
def test_a_tag_of_a_sheet(cells: dict[str, str], said: str) -> None:
    (message,) = judged(faults_of_tags(source(cells)))
    assert said in message


@pytest.mark.parametrize(
    ("formula", "tag", "said"),
    [
        ("=SUM({{ x }})", "=SUM({{ x }})", "英文双引号"),
        ('="{{ x"&A1', "{{ x", "补上「}}」"),
        ('="{{ x | upr }}"', "{{ x | upr }}", "是不是「upper」"),
        ('=A1+N("{{ x }}分")', "{{ x }}分", "只能有一个标签"),
        ('=A1+N("{{ x }}")+N("{{ y }}")', '=A1+N("{{ x }}")+N("{{ y }}")', "一处 +N"),
        ('=+N("{{ x }}")', '=+N("{{ x }}")', "没有公式"),
        ("='{{ x }}'!A1", "'{{ x }}'", "没有名叫「{{ x }}」的工作表"),
        ('="{%tr for x in y %}"', "{%tr for x in y %}", "只能写在单元格里"),
        ('="{{ x | merge }}"', "{{ x | merge }}", "merge"),
        ('=A1+N("{{ x | merge }}")', "{{ x | merge }}", "merge"),
        ('="{% if x %}a"', "{% if x %}", "补上「{% endif %}」"),
        ('="{{ x }}"&(', '="{{ x }}"&(', "不成对"),
        ('="{{ x }}"&"', '="{{ x }}"&"', "不成对"),
        ('="\ue000{{ x }}"', '="\ue000{{ x }}"', "自造字"),
    ],
)
def test_a_tag_in_a_formula(formula: str, tag: str, said: str) -> None:
    faults = faults_of_tags(source({"B2": formula}))
    assert any(said in message for message in judged(faults))
    (fault,) = [fault for fault in faults if said in fault.message]
    assert (fault.cell, fault.tag) == ("B2", tag)


def test_a_tag_in_the_name_of_a_sheet() -> None:
    for name, said in (
        ("{{ page.name", "补上「}}」"),
        ("{{ n | upr }}", "是不是「upper」"),
        ("{%tr if n %}", "只能写在单元格里"),
        ("{% if n %}x", "补上「{% endif %}」"),
    ):
        faults = faults_of_tags(source({"A1": "x"}, name))
        assert any(said in message for message in judged(faults)), faults
        assert {(fault.sheet, fault.cell) for fault in faults} == {(name, None)}


def test_all_faults_of_all_sheets_come_at_once() -> None:
    first = source({"A10": "{{ a | upr }}", "A9": "{{ b", "B9": "{{ c | x | y }}"}, "一")
    second = source({"A1": "好{% endif %}"}, "二")
    faults = faults_of_tags(first, second)
    assert [(fault.sheet, fault.cell) for fault in faults] == [
        ("一", "A9"),
        ("一", "B9"),
        ("一", "A10"),
        ("二", "A1"),
    ]
    lines = str(TemplateFaults(NAME, faults)).splitlines()
    assert len(lines) == len(faults)
    assert lines[1].startswith(f"模板「{NAME}」工作表「一」B9「{{{{ c | x | y }}}}」：")


def test_a_loop_without_end_is_named() -> None:
    cells = {
        "A1": "{%tr for a in some %}{%tr for n in endless %}",
        "A2": "{{ n }}",
        "A3": "{%tr endfor %}{%tr endfor %}",
    }
    (fault,) = faults_of_run(cells, some=[1, 2], endless=itertools.count())
    assert (fault.cell, fault.tag) == ("A1", "{%tr for n in endless %}")
    assert "1048576 行" in fault.message


def test_what_only_the_first_run_meets_is_told_without_a_cell() -> None:
    """A list that can be run over only once is empty when the fault is looked for."""
    cells = {"A1": "{%tr for n in once %}", "A2": "{{ 1 / n }}", "A3": "{%tr endfor %}"}
    (fault,) = faults_of_run(cells, once=iter([1, 0]))
    assert (fault.sheet, fault.cell) == ("表", None)
    assert "除数是 0" in fault.message


def test_a_fault_of_python_is_kept_behind_a_chinese_sentence() -> None:
    def odd() -> None:
        raise ValueError("odd thing")

    (fault,) = faults_of_run({"A1": "{{ odd() }}"}, odd=odd)
    assert "请检查这个标签（原话：ValueError odd thing）" in fault.message


_ODD = {"n": 3, "s": "文字", "x": None, "l": [1, None], "m": {"a": 1}, "day": date(2024, 1, 2)}
_SIGNS = ("+", "-", "*", "/", "//", "**", "%", "<", "in")
_ARGUMENTS = ("", "(n)", "(x)", "(attribute='a')")
_ODD_TAGS = [
    *(f"{{{{ {a} {sign} {b} }}}}" for a in _ODD for sign in _SIGNS for b in _ODD),
    *(f"{{{{ {a} | {name}{b} }}}}" for a in "nxl" for name in ALL for b in _ARGUMENTS),
    *(
        f"{{{{ {a} is {name} }}}}"
        for a in "nx"
        for name in ENVIRONMENT.tests
        if name.isidentifier()
    ),
    *(f"{{{{ {a}[{b}] }}}}" for a in _ODD for b in _ODD),
    *(f"{{{{ {a}({b}) }}}}" for a in "nsx" for b in _ODD),
    *(f"{{{{ '%d' | format({a}) }}}}" for a in _ODD),
    *(f"{{{{ range({a}) | list }}}}" for a in _ODD),
]


def test_nothing_that_can_be_written_answers_in_english() -> None:
    """Whatever is put together in one tag, right or wrong."""
    cells = {f"A{row}": tag for row, tag in enumerate(_ODD_TAGS, 1)}
    faults = faults_of_run(cells, **_ODD)
    judged(faults)
    assert len(faults) > len(cells) // 3


def test_too_many_loops_inside_each_other() -> None:
    text = "".join(f"{{% for a{i} in b %}}" for i in range(30)) + "{% endfor %}" * 30
    (message,) = judged(faults_of_tags(source({"A1": text})))
    assert "太深" in message


def test_names_that_fail_are_said_once() -> None:
    """What is unknown because of an earlier fault isn't another fault."""
    cells = {"A1": "{%tr set x = 1 / 0 %}", "A2": "{{ x }}{{ x + 1 }}", "A3": "{{ y }}"}
    assert [fault.cell for fault in faults_of_run(cells)] == ["A1", "A3"]


def test_faults_sort_by_their_place() -> None:
    faults = [Fault("表", cell, None, "") for cell in ("B10", "A10", "C9", None)]
    ordered = sorted(faults, key=lambda fault: fault.position)
    assert [fault.cell for fault in ordered] == [None, "C9", "A10", "B10"]


def test_a_ready_template_survives_its_faults() -> None:
    ready = logic({"A1": "{{ 1 / n }}"})
    with pytest.raises(TemplateFaults):
        ready.run({"n": 0})
    assert ready.run({"n": 2}) == [(1, 0.5)]
