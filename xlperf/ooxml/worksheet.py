"""A worksheet part, read in one pass: what stands before, in and after its <sheetData>.

<dimension> is not read: many writers get it wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from xlperf.model.refusal import Refused
from xlperf.ooxml.cells import Cells
from xlperf.ooxml.gate import MB
from xlperf.ooxml.kinds import Context
from xlperf.ooxml.ordinary import Unusual
from xlperf.ooxml.refs import Area, area
from xlperf.ooxml.sheet import Locks, Protection, Sheet, Validation
from xlperf.ooxml.strings import plain
from xlperf.ooxml.xml import unescape

MOST_MERGES = 100_000
MOST_PENDING = 32 * MB  # of one row, or of all that stands around the cells

_DATA = re.compile(r"<sheetData(?:\s[^>]*)?/?>")
_DATA_END = "</sheetData>"
_ROW_END = "</row>"
_MERGE = re.compile(r'<mergeCell ref="([^"]*)" ?/?>')
_ATTRIBUTES = r'(?P<attributes>(?:\s+[\w:.-]+="[^"<]*")*)\s*'
_ATTRIBUTE = re.compile(r'([\w:.-]+)="([^"]*)"')
_COLUMN = re.compile(f"<col{_ATTRIBUTES}/?>")
_PROTECTION = re.compile(f"<sheetProtection{_ATTRIBUTES}/?>")
_VALIDATION = re.compile(
    f"<(?P<prefix>x14:|)dataValidation{_ATTRIBUTES}(?:/>|>(?P<inner>.*?)</(?P=prefix)dataValidation>)",
    re.DOTALL,
)
_FORMULA = re.compile(r"<(?:xm:f|formula[12])>([^<]*)</")
_RANGES = re.compile(r"<xm:sqref>([^<]*)</")
_PRINTED = re.compile(r"<(?:odd|even|first)(?:Header|Footer)(?: [^>]*)?>([^<]+)</")
_FIELD = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Za-z&])')  # &L &P &"宋体" &10
_NUMBERING = re.compile(r"[\s第共总页/·,，-]*")
_TRUE = frozenset({"1", "true"})


def scan_worksheet(pieces: Iterator[str], name: str, state: str, context: Context) -> Sheet:
    text = _Text(pieces)
    columns = _columns(text.head())
    cells = Cells(context)
    unlocked = _spans(columns, lambda pairs: _style(pairs) in context.styles.unlocked)
    if unlocked:
        cells.list_locked()
    for rows in text.rows():
        cells.take(rows)
    tail = text.tail()
    return Sheet(
        name=name,
        state=state,
        texts=cells.texts,
        flaws=cells.flaws,
        formulas=cells.formulas,
        grouped=cells.grouped,
        merges=_merges(tail),
        locks=Locks(cells.unlocked, frozenset(cells.unlocked_rows), unlocked, cells.locked),
        protection=_protection(tail),
        validations=_validations(tail),
        hidden_rows=frozenset(cells.hidden_rows),
        hidden_columns=_spans(columns, lambda pairs: pairs.get("hidden") in _TRUE),
        printed=_printed(tail),
        notes=tuple(dict.fromkeys(cells.notes)),
    )


class _Text:
    """The part as it comes in, cut where its kinds of content end."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._rest = ""

    def _grow(self) -> None:
        piece = next(self._pieces, None)
        if piece is None:
            raise Unusual("no sheetData")
        if len(self._rest) > MOST_PENDING:
            raise Refused("工作表的一行内容太大，未读取：请只保留需要的表格。")
        self._rest += piece

    def head(self) -> str:
        while (start := _DATA.search(self._rest)) is None:
            self._grow()
        head, self._rest = self._rest[: start.end()], self._rest[start.end() :]
        if head.endswith("/>"):
            self._rest = _DATA_END + self._rest
        return head

    def rows(self) -> Iterator[str]:
        """Whole rows, many at a time."""
        while (end := self._rest.find(_DATA_END)) < 0:
            closed = self._rest.rfind(_ROW_END)
            cut = max(closed + len(_ROW_END) if closed >= 0 else 0, self._rest.rfind("<row "))
            if cut > 0:
                rows, self._rest = self._rest[:cut], self._rest[cut:]
                yield rows
            self._grow()
        rows, self._rest = self._rest[:end], self._rest[end:]
        yield rows

    def tail(self) -> str:
        for piece in self._pieces:
            if len(self._rest) > MOST_PENDING:
                raise Refused("工作表的合并、有效性等设置太多，未读取：请只保留需要的表格。")
            self._rest += piece
        return self._rest


