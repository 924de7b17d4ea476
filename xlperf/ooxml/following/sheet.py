"""All of a worksheet's XML but its rows: what follows them is rewritten, the rest passes.

The text is canonical (see `ooxml/canonical.py`), cut before and after <sheetData>.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from xlperf.ooxml.following.breaks import RowBreaks
from xlperf.ooxml.following.containers import Container, Item, Unchanged
from xlperf.ooxml.following.copies import Copy, Ground
from xlperf.ooxml.following.dimension import Dimension
from xlperf.ooxml.following.elements import Element, children
from xlperf.ooxml.following.extensions import extension
from xlperf.ooxml.following.filters import Sorted
from xlperf.ooxml.following.locks import Protection
from xlperf.ooxml.following.merges import Merges, SettledMerges
from xlperf.ooxml.following.ranges import Ranged
from xlperf.ooxml.following.repeated import Repeated
from xlperf.ooxml.following.rules import conditional_format, validation
from xlperf.ooxml.following.uniques import Root, SheetProperties
from xlperf.ooxml.following.views import SheetView
from xlperf.ooxml.formulas.references import SheetNames
from xlperf.ooxml.placement import Placement, SheetRows
from xlperf.ooxml.protection import Password

#: how an element that follows is compiled; None where it can't be read
_Compile = Callable[[str, Element, Ground], Item | None]
_END = "</worksheet>"
#: what stands between the rows and the merged cells
_BEFORE_MERGES = frozenset(
    {
        "sheetCalcPr",
        "sheetProtection",
        "protectedRanges",
        "scenarios",
        "autoFilter",
        "sortState",
        "dataConsolidate",
        "customSheetViews",
    }
)


def _ranged(text: str, element: Element, _: Ground) -> Item | None:
    return Ranged.compile(text[element.start : element.end])


def _holding(item: _Compile) -> _Compile:
    """A container of what `item` compiles."""
    return lambda text, element, ground: Container.compile(
        text, element, lambda text, each: item(text, each, ground)
    )


_FOLLOWING: Mapping[str, _Compile] = {
    "sheetPr": lambda text, element, _: SheetProperties.compile(text, element),
    "dimension": lambda _, element, ground: Dimension(),
    "sheetViews": _holding(lambda text, each, _: SheetView.compile(text, each)),
    "sheetProtection": lambda text, element, _: Protection.compile(text, element),
    "protectedRanges": _holding(_ranged),
    "autoFilter": lambda text, element, _: Sorted.compile(text, element),
    "sortState": lambda text, element, _: Sorted.compile(text, element),
    "mergeCells": Merges.compile,
    "conditionalFormatting": conditional_format,
    "dataValidations": _holding(validation),
    "hyperlinks": _holding(lambda _, each, ground: Repeated.compile(each, "ref", ground)),
    "rowBreaks": RowBreaks.compile,
    "cellWatches": _holding(lambda _, each, ground: Repeated.compile(each, "r", ground)),
    "ignoredErrors": _holding(_ranged),
    "extLst": _holding(extension),
}


@dataclass(frozen=True, slots=True)
class Tail:
    """Compiled once for a sheet, written for every copy of it."""

    sheet: int
    before: tuple[str | Item, ...]
    after: tuple[str | Item, ...]
    static: bool  # the same as long as the sheet's own rows are, and no password is set

    @classmethod
    def compile(
        cls, prolog: str, epilog: str, sheet: int, sheets: Sequence[str], rows: SheetRows
    ) -> Tail:
        """ValueError with words for a clerk where Excel wouldn't open what becomes of it."""
        ground = Ground(sheet, sheets, rows)
        start = prolog.index(">", prolog.index("<worksheet")) + 1
        before = _compiled(prolog, children(prolog, start), ground)
        end = epilog.rindex(_END)
        elements = list(children(epilog, 0, end))
        after = _compiled(epilog, elements, ground)
        if not any(element.name == "mergeCells" for element in elements):
            place = next(
                (at for at, each in enumerate(elements) if each.name not in _BEFORE_MERGES),
                len(elements),
            )
            after.insert(place, Merges.compile(epilog, None, ground))
        return cls(
            sheet,
            (Root(prolog[:start]), *_run_together(before)),
            (*_run_together(after), epilog[end:]),
            not any(item.looks_away for item in (*before, *after)),
        )

    def written(
        self,
        placement: Placement,
        copy: int,
        names: SheetNames,
        *,
        merges: Sequence[str] = (),
        password: Password | None = None,
        width: tuple[int, int] = (1, 1),
    ) -> tuple[str, str]:
        """The text before <sheetData> and after </sheetData>.

        `merges` are those that the rows made, one or several in a text; `width` is the first and
        the last column with a cell.
        """
        settled = self.settled(
            placement, copy, names, merges=merges, password=password, width=width
        )
        return settled.before, settled.after(())

    def settled(
        self,
        placement: Placement,
        copy: int,
        names: SheetNames,
        *,
        merges: Sequence[str] = (),
        password: Password | None = None,
        width: tuple[int, int] = (1, 1),
    ) -> Settled:
        """The same for outputs that differ only in what else their rows merged."""
        at = Copy(placement, self.sheet, copy, names, merges, password, width)
        place = next(i for i, piece in enumerate(self.after) if isinstance(piece, Merges))
        merged = self.after[place]
        assert isinstance(merged, Merges)
        ahead, behind = _joined(self.after[:place], at), _joined(self.after[place + 1 :], at)
        return Settled(_joined(self.before, at), ahead, merged.settled(at), behind)


@dataclass(frozen=True, slots=True)
class Settled:
    """What stands around the rows of one copy of a sheet, but for what their values merged."""

    before: str
    ahead: str  # of the merged cells
    merges: SettledMerges
    behind: str

    def after(self, merges: Iterable[str]) -> str:
        """All behind the rows."""
        return f"{self.ahead}{self.merges.with_more(merges)}{self.behind}"


def _compiled(text: str, elements: Iterable[Element], ground: Ground) -> list[Item]:
    found: list[Item] = []
    for element in elements:
        compile_ = _FOLLOWING.get(element.name)
        item = compile_(text, element, ground) if compile_ else None
        found.append(item or Unchanged(text[element.start : element.end]))
    return found


def _run_together(items: Iterable[Item]) -> list[str | Item]:
    """Neighbours that never change as one text."""
    found: list[str | Item] = []
    for item in items:
        if not isinstance(item, Unchanged):
            found.append(item)
        elif found and isinstance(found[-1], str):
            found[-1] += item.text
        else:
            found.append(item.text)
    return found


def _joined(pieces: Iterable[str | Item], at: Copy) -> str:
    return "".join(
        piece if isinstance(piece, str) else "".join(piece.written(at)) for piece in pieces
    )
