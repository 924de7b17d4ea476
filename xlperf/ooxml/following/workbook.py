"""workbook.xml: its sheets as often as they are copied, what is named and shown, and its lock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xlperf.model.refusal import Refused
from xlperf.ooxml.canonical import attributes_of, escape_attribute
from xlperf.ooxml.following.elements import (
    Element,
    children,
    inside,
    joined,
    root_of,
    with_attributes,
)
from xlperf.ooxml.following.names import DefinedName
from xlperf.ooxml.following.output import Output
from xlperf.ooxml.following.template import Template
from xlperf.ooxml.protection import Password
from xlperf.ooxml.xml import unescape

#: what may stand before <calcPr>: ISO 29500-1, 18.2.27
_BEFORE_CALCULATION = {
    *("fileVersion", "fileSharing", "workbookPr", "AlternateContent", "revisionPtr"),
    *("workbookProtection", "bookViews", "sheets", "functionGroups", "externalReferences"),
    "definedNames",
}
_RECALCULATED = {"fullCalcOnLoad": "1"}
_OLD_LOCK = (
    *("workbookPassword", "workbookPasswordCharacterSet", "workbookAlgorithmName"),
    *("workbookHashValue", "workbookSaltValue", "workbookSpinCount"),
)


class DeclaredSheet(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    relation: str  # the id under which its part is found
    visible: bool
    tag: str
    attributes: str


def declared_sheets(text: str) -> list[DeclaredSheet]:
    """The sheets in the workbook's order."""
    return [
        _declared(each)
        for sheets in inside(text, root_of(text))
        if sheets.local == "sheets"
        for each in inside(text, sheets)
    ]


def _declared(element: Element) -> DeclaredSheet:
    pairs = attributes_of(element.attributes)
    relation = next((value for key, value in pairs.items() if key.endswith(":id")), "")
    return DeclaredSheet(
        unescape(pairs.get("name", "")),
        unescape(relation),
        pairs.get("state", "visible") == "visible",
        element.name,
        element.attributes,
    )


def recalculated(text: str) -> str:
    """The workbook with the wish that Excel calculates everything on opening."""
    root = root_of(text)
    at = root.inner
    for each in inside(text, root):
        if each.local == "calcPr":
            attributes = with_attributes(each.attributes, _RECALCULATED)
            return f"{text[: each.start]}<calcPr{attributes}/>{text[each.end :]}"
        if each.local in _BEFORE_CALCULATION:
            at = each.end
    return f"{text[:at]}<calcPr{joined(_RECALCULATED)}/>{text[at:]}"


class NewSheet(NamedTuple):
    """A copy of a sheet in the output."""

    sheet: int
    copy: int
    name: str
    relation: str


#: an element of the workbook, as it is written for an output
Piece = str | Callable[["Written"], str]


class Written(NamedTuple):
    output: Output
    sheets: Sequence[NewSheet]
    first: list[int]  # by template sheet, the position of its first copy
    password: Password | None


@dataclass(frozen=True, slots=True)
class WorkbookXml:
    """Compiled once: the text between what follows, and what follows."""

    sheets: tuple[DeclaredSheet, ...]
    pieces: tuple[Piece, ...]

    @classmethod
    def compile(cls, text: str, template: Template) -> WorkbookXml:
        root = root_of(text)
        sheets = tuple(declared_sheets(text))
        pieces: list[Piece] = [text[: root.inner]]
        at = root.inner
        for each in children(text, root.inner, root.close):
            piece = _piece(each, text, sheets, template)
            if piece is not None:
                pieces += (text[at : each.start], piece)
                at = each.end
        return cls(sheets, (*pieces, text[at:]))

    def written(self, made: Written) -> str:
        if not any(self.sheets[new.sheet].visible for new in made.sheets):
            raise Refused("生成的文件里没有一张看得见的工作表：请在模板里保留一张不重复的工作表。")
        return "".join(piece if isinstance(piece, str) else piece(made) for piece in self.pieces)


