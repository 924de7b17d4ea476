"""Everything that can be said of a template before it is filled."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from xlperf.model.refusal import Refused
from xlperf.templating.checked_formulas import FormulaCheck
from xlperf.templating.checked_layout import layout_faults, layout_hints, unfilled_tags
from xlperf.templating.checked_names import unknown_names
from xlperf.templating.faults import Fault, TemplateFaults
from xlperf.templating.logic import outlines, undeclared
from xlperf.templating.opened import Opened, open_template
from xlperf.templating.template import Template


@dataclass(frozen=True, slots=True)
class Checked:
    """Faults keep the template from being filled, hints don't; both in the workbook's order."""

    faults: tuple[Fault, ...]
    hints: tuple[Fault, ...]
    names: tuple[str, ...]  # that it takes from the data


def check(data: bytes, name: str, known: Collection[str] | None = None) -> Checked:
    """Refused where it is no workbook. `known` are the names of the data, where they are known."""
    opened = open_template(data)
    read = [outline for outline, _ in outlines(opened.sources())]
    names = undeclared(opened.sources())
    formulas = FormulaCheck(opened, [each.rows for each in read])
    faults = _of_compiling(data, name)
    hints = list(unfilled_tags(opened))
    for sheet, cut, outline in zip(opened.names, opened.cuts, read, strict=True):
        faults += layout_faults(sheet, cut, outline)
        hints += layout_hints(sheet, cut, outline)
    faults += formulas.faults()
    hints += formulas.hints()
    if known is not None:
        faults += unknown_names(read, names, known)
    return Checked(_ordered(opened, faults), _ordered(opened, hints), tuple(sorted(names)))


def _of_compiling(data: bytes, name: str) -> list[Fault]:
    """What only shows when the template is made ready."""
    try:
        Template.compile(data, name)
    except TemplateFaults as error:
        return list(error.faults)
    except Refused as error:
        return [Fault(None, None, None, error.reason)]
    return []


def _ordered(opened: Opened, faults: Iterable[Fault]) -> tuple[Fault, ...]:
    order = {name: index for index, name in enumerate(opened.names)}

    def place(fault: Fault) -> tuple[int, tuple[bool, int, int]]:
        return order.get(fault.sheet or "", len(order)), fault.position

    return tuple(sorted(dict.fromkeys(faults), key=place))
