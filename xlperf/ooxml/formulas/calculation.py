"""What a formula gives, for readers that don't calculate: compiled once, computed often.

By hand, since the libraries for it (formulas, pycel, xlcalculator) bring numpy, take a thousand
times as long, and guess where only a spreadsheet can tell; here that is Incomputable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xlperf.ooxml.formulas.closures import Given, Run
from xlperf.ooxml.formulas.compiler import As, Compiler
from xlperf.ooxml.formulas.references import Formula, Target
from xlperf.ooxml.formulas.tree import NotUnderstood, parsed
from xlperf.ooxml.formulas.values import ERRORS, Error, Failure, Grid, Incomputable

__all__ = ["ERRORS", "Calculation", "Error", "Incomputable"]


class Calculation:
    """A formula, ready to be computed again and again."""

    __slots__ = ("_run",)

    def __init__(self, run: Run) -> None:
        self._run = run

    @classmethod
    def compile(
        cls, formula: Formula, *, array: bool = False, date1904: bool = False
    ) -> Calculation | None:
        """None where the formula holds anything that isn't computed here."""
        try:
            wanted = As.WHOLE if array else As.VALUE
            return cls(Compiler(date1904).run(parsed(formula), wanted))
        except NotUnderstood:
            return None

    def value(
        self,
        get: Callable[[int], Any],
        targets: Sequence[Target | None] = (),
        here: tuple[int, int] | None = None,
        texts: Mapping[int, str] | None = None,
    ) -> float | str | bool | Error:
        """Incomputable where only a spreadsheet can tell.

        `get` gives what a reference holds: a value, or rows of values for a range, of which the
        last may be left out where they are blank, if `targets` tell how many there are. `here` is
        the formula's row and column, `texts` what is filled in for single characters.
        """
        try:
            found = self._run(Given(get, targets, here, texts or {}))
        except Failure as failure:
            return failure.error
        except RecursionError:
            raise Incomputable from None
        return _result(found.at(0, 0) if type(found) is Grid else found)


def _result(value: Any) -> float | str | bool | Error:
    if isinstance(value, (bool, str, Error)):
        return value
    return 0.0 if value is None else float(value)
