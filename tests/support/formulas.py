"""Random formulas over one block of data, for computing them in two places."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter

#: numbers; texts; texts that are numbers, and blanks; days; errors. No truth values: LibreOffice
#: takes those of cells for numbers
BLOCK: tuple[tuple[Any, ...], ...] = (
    (3, "产出指标", "12", date(2026, 1, 31), 5),
    (-2.5, "Alpha", None, date(2025, 12, 1), "=1/0"),
    (0, "alpha", "8.50", date(2024, 2, 29), 7.25),
    (1234567.885, "beta*", "x", date(2026, 11, 20), None),
    (None, "效益指标", 8, date(2000, 3, 1), "=NA()"),
    (0.1, "  a  b ", -1, date(2023, 7, 15), 2),
    (0.2, "产出指标", 4.5, date(2023, 7, 16), 3),
    (100, "满意度≥95%", None, date(2026, 1, 31), 0.005),
    (2.675, "gamma", "0.5", date(2019, 9, 9), 9),
    (-0.5, "q?", 3, date(2026, 6, 30), 1),
)
HEIGHT, WIDTH = len(BLOCK), len(BLOCK[0])
NUMBERS, TEXTS, MIXED, DAYS, FLAWED = range(1, WIDTH + 1)


class Formulas:
    """Each call of `any` is another formula, without its "="."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def any(self) -> str:
        make = self._chance.choice((self.number, self.number, self.text, self.truth))
        return make(3)

    def cell(self, *columns: int) -> str:
        column = get_column_letter(self._chance.choice(columns))
        dollar = self._chance.choice(("", "$"))
        return f"{dollar}{column}{dollar}{self._chance.randint(1, HEIGHT)}"

    def area(self, *columns: int) -> str:
        """Of one column, or of several where several are given."""
        left = self._chance.choice(columns)
        right = self._chance.choice([each for each in columns if each >= left])
        top = self._chance.randint(1, HEIGHT - 1)
        bottom = self._chance.randint(top, HEIGHT)
        return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"

    def whole(self, column: int) -> str:
        letter = get_column_letter(column)
        return f"{letter}1:{letter}{HEIGHT}"

    def number(self, depth: int) -> str:
        if depth == 0:
            return self._chance.choice(
                (
                    self.cell(NUMBERS, DAYS),
                    str(self._chance.choice((0, 1, 2, 3.5, 10, 0.1, 1e-3, 250000))),
                )
            )
        return self._chance.choice(_NUMBERS)(self, depth - 1)

    def text(self, depth: int) -> str:
        if depth == 0:
            return self._chance.choice((self.cell(TEXTS), '"产出"', '"a"', '"x y"', '""'))
        return self._chance.choice(_TEXTS)(self, depth - 1)

    def truth(self, depth: int) -> str:
        if depth == 0:
            return self._chance.choice(("TRUE", "FALSE", self.cell(NUMBERS) + ">1"))
        return self._chance.choice(_TRUTHS)(self, depth - 1)

    def small(self) -> str:
        return str(self._chance.randint(0, 6))

    def criterion(self) -> str:
        return self._chance.choice(_CRITERIA)

    def condition(self, column: int) -> str:
        """An array of truth values."""
        area = self.whole(column)
        if column in (TEXTS, MIXED):
            return f"({area}{self._chance.choice(('=', '<>'))}{self.text(0)})"
        return f"({area}{self._chance.choice(('>', '<=', '<>', '='))}{self.number(0)})"

    def operator(self) -> str:
        return self._chance.choice("+-*/")

    def aggregate(self) -> str:
        return self._chance.choice(("SUM", "MIN", "MAX", "AVERAGE", "COUNT", "COUNTA", "MEDIAN"))


Maker = Callable[[Formulas, int], str]

_CRITERIA = (
    '">1"',
    '"<=3"',
    '"<>0"',
    "3",
    '"产出指标"',
    '"ALPHA"',
    '"*指标"',
    '"?lpha"',
    '"<>产出指标"',
    '"beta~*"',
    '"<>"',
    '">=-0.5"',
    "TRUE",
)

