"""Validations and conditional formats: their cells, and what these read in the formulas."""

from __future__ import annotations

import pytest
from support.placed import rows_of
from support.tails import after, inner, values

from xlperf.ooxml.placement import Loop

ROWS = Loop("row in rows", 7, 7)
BLOCK = Loop("page in pages", 2, 9)
INNER = Loop("row in page.rows", 5, 5)


def _format(sqref: str, *formulas: str, kind: str = "expression") -> str:
    written = "".join(f"<formula>{formula}</formula>" for formula in formulas)
    return (
        f'<conditionalFormatting sqref="{sqref}"><cfRule type="{kind}" dxfId="0" priority="1">'
        f"{written}</cfRule></conditionalFormatting>"
    )


def _validation(sqref: str, formula: str, kind: str = "custom") -> str:
    return (
        f'<dataValidations count="1"><dataValidation type="{kind}" sqref="{sqref}">'
        f"<formula1>{formula}</formula1></dataValidation></dataValidations>"
    )


def _read(written: str, name: str = "formula") -> list[tuple[str, str]]:
    """Cells and the formula as their upper left one reads it, of every element."""
    return list(zip(values("sqref", written), inner(name, written), strict=True))


@pytest.mark.parametrize("turns", [0, 1, 20])
def test_cell_of_a_loop_becomes_all_its_turns(turns: int) -> None:
    rows = rows_of(12, ROWS)
    last = 6 + turns
    written = after(_validation("D7", "D7&gt;$D$9"), rows, {ROWS: turns})
    cells = "D7" if turns == 1 else f"D7:D{last}"
    assert _read(written, "formula1") == ([(cells, f"D7&gt;$D${last + 2}")] if turns else [])
    assert ("<dataValidations" in written) == bool(turns)
    assert _read(after(_format("A5:H8", "$D5=1"), rows, {ROWS: turns})) == [
        (f"A5:H{last + 1}", "$D5=1")
    ]


def test_ranges_keep_their_formula_where_they_read_it_alike() -> None:
    """D10:D12 read D10>$D$9, which the cell above reads as D7>$D$9."""
    written = after(_format("D7 D10:D12", "D7&gt;$D$9"), rows_of(12, ROWS), {ROWS: 3})
    assert _read(written) == [("D7:D9 D12:D14", "D7&gt;$D$11")]


def test_ranges_that_come_to_read_it_otherwise_part() -> None:
    """D9 is two rows below D7, but three below the first of three turns."""
    written = after(_format("D7 D10", "D7=D9"), rows_of(12, ROWS), {ROWS: 3})
    assert _read(written) == [
        ("D7", "D7=D11"),
        ("D8", "D8=D11"),
        ("D9 D12", "D9=D11"),
    ]


def test_what_does_not_move_is_left_as_written() -> None:
    elements = _format("D1:D3 F2", "D1&gt;SUM($A$1:A1)") + _validation("B1 C4", "B1=C2")
    assert after(elements, rows_of(9), {}) == elements


def test_list_follows() -> None:
    written = after(_validation("B2:B7", "$F$7:$F$8", "list"), rows_of(9, ROWS), {ROWS: 4})
    assert _read(written, "formula1") == [("B2:B10", "$F$7:$F$11")]


def test_list_of_another_sheet_keeps_its_name() -> None:
    written = after(_validation("B7", "名单!$A$1:$A$3", "list"), rows_of(9, ROWS), {ROWS: 2})
    assert _read(written, "formula1") == [("B7:B8", "名单!$A$1:$A$3")]


def test_formulas_of_a_block_mean_the_same_block() -> None:
    rows = rows_of(10, BLOCK, INNER)
    turns = {BLOCK: 2, INNER: {(0,): 2, (1,): 1}}
    # 1 | 2 3 4 5 5 6 7 8 9 | 2 3 4 5 6 7 8 9 | 10
    assert _read(after(_format("D5", "D5&gt;$D$8"), rows, turns)) == [
        ("D5:D6", "D5&gt;$D$9"),
        ("D14", "D14&gt;$D$17"),
    ]
    assert _read(after(_format("D5", "D5&gt;$E5"), rows, turns)) == [("D5:D6 D14", "D5&gt;$E5")]
    assert _read(after(_format("D5", "D5&gt;$D$1"), rows, turns)) == [("D5:D6 D14", "D5&gt;$D$1")]
    assert _read(after(_format("D5", "D5&gt;SUM($D$5:$D$5)"), rows, turns)) == [
        ("D5:D6", "D5&gt;SUM($D$5:$D$6)"),
        ("D14", "D14&gt;SUM($D$14:$D$14)"),
    ]


def test_range_over_a_loop_reads_its_own_rows() -> None:
    """What is counted in each row is counted in that row, not over all turns."""
    written = after(_format("A7:D8", "COUNTBLANK($A7:$D7)=4"), rows_of(9, ROWS), {ROWS: 3})
    assert _read(written) == [("A7:D10", "COUNTBLANK($A7:$D7)=4")]