def _pairs(attributes: str) -> dict[str, str]:
    pairs: dict[str, str] = dict(_ATTRIBUTE.findall(attributes))
    if "&" in attributes:
        return {name: unescape(value) for name, value in pairs.items()}
    return pairs


def _columns(head: str) -> list[dict[str, str]]:
    if 'hidden="' not in head and 'style="' not in head:
        return []  # widths only
    found = [_pairs(match["attributes"]) for match in _COLUMN.finditer(head)]
    if len(found) != head.count("<col "):
        raise Unusual("columns")
    return found


def _style(pairs: dict[str, str]) -> int:
    return int(pairs["style"]) if pairs.get("style", "").isdecimal() else 0


def _spans(
    columns: list[dict[str, str]], chosen: Callable[[dict[str, str]], bool]
) -> tuple[tuple[int, int], ...]:
    """First and last column, counted from 0, of the chosen <col> elements."""
    try:
        return tuple(
            (int(pairs["min"]) - 1, int(pairs["max"]) - 1) for pairs in columns if chosen(pairs)
        )
    except (KeyError, ValueError) as error:
        raise Unusual("columns") from error


def _merges(tail: str) -> tuple[Area, ...]:
    if "<mergeCell " not in tail:
        return ()
    refs = _MERGE.findall(tail)
    if len(refs) != tail.count("<mergeCell "):
        raise Unusual("merges")
    if len(refs) > MOST_MERGES:
        raise Refused(f"工作表里有超过 {MOST_MERGES} 处合并单元格，未读取：请只保留需要的表格。")
    return tuple(map(area, refs))


def _protection(tail: str) -> Protection | None:
    if "<sheetProtection" not in tail:
        return None
    found = _PROTECTION.search(tail)
    if found is None:
        raise Unusual("protection")
    pairs = _pairs(found["attributes"])
    if pairs.get("sheet") not in _TRUE:
        return None
    return Protection(
        objects=pairs.get("objects") in _TRUE,
        scenarios=pairs.get("scenarios") in _TRUE,
        password=bool(pairs.get("password") or pairs.get("hashValue")),
    )


def _validations(tail: str) -> tuple[Validation, ...]:
    if "dataValidation " not in tail:
        return ()
    found = list(_VALIDATION.finditer(tail))
    if len(found) != tail.count("dataValidation "):
        raise Unusual("validations")
    return tuple(map(_validation, found))


def _validation(match: re.Match[str]) -> Validation:
    pairs = _pairs(match["attributes"])
    inner = match["inner"] or ""
    ranges = _RANGES.search(inner)
    return Validation(
        ranges=ranges[1] if ranges else pairs.get("sqref", ""),
        kind=pairs.get("type", "none"),
        operator=pairs.get("operator", "between"),
        formulas=tuple(map(plain, _FORMULA.findall(inner))),
    )


def _printed(tail: str) -> tuple[str, ...]:
    """What is printed on every page and stands in no cell, apart from page numbers."""
    if "<headerFooter" not in tail:
        return ()
    texts = (_FIELD.sub(" ", plain(text)).strip() for text in _PRINTED.findall(tail))
    return tuple(dict.fromkeys(text for text in texts if not _NUMBERING.fullmatch(text)))