_NUMBERS: tuple[Maker, ...] = (
    lambda f, d: f"{f.number(d)}{f.operator()}{f.number(d)}",
    lambda f, d: f"({f.number(d)}{f.operator()}{f.number(d)})*{f.number(0)}",
    lambda f, d: f"-{f.number(d)}",
    lambda f, d: f"({f.number(d)})%",
    lambda f, d: f"(ABS({f.number(0)})+0.5)^{f.small()}",
    lambda f, d: f"{f.aggregate()}({f.area(NUMBERS, TEXTS, MIXED, DAYS)})",
    lambda f, d: f"{f.aggregate()}({f.area(NUMBERS, TEXTS, MIXED)},{f.cell(MIXED)},{f.number(d)})",
    lambda f, d: f"SUM({f.area(FLAWED)})",
    lambda f, d: f"COUNT({f.area(MIXED, DAYS, FLAWED)})+COUNTBLANK({f.area(NUMBERS, MIXED)})",
    lambda f, d: f"SUMIF({f.whole(NUMBERS)},{f.criterion()})",
    lambda f, d: f"SUMIF({f.whole(TEXTS)},{f.criterion()},{f.whole(NUMBERS)})",
    lambda f, d: f"COUNTIF({f.area(NUMBERS, TEXTS)},{f.criterion()})",
    lambda f, d: f"COUNTIF({f.area(TEXTS)},{f.cell(TEXTS)})",
    lambda f, d: (
        f"SUMIFS({f.whole(NUMBERS)},{f.whole(TEXTS)},{f.criterion()},"
        f"{f.whole(NUMBERS)},{f.criterion()})"
    ),
    lambda f, d: f"COUNTIFS({f.whole(TEXTS)},{f.criterion()},{f.whole(NUMBERS)},{f.criterion()})",
    lambda f, d: f"AVERAGEIF({f.whole(TEXTS)},{f.criterion()},{f.whole(NUMBERS)})",
    lambda f, d: f"SUMPRODUCT({f.condition(TEXTS)}*{f.condition(NUMBERS)})",
    lambda f, d: f"SUMPRODUCT({f.condition(TEXTS)}*1,{f.whole(NUMBERS)})",
    lambda f, d: f"SUMPRODUCT(--({f.condition(NUMBERS)}),{f.whole(DAYS)})",
    lambda f, d: f'SUMPRODUCT((LEN(TRIM({f.whole(TEXTS)}))>4)*({f.whole(MIXED)}=""))',
    lambda f, d: f"SUMPRODUCT(ISTEXT({f.whole(MIXED)})+ISNUMBER({f.whole(FLAWED)}))",
    lambda f, d: f'SUMPRODUCT(1/COUNTIF({f.whole(TEXTS)},{f.whole(DAYS)}&""))',
    lambda f, d: f"ROUND({f.number(d)},{f.small()})",
    lambda f, d: f"ROUNDUP({f.number(0)},{f.small()})+ROUNDDOWN({f.number(0)},-1)",
    lambda f, d: f"INT({f.number(d)})+MOD({f.number(0)},7)+TRUNC({f.number(0)},1)",
    lambda f, d: f"IF({f.truth(d)},{f.number(d)},{f.number(d)})",
    lambda f, d: f"IFERROR({f.number(d)}/{f.cell(FLAWED)},{f.number(d)})",
    lambda f, d: f"N({f.cell(NUMBERS, MIXED)})+LEN({f.text(d)})",
    lambda f, d: f'FIND("{f._chance.choice("a标产")}",{f.text(d)})',
    lambda f, d: f'SEARCH("?{f._chance.choice("aA指")}*",{f.text(d)})',
    lambda f, d: f"MATCH({f.cell(TEXTS)},{f.whole(TEXTS)},0)",
    lambda f, d: f'MATCH("*标",{f.whole(TEXTS)},0)+MATCH({f.small()},{{0,2,4,6}})',
    lambda f, d: f"INDEX({f.whole(NUMBERS)},{f.small()}+1)",
    lambda f, d: f"SUM(INDEX(A1:E{HEIGHT},{f.small()}+2,1),{f.area(NUMBERS)})",
    lambda f, d: f"VLOOKUP({f.cell(TEXTS)},B1:D{HEIGHT},{f.small()},FALSE)",
    lambda f, d: f"CHOOSE({f.small()},{f.number(0)},{f.number(d)},{f.number(0)})",
    lambda f, d: f"YEAR({f.cell(DAYS)})*100+MONTH({f.cell(DAYS)})+DAY({f.cell(DAYS)})",
    lambda f, d: f"DATE({f.small()}+2020,{f.small()}*4,{f.small()}*9)-{f.cell(DAYS)}",
    lambda f, d: f"EDATE({f.cell(DAYS)},{f.small()})+EOMONTH({f.cell(DAYS)},-{f.small()})",
    lambda f, d: f"LARGE({f.whole(NUMBERS)},{f.small()})-SMALL({f.area(NUMBERS)},1)",
    lambda f, d: f"RANK({f.cell(NUMBERS)},{f.whole(NUMBERS)})",
    lambda f, d: f"ROWS({f.area(NUMBERS, MIXED)})*COLUMNS({f.area(NUMBERS, MIXED)})",
    lambda f, d: f"ROW({f.cell(TEXTS)})+COLUMN({f.cell(TEXTS)})+ROW()",
    lambda f, d: f"SQRT({f.number(0)})+SIGN({f.number(0)})+POWER(2,{f.small()})",
    lambda f, d: f"VALUE({f.cell(MIXED)})",
    lambda f, d: f"{f.cell(MIXED)}{f.operator()}{f.number(d)}",
    lambda f, d: f"PRODUCT({f.area(NUMBERS)},{f.small()})+SUMSQ({f.area(NUMBERS)})",
)

