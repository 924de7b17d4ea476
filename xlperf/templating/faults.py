"""What is wrong with a template: every fault with its place, its tag and the cure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xlperf.model.refusal import Refused
from xlperf.ooxml.refs import position

Position = tuple[bool, int, int]


@dataclass(frozen=True, slots=True)
class Fault:
    sheet: str | None  # None: the workbook as a whole
    cell: str | None  # "B7"; None: the sheet as a whole
    tag: str | None  # as it is written
    message: str  # what is wrong; what to do

    def __str__(self) -> str:
        sheet = f"工作表「{self.sheet}」" if self.sheet is not None else ""
        tag = f"「{_shortened(self.tag)}」" if self.tag is not None else ""
        place = f"{sheet}{self.cell or ''}{tag}"
        return f"{place}：{self.message}" if place else self.message

    @property
    def position(self) -> Position:
        """Where it stands on its sheet; B9 comes before B10."""
        row, column = position(self.cell) if self.cell else (0, 0)
        return self.cell is not None, row, column


class TemplateFaults(Refused):
    """Everything that is wrong, in the order in which it stands in the workbook."""

    def __init__(self, template: str, faults: Iterable[Fault]) -> None:
        self.template = template
        self.faults = tuple(faults)
        super().__init__("\n".join(f"模板「{template}」{fault}" for fault in self.faults))


class Broken(Exception):
    """A tag that can't be understood or worked out; whoever knows the place makes a Fault of it."""

    def __init__(self, tag: str, message: str) -> None:
        super().__init__(message)
        self.tag = tag
        self.message = message


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a template; what is found wrong there goes to the list of all faults."""

    faults: list[Fault]
    sheet: str | None
    cell: str | None = None

    def at(self, cell: str | None) -> Spot:
        return Spot(self.faults, self.sheet, cell)

    def say(self, tag: str | None, message: str) -> None:
        self.faults.append(Fault(self.sheet, self.cell, tag, message))


_LONGEST_TAG = 120


def _shortened(tag: str) -> str:
    line = " ".join(tag.split())
    return line if len(line) <= _LONGEST_TAG else f"{line[:_LONGEST_TAG]}……"
