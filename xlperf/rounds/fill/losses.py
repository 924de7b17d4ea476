"""What a filled workbook doesn't say, or says otherwise: it is read again, and compared.

Whatever the template has no place for shows here, and so does a mistake of the template's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from xlperf.editions import Edition, Library
from xlperf.model.form import DECLARATION, EVALUATION, Form, Source
from xlperf.model.money import filled_decimal
from xlperf.model.record import to_json
from xlperf.model.text import clean
from xlperf.ooxml.workbook import Workbook
from xlperf.reading.forms import forms_in
from xlperf.reading.sources.workbook import document_of
from xlperf.rounds.fill.printing import as_fraction

#: of a record, what says nothing of what was filled in
_BESIDE = ("schema", "kind", "edition", "notes", "source", "places", "raw", "at", "ambiguous")
_INDICATOR = re.compile(r"indicators\.(\d+)\.(.+)")
_ROW = re.compile(r"funds\.rows\.(.+)\.([a-z]+)")
_MORE = re.compile(r"funds\.more\.(?:overall|annual)\.(.+)")
_NUMBERS, _POINTS = ("funds.", "total."), (".weight", ".score")
_SHOWN = 30  # characters of a value
Flat = dict[str, Any]


def read_again(workbook: Workbook, library: Library) -> list[Form]:
    """The forms on the sheets that a person sees."""
    visible = replace(workbook, sheets=tuple(sheet for sheet in workbook.sheets if sheet.visible))
    return list(forms_in(document_of(visible), library, Source()).forms)


def losses(
    forms: Sequence[Form], found: Sequence[Form], edition: Edition, generic: Edition
) -> list[list[str]]:
    """For each of the forms, sentences for whoever asked for it to be filled in."""
    pairs = _paired(forms, found)
    return [list(_said(form, other, edition, generic)) for form, other in pairs]


def _paired(forms: Sequence[Form], found: Sequence[Form]) -> list[tuple[Form, Form | None]]:
    """In their order; forms of one kind stand together."""
    left = {
        kind: iter([each for each in found if each.kind == kind])
        for kind in (DECLARATION, EVALUATION)
    }
    return [(form, next(left[form.kind], None)) for form in forms]


def _said(form: Form, found: Form | None, edition: Edition, generic: Edition) -> Iterator[str]:
    before = dict(_flat(to_json(form)))
    if found is None:
        if any(path.startswith(("project.name", "indicators.")) for path in before):
            yield "写进工作簿后没能再读出这张表，请打开核对。"
        return
    after = dict(_flat(to_json(found)))
    for path, value in before.items():
        other = after.get(path)
        if _same(path, value, other):
            continue
        name = _name(path, edition, generic)
        if other is None:
            yield f"「{name}」填的是“{_shown(value)}”，这个版次的表上没有放它的位置，没有写进去。"
        else:
            yield f"「{name}」填的是“{_shown(value)}”，表上读出来是“{_shown(other)}”，请核对。"


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every filled leaf by its path."""
    if isinstance(value, Mapping):
        for name, below in value.items():
            if name not in _BESIDE:
                yield from _flat(below, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for number, each in enumerate(value, start=1):
            yield from _flat(each, f"{path}.{number}")
    elif value is not None:
        yield path, value


def _same(path: str, value: Any, other: Any) -> bool:
    """Text as it stands; money, weights and scores by what they amount to."""
    if not isinstance(value, str) or not isinstance(other, str):
        return bool(value == other)
    if path.endswith(".rate"):
        return as_fraction(filled_decimal(value)) == as_fraction(filled_decimal(other))
    if path.startswith(_NUMBERS) or path.endswith(_POINTS):
        return filled_decimal(value) == filled_decimal(other)
    return clean(value) == clean(other)


def _name(path: str, edition: Edition, generic: Edition) -> str:
    """第3条指标的年度指标值, 其中：当年财政拨款的执行率, 项目性质"""
    if found := _INDICATOR.fullmatch(path):
        return f"第{found[1]}条指标的{_label(f'indicator.{found[2]}', edition, generic)}"
    if found := _ROW.fullmatch(path):
        row = _label(f"funds.rows.{found[1]}", edition, generic, found[1])
        return f"{row}的{_label(f'column.{found[2]}', edition, generic)}"
    if found := _MORE.fullmatch(path):
        return found[1]
    return _label(path, edition, generic)


def _label(path: str, edition: Edition, generic: Edition, default: str | None = None) -> str:
    for each in (edition, generic):
        if each.has(path):
            return each.label(path)
    return default or _OTHER_NAMES.get(path, path)


_OTHER_NAMES = {"funds.currency_unit": "金额单位", "total.weight": "总分的分值"}


def _shown(value: Any) -> str:
    line = " ".join(str(value).split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}……"
