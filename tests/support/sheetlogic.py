"""A sheet's logic from a few cells, without a workbook around them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlperf.ooxml.refs import position
from xlperf.templating.faults import Fault, TemplateFaults
from xlperf.templating.logic import SheetLogic, Source, compile_logic

NAME = "申报表.xlsx"


def source(cells: Mapping[str, str], name: str = "表") -> Source:
    """Cells by reference; those that begin with = are formulas."""
    placed = {tuple(each + 1 for each in position(ref)): text for ref, text in cells.items()}
    texts = {at: text for at, text in placed.items() if not text.startswith("=")}
    formulas = {at: text[1:] for at, text in placed.items() if text.startswith("=")}
    return Source(name, max(row for row, _ in placed), texts, formulas)  # type: ignore[arg-type]


def logic(cells: Mapping[str, str], name: str = "表") -> SheetLogic:
    (found,) = compile_logic([source(cells, name)], NAME)
    return found


def events(cells: Mapping[str, str], name: str = "表", **context: Any) -> list[tuple[Any, ...]]:
    return logic(cells, name).run(context)


def value(text: str, **context: Any) -> Any:
    """What the one value of one cell becomes."""
    ((_, found),) = events({"A1": text}, **context)
    return found


def faults_of_tags(*sources: Source) -> tuple[Fault, ...]:
    try:
        compile_logic(sources, NAME)
    except TemplateFaults as error:
        return error.faults
    return ()


def faults_of_run(cells: Mapping[str, str], name: str = "表", **context: Any) -> tuple[Fault, ...]:
    ready = logic(cells, name)
    try:
        ready.run(context)
    except TemplateFaults as error:
        return error.faults
    return ()
