"""What stands around the rows of outputs with one layout, kept from one output to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from xlperf.ooxml.following.book import BookOutput
from xlperf.ooxml.following.merges import SettledMerges
from xlperf.ooxml.following.sheetlinks import Beside
from xlperf.ooxml.protection import Password
from xlperf.ooxml.zipwriter import Packed, Piece, in_order, packed, packed_between
from xlperf.templating.layout import Kinds, Layout
from xlperf.templating.taken import Taken

Names = Sequence[Sequence[str]]  # of sheets, by template sheet and copy
#: sheet, copy, row and column of a cell → its text
Shown = Callable[[int, int, int, int], "str | None"]

_MOST_TAILS = 600  # copies of sheets
#: a template sheet, and which copy; or what rows copies have that are alike
_Key = tuple[int, "int | Kinds"]


@dataclass(frozen=True, slots=True)
class Around:
    """All of an output but its worksheets."""

    names: Names
    password: Password | None
    book: BookOutput
    parts: Mapping[str, Packed]
    order: Sequence[str]  # of all parts, the worksheets too


class Frame:
    def __init__(self, taken: Taken, always: Mapping[str, Packed], layout: Layout) -> None:
        self.layout = layout
        self._taken = taken
        self._always = always
        self._around: Around | None = None
        self._tails: dict[_Key, Tail] = {}

    def around(self, names: Names, password: Password | None, shown: Shown) -> Around:
        kept = self._around
        if kept is not None and kept.names == names and kept.password == password:
            return kept
        asked = _Asked(shown)
        book = self._taken.book.written(
            self.layout.placement, names, password=password, shown=asked.shown
        )
        parts = {part: known for part, known in self._always.items() if part not in book.dropped}
        for part, data in book.parts.items():
            parts[part] = packed(part, data)
        sheets = (beside.part for copies in book.beside for beside in copies)
        order = in_order(self._taken.order, (*parts, *sheets))
        around = Around(names, password, book, parts, order)
        if not asked.any:  # else it depends on what is in the cells
            self._around = around
        return around

    def tail(self, index: int, copy: int, around: Around) -> Tail:
        """What stands around the rows of one copy of a sheet."""
        beside = around.book.beside[index][copy]
        key: _Key = index, copy
        rows = self.layout.sheets[index].copies[copy]
        if copy and self._taken.sheets[index].alike and not rows.stretched:
            key = index, rows.kinds
        kept = self._tails.get(key)
        if kept is not None and kept.fits(around, beside):
            return kept
        if len(self._tails) >= _MOST_TAILS:
            self._tails.clear()
        tail = self._tails[key] = self._tail(index, copy, around, beside)
        return tail

    def _tail(self, index: int, copy: int, around: Around, beside: Beside) -> Tail:
        sheet = self._taken.sheets[index]
        assert sheet.tail is not None
        settled = sheet.tail.settled(
            self.layout.placement,
            copy,
            around.names,
            merges=self.layout.sheets[index].copies[copy].merges,
            password=around.password,
            width=sheet.columns,
        )
        return Tail(
            Piece.first(f"{settled.before}<sheetData>".encode()),
            f"</sheetData>{beside.put_into(settled.ahead)}",
            settled.merges,
            Piece.last(beside.put_into(settled.behind).encode()),
            around.names if sheet.names_others else None,
            around.password,
            beside.elements,
        )


@dataclass(frozen=True, slots=True)
class Tail:
    before: Piece
    ahead: str  # behind the rows, but before their merged cells
    merges: SettledMerges
    behind: Piece
    names: Names | None  # None: it names no sheet that may be called otherwise
    password: Password | None
    elements: Mapping[str, str]

    def fits(self, around: Around, beside: Beside) -> bool:
        return (
            self.names in (None, around.names)
            and self.password == around.password
            and self.elements == beside.elements
        )

    def packed(self, part: str, rows: str, merges: Iterable[str]) -> Packed:
        """The worksheet's part; `merges` are those that the values of its rows made."""
        middle = f"{rows}{self.ahead}{self.merges.with_more(merges)}"
        return packed_between(part, self.before, middle.encode(), self.behind)


class _Asked:
    """Knows whether any cell was looked at."""

    def __init__(self, shown: Shown) -> None:
        self.any = False
        self._shown = shown

    def shown(self, sheet: int, copy: int, row: int, column: int) -> str | None:
        self.any = True
        return self._shown(sheet, copy, row, column)
