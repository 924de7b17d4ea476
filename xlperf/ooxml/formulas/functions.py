"""The functions that are computed here, by name, and what each is given.

A function's arguments are written as kinds: n number, t text, b truth, v value, e value that may
be an error, a range or array, r range, o what is added up, q the same with errors in it, p array
computed cell by cell. A ? follows what can be left out, a + what can be repeated (as a group).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from xlperf.ooxml.formulas import aggregates, criteria, lookup, moments, numeric, textual
from xlperf.ooxml.formulas.values import NA, Error, Failure, known


@dataclass(frozen=True, slots=True)
class Function:
    run: Callable[..., Any]
    kinds: str  # of the arguments it always has
    optional: str
    repeated: str

    @property
    def gives_cells(self) -> bool:
        """Not their values, so that what is done to the result is done to a range."""
        return self is FUNCTIONS["INDEX"]

    @classmethod
    def of(cls, run: Callable[..., Any], written: str) -> Function:
        parts = written.split()
        return cls(
            run,
            kinds="".join(part.rstrip("+") for part in parts if not part.endswith("?")),
            optional="".join(part[:-1] for part in parts if part.endswith("?")),
            repeated="".join(part[:-1] for part in parts if part.endswith("+")),
        )

    def kinds_for(self, count: int) -> str | None:
        """The kinds of so many arguments; None where it doesn't take as many."""
        further = count - len(self.kinds)
        if further < 0:
            return None
        if self.repeated:
            times, rest = divmod(further, len(self.repeated))
            return None if rest else self.kinds + self.repeated * times
        return None if further > len(self.optional) else self.kinds + self.optional[:further]


def _not_available() -> Any:
    raise Failure(NA)


def _as_number(value: Any) -> Any:
    return value if type(value) in (float, int, bool) else 0.0


_KINDS: dict[str, tuple[Callable[..., Any], str]] = {
    "NOT": (lambda value: not value, "b"),
    "TRUE": (lambda: True, ""),
    "FALSE": (lambda: False, ""),
    "NA": (_not_available, ""),
    "ISNUMBER": (lambda value: type(value) in (float, int), "e"),
    "ISTEXT": (lambda value: type(value) is str, "e"),
    "ISNONTEXT": (lambda value: type(value) is not str, "e"),
    "ISLOGICAL": (lambda value: type(value) is bool, "e"),
    "ISBLANK": (lambda value: value is None, "e"),
    "ISERROR": (lambda value: type(value) is Error, "e"),
    "ISERR": (lambda value: type(value) is Error and value != NA, "e"),
    "ISNA": (lambda value: value == NA, "e"),
    "N": (lambda value: float(_as_number(known(value))), "v"),
    "T": (lambda value: value if type(value) is str else "", "v"),
}

_CRITERIA: dict[str, tuple[Callable[..., Any], str]] = {
    "COUNTIF": (criteria.count_if, "r v"),
    "COUNTIFS": (criteria.count_ifs, "rv+"),
    "SUMIF": (criteria.sum_if, "r v r?"),
    "SUMIFS": (criteria.sum_ifs, "r rv+"),
    "AVERAGEIF": (criteria.average_if, "r v r?"),
    "AVERAGEIFS": (criteria.average_ifs, "r rv+"),
}

FUNCTIONS: dict[str, Function] = {
    name: Function.of(run, written)
    for table in (
        _KINDS,
        _CRITERIA,
        aggregates.FUNCTIONS,
        lookup.FUNCTIONS,
        moments.FUNCTIONS,
        numeric.FUNCTIONS,
        textual.FUNCTIONS,
    )
    for name, (run, written) in table.items()
}

#: what depends on the date system of the workbook
DATED = frozenset({*moments.FUNCTIONS, "TEXT"})
