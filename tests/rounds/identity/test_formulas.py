"""Two manners of writing one formula, and where its rows went."""

import pytest

from xlperf.rounds.identity.formulas import normal, same
from xlperf.rounds.identity.rows import RowMap, RowMaps


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("=if(B1>=0.50,TRUE,false)", "=IF( B1 >= 0.5,TRUE(),FALSE())"),
        ("=1E3+1", "=1000+1"),
        ("=SUM('表'!A1)", "=SUM(表!A1)"),
        ("=_xlfn.IFNA(A1,0)", "=IFNA(A1,0)"),
    ],
)
def test_manners_of_one_formula(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('="a b"', '="ab"'),
        ('="Abc"', '="abc"'),
        ("=A1", "=$A$1"),
        ("=INDEX({1,2;3,4},1)", "=INDEX({1,2,3,4},1)"),
        ("=1.5", "=15"),
    ],
)
def test_different_formulas(one: str, other: str) -> None:
    assert normal(one) != normal(other)


# of 10 rows, row 4 is gone, and two were put in before row 8
MOVED = {1: 1, 2: 2, 3: 3, 5: 4, 6: 5, 7: 6, 8: 9, 9: 10, 10: 11}
ROWS = RowMap(MOVED, (7, 8), (4,), 10, 11)
MAPS = {"表": RowMaps(ROWS, ROWS)}


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("=A9+$B$3", "=A10+$B$3"),
        ("=SUM(A4:A9)", "=SUM(A4:A10)"),  # the range began with the row that is gone
        ("=SUM(A1:A4)", "=SUM(A1:A3)"),
        ("=SUM($7:8)", "=SUM($6:9)"),
        ("=SUM(A:B)+LOG10(A5)", "=SUM(A:B)+LOG10(A4)"),
        ("=表!A4+A4", "=表!#REF!+#REF!"),
        ("=A12&A1048576", "=A13&A1048576"),
        ("=SUM(表!A5,别的!A5)", "=SUM('表'!A4,别的!A5)"),
        ("=data1+A5_x+A1B5", "=data1+A5_x+A1B5"),
        ('="A9"&A9', '="A9"&A10'),
    ],
)
def test_rows_are_followed(was: str, now: str) -> None:
    assert same(was, now, "表", MAPS)


def test_a_formula_that_points_elsewhere_is_another() -> None:
    assert not same("=SUM(A1:A9)", "=SUM(A1:A9)+0", "表", MAPS)
    assert not same("=A9", "=A11", "表", MAPS)
    assert not same("=A9", "=(", "表", MAPS)