def _piece(
    element: Element, text: str, sheets: Sequence[DeclaredSheet], template: Template
) -> Piece | None:
    makers: Mapping[str, Callable[[], Piece]] = {
        "sheets": lambda: _Sheets(element.name, sheets).written,
        "definedNames": lambda: _names(element, text, template),
        "bookViews": lambda: _Views(text, element, sheets).written,
        "workbookProtection": lambda: _lock(element),
    }
    maker = makers.get(element.local)
    return maker() if maker else None


class _Sheets:
    def __init__(self, tag: str, sheets: Sequence[DeclaredSheet]) -> None:
        self._tag = tag
        self._sheets = sheets
        used = (attributes_of(sheet.attributes).get("sheetId", "") for sheet in sheets)
        self._highest = max(int(number) for number in used if number.isdecimal())

    def written(self, made: Written) -> str:
        number = self._highest
        out = [f"<{self._tag}>"]
        for new in made.sheets:
            sheet = self._sheets[new.sheet]
            changes: dict[str, str | None] = {}
            if new.name != sheet.name:
                changes["name"] = escape_attribute(new.name)
            if new.relation != sheet.relation:
                number += 1
                changes["sheetId"] = str(number)
                changes[_id_key(sheet.attributes)] = escape_attribute(new.relation)
            attributes = with_attributes(sheet.attributes, changes) if changes else sheet.attributes
            out.append(f"<{sheet.tag}{attributes}/>")
        return "".join((*out, f"</{self._tag}>"))


def _id_key(attributes: str) -> str:
    return next(key for key in attributes_of(attributes) if key.endswith(":id"))


def _names(element: Element, text: str, template: Template) -> Piece:
    names = [DefinedName.compile(each, text, template) for each in inside(text, element)]
    start = text[element.start : element.inner]
    if not names:
        return text[element.start : element.end]

    def written(made: Written) -> str:
        each = (name.written(made.output, template, made.first) for name in names)
        inner = "".join(text for texts in each for text in texts)
        return f"{start}{inner}</{element.name}>" if inner else ""

    return written


class _Views:
    """Which tab is active, and which is the first that shows; both must be there to be seen."""

    def __init__(self, text: str, element: Element, sheets: Sequence[DeclaredSheet]) -> None:
        self._sheets = sheets
        self._start = text[element.start : element.inner]
        self._end = text[element.close : element.end]
        self._views = [(each, text[each.inner : each.end]) for each in inside(text, element)]

    def written(self, made: Written) -> str:
        views = [self._view(made, view, rest) for view, rest in self._views]
        return "".join((self._start, *views, self._end))

    def _view(self, made: Written, view: Element, rest: str) -> str:
        pairs = attributes_of(view.attributes)
        tabs = {key: self._tab(made, pairs[key]) for key in _TABS if key in pairs}
        if "activeTab" not in tabs and self._tab(made, "0") != "0":
            tabs["activeTab"] = self._tab(made, "0")
        end = f">{rest}" if rest else "/>"
        return f"<{view.name}{with_attributes(view.attributes, tabs)}{end}"

    def _tab(self, made: Written, written: str) -> str:
        """The first copy of that sheet, else the first sheet that can be seen."""
        sheet = int(written) if written.isdecimal() else 0
        if sheet < len(self._sheets) and self._sheets[sheet].visible and made.output.names[sheet]:
            return str(made.first[sheet])
        seen = (at for at, new in enumerate(made.sheets) if self._sheets[new.sheet].visible)
        return str(next(seen))


_TABS = ("activeTab", "firstSheet")


def _lock(element: Element) -> Piece:
    """Excel's older, weak digests don't stay beside the new one."""

    def written(made: Written) -> str:
        if made.password is None:
            return f"<{element.name}{element.attributes}/>"
        changes = {**dict.fromkeys(_OLD_LOCK), **made.password.workbook_attributes()}
        return f"<{element.name}{with_attributes(element.attributes, changes)}/>"

    return written
