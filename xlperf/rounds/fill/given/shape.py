"""The shape of a record's JSON: what a stranger's record must look like before it is believed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from xlperf.model.form import (
    DECLARATION,
    EVALUATION,
    EvaluationFunds,
    EvaluationGoals,
    Form,
    FundRow,
    Indicator,
    Kind,
    Total,
)
from xlperf.model.record import to_json

#: stands in a shape for any name
ANY = "*"
#: of a record, what only says where it came from
_ORIGIN = frozenset({"notes", "source", "places", "raw", "at", "schema", "edition"})
_MOST_YEAR = 4  # digits


def shape_of(kind: Kind) -> Mapping[str, Any]:
    """A blank record, its one indicator and its rows of money standing for any number of them."""
    blank = Indicator(None, None, None, None)
    if kind == DECLARATION:
        shape = to_json(Form(DECLARATION, indicators=(blank,)))
        shape["funds"]["more"] = {ANY: {ANY: None}}
        shape["indicators"][0] |= {"actual": None, "weight": None, "score": None, "reason": None}
        return shape
    funds = EvaluationFunds(rows={ANY: FundRow()})
    form = Form(
        EVALUATION, funds=funds, goals=EvaluationGoals(), indicators=(blank,), total=Total()
    )
    return to_json(form)


class Shaping:
    """Collects every fault of one record."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.unknown: list[str] = []

    def shaped(self, told: Any, shape: Any, path: str) -> Any:
        """What is told, as far as it has the shape; what is missing is blank."""
        if isinstance(shape, Mapping):
            return self._table(told, shape, path)
        if isinstance(shape, list):
            return self._list(told, shape[0], path)
        leaf: Callable[[Any], Any] = _LEAVES.get(path.rpartition(".")[2], _text)
        try:
            return leaf(told)
        except ValueError as error:
            self.faults.append(f"“{path}”{error}")
            return None

    def _table(self, told: Any, shape: Mapping[str, Any], path: str) -> Any:
        if told is None:
            told = {}
        if not isinstance(told, dict):
            self.faults.append(f"“{path}”应是一组栏目")
            return None
        below = f"{path}." if path else ""
        if ANY in shape:
            return {
                name: self.shaped(value, shape[ANY], f"{below}{name}")
                for name, value in told.items()
            }
        self.unknown += [f"{below}{name}" for name in told if name not in {*shape, *_ORIGIN}]
        return {
            name: self.shaped(told.get(name), part, f"{below}{name}")
            for name, part in shape.items()
            if name not in _ORIGIN
        }

    def _list(self, told: Any, shape: Any, path: str) -> Any:
        if told is None:
            told = []
        if not isinstance(told, list):
            self.faults.append(f"“{path}”应是一个列表")
            return None
        return [self.shaped(each, shape, f"{path}.{at}") for at, each in enumerate(told, start=1)]


def _text(told: Any) -> str | None:
    if told is not None and not isinstance(told, str):
        raise ValueError("应写成文字")
    return told


def _year(told: Any) -> int | None:
    if told is None:
        return None
    if not (isinstance(told, str) and told.isdecimal() and len(told) == _MOST_YEAR):
        raise ValueError("应是四位数的年份")
    return int(told)


def _flag(told: Any) -> bool:
    if told not in (None, True, False):
        raise ValueError("应是 true 或 false")
    return bool(told)


_LEAVES: Mapping[str, Callable[[Any], Any]] = {"year": _year, "ambiguous": _flag}
