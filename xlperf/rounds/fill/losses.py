"""What a filled workbook doesn't say, or says otherwise: it is read again, and compared.

Whatever the template has no place for shows here, and so does a mistake of the template's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from xlperf.editions import Edition
from xlperf.model.form import DECLARATION, EVALUATION, Form, Kind
from xlperf.model.money import filled_decimal, is_blank
from xlperf.model.record import to_json
from xlperf.model.text import clean, squeeze
from xlperf.rounds.fill.again import Again
from xlperf.rounds.fill.printing import as_fraction

_KINDS: tuple[Kind, ...] = (DECLARATION, EVALUATION)
#: of a record, what says nothing of what was filled in
_BESIDE = ("schema", "kind", "edition", "notes", "source", "places", "raw", "at", "ambiguous")
_ROW = re.compile(r"funds\.rows\.(.+)\.([a-z]+)")
_MORE = re.compile(r"funds\.more\.(?:overall|annual)\.(.+)")
_NUMBERS, _POINTS = ("funds.", "total."), ("weight", "score")
_OTHER_NAMES = {"funds.currency_unit": "金额单位", "total.weight": "总分的分值"}
_NAME = "indicator.name"
_SHOWN = 30  # characters of a value
Flat = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Lost:
    path: str
    name: str
    value: Any
    other: Any  # what was read instead


class Losses:
    """Sentences about forms, in the words of the edition that they were filled into."""

    def __init__(self, edition: Edition, generic: Edition) -> None:
        self._editions = (edition, generic)

    def of(self, forms: Sequence[Form], again: Again) -> list[list[str]]:
        """For each of the forms; those of one kind stand together, in their order."""
        found = {kind: iter(again.of_kind(kind)) for kind in _KINDS}
        return [list(self._of_form(form, next(found[form.kind], None), again)) for form in forms]

    def _of_form(self, form: Form, found: Form | None, again: Again) -> Iterator[str]:
        if found is None:
            if form.project.name is not None or form.indicators:
                yield "填好以后没能再读出这张表，请打开核对。"
            return
        (before, rows), (after, other_rows) = _leaves(form), _leaves(found)
        lost = list(self._of_values("", before, after))
        for number, row, other in _paired(rows, other_rows):
            if other is None:
                name = _shown(row.get(_NAME, ""))
                yield f"第{number}条指标“{name}”填好以后没能再读出来，请打开核对。"
            else:
                lost += self._of_values(f"第{number}条指标的", row, other)
        for each in lost:
            yield self._said(each, again.holds(found, str(each.value)))

    def _of_values(self, whose: str, before: Flat, after: Flat) -> Iterator[_Lost]:
        for path, value in before.items():
            if not _same(path, value, after.get(path)):
                yield _Lost(path, f"{whose}{self._name(path)}", value, after.get(path))

    def _said(self, lost: _Lost, held: bool) -> str:
        told = f"「{lost.name}」填的是“{_shown(lost.value)}”，"
        if lost.other is not None:
            return f"{told}再读的时候是“{_shown(lost.other)}”，请打开核对。"
        known = self._editions[0].labels.get(lost.path)
        if held and known != ():
            return f"{told}再读的时候没有归入这一栏，请打开核对。"
        return f"{told}这个版次的表上没有放它的位置，没有写进去。"

    def _name(self, path: str) -> str:
        """项目性质, 其中：当年财政拨款的执行率"""
        if found := _ROW.fullmatch(path):
            row = self._label(f"funds.rows.{found[1]}", found[1])
            return f"{row}的{self._label(f'column.{found[2]}', found[2])}"
        if found := _MORE.fullmatch(path):
            return found[1]
        return self._label(path, path)

    def _label(self, path: str, default: str) -> str:
        known = (each.label(path) for each in self._editions if each.has(path))
        return next(known, _OTHER_NAMES.get(path, default))


def _leaves(form: Form) -> tuple[Flat, list[Flat]]:
    """Every filled value by its path: of the form itself, and of each of its indicators."""
    told = to_json(form)
    indicators = told.pop("indicators")
    return dict(_flat(told)), [dict(_flat({"indicator": each})) for each in indicators]


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, below in value.items():
            if name not in _BESIDE:
                yield from _flat(below, f"{path}.{name}" if path else name)
    elif value is not None and not (isinstance(value, str) and is_blank(value)):
        yield path, value


def _paired(
    before: Sequence[Flat], after: Sequence[Flat]
) -> Iterator[tuple[int, Flat, Flat | None]]:
    """Indicators count from 1. Where some weren't read, the others are known by their words."""
    if len(before) == len(after):
        yield from ((n, *pair) for n, pair in enumerate(zip(before, after, strict=True), 1))
        return
    names, others = ([squeeze(str(row.get(_NAME))) for row in rows] for rows in (before, after))
    blocks = SequenceMatcher(None, names, others, autojunk=False).get_matching_blocks()
    known = {block.a + at: after[block.b + at] for block in blocks for at in range(block.size)}
    for at, row in enumerate(before):
        if row:
            yield at + 1, row, known.get(at)


def _same(path: str, value: Any, other: Any) -> bool:
    """Text but for its blanks; money, weights and scores by what they amount to."""
    if not isinstance(value, str) or not isinstance(other, str):
        return bool(value == other)
    if path.endswith(".rate"):
        return as_fraction(filled_decimal(value)) == as_fraction(filled_decimal(other))
    if path.startswith(_NUMBERS) or path.endswith(_POINTS):
        return filled_decimal(value) == filled_decimal(other)
    return squeeze(clean(value)) == squeeze(clean(other))


def _shown(value: Any) -> str:
    line = " ".join(str(value).split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}……"
