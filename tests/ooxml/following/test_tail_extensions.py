"""x14: rules, lists and sparklines in <extLst>."""

from __future__ import annotations

import pytest
from support.placed import rows_of
from support.tails import after, inner, values

from xlperf.ooxml.placement import Loop

ROWS = Loop("row in rows", 7, 7)
BLOCK = Loop("page in pages", 2, 9)


def _extension(content: str, uri: str = "{78C0D931-6437-407D-A8EE-F0AAD7539E65}") -> str:
    return f'<extLst><ext uri="{uri}">{content}</ext></extLst>'


def _rule(sqref: str, formula: str, number: int = 1) -> str:
    return (
        f'<x14:conditionalFormatting><x14:cfRule type="expression" priority="{number}" '
        f'id="{{0A1B2C3D-0000-4000-8000-00000000000{number}}}"><xm:f>{formula}</xm:f>'
        f'<x14:dxf><font><b val="1"/></font></x14:dxf></x14:cfRule><xm:sqref>{sqref}</xm:sqref>'
        "</x14:conditionalFormatting>"
    )


def _list(sqref: str, formula: str) -> str:
    return (
        f'<x14:dataValidation type="list"><x14:formula1><xm:f>{formula}</xm:f></x14:formula1>'
        f"<xm:sqref>{sqref}</xm:sqref></x14:dataValidation>"
    )


@pytest.mark.parametrize(("turns", "cells"), [(0, None), (1, "B7"), (20, "B7:B26")])
def test_rules_and_lists_follow(turns: int, cells: str | None) -> None:
    content = (
        "<x14:conditionalFormattings>"
        + _rule("B7", "$B7=名单!$A$2")
        + '</x14:conditionalFormattings><x14:dataValidations count="1">'
        + _list("B7", "名单!$A$1:$A$3")
        + "</x14:dataValidations>"
    )
    written = after(_extension(content), rows_of(9, ROWS), {ROWS: turns})
    assert inner("xm:sqref", written) == ([cells, cells] if cells else [])
    assert inner("xm:f", written) == (["$B7=名单!$A$2", "名单!$A$1:$A$3"] if cells else [])
    assert values("count", written) == (["1"] if cells else [])
    assert bool(written) == bool(cells)


def test_parted_rules_have_ids_of_their_own_and_are_counted() -> None:
    content = (
        f"<x14:conditionalFormattings>{_rule('B3', 'B3&gt;$B$4')}{_rule('C3', 'C3&gt;1', 2)}"
        f'</x14:conditionalFormattings><x14:dataValidations count="2">{_list("B3", "$D$3:$D$4")}'
        f"{_list('C3', '$D$1')}</x14:dataValidations>"
    )
    written = after(_extension(content), rows_of(10, BLOCK), {BLOCK: 2})
    ids = [id_ for id_ in values("id", written) if id_.startswith("{")]
    assert len(set(ids)) == len(ids) == 3
    assert inner("xm:sqref", written) == ["B3", "B11", "C3 C11", "B3", "B11", "C3 C11"]
    assert inner("xm:f", written) == [
        "B3&gt;$B$4",
        "B11&gt;$B$12",
        "C3&gt;1",
        "$D$3:$D$4",
        "$D$11:$D$12",
        "$D$1",
    ]
    assert values("count", written) == ["3"]


def _sparklines(*lines: tuple[str, str], axis: str = "") -> str:
    inside = "".join(
        f"<x14:sparkline><xm:f>{source}</xm:f><xm:sqref>{cell}</xm:sqref></x14:sparkline>"
        for source, cell in lines
    )
    return (
        '<x14:sparklineGroup displayEmptyCellsAs="gap"><x14:colorSeries rgb="FF000000"/>'
        f"{axis}<x14:sparklines>{inside}</x14:sparklines></x14:sparklineGroup>"
    )


@pytest.mark.parametrize("turns", [0, 1, 3])
def test_sparklines_are_repeated_with_their_rows(turns: int) -> None:
    groups = (
        "<x14:sparklineGroups>"
        + _sparklines(("表!D7:F7", "I7"), axis="<xm:f>表!D7:D8</xm:f>")
        + _sparklines(("表!D6:D8", "I9"))
        + "</x14:sparklineGroups>"
    )
    written = after(_extension(groups), rows_of(9, ROWS), {ROWS: turns})
    rows = range(7, 7 + turns)
    assert inner("xm:sqref", written) == [*(f"I{row}" for row in rows), f"I{8 + turns}"]
    axis = [f"表!D7:D{7 + turns}"] if turns else []
    sources = [f"表!D{row}:F{row}" for row in rows]
    assert inner("xm:f", written) == [*axis, *sources, f"表!D6:D{7 + turns}"]
    assert written.count("<x14:sparklineGroup ") == (2 if turns else 1)


def test_sparkline_without_its_source_goes() -> None:
    groups = f"<x14:sparklineGroups>{_sparklines(('表!D7:F7', 'I9'))}</x14:sparklineGroups>"
    assert after(_extension(groups), rows_of(9, ROWS), {ROWS: 0}) == ""


def test_ranges_of_extensions_follow() -> None:
    errors = (
        '<x14:ignoredErrors><x14:ignoredError numberStoredAsText="1"><xm:sqref>B7 B9</xm:sqref>'
        "</x14:ignoredError></x14:ignoredErrors>"
    )
    written = after(_extension(errors), rows_of(9, ROWS), {ROWS: 3})
    assert inner("xm:sqref", written) == ["B7:B9 B11"]


@pytest.mark.parametrize(
    "unknown",
    [
        '<ext uri="{X}"/>',
        '<ext uri="{X}"><x15:later xmlns:x15="urn:later" ref="A7"><b>A7</b></x15:later></ext>',
        '<ext uri="{X}"><x14:slicerList><x14:slicer r:id="rId3"/></x14:slicerList></ext>',
    ],
)
def test_unknown_extensions_pass(unknown: str) -> None:
    kept = f"<extLst>{unknown}</extLst>"
    assert after(kept, rows_of(9, ROWS), {ROWS: 3}) == kept
