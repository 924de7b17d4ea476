"""Formulas of a template that lead nowhere, or to less than their author may have meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from xlperf.ooxml.canonical import attributes_of, canonical
from xlperf.ooxml.following.elements import Element, children, inside, root_of
from xlperf.ooxml.formulas.references import Formula, Reference
from xlperf.ooxml.placement import Loop, SheetRows
from xlperf.ooxml.refs import ref_of
from xlperf.ooxml.xml import unescape
from xlperf.templating.faults import Fault
from xlperf.templating.opened import Opened

_STRING = re.compile(r'"(?:[^"]|"")*"')
_OWN_NAMES = re.compile(r"\b(?:LET|LAMBDA)\(", re.IGNORECASE)  # their arguments are names
_PLAIN_NAME = re.compile(r"[^\W\d][\w.?\\]*|\\[\w.?\\]+")
_TABLE = re.compile(r"xl/tables/[^/]+\.xml", re.IGNORECASE)
_DEPTH: Mapping[str, int] = {Token.OPEN: 1, Token.CLOSE: -1}
_HOLDERS = {"dataValidations": "有效性", "conditionalFormatting": "条件格式"}


@dataclass(frozen=True, slots=True)
class Written:
    """A formula, and where it stands."""

    text: str  # without "="
    sheet: int | None  # None: a name of the workbook
    row: int | None  # None: in no cell
    cell: str | None
    label: str  # what to call it in a message, "" in a cell


class FormulaCheck:
    def __init__(self, opened: Opened, rows: Sequence[SheetRows]) -> None:
        self._opened = opened
        self._rows = rows
        names = {each.name.casefold() for each in opened.defined}
        self._known = names | set(_tables(opened))

    def faults(self) -> Iterator[Fault]:
        """Of what can't work."""
        for written in self._all():
            for message in self._wrong(written):
                yield self._fault(written, message)

    def hints(self) -> Iterator[Fault]:
        """Of what works, but hardly as meant."""
        for written in self._all():
            if written.row is None or written.sheet is None:
                continue
            around = self._loops(written.sheet, written.row)
            for reference in self._formula(written).references:
                if self._takes_first(reference, around):
                    body = reference.prefix + reference.body
                    yield self._fault(
                        written,
                        f"「{body}」在循环里，从循环外只取得到第一条；"
                        f"要取全部请写成区域「{body}:{reference.body}」，或放进 SUM 等函数里。",
                    )

    def _all(self) -> Iterator[Written]:
        for sheet, source in enumerate(self._opened.sources()):
            for (row, column), text in sorted(source.formulas.items()):
                yield Written(text, sheet, row, ref_of(row - 1, column - 1), "")
            yield from self._around(sheet)
        for name in self._opened.defined:
            yield Written(name.refers_to, None, None, None, f"名称「{name.name}」")

    def _around(self, sheet: int) -> Iterator[Written]:
        text = self._opened.cuts[sheet].epilog
        for element in children(text, 0, max(text.rfind("</worksheet>"), 0)):
            if element.local in _HOLDERS:
                pairs = attributes_of(element.attributes)
                yield from self._of_rules(sheet, text, element, pairs.get("sqref", ""))

    def _of_rules(self, sheet: int, text: str, holder: Element, ranges: str) -> Iterator[Written]:
        for rule in inside(text, holder):
            ranges = attributes_of(rule.attributes).get("sqref", ranges)
            for formula in inside(text, rule):
                if formula.local.startswith("formula"):
                    written = unescape(text[formula.inner : formula.close])
                    label = f"{_HOLDERS[holder.local]}（{ranges}）"
                    yield Written(written, sheet, None, None, label)

    def _wrong(self, written: Written) -> Iterator[str]:
        bare = _STRING.sub('""', written.text)
        if "#REF!" in bare:
            yield "引用已经失效（#REF!），它指的行、列或工作表被删除了；请重新写公式。"
        for sheet in self._formula(written).unknown:
            if sheet and not sheet.startswith("["):
                yield f"没有名叫「{sheet}」的工作表；请改成模板里有的工作表。"
        tokens = _tokens(written.text)
        if tokens is None or _depth_after(tokens):
            yield "括号不成对，Excel 会说文件已损坏；请改正公式。"
        for name in _names_in(written.text, tokens or ()):
            if name.casefold() not in self._known:
                yield f"没有定义「{name}」这个名称；请在名称管理器里补上，或改正拼写。"

    def _formula(self, written: Written) -> Formula:
        sheet = written.sheet or 0
        return Formula.compile(written.text, sheet, self._opened.names, written.row or 0)

    def _loops(self, sheet: int, row: int) -> tuple[Loop, ...]:
        return self._rows[sheet].around(row, row)

    def _takes_first(self, reference: Reference, around: Sequence[Loop]) -> bool:
        if not reference.single or reference.argument:
            return False
        theirs = self._loops(reference.sheet, reference.top)
        shared = [loop.header for loop in around[: len(theirs)]]
        return shared != [loop.header for loop in theirs]

    def _fault(self, written: Written, message: str) -> Fault:
        sheet = None if written.sheet is None else self._opened.names[written.sheet]
        return Fault(sheet, written.cell, f"{written.label}={written.text}", message)


def _tokens(formula: str) -> Sequence[Token] | None:
    """None where a bracket closes that was never opened."""
    try:
        return list(Tokenizer(f"={formula}").items)
    except TokenizerError:
        return ()  # e.g. A14#, which is Excel's own
    except IndexError:
        return None


def _depth_after(tokens: Sequence[Token]) -> int:
    """How many brackets are still open at the end."""
    return sum(_DEPTH.get(token.subtype, 0) for token in tokens)


def _names_in(formula: str, tokens: Sequence[Token]) -> Iterator[str]:
    """Words that have to be defined somewhere."""
    if _OWN_NAMES.search(formula):
        return
    for token in tokens:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            name = token.value.partition("[")[0]
            if _PLAIN_NAME.fullmatch(name) and not _is_reference(name):
                yield name


def _is_reference(word: str) -> bool:
    return bool(Formula.compile(word, 0, ("",)).references)


def _tables(opened: Opened) -> Collection[str]:
    found = set()
    for part in opened.package.names:
        if _TABLE.fullmatch(part):
            pairs = attributes_of(root_of(canonical(opened.package.read(part), part)).attributes)
            found.add(unescape(pairs.get("displayName", "")).casefold())
    return found
