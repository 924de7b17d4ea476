"""The judges of what the engine writes find each cause of a repair that they are there for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.packages import zipped
from support.repair import repair_causes
from support.schema import schema_faults
from support.torture import original

_SHEET, _BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
_TYPES = "[Content_Types].xml"
_RELS, _TABLE = "xl/worksheets/_rels/sheet1.xml.rels", "xl/tables/table1.xml"

#: part, what is in it, what it becomes, and a word of the cause
WOUNDS = {
    "merges overlap": (_SHEET, '<mergeCell ref="A1:H1"/>', '<mergeCell ref="A1:H11"/>', "overlap"),
    "merges counted wrong": (_SHEET, '<mergeCells count="2">', '<mergeCells count="3">', "counts"),
    "a merge of one cell": (_SHEET, 'ref="A1:H1"', 'ref="A1"', "merges one cell"),
    "row 0": (_SHEET, '<row r="1"', '<row r="0"', "row 0"),
    "rows descend": (_SHEET, '<row r="5"', '<row r="1"', "row 1 after row 2"),
    "cells descend": (_SHEET, '<c r="D9"', '<c r="J9"', "after column"),
    "a cell twice": (_SHEET, '<c r="B14"', '<c r="A14"', "after column"),
    "order of elements": (_SHEET, "<hyperlinks>", "<colBreaks/><hyperlinks>", "stands after"),
    "a style that isn't there": (_SHEET, '<c r="A7" s="4"', '<c r="A7" s="99"', "style 99"),
    "a text that isn't there": (_SHEET, "<v>12</v>", "<v>1200</v>", "text number"),
    "a list too long": (_SHEET, '"甲,乙"', f'"{"甲," * 130}"', "a list of"),
    "a control character": (_SHEET, "看合计", "看\x08合计", "is not XML"),
    "a relation that isn't there": (_SHEET, 'r:id="rId1"', 'r:id="rId99"', "names rId99"),
    "a dangling relation": (_RELS, "comments1.xml", "comments9.xml", "isn't there"),
    "a stale chain": ("xl/calcChain.xml", 'r="E7"', 'r="E8"', "calcChain"),
    "a name that is a cell": (_BOOK, 'name="税率"', 'name="AB12"', "no valid name"),
    "a name with a space": (_BOOK, 'name="税率"', 'name="税 率"', "no valid name"),
    "a name twice": (_BOOK, 'name="税率"', 'name="总额"', "occurs 2 times"),
    "a name of no sheet": (_BOOK, 'localSheetId="0">', 'localSheetId="7">', "local to sheet 7"),
    "sheets of one name": (_BOOK, 'name="汇总"', 'name="名单"', "sheet name"),
    "a sheet's name": (_BOOK, 'sheet name="汇总"', 'sheet name="汇/总"', "can't be called"),
    "a table without rows": (_TABLE, 'ref="K5:M8"', 'ref="K5:M5"', "no row for data"),
    "a table's heads": (_TABLE, 'name="数"', 'name="量"', "the cells say"),
    "a comment without a shape": ("xl/comments1.xml", 'ref="H7"', 'ref="H8"', "their shapes"),
    "a frozen pane": (_SHEET, 'topLeftCell="B6"', 'topLeftCell="B3"', "a pane starts"),
    "breaks counted wrong": (_SHEET, 'manualBreakCount="3"', 'manualBreakCount="4"', "counts 4"),
    "a number that is none": (_SHEET, '"D11"><v>2</v>', '"D11"><v>-</v>', "no number"),
    "a formula shared by none": (_SHEET, ':E12" si="0"', ':E12" si="5"', "shares"),
    "a type for no part": (_TYPES, "/xl/calcChain.xml", "/xl/calcChian.xml", "has a type"),
}  # fmt: skip


@pytest.mark.parametrize("wound", WOUNDS)
def test_each_cause_is_found(wound: str) -> None:
    part, old, new, word = WOUNDS[wound]
    parts = dict(original().parts)
    text = parts[part].decode()
    assert old in text
    parts[part] = text.replace(old, new, 1).encode()
    causes = repair_causes(zipped(parts))
    assert [cause for cause in causes if word in cause], causes


#: what only the schemas know
FAULTS = {
    "an attribute's value": (_SHEET, 't="s"', 't="q"'),
    "an element too many": (_SHEET, "<sheetData>", "<sheetDate/><sheetData>"),
    "an attribute missing": (_TABLE, ' id="1"', ""),
    "an extension without its place": (_SHEET, r"<xm:sqref>I7</xm:sqref>", ""),
    "a chart without its axes": ("xl/charts/chart1.xml", r"<c:axId val=\"\d+\"/>", ""),
    "an anchor without its start": ("xl/drawings/drawing1.xml", "<xdr:from>.*?</xdr:from>", ""),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_schemas_find(fault: str, tmp_path: Path) -> None:
    part, old, new = FAULTS[fault]
    parts = dict(original().parts)
    text = parts[part].decode()
    parts[part] = re.sub(old, new, text, count=1 if "axId" not in old else 0, flags=re.S).encode()
    assert parts[part].decode() != text
    assert schema_faults(zipped(parts), tmp_path) != []


def test_the_template_itself_has_neither(tmp_path: Path) -> None:
    assert repair_causes(original().data) == []
    assert schema_faults(original().data, tmp_path) == []
