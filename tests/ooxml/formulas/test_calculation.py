"""What formulas give, beside what LibreOffice makes of them."""

from __future__ import annotations

import io
import random
import time
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.formulas import BLOCK, Formulas
from support.recalculated import recalculated

from xlperf.ooxml.formulas.calculation import ERRORS, Calculation, Error, Incomputable
from xlperf.ooxml.formulas.functions import FUNCTIONS
from xlperf.ooxml.formulas.references import Formula, Target
from xlperf.ooxml.refs import LAST_ROW

_COUNT = 1500
_FIRST = len(BLOCK) + 2  # row of the first formula
_EPOCH = date(1899, 12, 30)


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Any, Any]]:
    """Each formula, what it gives here, and what LibreOffice makes of it."""
    chance = random.Random(11)
    makers = Formulas(chance)
    formulas = list(dict.fromkeys(makers.any() for _ in range(_COUNT)))
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in BLOCK:
        sheet.append(row)
    for index, formula in enumerate(formulas):
        sheet.cell(_FIRST + index, 1).value = f"={formula}"
    file = io.BytesIO()
    book.save(file)
    folder = tmp_path_factory.mktemp("formulas")
    values = recalculated({"formulas": file.getvalue()}, folder)["formulas"]
    return [
        (
            formula,
            _value(formula, (_FIRST + index, 1)),
            _seen(values.get((sheet.title, f"A{_FIRST + index}"))),
        )
        for index, formula in enumerate(formulas)
    ]


def _value(formula: str, here: tuple[int, int] = (1, 1), **given: Any) -> Any:
    """Over BLOCK; None for what isn't computed."""
    compiled = Formula.compile(formula, 0, ["Sheet"])
    calculation = Calculation.compile(compiled)
    assert calculation is not None, formula
    references = compiled.references
    targets = [Target(0, 0, each.top, each.left, each.bottom, each.right) for each in references]

    def get(index: int) -> Any:
        reference = references[index]
        rows = [
            [_cell(row, column) for column in range(reference.left, reference.right + 1)]
            for row in range(reference.top, min(reference.bottom, len(BLOCK)) + 1)
        ]
        return rows[0][0] if reference.single else rows

    try:
        return calculation.value(get, targets, here, **given)
    except Incomputable:
        return None


def _cell(row: int, column: int) -> Any:
    return _operand(BLOCK[row - 1][column - 1])


def _operand(value: Any) -> Any:
    if isinstance(value, date):
        return (value - _EPOCH).days
    return {"=1/0": ERRORS["#DIV/0!"], "=NA()": ERRORS["#N/A"]}.get(value, value)


def _seen(value: Any) -> Any:
    """What openpyxl makes of a cell of the workbook that LibreOffice wrote."""
    if isinstance(value, datetime):
        return (value - datetime(1899, 12, 30)).total_seconds() / 86400
    return ERRORS.get(value, value) if isinstance(value, str) else value


def _agree(here: Any, there: Any) -> bool:
    if there is None:
        return here == ""
    if isinstance(here, Error) and isinstance(there, Error):
        return True  # of several errors in a formula, Excel gives the first and others the last
    if isinstance(here, float) and isinstance(there, int | float) and not isinstance(there, bool):
        return abs(here - there) <= 1e-13 * max(abs(here), abs(there), 1e-3)
    return type(here) is type(there) and bool(here == there)


def test_values_are_those_of_libreoffice(compared: list[tuple[str, Any, Any]]) -> None:
    different = [
        (formula, here, there)
        for formula, here, there in compared
        if here is not None and not _agree(here, there)
    ]
    assert not different, "\n".join(map(repr, different))


