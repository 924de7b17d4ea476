"""Hyperlinks and watched cells: repeated with their place, led to where things went."""

from __future__ import annotations

import pytest
from support.placed import rows_of
from support.tails import Sheet, after, values

from xlperf.ooxml.placement import Loop

ROWS = Loop("row in rows", 7, 7)
PAGES = "page in pages"


def _links(*links: str) -> str:
    return "<hyperlinks>" + "".join(f"<hyperlink {link}/>" for link in links) + "</hyperlinks>"


@pytest.mark.parametrize("turns", [0, 1, 3])
def test_link_is_repeated_with_its_row(turns: int) -> None:
    written = after(
        _links('ref="A7" r:id="rId1"', 'ref="B9" location="A7" display="x"', 'ref="C7:D7"'),
        rows_of(9, ROWS),
        {ROWS: turns},
    )
    rows = range(7, 7 + turns)
    assert values("ref", written) == [
        *(f"A{row}" for row in rows),
        f"B{8 + turns}",
        *(f"C{row}:D{row}" for row in rows),
    ]
    assert values("r:id", written) == ["rId1"] * turns
    # where the row vanished it leads to the one that came in its place
    assert values("location", written) == ["A7"]
    assert values("display", written) == ["x"]


def test_link_leads_where_its_target_went() -> None:
    written = after(
        _links(
            'ref="A1" location="表!A9"',
            'ref="A2" location="\'表\'!$A$7:$B$8"',
            'ref="A3" location="名单!A9"',
            'ref="A4" location="某个名称"',
            'ref="A5" location="\'没有\'!A9"',
            'ref="A7" location="B7"',
        ),
        rows_of(9, ROWS),
        {ROWS: 2},
    )
    assert values("location", written) == [
        "表!A10",
        "'表'!$A$7:$B$9",
        "名单!A9",
        "某个名称",
        "'没有'!A9",
        "B7",
        "B8",
    ]


def test_nothing_is_left_of_links_whose_rows_vanished() -> None:
    assert after(_links('ref="A7" location="B7"'), rows_of(9, ROWS), {ROWS: 0}) == ""


def test_link_to_a_copy_of_its_own_sheet() -> None:
    rows = rows_of(9, ROWS, repeated=PAGES)
    turns = {ROWS: 2}
    links = _links('ref="A1" location="表!A9"')
    written = [after(links, rows, turns, copies=3, copy=copy) for copy in range(3)]
    assert [values("location", each) for each in written] == [
        ["表!A10"],
        ["'表 2'!A10"],
        ["'表 3'!A10"],
    ]


def test_watched_cells_follow() -> None:
    watched = '<cellWatches><cellWatch r="A7"/><cellWatch r="B9"/></cellWatches>'
    assert values("r", after(watched, rows_of(9, ROWS), {ROWS: 2})) == ["A7", "A8", "B10"]


def test_tail_knows_whether_it_depends_on_other_sheets() -> None:
    rows = rows_of(9)
    assert Sheet(rows, after=_links('ref="A1" location="A9"')).tail.static
    assert not Sheet(rows, after=_links('ref="A1" location="名单!A9"')).tail.static
