"""A form while it is being read: values by path, their places, and the cells that are used up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from xlperf.model.grid import Cell, Flaw
from xlperf.model.money import filled_decimal
from xlperf.model.place import Place
from xlperf.model.text import clean
from xlperf.reading.forms.lexicon import Lexicon
from xlperf.reading.forms.wording import without_points_unit
from xlperf.reading.forms.wraps import unwrap


@dataclass(slots=True)
class Draft:
    lexicon: Lexicon
    wrapped: bool = False  # line breaks are the printing's, not the author's
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    used: set[Cell] = field(default_factory=set)
    left: list[tuple[Cell, str]] = field(default_factory=list)  # parts of cells otherwise used

    def use(self, cells: Iterable[Cell]) -> None:
        self.used.update(cells)

    def leave(self, cell: Cell, part: str) -> None:
        """A part of a used cell that went into no field."""
        self.left.append((cell, part))

    def text(self, path: str, cell: Cell, printed: str | None = None) -> None:
        """Take a text field from a cell; the first filling of a field stands."""
        shown = cell.text if printed is None else printed
        value = self.words(shown)
        self._put(path, cell, shown, None if self.lexicon.is_blank(shown) else value)

    def amount(self, path: str, cell: Cell, printed: str | None = None) -> None:
        shown = cell.text if printed is None else printed
        self._put(path, cell, shown, self.number(shown))

    def number(self, printed: str) -> Any:
        """A Decimal, the text when it is no number, None when the cell is blank."""
        return None if self.lexicon.is_blank(printed) else filled_decimal(printed)

    def points(self, printed: str) -> Any:
        """A weight or a score: 50分 is 50."""
        return self.number(without_points_unit(printed))

    def words(self, printed: str) -> str:
        """The text as meant: without tags, outer spaces and the page's line breaks."""
        return clean(unwrap(printed, self.wrapped))

    def free(self, cells: Iterable[Cell]) -> list[Cell]:
        """The filled cells that no field took yet."""
        return [cell for cell in cells if cell not in self.used and clean(cell.text)]

    def _put(self, path: str, cell: Cell, printed: str, value: Any) -> None:
        if self.values.get(path) is not None:
            if value == self.values[path]:
                self.used.add(cell)  # the same once more: a repeated page head
            elif value is not None:
                self.notes.append(
                    f"{cell.at}另有“{value}”，与先读到的“{self.values[path]}”不同，未采用。"
                )
            return
        self.used.add(cell)
        self.values[path] = value
        self.places[path] = cell.at
        if value is not None and str(value) != printed:
            self.raw[path] = printed
        if cell.flaw is not None:
            self.notes.append(flaw_note(cell))


def flaw_note(cell: Cell) -> str:
    if cell.flaw is Flaw.ERROR:
        return f"{cell.at} 是错误值“{cell.text}”，请改正公式后保存。"
    return f"{cell.at} 的公式没有计算结果，请在 Excel 中打开并保存。"
