"""Names of files: what a pattern means, and what every system keeps."""

from __future__ import annotations

from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.model.form import DECLARATION, Form, Project
from xlperf.model.refusal import Refused
from xlperf.rounds.fill.filenames import FileNames, safe_stem

FORM = Form(DECLARATION, year=2026, project=Project("帮困/慰问"), unit="某区总工会(本级)")


def test_both_languages_name_the_same_fields() -> None:
    english = FileNames("{number}-{unit}_{project}_{year}_{kind}").of(FORM)
    chinese = FileNames("{序号}-{单位}_{项目}_{年度}_{表}.xlsx").of(FORM)
    assert english == chinese == "001-某区总工会(本级)_帮困／慰问_2026_申报表.xlsx"


def test_a_blank_field_says_that_it_is_blank() -> None:
    assert FileNames().of(Form(DECLARATION)) == "未填单位_未填项目_未填年度_申报表.xlsx"


def test_an_unknown_field_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(Refused, match=r"\{单位名\} 不认识.*\{单位\}"):
        FileNames("{单位名}")


def test_the_same_name_is_numbered_whatever_its_case() -> None:
    names = FileNames("{项目}")
    forms = [Form(DECLARATION, project=Project(name)) for name in ("Abc", "aBC", "abc.", "ABC (2)")]
    assert [names.of(form) for form in forms] == [
        "Abc.xlsx",
        "aBC (2).xlsx",
        "abc (3).xlsx",
        "ABC (2) (2).xlsx",
    ]


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ("CON", "_CON"),
        ("com¹.tar", "_com¹.tar"),
        ("lpt1 .x", "_lpt1 .x"),
        ("CONTENT", "CONTENT"),
        ("..", "未命名"),
        ("a. . ", "a"),
        ("../../etc/passwd", "／..／etc／passwd"),
        ("发票\u202excod.exe", "发票xcod.exe"),
        ("一\n二\t三", "一 二 三"),
        ("𠮷㐂䶮", "𠮷㐂䶮"),
        ('<>:"|?*', "＜＞：＂｜？＊"),
    ],
)
def test_what_windows_forbids_is_replaced(wanted: str, kept: str) -> None:
    assert safe_stem(wanted) == kept


@given(st.lists(st.text(max_size=300), max_size=6))
def test_any_name_can_be_written_and_none_twice(wanted: list[str]) -> None:
    names = FileNames()
    given_names = [names.unique(each) for each in wanted]
    assert len({name.casefold() for name in given_names}) == len(wanted)
    for name in given_names:
        assert 0 < len(name.encode()) <= 255
        assert not PureWindowsPath(name).is_reserved()
        assert PureWindowsPath(name).name == name
        stem = name.removesuffix(".xlsx")
        assert stem == stem.strip(" .") != ""