def test_nearly_all_of_them_can_be_computed(compared: list[tuple[str, Any, Any]]) -> None:
    unknown = [formula for formula, here, _ in compared if here is None]
    assert len(unknown) <= 0.05 * len(compared), unknown


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        # truth values of cells, which LibreOffice takes for numbers
        ("SUM({1,TRUE})+SUM(2,TRUE)", 4.0),
        ("COUNT({1,TRUE,2})+COUNT(TRUE)", 3.0),
        ("TRUE&1", "TRUE1"),
        ("TRUE>99", True),
        ('"a">99', True),
        ("TRUE+1", 2.0),
        # what a blank is
        ("A5", 0.0),
        ('A5=""', True),
        ("A5=0", True),
        ("A5=FALSE", True),
        ('A5&"x"', "x"),
        ("IF(A5,1,2)", 2.0),
        ("IF(FALSE,1)", False),
        # the first of several errors
        ("E5+E2", "#N/A"),
        ("E2+E5", "#DIV/0!"),
        ('"abc"+1', "#VALUE!"),
        ('""+1', "#VALUE!"),
        ("SUM(1,#REF!)", "#REF!"),
        ("IFERROR(E2,\"x\")&IFERROR(1,\"y\")", "x1"),
        ("_xlfn.IFNA(E5,1)", 1.0),
        ("_xlfn.IFNA(E2,1)", "#DIV/0!"),
        ("COUNT(E1:E10,1/0)", 7.0),
        ("IF(1,2,1/0)", 2.0),
        ("OR(\"x\",TRUE)", "#VALUE!"),
        ("AND(B1:B3)", "#VALUE!"),
        # where LibreOffice differs
        ("0^0", "#NUM!"),
        ('FIND("","abc")', 1.0),
        ('TEXT(5,"#.##")', "5."),
        ('TEXT(0,"#.##")', "."),
        ('TEXT("abc","0.00")', "abc"),
        ('TEXT(TRUE,"0")', "TRUE"),
        ("COUNTIF(C1:C10,12)", 1.0),
        ('HYPERLINK("#a","甲")&HYPERLINK("#b")', "甲#b"),
        # numbers as they are shown
        ("0.1+0.2=0.3", True),
        ("1-0.9-0.1", 0.0),
        ("ROUND(2.675,2)+ROUND(-1.005,2)", 1.67),
        ("ROUND(1234.5,-2)", 1200.0),
        ('1/3&""', "0.333333333333333"),
        ('1e14&""', "100000000000000"),
        ("10^308*100", "#NUM!"),
        ("-2^2", 4.0),
        ("2^3^2", 64.0),
        ("50%%", 0.005),
        ("1-1%", 0.99),
        ("MOD(-3,2)+MOD(3,-2)", 0.0),
        ('"1,234.5"+"50%"+" 1e2 "', 1335.0),
        # texts
        ('"a"="A"', True),
        ('EXACT("a","A")', False),
        ('LEFT("abc",0)&RIGHT("abc",0)&MID("abc",2,99)', "bc"),
        ('TRIM("  a   b ")', "a b"),
        ('SEARCH("~?b","a?b")', 2.0),
        ('COUNTIF(B1:B10,"b*~*")', 1.0),
        ('COUNTIF(A1:A10,"")+COUNTIF(A1:A10,"=")', 2.0),
        ('"x""y"', 'x"y'),
        # arrays
        ("SUMPRODUCT((A1:A10>0)*(A1:A10<3)*A1:A10)", 2.975),
        ("SUMPRODUCT(A1:A2,A1:A3)", "#VALUE!"),
        ("SUM(INDEX(A1:C3,0,1))", 0.5),
        ("SUM(IF(TRUE,A1:A3,0))", 0.5),
        ("SUM(CHOOSE(2,A1:A3,A4:A10))", 1234670.36),
        ("SUMPRODUCT(ROW(A2:A4)*1)", 9.0),
        ("MATCH(5,{1,3,5,7})+MATCH(6,{7,5,3},-1)", 4.0),
        ("VLOOKUP(4,{1,\"a\";3,\"b\";5,\"c\"},2)", "b"),
        ("HLOOKUP(3,{1,3;\"a\",\"b\"},2,)", "b"),
        ("INDEX(A1:C10,11,1)", "#REF!"),
        ("DATE(2024,14,-1)-DATE(2025,1,30)", 0.0),
        ("WEEKDAY(DATE(2026,11,20),2)", 5.0),
        ("TEXT(DATE(2026,1,5),\"yyyy年m月d日\")", "2026年1月5日"),
    ],
)  # fmt: skip
def test_values_are_those_of_excel(formula: str, value: Any) -> None:
    wanted = ERRORS.get(value, value) if isinstance(value, str) else value
    found = _value(formula)
    assert type(found) is type(wanted)
    assert found == (pytest.approx(wanted, rel=1e-14) if isinstance(wanted, float) else wanted)


