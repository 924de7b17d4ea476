"""Which line breaks are the author's and which the page's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlperf.reading.forms.wraps import ems, unwrap

SENTENCE = "根据工作计划开展走访慰问活动，帮助困难职工渡过难关，感受到组织的温暖"


@given(st.integers(8, 20))
def test_a_sentence_broken_at_any_width_is_whole_again(width: int) -> None:
    lines = [SENTENCE[at : at + width] for at in range(0, len(SENTENCE), width)]
    assert unwrap("\n".join(lines), wrapped=True) == SENTENCE


RULE = "根据市总工会关于印发补助办法的通知（沪工总财{}〔2018〕289号）的规定办理拨付。"
LATIN = "各单位用 Excel 或 Power{}Query 汇总本年度报表"
ITEMS = "1.走访慰问困难职工一百名。\n2.由有资质的机构为全体劳模进行一次体检。\n3.送清凉。"


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        (
            "慰问困难职工共1\n000人次。开展时\n间为2023.1.1。",
            "慰问困难职工共1000人次。开展时间为2023.1.1。",
        ),
        (RULE.format("\n"), RULE.format("")),
        (LATIN.format("\n"), LATIN.format(" ")),
        (ITEMS, ITEMS),
    ],
)
def test_breaks_of_the_page_go_and_those_of_the_author_stay(printed: str, meant: str) -> None:
    assert unwrap(printed, wrapped=True) == meant


def test_a_source_that_does_not_wrap_keeps_every_break() -> None:
    assert unwrap("甲\n乙", wrapped=False) == "甲\n乙"


def test_a_chinese_character_is_as_wide_as_two_digits() -> None:
    assert ems("元12") == 2.0
