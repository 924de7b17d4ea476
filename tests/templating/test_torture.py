"""A template with everything in it, for no turn, one and twenty: all is where it belongs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.opened import Element, local
from support.repair import repair_causes
from support.schema import schema_faults
from support.torture import LISTS, MAIN, SUMMARY, original
from support.torture_written import COUNTS, QUOTED, Written, rendered

_XM = "http://schemas.microsoft.com/office/excel/2006/main"


@pytest.fixture(params=COUNTS)
def written(request: pytest.FixtureRequest) -> Written:
    return rendered(request.param)


def test_no_cause_of_a_repair_and_valid_by_the_schemas(written: Written, tmp_path: Path) -> None:
    assert repair_causes(written.package.data) == []
    assert schema_faults(written.package.data, tmp_path) == []


def test_unchanged_parts_are_the_same_bytes(written: Written) -> None:
    same = [
        name for name, part in original().parts.items() if written.package.parts.get(name) == part
    ]
    wanted = {"theme", "media", "printerSettings", "core.xml", "custom.xml", "sheet3.xml"}
    missing = [word for word in wanted if not any(word in name for name in same)]
    assert missing == []


def test_the_types_of_the_parts_come_first(written: Written) -> None:
    assert written.package.names[0] == "[Content_Types].xml"


def test_nothing_of_the_tags_is_left(written: Written) -> None:
    for name, part in written.package.parts.items():
        assert b"{%" not in part, name
        assert b"{{" not in part, name


def test_the_order_of_calculation_is_gone_and_excel_is_asked_to_calculate(
    written: Written,
) -> None:
    assert not [name for name in written.package.names if "calcChain" in name]
    assert b"calcChain" not in written.package.parts["[Content_Types].xml"]
    (properties,) = [each for each in written.package.book if local(each) == "calcPr"]
    assert properties.get("fullCalcOnLoad") == "1"


def test_sheets_keep_order_and_state(written: Written) -> None:
    kept = [(sheet.name, sheet.state) for sheet in written.package.sheets]
    assert kept == [(MAIN, "visible"), (SUMMARY, "visible"), (LISTS, "veryHidden")]


def test_rich_text_keeps_its_runs(written: Written) -> None:
    (cell,) = [each for each in written.main.all("sheetData/row/c") if each.get("r") == "A1"]
    if cell.get("t") == "s":
        (part,) = written.package.related(written.package.book_part, "sharedStrings")
        cell = written.package.xml(part)[int(cell[0].text)]
    runs = [each for each in cell.iter() if local(each) == "r"]
    assert ["".join(run.itertext()) for run in runs] == ["绩效", "明细", "（红黑有别）"]
    assert next(local(each) for each in runs[0][0]) == "b"


def test_merges_follow_and_repeated_names_are_merged(written: Written) -> None:
    refs = {each.get("ref") for each in written.main.all("mergeCells/mergeCell")}
    pairs = {f"A{top}:A{top + 1}" for top in range(6, 5 + written.count, 2)}
    assert refs == {"A1:H1", f"G{written.at(10)}:H{written.at(12)}"} | pairs


def test_links_follow_inside_and_stay_outside(written: Written) -> None:
    links = {each.get("ref"): each for each in written.main.all("hyperlinks/hyperlink")}
    assert links["C2"].get("location") == f"{QUOTED}!D{written.at(9)}"
    (outside,) = written.package.related(written.main.part, "hyperlink")
    assert outside == "https://example.com/?a=1&b=2"
    (other,) = written.package.sheet(SUMMARY).all("hyperlinks/hyperlink")
    assert other.get("location") == f"{QUOTED}!A{written.at(12)}"


def test_panes_columns_header_and_protection_stay(written: Written) -> None:
    kinds = ("cols", "headerFooter", "sheetProtection", "colBreaks", "pageMargins")
    for kind in kinds:
        before, after = original().sheet(MAIN).the(kind), written.main.the(kind)
        assert _spelled(before) == _spelled(after), kind
    pane = written.main.the("sheetViews/sheetView/pane")
    assert (pane.get("ySplit"), pane.get("topLeftCell"), pane.get("state")) == ("5", "B6", "frozen")
    assert [local(each) for each in written.package.book if "rotection" in local(each)]


def _spelled(element: Element) -> tuple[Any, ...]:
    text = (element.text or "").strip()
    return local(element), text, dict(element.attrib), tuple(_spelled(each) for each in element)


def test_the_filter_spans_all_rows(written: Written) -> None:
    last = 5 + written.count
    assert written.main.the("autoFilter").get("ref") == f"A5:H{last}"
    assert written.package.defined["_xlnm._FilterDatabase", MAIN] == f"{QUOTED}!$A$5:$H${last}"


def test_rows_keep_height_and_outline(written: Written) -> None:
    rows = {int(each.get("r")): each for each in written.main.all("sheetData/row")}
    for row in written.turns:
        assert (rows[row].get("ht"), rows[row].get("outlineLevel")) == ("21", "1")
    below = [number for number, row in rows.items() if row.get("outlineLevel")]
    assert below == list(written.turns)


def test_the_table_spans_all_rows_and_never_none(written: Written) -> None:
    (part,) = written.package.related(written.main.part, "table")
    table = written.package.xml(part)
    assert table.get("ref") == f"K5:M{max(6, 5 + written.count)}"
    assert table.get("displayName") == "指标表"


def test_formats_follow(written: Written) -> None:
    assert list(written.rules("iconSet")) == written.area("D")
    assert list(written.rules("dataBar")) == written.area("E")
    assert list(written.rules("colorScale")) == [f"D{written.at(10)}:D{written.at(12)}"]
    rules = {place: rule[0].text for place, rule in written.rules("expression").items()}
    total = f"D{written.at(9)}"
    assert rules.pop(total) in _sums(written, total)
    assert rules == dict.fromkeys(written.area("A", "H"), "$D6>100")


def _sums(written: Written, total: str) -> list[str]:
    """How the sum over all turns may be written; of nothing, over the last row of the sheet."""
    if written.count == 0:
        return [f"{total}<>SUM(D$1048576:D$1048576)"]
    return [f"{total}<>SUM(D6:D{5 + written.count})"]


def test_formats_of_the_extension_follow_with_their_ids(written: Written) -> None:
    found = {
        "".join(each.itertext(f"{{{_XM}}}sqref")): each
        for each in written.main.named("conditionalFormatting")
        if "2009/9/main" in each.tag
    }
    assert sorted(found) == sorted(written.area("E") + written.area("B"))
    for place in written.area("B"):
        assert next(found[place].iter(f"{{{_XM}}}f")).text == "$B6=名单!$A$2"
    for place, rule in written.rules("dataBar").items():
        (told,) = [each.text for each in rule.iter() if local(each) == "id"]
        assert found[place][0].get("id") == told


def test_validations_follow_with_their_words(written: Written) -> None:
    found = {each.get("sqref"): each for each in written.main.all("dataValidations/dataValidation")}
    lists = f"B{written.at(9)}:B{written.at(10)}"
    assert set(found) == {lists, *written.area("D"), *written.area("C")}
    for place in written.area("D"):
        assert (found[place].get("prompt"), found[place].get("errorTitle")) == ("请填元", "金额")
    for place in written.area("C"):
        assert found[place][0].text == "C6>DATE(2025,1,1)"
    (other,) = written.package.sheet(SUMMARY).all("dataValidations/dataValidation")
    assert other[0].text == f"{QUOTED}!$A${written.at(10)}:$A${written.at(12)}"


def test_validations_of_the_extension_follow(written: Written) -> None:
    found = {
        "".join(each.itertext(f"{{{_XM}}}sqref")): "".join(each.itertext(f"{{{_XM}}}f"))
        for each in written.main.named("dataValidation")
        if "2009/9/main" in each.tag
    }
    assert found == dict.fromkeys(written.area("B"), "名单!$A$1:$A$3")


def test_sparklines_are_in_every_row(written: Written) -> None:
    found = {
        "".join(each.itertext(f"{{{_XM}}}sqref")): "".join(each.itertext(f"{{{_XM}}}f"))
        for each in written.main.named("sparkline")
    }
    below = found.pop(f"I{written.at(9)}", None)
    assert found == {f"I{row}": f"{QUOTED}!D{row}:F{row}" for row in written.turns}
    if written.count > 1:
        assert below == f"{QUOTED}!{written.area('D')[0]}"


def test_names_follow(written: Written) -> None:
    names = written.package.defined
    assert names["总额", None] == f"{QUOTED}!$D${written.at(9)}"
    assert names["税率", None] == "0.06"
    row = written.at(12)
    assert names["本表末行", MAIN] == f"{QUOTED}!$A${row}:$H${row}"
    assert names["_xlnm.Print_Area", MAIN] == f"{QUOTED}!$A$1:$I${written.at(14)}"
    assert names["_xlnm.Print_Titles", MAIN] == f"{QUOTED}!$5:$5"
    if written.count > 1:
        assert names["明细区", None] == f"{QUOTED}!$D$6:$D${5 + written.count}"


def test_ranges_of_protection_and_of_ignored_errors_follow(written: Written) -> None:
    found = [
        (each.get("name"), each.get("sqref"))
        for each in written.main.all("protectedRanges/protectedRange")
    ]
    names = f"A{written.at(10)}:A{written.at(12)}"
    assert found == [*(("金额区", place) for place in written.area("D")), ("名称区", names)]
    (ignored,) = written.main.all("ignoredErrors/ignoredError")
    texts = f"H{written.at(10)}:H{written.at(12)}"
    assert ignored.get("sqref").split() == [*written.area("H"), texts]


def test_page_breaks_follow(written: Written) -> None:
    breaks = [int(each.get("id")) for each in written.main.all("rowBreaks/brk")]
    assert breaks == [3, written.at(9), written.at(12)]
