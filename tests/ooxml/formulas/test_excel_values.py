"""What formulas give by Excel's rules, where others differ too, and what isn't computed at all."""

from __future__ import annotations

from typing import Any

import pytest
from support.computed import value_of

from xlperf.ooxml.formulas.calculation import ERRORS, Calculation
from xlperf.ooxml.formulas.references import Formula


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
    found = value_of(formula)
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
    assert value_of(formula) is None
