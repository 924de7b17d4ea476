"""What formulas give, beside what LibreOffice makes of them."""

from __future__ import annotations

import io
import random
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.computed import value_of
from support.formulas import BLOCK, Formulas
from support.recalculated import recalculated
from support.yardstick import cost

from xlperf.ooxml.formulas.calculation import ERRORS, Calculation, Error, Incomputable
from xlperf.ooxml.formulas.functions import FUNCTIONS
from xlperf.ooxml.formulas.references import Formula, Target
from xlperf.ooxml.refs import LAST_ROW

_MUCH = 100  # what hangs costs thousands
_COUNT = 1500
_FIRST = len(BLOCK) + 2  # row of the first formula


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
            value_of(formula, (_FIRST + index, 1)),
            _seen(values.get((sheet.title, f"A{_FIRST + index}"))),
        )
        for index, formula in enumerate(formulas)
    ]


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


def test_texts_filled_in_are_computed_with() -> None:
    formula = 'HYPERLINK("#\'\ue000\'!A1","第\ue001页")'
    assert value_of(formula, texts={0xE000: "甲", 0xE001: "1"}) == "第1页"


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
    found = []
    assert cost(lambda: found.append(_over_column(formula, rows))) < _MUCH
    assert found == [value]


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
