"""The cells of a worksheet: one pass over <sheetData>, piece by piece."""

from __future__ import annotations

import re

from xlperf.model.grid import Flaw
from xlperf.model.refusal import Refused
from xlperf.ooxml.kinds import Context, Kind, Kinds
from xlperf.ooxml.ordinary import Unusual
from xlperf.ooxml.refs import position
from xlperf.ooxml.strings import MOST_TEXT, joined_runs, plain

MOST_CELLS = 400_000  # non-blank, in one sheet
MOST_NOTED = 400_000  # a blank cell with a style of its own is rarely meant

_CELL = re.compile(
    r'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"([^/>]*)'
    r"(?:/>|>(?:<v>([^<]*)</v></c>"
    r'|<is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>'
    r"|(.*?)</c>))"
    r"|<c[ />]",  # a cell in any other shape: found without a reference
    re.DOTALL,
)
_BODY = re.compile(
    r"(?P<f><f(?P<attributes>(?: [^<>]*?)?)(?:/>|>(?P<formula>[^<]*)</f>))?\s*"
    r'(?P<v><v(?: xml:space="preserve")?(?: ?/>|>(?P<value>[^<]*)</v>))?\s*'
    r"(?:<is ?/>|<is>(?P<inline>.*)</is>)?\s*(?:<extLst\b.*)?",
    re.DOTALL,
)
_ROW = re.compile(r'<row ((?:[\w:]+="[^"]*" ?)*)/?>')
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_TRUE = frozenset({"1", "true"})
# LibreOffice spells every "false" out, so the name alone says nothing
_ROW_MARKS = tuple(
    (f'{name}="', tuple(f'{name}="{value}"' for value in _TRUE))
    for name in ("hidden", "customFormat")
)
# DDE as Excel writes it (cmd|'/c calc'!A0), and functions that reach out of the workbook
_OUTWARD = re.compile(r"=[\w.]+\||\b(?:DDE|RTD|WEBSERVICE|CALL|REGISTER\.ID)\(", re.IGNORECASE)


class Cells:
    """Collects the cells of one sheet; blank ones leave nothing behind but their lock."""

    def __init__(self, context: Context) -> None:
        self.texts: dict[str, str] = {}
        self.flaws: dict[str, Flaw] = {}
        self.formulas: dict[str, str] = {}
        self.grouped: dict[str, str] = {}
        self.unlocked_rows: set[int] = set()
        self.hidden_rows: set[int] = set()
        self.notes: list[str] = []
        self._kinds = Kinds(context)
        self._styles = context.styles
        self._shared: dict[str, tuple[str, str]] = {}  # by group, where it begins and its text
        self._length = 0

    @property
    def unlocked(self) -> frozenset[str]:
        return frozenset(self._kinds.unlocked)

    @property
    def locked(self) -> frozenset[str]:
        return frozenset(self._kinds.locked or ())

    def list_locked(self) -> None:
        """Rows or columns are unlocked, so a blank locked cell among them matters."""
        if self._kinds.locked is None:
            self._kinds.locked = []
            self._kinds.clear()

    def take(self, data: str) -> None:
        """All cells in a piece of <sheetData> that ends between rows."""
        found = _CELL.findall(data)
        self._take_rows(data)
        before = len(self.texts)
        filled = self._take_cells(found)
        self._take_errors(found)
        repeated = filled - (len(self.texts) - before)
        if repeated:
            self.notes.append(f"有 {repeated} 个单元格写了不止一次，取后写的内容")
        self._refuse_excess()

    def _take_cells(self, found: list[tuple[str, str, str, str, str]]) -> int:
        filled = 0
        kinds, texts = self._kinds, self.texts
        for ref, attributes, value, inline, body in found:
            show, _, noted = kinds[attributes]
            if noted is not None:
                noted.append(ref)
            if value:
                text = show(value)
            elif inline:
                text = plain(inline)
            elif body:
                text = self._body(ref, kinds[attributes], body)
            elif ref:
                continue
            else:
                raise Unusual("cell")
            if text:
                texts[ref] = text
                filled += 1
                self._length += len(text)
        return filled

    def _take_errors(self, found: list[tuple[str, str, str, str, str]]) -> None:
        errors = {key for key, kind in self._kinds.items() if kind.type == "e"}
        if errors:
            refs = (ref for ref, attributes, *_ in found if attributes in errors)
            for ref in refs:
                if ref in self.texts:
                    self.flaws.setdefault(ref, Flaw.ERROR)

    def _refuse_excess(self) -> None:
        if len(self.texts) > MOST_CELLS:
            raise Refused(
                f"一个工作表里有超过 {MOST_CELLS} 个有内容的单元格，未读取：请只保留需要的表格。"
            )
        if self._length > MOST_TEXT:
            raise Refused("一个工作表里的文字总量太大，未读取：请只保留需要的表格。")
        for noted in (self._kinds.unlocked, self._kinds.locked):
            if noted is not None and len(noted) > MOST_NOTED:
                noted.clear()
                self.notes.append("带样式的空白单元格太多，没有逐一记录哪些可以填写")

    def _body(self, ref: str, kind: Kind, body: str) -> str:
        """A cell with more to it than a value: a formula, rich text."""
        parts = _BODY.fullmatch(body)
        if parts is None:
            raise Unusual(body)
        value = parts["value"] or ""
        if parts["f"]:
            formula = self._formula(ref, parts)
            # a text formula may well have calculated an empty text
            if not parts["v"] or (not value and kind.type != "str"):
                self.flaws[ref] = Flaw.UNCACHED
                return formula
        if parts["inline"] is not None:
            return joined_runs(parts["inline"])
        return kind.show(value) if value else ""

    def _formula(self, ref: str, parts: re.Match[str]) -> str:
        text = plain(parts["formula"] or "")
        attributes = dict(_ATTRIBUTE.findall(parts["attributes"]))
        if attributes.get("t") == "shared":
            group = attributes.get("si", "")
            if text:
                self._shared[group] = ref, f"={text}"
            else:  # the text stands only where the group begins
                self.grouped[ref], first = self._shared.get(group, ("", ""))
                self.formulas[ref] = f"（与本表公式 {first} 同组）"
                return self.formulas[ref]
        self.formulas[ref] = f"={text}"
        if _OUTWARD.search(self.formulas[ref]):
            self.notes.append(f"{ref} 的公式会调用别的程序或网络，没有执行，只取已存的值")
        return self.formulas[ref]

    def _take_rows(self, data: str) -> None:
        """Rows that are hidden or open to typing; most sheets have none."""
        if not any(
            name in data and any(mark in data for mark in marks) for name, marks in _ROW_MARKS
        ):
            return
        rows = _ROW.findall(data)
        if len(rows) != data.count("<row "):
            raise Unusual("rows")
        for attributes in rows:
            pairs = dict(_ATTRIBUTE.findall(attributes))
            if pairs.get("hidden") in _TRUE:
                self.hidden_rows.add(self._row(pairs))
            styled = pairs.get("customFormat") in _TRUE and pairs.get("s", "").isdecimal()
            if styled and int(pairs["s"]) in self._styles.unlocked:
                self.unlocked_rows.add(self._row(pairs))
                self.list_locked()

    def _row(self, pairs: dict[str, str]) -> int:
        try:
            return position(f"A{pairs['r']}")[0]
        except KeyError as error:
            raise Unusual("row without number") from error
