"""References in simple formulas, for comparing formulas that say the same in other words."""

from __future__ import annotations

import re
from typing import NamedTuple

from openpyxl.utils import column_index_from_string
from support.slow_model import LAST_ROW

_CORNER = r"(\$?)([A-Z]{1,3})(\$?)([0-9]+)"
_REF = re.compile(rf"(?:('[^']+'|[^\W\d]\w*)!)?(?<![\w$]){_CORNER}(?::{_CORNER})?(?![\w(])")


class Corner(NamedTuple):
    row: int
    column: int
    fixed_row: bool
    fixed_column: bool


Seen = tuple[str, tuple[tuple[str, Corner, Corner], ...]]


def understood(formula: str, sheet: str, rows: int = 0, columns: int = 0) -> Seen:
    """What a formula says on `sheet`: its shape, and each reference with both its corners.

    Written for another cell, it stands `rows` lower and `columns` further right.
    """
    refs = []
    for match in _REF.finditer(formula):
        prefix = (match[1] or sheet).strip("'")
        first = _corner(match[2], match[3], match[4], match[5], rows, columns)
        last = first
        if match[7]:
            last = _corner(match[6], match[7], match[8], match[9], rows, columns)
        refs.append((prefix, first, last))
    return _REF.sub("{}", formula), tuple(refs)


def _corner(fixed_column: str, column: str, fixed_row: str, row: str, down: int, on: int) -> Corner:
    at = int(row) + (0 if fixed_row else down)
    beside = column_index_from_string(column) + (0 if fixed_column else on)
    if int(row) == LAST_ROW:  # what vanished is blank in every column
        return Corner(at, 0, False, False)
    return Corner(at, beside, bool(fixed_row), bool(fixed_column))
