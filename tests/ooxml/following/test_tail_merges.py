"""Merged cells of several rows, and the rows' own beside them."""

from __future__ import annotations

import pytest
from support.placed import rows_of
from support.tails import after, values

from xlperf.ooxml.placement import Loop

ROWS = Loop("row in rows", 7, 7)
BLOCK = Loop("page in pages", 2, 9)


def _merges(*refs: str) -> str:
    cells = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs)
    return f'<mergeCells count="{len(refs)}">{cells}</mergeCells>'


def _refs(written: str) -> list[str]:
    found = sorted(values("ref", written))
    assert values("count", written) == ([str(len(found))] if found else [])
    return found


@pytest.mark.parametrize(
    ("turns", "refs"),
    [
        (0, ["A5:B6", "A8:D9", "C6:C7"]),
        (1, ["A5:B6", "A9:D10", "C6:C8", "D7:D8"]),
        (20, ["A28:D29", "A5:B6", "C6:C27", "D7:D27"]),
    ],
)
def test_merges_stretch_and_move(turns: int, refs: list[str]) -> None:
    merges = _merges("A5:B6", "C6:C8", "D7:D8", "A9:D10")
    assert _refs(after(merges, rows_of(12, ROWS), {ROWS: turns})) == refs


def test_merges_of_one_row_are_the_rows_business() -> None:
    written = after(_merges("A2:D2", "A5:B6"), rows_of(9), {}, merges=["A2:D2 E2:F2", "A3:D3"])
    assert _refs(written) == ["A2:D2", "A3:D3", "A5:B6", "E2:F2"]


def test_merges_of_a_block_are_repeated_with_it() -> None:
    inner = Loop("row in page.rows", 5, 5)
    turns = {BLOCK: 2, inner: {(0,): 3, (1,): 0}}
    written = after(_merges("A3:B4", "C4:C6", "H8:H9"), rows_of(10, BLOCK, inner), turns)
    # 1 | 2 3 4 5 5 5 6 7 8 9 | 2 3 4 6 7 8 9 | 10
    assert _refs(written) == ["A13:B14", "A3:B4", "C14:C15", "C4:C8", "H10:H11", "H17:H18"]


def test_nothing_is_left_of_merges_whose_rows_vanished() -> None:
    assert after(_merges("A2:B9", "C2:C3"), rows_of(10, BLOCK), {BLOCK: 0}) == ""


def test_one_cell_is_no_merge() -> None:
    assert _refs(after(_merges("A6:A7", "B6:C7"), rows_of(9, ROWS), {ROWS: 0})) == ["B6:C6"]


def test_no_merges_overlap() -> None:
    """One that reaches into a loop covers all its turns; what is merged there goes before it."""
    rows = rows_of(10, Loop("page in pages", 5, 6))
    loop = rows.loops[5][0]
    merges = _merges("A4:A5", "B4:C5", "D5:D6", "D6:E7")
    own = ["A6:B6 A8:B8", "E1:F1"]
    written = [_refs(after(merges, rows, {loop: turns}, merges=own)) for turns in (1, 2)]
    # 1 … 4 | 5 6 | 5 6 | 7 …
    assert written[0] == ["A4:A5", "A6:B6", "A8:B8", "B4:C5", "D5:D6", "E1:F1"]
    assert written[1] == ["A6:B6", "A8:B8", "D5:D6", "D7:D8", "E1:F1"]


@pytest.mark.parametrize("there", ["", '<phoneticPr fontId="1"/>', '<pageMargins left="1"/>'])
def test_merges_find_their_place_where_the_template_has_none(there: str) -> None:
    start = '<sheetProtection sheet="1"/><autoFilter ref="A1:B2"/>'
    written = after(start + there, rows_of(9), {}, merges=["A1:B1"])
    cells = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    assert written == start + cells + there


def test_merges_of_each_copy_of_a_sheet() -> None:
    rows = rows_of(10, ROWS, repeated="page in pages")
    turns = {ROWS: {(0,): 0, (1,): 3}}
    refs = [_refs(after(_merges("A6:A8"), rows, turns, copies=2, copy=copy)) for copy in range(2)]
    assert refs == [["A6:A7"], ["A6:A10"]]
