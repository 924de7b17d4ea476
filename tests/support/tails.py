"""What becomes of the XML around the rows of a sheet, without a workbook around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from support.placed import Turns, laid_out

from xlperf.ooxml.canonical import canonical
from xlperf.ooxml.following.sheet import Tail
from xlperf.ooxml.placement import Placement, SheetRows
from xlperf.ooxml.protection import Password

_ROOT = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
)
_DATA = "<sheetData/>"
SHEETS = ("表", "名单")


class Sheet:
    """The first sheet of a template, with some elements before its rows and some after."""

    def __init__(self, rows: SheetRows, *, before: str = "", after: str = "") -> None:
        text = canonical(f"{_ROOT}{before}{_DATA}{after}</worksheet>".encode(), "sheet1.xml")
        self._rows = rows
        self._start = text.index("<worksheet")
        self._start = text.index(">", self._start) + 1
        at = text.index(_DATA)
        epilog = text[at + len(_DATA) :]
        self.tail = Tail.compile(text[:at], epilog, 0, SHEETS, rows)

    def placed(self, turns: Turns, copies: int = 1) -> Placement:
        other = SheetRows(((),) * 31)
        return laid_out([self._rows, other], turns, copies=copies)

    def both(
        self,
        turns: Turns,
        *,
        copy: int = 0,
        copies: int = 1,
        merges: Sequence[str] = (),
        password: Password | None = None,
        width: tuple[int, int] = (1, 8),
    ) -> tuple[str, str]:
        """The elements before the rows, and those after."""
        names = [[SHEETS[0], *(f"表 {number}" for number in range(2, copies + 1))], [SHEETS[1]]]
        before, after = self.tail.written(
            self.placed(turns, copies),
            copy,
            names[: len(names)],
            merges=merges,
            password=password,
            width=width,
        )
        return before[self._start :], after.removesuffix("</worksheet>")


def after(
    elements: str,
    rows: SheetRows,
    turns: Turns,
    *,
    copy: int = 0,
    copies: int = 1,
    merges: Sequence[str] = (),
) -> str:
    """What elements behind the rows become."""
    return Sheet(rows, after=elements).both(turns, copy=copy, copies=copies, merges=merges)[1]


def before(elements: str, rows: SheetRows, turns: Turns, *, copy: int = 0, copies: int = 1) -> str:
    """What elements before the rows become."""
    return Sheet(rows, before=elements).both(turns, copy=copy, copies=copies)[0]


def values(attribute: str, text: str) -> list[str]:
    return re.findall(rf'\b{attribute}="([^"]*)"', text)


def inner(name: str, text: str) -> list[str]:
    return re.findall(rf"<{name}(?: [^<>]*)?>([^<]*)</{name}>", text)
