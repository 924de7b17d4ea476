"""What stands in the cells of an output, as formulas read it: a column at a time, when needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from xlperf.ooxml.cellwriter import serial
from xlperf.ooxml.formulas.calculation import Incomputable
from xlperf.ooxml.formulas.references import Home, Target
from xlperf.templating.layout import Pending
from xlperf.templating.sheet import Written

_MOST_CELLS = 2_000_000  # of one range


class _Unknown:
    """Stands for a value that only a spreadsheet can tell, or that is being computed."""


UNKNOWN = _Unknown()
_LATER = (Pending, _Unknown)

#: computes a formula of a sheet's copy
Compute = Callable[[Home, Pending], Any]


class CellValues:
    def __init__(
        self, written: Sequence[Sequence[Written]], date1904: bool, compute: Compute
    ) -> None:
        self._written = written
        self._date1904 = date1904
        self._compute = compute
        self._columns: dict[tuple[int, int, int], list[Any]] = {}
        self._mixed: set[tuple[int, int, int]] = set()  # columns with formulas
        self._ranges: dict[Target, list[Sequence[Any]]] = {}

    def cell(self, home: Home, row: int, column: int) -> Any:
        """Incomputable where only a spreadsheet can tell."""
        values = self._columns.get((*home, column)) or self._column(home, column)
        if row > len(values):
            return None
        value = values[row - 1]
        return self._now(home, values, row - 1) if type(value) in _LATER else value

    def rows(self, target: Target) -> list[Sequence[Any]]:
        """Without those beneath the last one that was written."""
        found = self._ranges.get(target)
        if found is None:
            found = self._ranges[target] = self._rows(target)
        return found

    def _rows(self, target: Target) -> list[Sequence[Any]]:
        sheet, copy, top, left, bottom, right = target
        bottom = min(bottom, self._written[sheet][copy].layout.end)
        if (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
            raise Incomputable
        columns = [
            self._part((sheet, copy), column, top - 1, bottom) for column in range(left, right + 1)
        ]
        return list(zip(*columns, strict=True)) or [(None,) * len(columns)]

    def _part(self, home: Home, column: int, start: int, end: int) -> list[Any]:
        values = self._columns.get((*home, column)) or self._column(home, column)
        if (*home, column) in self._mixed:
            for row in range(start, end):
                if type(values[row]) in _LATER:
                    self._now(home, values, row)
        return values[start:end]

    def _now(self, home: Home, values: list[Any], row: int) -> Any:
        """A formula's value, computed when it is asked for, once."""
        pending = values[row]
        if pending is UNKNOWN:
            raise Incomputable
        values[row] = UNKNOWN  # while it is being computed: a formula that meets itself
        value = values[row] = self._compute(home, pending)
        return value

    def _column(self, home: Home, column: int) -> list[Any]:
        written = self._written[home[0]][home[1]]
        same = written.layout.column(column)
        values = same.known.copy()
        events = written.events
        for row, at, index in same.given:
            values[row] = self.operand(events[at][index])
        key = (*home, column)
        self._columns[key] = values
        if same.formulas:
            self._mixed.add(key)
        return values

    def operand(self, value: Any) -> Any:
        """A value that was filled in, as formulas take it."""
        kind = type(value)
        if kind is str:
            return value or None
        if kind is Decimal or kind is int:
            return float(value)
        if isinstance(value, date):
            day = serial(value, self._date1904)
            return value.isoformat() if day is None else float(day)
        return value
