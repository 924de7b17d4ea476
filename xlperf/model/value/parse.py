"""`parse`: any text → a Value. It never raises, and the text as filled is always kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from xlperf.model.money import is_blank
from xlperf.model.text import clean
from xlperf.model.value.kinds import Blank, Compound, Kind, Text, Value, YesNo
from xlperf.model.value.numbers import bare_number, number, zero_statement
from xlperf.model.value.ranges import value_range
from xlperf.model.value.relations import average, relative
from xlperf.model.value.rhythms import event_deadline, frequency
from xlperf.model.value.scan import Scanner, tidy
from xlperf.model.value.times import deadline, window

Rule = Callable[[Scanner], Value | None]

# The first rule that reads the whole text wins, so the narrow ones stand before the wide ones.
_RULES: tuple[Rule, ...] = (
    zero_statement,
    relative,
    window,
    deadline,
    frequency,
    event_deadline,
    average,
    value_range,
    number,
)
_RULES_WITH_SUBJECT: tuple[Rule, ...] = (
    window,
    deadline,
    frequency,
    average,
    value_range,
    bare_number,
)

_LONGEST = 300  # characters; a paragraph is no value
_YES_NO = {"是": True, "否": False}
_SUBJECT = re.compile(
    r"[^\W\d_]{1,16}?(?=[≥≤<>=0-9]|不[少低小超高多大得]|至[少多]|大于|小于|[高低多少]于|超|达|[每按][日天周月季半年]|平均|人均|百分)"
)
_COMPARING = re.compile(r"^不|[低高多少大小等]于|超过|[约近比]")
_OUTER_COMMA = re.compile(r"(?:;|,(?![0-9])|(?<![0-9]),)(?![^()]*\))")  # 1.234,50 is not two
_OUTER_PAUSE = re.compile(r"、(?![^()]*\))")
_UNMEASURED = (Kind.TEXT, Kind.YES_NO, Kind.BLANK)


def parse(text: str) -> Value:
    plain, notes = tidy(text)
    if is_blank(plain):
        return Blank(text=text, notes=notes)
    value = _read(plain) or _lines(text) or _text(plain)
    return replace(value, text=text, notes=notes + value.notes)


def _read(plain: str) -> Value | None:
    if len(plain) > _LONGEST:
        return None
    return _one(plain) or _compound(plain)


def _one(plain: str) -> Value | None:
    if plain in _YES_NO:
        return YesNo(yes=_YES_NO[plain], text=plain)
    return _whole(plain, _RULES, 0) or _with_subject(plain)


def _whole(plain: str, rules: tuple[Rule, ...], start: int) -> Value | None:
    for rule in rules:
        scan = Scanner(plain, start)
        value = rule(scan)
        if value and scan.done:
            return replace(value, text=plain)
    return None


def _with_subject(plain: str) -> Value | None:
    """补助3万元, 工资每月: the value stands behind what it is of."""
    subject = _SUBJECT.match(plain)
    if subject is None or _COMPARING.search(subject[0]):
        return None
    value = _whole(plain, _RULES_WITH_SUBJECT, subject.end())
    return replace(value, subject=subject[0].rstrip("为是")) if value else None


def _compound(plain: str) -> Compound | None:
    """Several values in one cell, at least one of them measurable."""
    parts = _parts(_OUTER_COMMA, plain)
    if len(parts) > 1 and any(part.kind not in _UNMEASURED for part in parts):
        return Compound(parts=parts)
    parts = _parts(_OUTER_PAUSE, plain)
    if len(parts) > 1 and all(part.kind not in _UNMEASURED for part in parts):
        return Compound(parts=parts)
    return None


def _parts(comma: re.Pattern[str], plain: str) -> tuple[Value, ...]:
    pieces = [piece for piece in comma.split(plain) if piece]
    return tuple(_one(piece) or replace(_text(piece), text=piece) for piece in pieces)


def _lines(text: str) -> Compound | None:
    """Values on lines of their own; a line break inside one value was joined before."""
    if len(text) > _LONGEST:
        return None
    lines = [tidy(line)[0] for line in clean(text).splitlines() if line.strip()]
    parts = tuple(_one(line) for line in lines)
    measured = tuple(part for part in parts if part and part.kind not in _UNMEASURED)
    return Compound(parts=measured) if len(measured) == len(lines) > 1 else None


def _text(plain: str) -> Text:
    numbered = any(char.isdigit() for char in plain)
    return Text(notes=("含有数字，但不是能比较的数值",) if numbered else ())
