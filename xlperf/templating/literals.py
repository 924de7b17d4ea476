"""Texts that tags fill into the strings of a formula, which stay strings whatever they hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from xlperf.ooxml.formulas.calculation import Calculation
from xlperf.ooxml.formulas.references import Formula
from xlperf.templating.slots import FIRST_PLACEHOLDER

Texts = tuple[str, ...]  # in the order of the formula's placeholders
Get = Callable[[int], Any]

_LONGEST = 255
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
_MARKS = re.compile(r"[<>=^*/%-]|[A-Z.]+(?=\()", re.IGNORECASE)
_JOINING = frozenset({"HYPERLINK", "CONCATENATE", "T"})
_MOST_KEPT = 32


def with_texts(formula: str, texts: Texts) -> str:
    """The formula with its placeholders filled in, none of its strings longer than Excel takes."""
    quoted = {FIRST_PLACEHOLDER + at: text.replace('"', '""') for at, text in enumerate(texts)}
    return _LITERAL.sub(_split, formula.translate(quoted))


def _split(literal: re.Match[str]) -> str:
    text = literal[1].replace('""', '"')
    if len(text) <= _LONGEST:
        return literal[0]
    parts = [text[start : start + _LONGEST] for start in range(0, len(text), _LONGEST)]
    return "&".join('"' + part.replace('"', '""') + '"' for part in parts)


class Computation:
    """Computes a formula with the texts of one cell; compiled anew where the texts are new.

    A formula that only joins texts is compiled once: what is filled in passes through it.
    """

    def __init__(self, formula: str, compile: Callable[[str], Formula]) -> None:
        self._formula = formula
        self._compile = compile
        self._joins = {
            mark.upper() for mark in _MARKS.findall(_LITERAL.sub("", formula))
        } <= _JOINING
        self._known: dict[Texts, Calculation | None] = {}
        self._joined = Calculation.compile(compile(formula)) if self._joins else None

    def computable(self, texts: Texts) -> Callable[[Get], Any] | None:
        """None where only a spreadsheet can tell."""
        if self._joins:
            joined = self._joined
            if joined is None:
                return None
            marks = {FIRST_PLACEHOLDER + at: text for at, text in enumerate(texts)}
            value = joined.value
            return lambda get: _filled(value(get), marks)
        if texts not in self._known:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[texts] = Calculation.compile(
                self._compile(with_texts(self._formula, texts))
            )
        known = self._known[texts]
        return None if known is None else known.value


def _filled(value: Any, marks: dict[int, str]) -> Any:
    return value.translate(marks) if isinstance(value, str) else value
