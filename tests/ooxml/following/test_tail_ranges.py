"""Protection, ranges that are free of it, ignored errors, filters."""

from __future__ import annotations

import pytest
from support.placed import rows_of
from support.tails import Sheet, after, values

from xlperf.ooxml.placement import Loop
from xlperf.ooxml.protection import Password

ROWS = Loop("row in rows", 7, 7)
BLOCK = Loop("page in pages", 2, 9)


def test_protected_ranges_follow() -> None:
    ranges = (
        '<protectedRanges><protectedRange password="CAFE" sqref="D7 F7:G8" name="金额"/>'
        '<protectedRange sqref="D7" name="别的"/></protectedRanges>'
    )
    written = [after(ranges, rows_of(9, ROWS), {ROWS: turns}) for turns in (0, 1, 3)]
    assert [values("sqref", each) for each in written] == [
        ["F7:G7"],
        ["D7 F7:G8", "D7"],
        ["D7:D9 F7:G10", "D7:D9"],
    ]
    assert values("password", written[0]) == ["CAFE"]
    assert values("name", written[2]) == ["金额", "别的"]


def test_ranges_of_a_block_stay_in_one_element() -> None:
    errors = (
        '<ignoredErrors><ignoredError sqref="B3 C4:D5" numberStoredAsText="1"/></ignoredErrors>'
    )
    written = after(errors, rows_of(10, BLOCK), {BLOCK: 3})
    assert values("sqref", written) == ["B3 B11 B19 C4:D5 C12:D13 C20:D21"]
    assert after(errors, rows_of(10, BLOCK), {BLOCK: 0}) == ""


@pytest.mark.parametrize(
    ("turns", "refs"),
    [(0, ["A5:H6"]), (1, ["A5:H7", "A7:H7", "B7:B7"]), (20, ["A5:H26", "A7:H26", "B7:B26"])],
)
def test_filter_and_order_cover_the_rows(turns: int, refs: list[str]) -> None:
    filtered = (
        '<autoFilter ref="A5:H7"><filterColumn colId="1"><filters><filter val="a"/></filters>'
        '</filterColumn><sortState ref="A7:H7"><sortCondition ref="B7:B7"/></sortState>'
        "</autoFilter>"
    )
    written = after(filtered, rows_of(9, ROWS), {ROWS: turns})
    # one row and one column are written as one cell
    assert values("ref", written) == [ref.replace("B7:B7", "B7") for ref in refs]
    assert '<filterColumn colId="1"><filters><filter val="a"/></filters></filterColumn>' in written


def test_filter_goes_with_its_rows() -> None:
    rows = rows_of(9, BLOCK)
    assert after('<autoFilter ref="A3:B8"/>', rows, {BLOCK: 0}) == ""
    assert after('<autoFilter ref="A3:B8"/>', rows, {BLOCK: 2}) == '<autoFilter ref="A3:B16"/>'


def test_protection_takes_the_password_that_is_given() -> None:
    password = Password.hashed("密码", spins=10)
    locked = '<sheetProtection password="CC1A" sheet="1" objects="1" selectLockedCells="1"/>'
    sheet = Sheet(rows_of(9), after=locked)
    assert sheet.both({})[1] == locked
    told = "".join(f' {name}="{value}"' for name, value in password.attributes().items())
    assert sheet.both({}, password=password)[1] == (
        f'<sheetProtection sheet="1" objects="1" selectLockedCells="1"{told}/>'
    )
    assert (
        Sheet(rows_of(9), after="<phoneticPr/>").both({}, password=password)[1] == "<phoneticPr/>"
    )