def test_formula_is_read_by_the_first_row_that_is_left() -> None:
    written = after(_format("A7:D8", "$A7=$F$2"), rows_of(9, ROWS), {ROWS: 0})
    assert _read(written) == [("A7:D7", "$A7=$F$2")]
    written = after(_format("A7 C8", "A7=1"), rows_of(9, ROWS), {ROWS: 0})
    assert _read(written) == [("C7", "C7=1")]
    written = after(_format("A7 C8", "$A7=B$2"), rows_of(9, ROWS), {ROWS: 0})
    assert _read(written) == [("C7", "$A7=D$2")]


def test_reference_to_vanished_rows_reads_as_blank() -> None:
    """For all cells: there is no row below the last to go on to."""
    written = after(_format("A9:A20", "D7=A9"), rows_of(9, ROWS), {ROWS: 0})
    assert _read(written) == [("A8:A19", "D$1048576=A8")]


@pytest.mark.parametrize("kind", ["dataBar", "iconSet", "top10", "duplicateValues"])
def test_cells_that_are_compared_stay_with_their_block(kind: str) -> None:
    rows = rows_of(10, BLOCK, INNER)
    turns = {BLOCK: 2, INNER: 2}
    # 1 | 2 3 4 5 5 6 7 8 9 | 2 3 4 5 5 6 7 8 9 | 10
    assert values("sqref", after(_format("D5", kind=kind), rows, turns)) == ["D5:D6", "D14:D15"]
    assert values("sqref", after(_format("D6:D8", kind=kind), rows, turns)) == ["D7:D9", "D16:D18"]
    one = rows_of(9, ROWS)
    assert values("sqref", after(_format("D7", kind=kind), one, {ROWS: 3})) == ["D7:D9"]
    assert values("sqref", after(_format("D7 D9", kind=kind), one, {ROWS: 3})) == ["D7:D9 D11"]


def test_limits_of_a_scale_follow() -> None:
    scale = (
        '<conditionalFormatting sqref="D7"><cfRule type="colorScale" priority="1"><colorScale>'
        '<cfvo type="num" val="$F$8"/><cfvo type="max"/><color rgb="FFFFFFFF"/>'
        '<color rgb="FF000000"/></colorScale></cfRule></conditionalFormatting>'
    )
    assert values("val", after(scale, rows_of(9, ROWS), {ROWS: 3})) == ["$F$10"]


def test_parted_elements_have_ids_of_their_own() -> None:
    bar = (
        '<conditionalFormatting sqref="D5"><cfRule type="dataBar" priority="1"><dataBar>'
        '<cfvo type="min"/><cfvo type="max"/><color rgb="FF638EC6"/></dataBar><extLst>'
        '<ext uri="{B025F937-C7B1-47D3-B67F-A62EFF666E3E}">'
        "<x14:id>{DA7ABA51-0000-0000-0000-000000000001}</x14:id></ext></extLst></cfRule>"
        "</conditionalFormatting>"
    )
    written = after(bar, rows_of(10, BLOCK, INNER), {BLOCK: 3, INNER: 1})
    ids = inner("x14:id", written)
    assert len(set(ids)) == len(ids) == 3
    assert ids[0] == "{DA7ABA51-0000-0000-0000-000000000001}"
    assert set(values("uri", written)) == {"{B025F937-C7B1-47D3-B67F-A62EFF666E3E}"}


def test_several_rules_of_one_range_stay_together() -> None:
    both = (
        '<conditionalFormatting sqref="D7:E7"><cfRule type="expression" priority="1">'
        '<formula>$A7=""</formula></cfRule><cfRule type="expression" priority="2">'
        "<formula>D7&lt;D8</formula></cfRule></conditionalFormatting>"
    )
    written = after(both, rows_of(9, ROWS), {ROWS: 2})
    # the row below the loop isn't below the first turn
    assert values("sqref", written) == ["D7:E7", "D8:E8"]
    assert inner("formula", written) == ['$A7=""', "D7&lt;D9", '$A8=""', "D8&lt;D9"]


def test_list_that_excel_would_not_open_is_a_fault() -> None:
    choices = ",".join(f"选项{number:03}" for number in range(50))
    with pytest.raises(ValueError, match=r"下拉列表“选项000.*”有 299 个字符，Excel 最多认 255 个"):
        after(_validation("B7", f'"{choices}"', "list"), rows_of(9), {})
    longest = ",".join(["一二三四"] * 51)
    written = after(_validation("B7", f'"{longest}"', "list"), rows_of(9), {})
    assert inner("formula1", written) == [f'"{longest}"']


def test_copies_of_a_sheet_read_themselves() -> None:
    rows = rows_of(10, ROWS, repeated="page in pages")
    turns = {ROWS: {(0,): 1, (1,): 3}}
    rule = _format("D7", "D7&gt;$D$9")
    written = [after(rule, rows, turns, copies=2, copy=copy) for copy in range(2)]
    assert [_read(each) for each in written] == [
        [("D7", "D7&gt;$D$9")],
        [("D7:D9", "D7&gt;$D$11")],
    ]


def test_rows_beneath_the_template_move_along() -> None:
    written = after(_format("A1:D1048576", "$A1=1"), rows_of(9, ROWS), {ROWS: 3})
    assert _read(written) == [("A1:D1048576", "$A1=1")]
    written = after(_format("A20:D30", "$A20=$F$9"), rows_of(9, ROWS), {ROWS: 3})
    assert _read(written) == [("A22:D32", "$A22=$F$11")]
