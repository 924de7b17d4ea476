from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.model.names import project_key, unit_key


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "甲区文化馆",
            " 甲区 文化馆　",
            "甲区文化馆(汇总)",
            "甲区文化馆 （汇总）",
            "甲区文化馆【汇总】",
        ),
        (
            "甲区文化馆",
            "101001-甲区文化馆",
            "[101001]甲区文化馆",
            "101001甲区文化馆",
            "（101001） 甲区文化馆",
        ),
        (
            "甲区文化馆(本级)",
            "甲区文化馆（本级）",
            "甲区文化馆本级",
            "甲区文化馆〔本级〕",
            "甲区文化馆(本级)(汇总)",
        ),
        ("Ａ区１２３中心", "A区123中心"),
    ],
)
def test_spellings_of_one_unit_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({unit_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲区文化馆", "甲区文化馆(本级)"),
        ("甲区文化馆(本级)", "甲区文化馆(机关)"),
        ("甲区文化馆", "乙区文化馆"),
        ("12345市民热线", "市民热线"),
        ("第101中学", "第102中学"),
        ("吉祥社区", "𠮷祥社区"),
        ("㐂来中心", "喜来中心"),
        ("䶮山所", "龑山所"),
        ("\ue123村委会", "\ue124村委会"),
        ("①街道", "1街道"),  # NFKC would make them one
    ],
)
def test_different_units_stay_apart(one: str, other: str) -> None:
    assert unit_key(one) != unit_key(other)


def test_a_project_keeps_what_only_units_drop() -> None:
    assert project_key("“乐学”经费（汇总）") == project_key('"乐学" 经费(汇总)')
    assert project_key("经费(汇总)") != project_key("经费")
    assert project_key("000123-经费") == project_key("经费")


@given(st.text())
def test_keys_are_stable_and_never_empty_for_a_name(name: str) -> None:
    for key_of in (unit_key, project_key):
        key = key_of(name)
        assert bool(key) == bool(project_key(name))
        assert key_of(f" {name}　") == key


@given(st.text("𠮷㐂䶮\ue000甲乙", min_size=1))
def test_rare_characters_survive(name: str) -> None:
    assert unit_key(name) == project_key(name) == name
