"""Repeated values merged down a column, and rows as high as their text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.assembled import compiled, contents, filled, merged, opened, template
from support.office import convert_all

from xlperf.templating import Template

_TWO = {
    "A1": "{%tr for r in rows %}",
    "A2": "{{ r[0] | merge }}",
    "B2": "{{ r[1] | merge }}",
    "C2": "{{ r[2] }}",
    "A3": "{%tr endfor %}",
}
_ALONE = {**_TWO, "B2": '{{ r[1] | merge("alone") }}'}
_TEXT = "为做好全区困难职工帮扶工作，按照精准识别、分类施策的原则，确保资金及时足额发放。"


def _rows(*pairs: tuple[Any, Any]) -> dict[str, Any]:
    return {"rows": [(*pair, at) for at, pair in enumerate(pairs)]}


@pytest.mark.parametrize(
    ("pairs", "areas"),
    [
        ([("a", "x"), ("a", "x"), ("a", "y")], {"A1:A3", "B1:B2"}),
        ([("a", "x"), ("b", "x"), ("b", "x")], {"A2:A3", "B2:B3"}),
        ([("a", "x"), ("b", "x")], set()),
        ([("a", None), ("a", None)], {"A1:A2"}),
        ([(None, "x"), (None, "x"), ("", "x")], {"B1:B2"}),
        ([(1, "x"), (True, "x"), (Decimal(1), "x")], set()),
        ([(1, "x"), (1.0, "x"), (Decimal(1), "x")], {"A1:A3", "B1:B3"}),
        ([], set()),
    ],
)
def test_equal_values_are_one_as_long_as_all_further_left_are(
    pairs: Sequence[tuple[Any, Any]], areas: set[str]
) -> None:
    assert merged(filled(_TWO, _rows(*pairs))) == areas


def test_a_column_may_stand_alone() -> None:
    assert merged(filled(_ALONE, _rows(("a", "x"), ("b", "x"), ("c", "x")))) == {"B1:B3"}


def test_what_is_merged_is_said_once() -> None:
    data = filled({**_TWO, "D4": "=COUNTA(A2)"}, _rows(("a", "x"), ("a", "x"), ("b", "x")))
    found = contents(data)
    assert [found.get(f"A{row}") for row in (1, 2, 3)] == ["a", None, "b"]
    assert contents(data, values=True)["D4"] == 2


def test_each_loop_merges_on_its_own() -> None:
    cells = {
        "A1": "{%tr for one in ones %}",
        "A2": "{%tr for r in one %}",
        "A3": "{{ r | merge }}",
        "A4": "{%tr endfor %}",
        "A5": "{%tr endfor %}",
    }
    assert merged(filled(cells, {"ones": [["x", "x"], ["x"], ["x", "x"]]})) == {"A1:A2", "A4:A5"}


def test_a_row_between_keeps_them_apart() -> None:
    cells = {**_TWO, "A3": "中间", "A4": "{%tr endfor %}"}
    assert merged(filled(cells, _rows(("a", "x"), ("a", "x")))) == set()
    cells = {
        "A1": "{%tr for r in rows %}",
        "A2": "{%tr if r[2] % 2 == 0 %}",
        "A3": "{{ r[0] | merge }}",
        "A4": "{%tr endif %}",
        "A5": "{%tr endfor %}",
    }
    assert merged(filled(cells, _rows(*[("a", "x")] * 5))) == {"A1:A3"}


def test_merged_cells_of_the_template_merge_as_one() -> None:
    across = filled(_TWO, _rows(("a", "x"), ("a", "y"), ("b", "y")), merges=["C2:D2", "E2:F2"])
    assert merged(across) == {
        "A1:A2",
        *(f"{a}{n}:{b}{n}" for a, b in ("CD", "EF") for n in (1, 2, 3)),
    }
    cells = {**_TWO, "A2": "", "D2": "{{ r[0] | merge }}"}
    wide = filled(cells, _rows(("a", "y"), ("a", "y"), ("b", "y")), merges=["D2:E2"])
    assert merged(wide) == {"D1:E2", "D3:E3", "B1:B3"}


def test_a_cell_of_two_rows_merges_over_all_rows_of_its_turns() -> None:
    cells = {
        "A1": "{%tr for r in rows %}",
        "A2": "{{ r[0] | merge }}",
        "B2": "上",
        "B3": "下",
        "A4": "{%tr endfor %}",
        "A5": "完",
    }
    data = filled(cells, _rows(("a", 1), ("a", 2), ("b", 3)), merges=["A2:A3"])
    assert merged(data) == {"A1:A4", "A5:A6"}
    assert contents(data)["A7"] == "完"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["x", "y", None]))))
def test_runs_are_those_that_a_person_sees(pairs: list[tuple[Any, Any]]) -> None:
    expected = set()
    for column, depth in (("A", 1), ("B", 2)):
        start = 0
        for row in range(1, len(pairs) + 1):
            if row == len(pairs) or pairs[row][:depth] != pairs[start][:depth]:
                if row - start > 1 and pairs[start][depth - 1] is not None:
                    expected.add(f"{column}{start + 1}:{column}{row}")
                start = row
    assert merged(_READY.render(_rows(*pairs))) == expected


_READY = Template.compile(template(_TWO), "样表.xlsx")


def _heights(data: bytes) -> dict[int, float]:
    sheet = opened(data)
    return {row: each.height for row, each in sheet.row_dimensions.items() if each.height}


def test_a_row_is_as_high_as_its_text() -> None:
    cells = {"A1": "{{ x }}", "B1": "定"}
    assert _heights(filled(cells, {"x": "短"}, wrapped=["A1"])) == {}
    (high,) = _heights(filled(cells, {"x": _TEXT}, wrapped=["A1"])).values()
    (higher,) = _heights(filled(cells, {"x": _TEXT * 2}, wrapped=["A1"])).values()
    assert 15 < high < higher < 2.2 * high
    assert _heights(filled(cells, {"x": _TEXT})) == {}  # it doesn't wrap


def test_merged_cells_give_the_text_their_width() -> None:
    cells = {"A1": "{{ x }}"}
    (narrow,) = _heights(filled(cells, {"x": _TEXT}, wrapped=["A1"])).values()
    (wide,) = _heights(filled(cells, {"x": _TEXT}, wrapped=["A1"], merges=["A1:D1"])).values()
    assert wide < narrow / 2


def test_rows_share_what_a_text_over_all_of_them_needs() -> None:
    cells = {"A1": "{{ x }}", "B2": "二", "B3": "三"}
    alone = _heights(filled({"A1": "{{ x }}"}, {"x": _TEXT}, wrapped=["A1"]))
    shared = _heights(filled(cells, {"x": _TEXT}, wrapped=["A1"], merges=["A1:A3"]))
    assert set(shared) == {1, 2, 3}
    assert sum(shared.values()) == pytest.approx(alone[1], abs=2)


def test_repeated_values_share_the_rows_they_are_merged_over() -> None:
    rows = _rows(*[(_TEXT, at) for at in range(3)], ("短", "x"))
    heights = _heights(filled(_TWO, rows, wrapped=["A2"]))
    assert set(heights) == {1, 2, 3}
    assert len(set(heights.values())) == 1


def test_text_goes_on_where_no_row_is_high_enough(tmp_path: Path) -> None:
    cells = {"A1": "{{ x }}", "B1": "旁", "C1": "=LEN(A1)", "A2": "下", "B2": "=C1", "E1": "宽"}
    data = filled(cells, {"x": _TEXT * 12}, wrapped=["A1"], merges=["E1:F1", "G1:G2"])
    heights = _heights(data)
    last = max(heights)
    assert last >= 2
    assert max(heights.values()) <= 409
    assert merged(data) == {*(f"{c}1:{c}{last}" for c in "ABC"), f"E1:F{last}", f"G1:G{last + 1}"}
    found = contents(data)
    assert (found["A1"], found[f"A{last + 1}"]) == (_TEXT * 12, "下")
    assert found[f"B{last + 1}"] == "=C1"
    assert contents(data, values=True)[f"B{last + 1}"] == len(_TEXT) * 12
    path = tmp_path / "long.xlsx"
    path.write_bytes(data)
    (out,) = convert_all([path], "pdf", tmp_path)
    assert out.stat().st_size > 0


def test_a_long_text_in_a_loop_moves_what_comes_below() -> None:
    rows = _rows(("a", "x"), (_TEXT * 15, "x"), (_TEXT * 15, "y"), ("b", "z"))
    data = filled({**_TWO, "C4": "=SUM(C2)", "A4": "完"}, rows, wrapped=["A2"])
    found = contents(data)
    end = next(int(ref[1:]) for ref, value in found.items() if value == "完")
    assert end > 5
    assert found[f"C{end}"] == f"=SUM(C1:C{end - 1})"
    assert contents(data, values=True)[f"C{end}"] == 6


def test_a_text_longer_than_its_merged_rows_can_show_goes_on_too() -> None:
    cells = {"A1": "{{ x }}", "B1": "一", "B2": "二", "A3": "下"}
    data = filled(cells, {"x": _TEXT * 20}, wrapped=["A1"], merges=["A1:A2"])
    heights = _heights(data)
    assert max(heights.values()) <= 409
    assert f"A1:A{max(heights)}" in merged(data)
    assert contents(data)[f"A{max(heights) + 1}"] == "下"


def test_sheets_for_each_and_none() -> None:
    ready = compiled(
        {"A1": "{%sheet for p in pages %}", "A2": "{{ p }}", "A3": "=A2&B2"},
        more={"总": {"A1": "=COUNTA(表!A2)"}},
    )
    data = ready.render({"pages": ["甲", "乙"]})
    assert contents(data, "表") == {"A1": "甲", "A2": "=A1&B1"}
    assert contents(data, "表 (2)", values=True) == {"A1": "乙", "A2": "乙"}
    with pytest.raises(KeyError):
        opened(ready.render({"pages": []}), "表")
