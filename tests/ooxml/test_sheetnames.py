from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.ooxml.sheetnames import SheetNames, valid


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("收入/支出", "收入／支出"),
        ("[a]:*?\\b", "［a］：＊？＼b"),
        ("'x'y'", "＇x'y＇"),
        ("一\n二", "一 二"),
        ("   ", ""),
        ("𠮷" * 16, "𠮷" * 15),
    ],
)
def test_a_name_is_made_valid(wanted: str, name: str) -> None:
    assert valid(wanted) == name


def test_names_differ_in_more_than_case() -> None:
    names = SheetNames(["封面"])
    wanted = ["表a", "表A", "封面", "", "", "History", "长" * 31, "长" * 31]
    assert [names.given(each, "Sheet4") for each in wanted] == [
        *("表a", "表A (2)", "封面 (2)", "Sheet4", "Sheet4 (2)", "History (2)", "长" * 31),
        "长" * 27 + " (2)",
    ]


@given(st.lists(st.text(max_size=40), max_size=8))
def test_whatever_is_wanted_excel_accepts(wanted: list[str]) -> None:
    names = SheetNames()
    given_out = [names.given(each, "Sheet1") for each in wanted]
    assert len({name.casefold() for name in given_out}) == len(wanted)
    for name in given_out:
        assert 0 < len(name.encode("utf-16-le")) <= 62
        assert not set(name) & set("[]:*?/\\\0")
        assert name[0] != "'" != name[-1]
