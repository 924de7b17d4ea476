"""What a sheet's tags do: compiled once, run for every context, giving rows with their values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from jinja2 import meta, nodes
from jinja2.exceptions import TemplateError

from xlperf.ooxml.placement import SheetRows
from xlperf.ooxml.refs import LAST_ROW, ref_of
from xlperf.templating.environment import ENVIRONMENT
from xlperf.templating.explained import in_chinese
from xlperf.templating.faults import Fault, Spot, TemplateFaults
from xlperf.templating.outline import Outline, outline
from xlperf.templating.script import script
from xlperf.templating.slots import (
    ENTER,
    LEAVE,
    NAME,
    NEXT,
    Merge,
    Place,
    Slot,
    SlotKind,
    Source,
)
from xlperf.templating.values import all_fit, flattened, settled
from xlperf.templating.walker import Walker

__all__ = [
    "ENTER",
    "LEAVE",
    "NAME",
    "NEXT",
    "Merge",
    "SheetLogic",
    "Slot",
    "SlotKind",
    "Source",
    "compile_logic",
    "outlines",
    "undeclared",
]

Event = tuple[Any, ...]
_MOST_EVENTS = 2 * LAST_ROW


class SheetLogic:
    def __init__(self, outline: Outline, template: str) -> None:
        self.rows: SheetRows = outline.rows
        self.slots: Mapping[int, tuple[Slot, ...]] = {
            row: tuple(value.slot for value in values) for row, values in outline.values.items()
        }
        self.control: frozenset[int] = outline.control
        self.formulas: Mapping[Place, str] = outline.formulas
        self.named = outline.name is not None
        self._outline = outline
        self._template = template
        self._root = ENVIRONMENT.root(script(outline))

    def run(self, context: Mapping[str, Any]) -> list[Event]:
        """Rows, turns of loops and names in output order; TemplateFaults with all that's wrong."""
        events = self.events(context)
        return events if all_fit(flattened(events)) else self.settled(events, context)

    def events(self, context: Mapping[str, Any]) -> list[Event]:
        """The same before anyone looked whether a cell can hold the values."""
        try:
            found = self._root(ENVIRONMENT.context(dict(context)))
            events = list(islice(found, _MOST_EVENTS + 1))
        except Exception as error:
            raise TemplateFaults(self._template, self._faults(context, error)) from error
        if len(events) > _MOST_EVENTS:
            raise TemplateFaults(self._template, [self._endless(events)])
        return events

    def settled(self, events: Sequence[Event], context: Mapping[str, Any]) -> list[Event]:
        """With values that a cell can hold."""
        try:
            return [(event[0], *map(settled, event[1:])) for event in events]
        except Exception as error:
            raise TemplateFaults(self._template, self._faults(context, error)) from error

    def faults(self, context: Mapping[str, Any]) -> tuple[Fault, ...]:
        """All that is wrong with this context."""
        try:
            self.run(context)
        except TemplateFaults as error:
            return error.faults
        return ()

    def _faults(self, context: Mapping[str, Any], error: Exception) -> Sequence[Fault]:
        """Expression by expression, to find every one that fails and where it stands."""
        found = Walker(self._outline).faults(context)
        return found or [Fault(self._outline.sheet, None, None, in_chinese(error))]

    def _endless(self, events: Sequence[Event]) -> Fault:
        rows = Counter(event[0] for event in events if event[0] > 0)
        ((row, _),) = rows.most_common(1) or [(0, 0)]
        tag = self._outline.innermost.get(row)
        message = f"循环没有完，已超过一个工作表的 {LAST_ROW} 行；请检查 in 后面的范围。"
        if tag is None:
            return Fault(self._outline.sheet, None, None, message)
        cell = ref_of(tag.row - 1, tag.column - 1)
        return Fault(self._outline.sheet, cell, tag.written, message)


def compile_logic(sources: Sequence[Source], template: str) -> list[SheetLogic]:
    """In the order of the sheets; TemplateFaults with everything that is wrong in any of them."""
    faults: list[Fault] = []
    found: list[SheetLogic] = []
    for each, own in outlines(sources):
        found += [] if own else _compiled(each, template, own)
        faults += own
    if faults:
        raise TemplateFaults(template, faults)
    return found


def undeclared(sources: Sequence[Source]) -> set[str]:
    """The names that a context has to bring."""
    names: set[str] = set()
    for each, _ in outlines(sources):
        tree = nodes.Template(script(each))
        tree.set_environment(ENVIRONMENT)
        names |= meta.find_undeclared_variables(tree)
    return names - set(ENVIRONMENT.globals)


def outlines(sources: Sequence[Source]) -> Iterator[tuple[Outline, list[Fault]]]:
    """Each sheet with what is wrong in it, by place."""
    names = [source.name for source in sources]
    for source in sources:
        faults: list[Fault] = []
        found = outline(source, names, Spot(faults, source.name))
        yield found, sorted(dict.fromkeys(faults), key=lambda fault: fault.position)


def _compiled(outline: Outline, template: str, faults: list[Fault]) -> list[SheetLogic]:
    try:
        return [SheetLogic(outline, template)]
    except (TemplateError, SyntaxError, RecursionError) as error:
        faults.append(Fault(outline.sheet, None, None, in_chinese(error)))
        return []