@pytest.mark.parametrize(
    "formula",
    [
        "NOW()",
        "TODAY()+1",
        "RAND()",
        'INDIRECT("A1")',
        "OFFSET(A1,1,1)",
        "name+1",
        "Table1[x]",
        "[1]Sheet1!A1",
        "Sheet!name",
        "A1:A2:B3",
        "SUM((A1,B1))",
        "A1 B1",
        "A1#",
        "A1:INDEX(A:A,3)",
        "UNKNOWN(1)",
        "_xlfn.XLOOKUP(1,A1:A3,B1:B3)",
        "SUBTOTAL(9,A1:A3)",
        "SUM(1,,2)",
        "IF(A1,,1)",
        "ROUND(1)",
        "ROUND(1,2,3)",
        "COUNTIF({1,2},1)",
        "{1,2}",
        "{1,2;3}",
        "1+",
        "(1",
        "1)",
        '"a',
        "",
        "(" * 70 + "1" + ")" * 70,
        "1" + "+1" * 200,
        "-" * 100 + "1",
    ],
)
def test_what_is_not_understood_is_not_computed(formula: str) -> None:
    assert Calculation.compile(Formula.compile(formula, 0, ["Sheet"])) is None


@pytest.mark.parametrize(
    "formula",
    [
        "A1:A3",  # only the cell beside the formula is meant
        "A1:A3*2",
        "SUM(A1:A3*2)",
        "IF(A1:A3>1,1,2)",
        "SUMPRODUCT(IF(A1:A3>1,1,2))",
        '"2026-01-31"+1',  # a day, but of which country
        '"1/2/2026"+0',
        '"2026年1月"*1',
        '"12:30"+0',
        '"￥5"+0',
        '"甲"<"乙"',  # in the order of which language
        '"Ａ"="A"',
        'LEN("𠮷")',
        "1e20&1",
        '0.00001&""',
        'TEXT(1,"[DBNum2]0")',
        'TEXT(-0.001,"0.00")',
        'TEXT(1,"0.0,")',
        "MATCH(2,{3,1,2})",
        'MATCH("a~b",B1:B10,0)',
        "SUMIF(A1:A3,1,A1:A2)",
        "CHAR(200)",
        "YEAR(10)",
    ],
)
def test_what_only_a_spreadsheet_can_tell_is_left_to_it(formula: str) -> None:
    assert _value(formula) is None


def test_texts_filled_in_are_computed_with() -> None:
    formula = 'HYPERLINK("#\'\ue000\'!A1","第\ue001页")'
    assert _value(formula, texts={0xE000: "甲", 0xE001: "1"}) == "第1页"


def test_array_formula_is_computed_cell_by_cell() -> None:
    formula = Formula.compile('MAX(IF(A1:A3="x",B1:B3,0))+SUM(A4*2)', 0, ["Sheet"])
    held = ([["x"], ["y"], ["x"]], [[1], [9], [5]], 3)
    array = Calculation.compile(formula, array=True)
    assert array is not None
    assert array.value(lambda index: held[index]) == 11.0


def test_dates_need_the_date_system_of_1900() -> None:
    def compiled(text: str) -> Calculation | None:
        return Calculation.compile(Formula.compile(text, 0, ["Sheet"]), date1904=True)

    assert compiled("YEAR(A1)") is None
    assert compiled('TEXT(A1,"yyyy")') is None
    assert compiled("A1+1") is not None


