"""What becomes of the references in a formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from openpyxl.formula.tokenizer import Token, Tokenizer
from support.placed import laid_out, rows_of

from xlperf.ooxml.formulas.references import ROW, Formula, Target
from xlperf.ooxml.placement import OUTSIDE, Loop, Placement, View
from xlperf.ooxml.refs import LAST_ROW

ROWS = Loop("row in rows", 14, 14)
SHEETS = ("表", "Data 1", "it's")
NAMES = (("表",), ("Data 1",), ("it's",))


def _placement(turns: int) -> Placement:
    """Twenty rows on the first sheet, row 14 for each thing; the others as they are."""
    return laid_out([rows_of(20, ROWS), rows_of(20), rows_of(20)], {ROWS: turns})


def _text(
    formula: str,
    placement: Placement,
    view: View = OUTSIDE,
    home: tuple[int, int] = (0, 0),
    names: Sequence[Sequence[str]] = NAMES,
    sheets: Sequence[str] = SHEETS,
) -> str:
    compiled = Formula.compile(formula, home[0], sheets)
    return compiled.text(compiled.resolve(placement, view, home), names, home)


@pytest.mark.parametrize(
    "formula",
    [
        "1+2",
        '"A14"&"a""A14"',
        "LOG10(1)+data14+AB12x+XFE14+AAA1048577+R14C1+RC",
        "1E14+1.5e-3",
        '{14,2;"}A14",3}',
        "#REF!+#N/A+#DIV/0!",
        "Table14[[#This Row],[A14]]+T_1[A14]+[@A14]+[@[a A14]]",
        "[1]Sheet1!A14+'[b.xlsx]表'!A14+[1]!name14",
        "表:it!A14+'表:Data 1'!A14",
        "A13+$B$13+C$13+$D13+a13",
        "A:A+$B:C+1:13+$2:$3",
        "'Data 1'!A14+'it''s'!B14+'DATA 1'!C14",
        "A13#+@A13:B13",
        "SUM(A1:B2:C3,(A1,B2) A1:B3)",
        "-A1%^2<>B1",
        "表!name+'Data 1'!name",
        "\ue000&A1&\ue001",
    ],
)
def test_what_does_not_move_is_left_as_written(formula: str) -> None:
    assert _text(formula, _placement(3)) == formula


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("SUM(H14:H14)", {0: "SUM(H1048576:H1048576)", 1: "SUM(H14:H14)", 20: "SUM(H14:H33)"}),
        ("SUM(H14)", {0: "SUM(H1048576)", 1: "SUM(H14)", 20: "SUM(H14:H33)"}),
        ("SUM( $H$14 )", {0: "SUM( H1048576 )", 1: "SUM( $H$14 )", 20: "SUM( $H$14:$H$33 )"}),
        ("SUM(H13:H15)", {0: "SUM(H13:H14)", 1: "SUM(H13:H15)", 20: "SUM(H13:H34)"}),
        ("H15+H14*2", {0: "H14+H1048576*2", 1: "H15+H14*2", 20: "H34+H14*2"}),
        ("ROUND(H14,2)", {20: "ROUND(H14,2)"}),
        ("SUMIF(G14,A3,H14)", {20: "SUMIF(G14:G33,A3,H14:H33)"}),
        ("SUMIF(G14,G14,H14)", {20: "SUMIF(G14:G33,G14,H14:H33)"}),
        ("SUMIFS(H14,G14,1,F14,F14)", {20: "SUMIFS(H14:H33,G14:G33,1,F14:F33,F14)"}),
        ('SUMPRODUCT((G14="x")*H14)', {20: 'SUMPRODUCT((G14:G33="x")*H14:H33)'}),
        ("SUM(H14*I14,IF(H14,1))", {20: "SUM(H14*I14,IF(H14,1))"}),
        ("H14:INDEX(H:H,3)", {20: "H14:INDEX(H:H,3)"}),
        ("INDEX(H:H,3):H14", {20: "INDEX(H:H,3):H33"}),
        ("H16:H14", {20: "H14:H35"}),
        ("14:15", {0: "14:14", 20: "14:34"}),
        ("$14:14", {0: "A1048576:XFD1048576", 20: "$14:33"}),
        ("A15:A1048576", {0: "A14:A1048576", 20: "A34:A1048576"}),
        ("'表'!H14:H15", {20: "'表'!H14:H34"}),
        ("h14+$h$15", {20: "h14+$H$34"}),
        ("H25", {0: "H24", 20: "H44"}),
        ("_xlfn.TEXTJOIN(H14,H14,H14)", {20: "_xlfn.TEXTJOIN(H14,H14,H14:H33)"}),
    ],
)
def test_references_follow_the_rows(formula: str, written: Mapping[int, str]) -> None:
    assert {turns: _text(formula, _placement(turns)) for turns in written} == written


def test_row_of_a_loop_means_its_own_turn() -> None:
    view = View((ROWS,), (2,))
    placement = _placement(5)
    assert _text("H14*I14+H$14", placement, view) == "H16*I16+H$14"
    assert _text("SUM(H14)", placement, view) == "SUM(H16)"
    assert _text("SUM(H$14:H14)/SUM(H$14:H$14)", placement, view) == "SUM(H$14:H16)/SUM(H$14:H$18)"
    assert _text("SUM(H13:H14)", placement, view) == "SUM(H13:H16)"


def test_other_sheets_follow_as_well() -> None:
    assert _text("SUM(表!H14)+A14", _placement(3), home=(1, 0)) == "SUM(表!H14:H16)+A14"


def test_target_is_where_the_value_stands() -> None:
    formula = Formula.compile("SUM(H14)+'Data 1'!B:C+H14", 0, SHEETS)
    placement = _placement(3)
    assert formula.resolve(placement, OUTSIDE, (0, 0)) == [
        Target(0, 0, 14, 8, 16, 8),
        Target(1, 0, 1, 2, LAST_ROW, 3),
        Target(0, 0, 14, 8, 14, 8),
    ]
    assert formula.resolve(_placement(0), OUTSIDE, (0, 0))[0] is None


PAGES = "page in pages"
LISTED = Loop(PAGES, 2, 2)


def _repeated(copies: int) -> Placement:
    return laid_out(
        [rows_of(20, ROWS, repeated=PAGES), rows_of(20, LISTED), rows_of(20)],
        {ROWS: 2, LISTED: copies},
        copies=copies,
    )


_COPIES = (("甲", "it's 乙"), ("Data 1",), ("it's",))


def test_copy_of_a_sheet_means_itself() -> None:
    placement = _repeated(2)
    view = View(placement.sheets[0].loops_of_sheet, (1,))
    written = _text("A15+表!A15+表!B:B+表!name+'Data 1'!B2", placement, view, (0, 1), _COPIES)
    assert written == "A16+'it''s 乙'!A16+'it''s 乙'!B:B+'it''s 乙'!name+'Data 1'!B3"


def test_list_means_the_copy_of_its_line() -> None:
    placement = _repeated(2)
    view = View(placement.sheets[1].loops[2], (1,))
    written = _text("表!A15+表!B:B", placement, view, (1, 0), _COPIES)
    assert written == "'it''s 乙'!A16+'it''s 乙'!B:B"
    assert _text("表!A15", placement, OUTSIDE, (1, 0), _COPIES) == "'甲'!A16"


def test_sheet_that_was_dropped_reads_as_blank() -> None:
    names = ((), ("Data 1",), ("it's",))
    written = _text("SUM(表!A1:B3)+SUM(表!C:D)+表!name", _repeated(0), OUTSIDE, (1, 0), names)
    assert written == "SUM(A1048576:B1048576)+SUM(C1048576:D1048576)+#REF!"


def test_vanished_rows_of_another_sheet_keep_its_name() -> None:
    assert _text("表!H14", _placement(0), home=(1, 0)) == "表!H1048576"


def test_sheets_the_template_lacks_are_named() -> None:
    assert Formula.compile("A1+没有!A1+'没 有'!name+没有!B2", 0, SHEETS).unknown == (
        "没有",
        "没 有",
    )


@pytest.mark.parametrize(
    ("formula", "row_text"),
    [
        ("A14*$B14+SUM(C14:D14)", f"A{ROW}*$B{ROW}+SUM(C{ROW}:D{ROW})"),
        ("TODAY()", "TODAY()"),
        ("SUM(A:A)-A14", f"SUM(A:A)-A{ROW}"),
        ("SUM(14:14)", f"SUM({ROW}:{ROW})"),
        ("A14+A13", None),
        ("A$14", None),
        ("A14+'表'!A14", None),
        ("SUM('Data 1'!A:A)", None),
        ("'Data 1'!name", None),
    ],
)
def test_own_row_is_known_beforehand(formula: str, row_text: str | None) -> None:
    compiled = Formula.compile(formula, 0, SHEETS, row=14)
    assert compiled.own_row == (row_text is not None)
    assert compiled.row_text == (row_text or formula)


def test_openpyxl_finds_the_same_references() -> None:
    formula = (
        "=IF(AND(ISNUMBER(H14),$A$1<>\"A2\"),SUMIF('Data 1'!$B$2:$B$9,A14,'it''s'!C:C)*-B3%,"
        "IFERROR(VLOOKUP(A14,表!A1:D9,2,FALSE),LOG10(data1)&{1,2}))"
    )
    operands = [
        token.value
        for token in Tokenizer(formula).items
        if token.type == Token.OPERAND and token.subtype == Token.RANGE and token.value != "data1"
    ]
    found = Formula.compile(formula[1:], 0, SHEETS).references
    assert [reference.prefix + reference.body for reference in found] == operands


_DEFINED = {
    "总额": ("表!$D$15", False),
    "明细": ("表!$D$14:$D$14", False),
    "税率": ("0.06", False),
    "这一行": ("表!$D14", False),  # counts from whoever uses it
    "本表": ("表!$D$14", True),
}


@pytest.mark.parametrize("turns", [0, 1, 3])
def test_names_are_kept_and_what_they_stand_for_is_known(turns: int) -> None:
    text = "总额*税率+SUM(明细)+这一行+A15+没有"
    formula = Formula.compile(text, 1, SHEETS, defined=_DEFINED)
    targets = formula.resolve(_placement(turns), OUTSIDE, (1, 0))
    assert targets == [
        Target(0, 0, 14 + turns, 4, 14 + turns, 4),
        Target(0, 0, 14, 4, 13 + turns, 4) if turns else None,
        Target(1, 0, 15, 1, 15, 1),
    ]
    assert formula.text(targets, NAMES, (1, 0)) == text


def test_name_means_the_same_to_every_row_and_on_each_copy_its_own() -> None:
    placement = _repeated(2)
    view = View(placement.sheets[0].loops[14], (1, 0))
    formula = Formula.compile("SUM(明细)+SUM(本表)+D14", 0, SHEETS, defined=_DEFINED)
    assert formula.resolve(placement, view, (0, 1)) == [
        Target(0, 0, 14, 4, 15, 4),
        Target(0, 1, 14, 4, 15, 4),
        Target(0, 1, 14, 4, 14, 4),
    ]