_TEXTS: tuple[Maker, ...] = (
    lambda f, d: f"{f.text(d)}&{f.text(d)}",
    lambda f, d: f"{f.text(d)}&ROUND({f.number(0)},2)&{f.cell(MIXED)}",
    lambda f, d: f"LEFT({f.text(d)},{f.small()})&RIGHT({f.text(d)},{f.small()})",
    lambda f, d: f"MID({f.text(d)},{f.small()},{f.small()})",
    lambda f, d: f"TRIM({f.text(d)})&UPPER({f.text(0)})&LOWER({f.text(0)})",
    lambda f, d: f'SUBSTITUTE({f.text(d)},"a","乙")',
    lambda f, d: f'SUBSTITUTE({f.text(d)},"a","b",{f.small()}+1)',
    lambda f, d: f"REPLACE({f.text(d)},{f.small()},{f.small()},{f.text(0)})",
    lambda f, d: f"REPT({f.text(d)},{f.small()})",
    lambda f, d: f"CONCATENATE({f.text(d)},{f.cell(NUMBERS)},{f.text(0)})",
    lambda f, d: f'TEXT({f.number(d)},"{f._chance.choice(_FORMATS)}")',
    lambda f, d: f'TEXT({f.cell(DAYS)},"{f._chance.choice(_DAY_FORMATS)}")',
    lambda f, d: f"T({f.cell(TEXTS, MIXED)})",
    lambda f, d: f"IF({f.truth(d)},{f.text(d)},{f.text(0)})",
    lambda f, d: f"INDEX({f.whole(TEXTS)},{f.small()}+1)",
    lambda f, d: f"IFERROR({f.text(d)},{f.text(0)})",
)
_FORMATS = ("0", "0.00", "#,##0", "#,##0.00", "0%", "0.00%", "0000", "00.0", "￥#,##0.0元")
_DAY_FORMATS = ("yyyy-mm-dd", "yyyy/m/d", "yyyy年m月d日", "yymmdd")

_TRUTHS: tuple[Maker, ...] = (
    lambda f, d: f"{f.number(d)}{f._chance.choice(_COMPARED)}{f.number(d)}",
    lambda f, d: f"{f.text(d)}{f._chance.choice(('=', '<>'))}{f.text(d)}",
    lambda f, d: f"AND({f.truth(d)},{f.truth(d)})",
    lambda f, d: f"OR({f.truth(d)},{f.truth(d)},{f.area(NUMBERS)})",
    lambda f, d: f"NOT({f.truth(d)})",
    lambda f, d: f"ISNUMBER({f.number(d)})",
    lambda f, d: f"ISTEXT({f.cell(TEXTS, MIXED)})",
    lambda f, d: f"ISBLANK({f.cell(MIXED, FLAWED)})",
    lambda f, d: f"ISERROR({f.number(d)}/{f.cell(FLAWED)})",
    lambda f, d: f"ISNA({f.cell(FLAWED)})",
    lambda f, d: f"EXACT({f.text(d)},{f.cell(TEXTS)})",
    lambda f, d: f"{f.cell(MIXED)}{f._chance.choice(_COMPARED)}{f.number(0)}",
    lambda f, d: f"{f.cell(MIXED)}={f.cell(TEXTS)}",
)
_COMPARED = ("=", "<>", "<", ">", "<=", ">=")