def _over_column(formula: str, rows: list[list[Any]]) -> Any:
    """Of formulas over a whole column, of which only some rows were written."""
    compiled = Formula.compile(formula, 0, ["Sheet"])
    calculation = Calculation.compile(compiled)
    assert calculation is not None
    targets = [
        Target(0, 0, each.top, each.left, each.bottom, each.right) for each in compiled.references
    ]
    return calculation.value(lambda index: rows, targets)


def test_rows_left_out_are_blank() -> None:
    rows = [[1.0], [None], ["x"]]
    assert _over_column("COUNTBLANK(A:A)", rows) == LAST_ROW - 2
    assert _over_column('COUNTIF(A1:A10,"")', rows) == 8
    assert _over_column('COUNTIF(A1:A10,"<>x")', rows) == 9
    assert _over_column('COUNTIFS(A1:A10,"<>x",A1:A10,"<>1")', rows) == 8
    assert _over_column("ROWS(A:A)", rows) == LAST_ROW
    assert _over_column("SUM(A:A)", rows) == 1
    assert _over_column("INDEX(A:A,5)", rows) == 0
    assert _over_column("INDEX(A1:A5,6)", rows) == Error("#REF!")
    assert _over_column('SUMPRODUCT((A1:A10="")*1)', rows) == 8
    with pytest.raises(Incomputable):
        _over_column('SUMPRODUCT((A:A="")*1)', rows)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('REPT("x",1E+300)', Error("#VALUE!")),
        ('REPT(REPT("x",30000),2)', Error("#VALUE!")),
        ('LEN(SUBSTITUTE(REPT("a",30000),"a",REPT("b",30000)))', Error("#VALUE!")),
        ("ROUNDUP(5,-1E+9)", Error("#NUM!")),
        ("9E+307^9E+307", Error("#NUM!")),
        ("SUM(9E+307,9E+307,9E+307)", Error("#NUM!")),
        (f'COUNTIF(A1:A9,"{"*a" * 60}*b")', 0.0),
        (f'SEARCH("{"a*" * 60}b",REPT("a",30000))', Error("#VALUE!")),
    ],
)
def test_no_formula_takes_long(formula: str, value: Any) -> None:
    rows = [["a" * 30_000]] * 9
    start = time.process_time()
    assert _over_column(formula, rows) == value
    assert time.process_time() - start < 2


_LEAVES = st.sampled_from(
    ["A1", "A1:C3", "B:B", "1", "0", "2.5", "1E+300", '"a"', '"1"', '""', "TRUE", "#N/A", "{1,2}"]
)
_NAMES = st.sampled_from([*sorted(FUNCTIONS), "IF", "IFERROR", "CHOOSE", "ROW", "COLUMN"])
_OPERATORS = st.sampled_from(["+", "-", "*", "/", "^", "&", "=", "<>", "<", ">="])


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    calls = st.builds(
        lambda name, arguments: f"{name}({','.join(arguments)})",
        _NAMES,
        st.lists(inner, max_size=4),
    )
    pairs = st.builds("({}{}{})".format, inner, _OPERATORS, inner)
    return calls | pairs | inner.map("-{}%".format)


_HELD = st.sampled_from([None, 1.0, -2.5, "a", "12", "", True, 45000, ERRORS["#N/A"]])


@settings(deadline=None, max_examples=1000)
@given(st.recursive(_LEAVES, _larger, max_leaves=8), st.lists(_HELD, min_size=9, max_size=9))
def test_nothing_else_ever_happens(text: str, held: list[Any]) -> None:
    """Whatever a formula says and holds, it has a value or none."""
    compiled = Formula.compile(text, 0, ["Sheet"])
    calculation = Calculation.compile(compiled)
    if calculation is None:
        return

    def get(index: int) -> Any:
        reference = compiled.references[index]
        rows = [held[at : at + 3] for at in (0, 3, 6)]
        return held[0] if reference.single else [row[: reference.right] for row in rows]

    try:
        value = calculation.value(get, here=(1, 1))
    except Incomputable:
        return
    assert isinstance(value, float | str | bool | Error)
    assert value == value  # no NaN
