"""The whole of what stands around a sheet's rows."""

from __future__ import annotations

import time

from support.placed import laid_out, rows_of
from support.repair_tail import ORDER
from support.tails import SHEETS, Sheet, after, values

from xlperf.ooxml.canonical import canonical
from xlperf.ooxml.following.sheet import Tail
from xlperf.ooxml.placement import Loop

ROWS = Loop("row in rows", 7, 7)

_BEFORE = (
    '<sheetPr codeName="Sheet1"><tabColor rgb="FFFF0000"/></sheetPr><sheetFormatPr '
    'defaultRowHeight="15"/><cols><col min="1" max="1" width="14" customWidth="1"/></cols>'
)
_AFTER = (
    '<sheetCalcPr fullCalcOnLoad="1"/><scenarios current="0"><scenario name="a" count="1">'
    '<inputCells r="A7" val="1"/></scenario></scenarios><dataConsolidate/><phoneticPr fontId="1"/>'
    '<printOptions horizontalCentered="1"/><pageMargins left="0.7" right="0.7" top="0.75" '
    'bottom="0.75" header="0.3" footer="0.3"/><pageSetup paperSize="9" r:id="rId1"/><headerFooter>'
    "<oddFooter>&amp;C第&amp;P页</oddFooter></headerFooter><customProperties>"
    '<customPr name="x" r:id="rId9"/></customProperties><drawing r:id="rId2"/><legacyDrawing '
    'r:id="rId3"/><unknown a="A7">A7</unknown><tableParts count="1"><tablePart r:id="rId4"/>'
    "</tableParts>"
)


def test_what_follows_nothing_passes_as_it_is_written() -> None:
    sheet = Sheet(rows_of(9, ROWS), before=_BEFORE, after=_AFTER)
    for turns in (0, 1, 20):
        assert sheet.both({ROWS: turns}) == (_BEFORE, _AFTER)


def test_elements_stay_in_the_order_of_the_schema() -> None:
    names = ORDER[ORDER.index("sheetData") + 1 :]
    elements = "".join(f"<{name}/>" for name in names if name != "mergeCells")
    written = after(elements, rows_of(9), {}, merges=["A1:B1"])
    places = [written.index(f"<{name}") for name in names if f"<{name}" in written]
    assert len(places) > 30
    assert places == sorted(places)


def test_prefix_of_the_main_namespace_makes_no_difference() -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    elements = '<{0}mergeCells count="1"><{0}mergeCell ref="A6:A8"/></{0}mergeCells>'
    written = []
    for prefix, declared in (("", f'xmlns="{main}"'), ("x:", f'xmlns:x="{main}"')):
        head, end = f"<{prefix}worksheet {declared}>", f"</{prefix}worksheet>"
        whole = f"{head}<{prefix}sheetData/>{elements.format(prefix)}{end}"
        start, _, rest = canonical(whole.encode(), "sheet1.xml").partition("<sheetData/>")
        tail = Tail.compile(start, rest, 0, SHEETS, rows_of(9, ROWS))
        placement = laid_out([rows_of(9, ROWS)], {ROWS: 3})
        written.append(tail.written(placement, 0, [SHEETS[:1]])[1])
    assert written[0] == written[1]
    assert 'ref="A6:A10"' in written[0]


def test_copies_share_nothing_that_must_be_unique() -> None:
    def uid(number: int) -> str:
        return f'xr:uid="{{0A1B2C3D-0000-4000-8000-00000000000{number}}}"'

    after_rows = (
        f'<autoFilter ref="A1:B9" {uid(1)}/><conditionalFormatting sqref="A7"><cfRule '
        'type="expression" priority="1"><formula>A7=1</formula></cfRule></conditionalFormatting>'
        f'<dataValidations count="1"><dataValidation sqref="A7" {uid(2)}/></dataValidations>'
        f'<hyperlinks><hyperlink ref="A7" location="A1" {uid(3)}/></hyperlinks>'
    )
    rows = rows_of(9, ROWS, repeated="page in pages")
    sheet = Sheet(rows, before=_BEFORE, after=after_rows)
    written = [sheet.both({ROWS: 2}, copies=3, copy=copy) for copy in range(3)]
    assert values("codeName", "".join(before for before, _ in written)) == ["Sheet1"]
    assert "<tabColor" in written[2][0]
    ids = [id_ for _, after in written for id_ in values("uid", after)]
    assert len(ids) == len(set(ids)) == 3 * 4


def test_tail_that_depends_on_its_own_rows_alone_is_static() -> None:
    own = (
        '<dataValidations count="1"><dataValidation type="list" sqref="A1"><formula1>{}</formula1>'
        "</dataValidation></dataValidations>"
    )
    assert Sheet(rows_of(9), before=_BEFORE, after=_AFTER).tail.static
    assert Sheet(rows_of(9), after=own.format("$A$1:$A$3")).tail.static
    assert not Sheet(rows_of(9), after=own.format("名单!$A$1:$A$3")).tail.static


def test_stacked_blocks_stay_linear() -> None:
    """Ten times the blocks take about ten times as long, not a hundred times."""
    block, inner = Loop("page in pages", 1, 30), Loop("row in page.rows", 14, 14)
    rows = rows_of(30, block, inner)
    rule = (
        '<conditionalFormatting sqref="D14"><cfRule type="expression" priority="1"><formula>'
        "D14&gt;$D$20</formula></cfRule></conditionalFormatting>"
    )
    merges = "".join(f'<mergeCell ref="A{row}:B{row + 1}"/>' for row in range(15, 29, 2))
    breaks = (
        '<rowBreaks count="1" manualBreakCount="1"><brk id="30" max="16383" man="1"/></rowBreaks>'
    )
    sheet = Sheet(rows, after=f'<mergeCells count="7">{merges}</mergeCells>{rule}{breaks}')

    def seconds(blocks: int) -> float:
        placement = sheet.placed({block: blocks, inner: 5})
        started = time.process_time()
        written = sheet.tail.written(placement, 0, [SHEETS[:1], SHEETS[1:]])[1]
        took = time.process_time() - started
        assert written.count("<conditionalFormatting") == blocks
        return took

    few = min(seconds(100) for _ in range(3))
    assert min(seconds(1000) for _ in range(3)) < 30 * few
