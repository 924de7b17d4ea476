"""A worksheet of a template, cut into rows, cells and what stands around them; nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.formula.translate import Translator, TranslatorError

from xlperf.model.refusal import Refused
from xlperf.ooxml.canonical import attributes_of, canonical
from xlperf.ooxml.refs import LAST_ROW, position, ref_of
from xlperf.ooxml.strings import joined_runs, plain
from xlperf.ooxml.xml import unescape

_DATA = re.compile(r"<sheetData[^<>]*?(?:/>|>(.*?)</sheetData>)", re.DOTALL)
_ROW = re.compile(r"<row((?: [^<>]*?)?)(?:/>|>(.*?)</row>)", re.DOTALL)
_CELL = re.compile(r"<c((?: [^<>]*?)?)(?:/>|>(.*?)</c>)", re.DOTALL)
_FORMULA = re.compile(r"<f((?: [^<>]*?)?)(?:/>|>([^<]*)</f>)")
_VALUE = re.compile(r"<v(?: [^<>]*)?>([^<]*)</v>")
_INLINE = re.compile(r"<is>(.*)</is>", re.DOTALL)


#: of a sheet of a template; whoever formats all of a sheet has more
_MOST_ROWS, _MOST_CELLS = 100_000, 500_000


@dataclass(frozen=True, slots=True)
class CutFormula:
    text: str  # without "=", unescaped; a shared formula as it reads in this cell
    attributes: Mapping[str, str]  # of an array formula or a data table, else what Excel adds


@dataclass(frozen=True, slots=True)
class CutCell:
    column: int  # from 1
    style: int
    kind: str  # the type attribute: n, s, str, inlineStr, b, e, d
    others: str  # further attributes, as written
    inner: str  # all inside of it, as written
    value: str | None  # what its <v> holds
    text: str | None  # of a string cell, formatted runs flattened
    formula: CutFormula | None


@dataclass(frozen=True, slots=True)
class CutRow:
    attributes: str  # as written, without number, spans and height
    height: str | None
    own_height: bool  # set by hand, so that no program fits it to the text
    cells: tuple[CutCell, ...]  # from left to right


@dataclass(frozen=True, slots=True)
class CutSheet:
    prolog: str  # from the XML declaration up to <sheetData>
    rows: Mapping[int, CutRow]  # those that are written, from 1, from top to bottom
    last: int  # the last row with content
    epilog: str  # behind </sheetData>


def cut_sheet(data: bytes, name: str, strings: Sequence[str]) -> CutSheet:
    """`strings` are the texts of the workbook's shared strings."""
    # before anything that takes longer; whatever prefix the names have
    if data.count(b"row r=") > _MOST_ROWS or data.count(b"c r=") > _MOST_CELLS:
        raise Refused(
            f"模板的一个工作表写了超过 {_MOST_ROWS} 行或 {_MOST_CELLS} 个单元格，多半是空白的格式；"
            "请删去表格以外的行和列，另存后再用。"
        )
    text = canonical(data, name)
    found = _DATA.search(text)
    if found is None:
        raise _damaged(f"{name} 里没有单元格数据")
    rows = _spelled_out(_rows(found[1] or "", strings))
    return CutSheet(text[: found.start()], rows, _last(rows), text[found.end() :])


def _last(rows: Mapping[int, CutRow]) -> int:
    filled = {
        number: cell.column for number, row in rows.items() for cell in row.cells if cell.inner
    }
    last = max(filled, default=0)
    if last > _MOST_ROWS:
        cell = ref_of(last - 1, filled[last] - 1)
        raise Refused(f"模板的单元格 {cell} 有内容，但离表格太远；请移到表格里或删去，另存后再用。")
    return last


def _damaged(what: str) -> Refused:
    return Refused(f"模板内容已损坏（{what}），请在 Excel 或 WPS 中打开、另存后再用。")


def _rows(data: str, strings: Sequence[str]) -> dict[int, CutRow]:
    rows: dict[int, CutRow] = {}
    number = 0
    for match in _ROW.finditer(data):
        pairs = attributes_of(match[1])
        number = _row_number(pairs.pop("r", str(number + 1)))
        if number in rows:
            raise _damaged(f"第 {number} 行写了两次")
        pairs.pop("spans", None)  # only a hint, and no longer true once cells are added
        height = pairs.pop("ht", None)
        own = pairs.pop("customHeight", "0") in ("1", "true")
        cells = sorted(_cells(match[2] or "", number, strings), key=lambda cell: cell.column)
        if len({cell.column for cell in cells}) < len(cells):
            raise _damaged(f"第 {number} 行有单元格写了两次")
        rows[number] = CutRow(_joined(pairs), height, own, tuple(cells))
    return dict(sorted(rows.items()))


def _row_number(written: str) -> int:
    if not (written.isdecimal() and 0 < int(written[:8]) <= LAST_ROW):
        raise _damaged(f"没有第“{written}”行")
    return int(written)


def _joined(pairs: Mapping[str, str]) -> str:
    return "".join(f' {name}="{value}"' for name, value in pairs.items())


def _cells(data: str, row: int, strings: Sequence[str]) -> Iterator[CutCell]:
    column = 0
    for match in _CELL.finditer(data):
        pairs = attributes_of(match[1])
        ref = pairs.pop("r", None)
        column = column + 1 if ref is None else _column(ref, row)
        style, kind = pairs.pop("s", "0"), pairs.pop("t", "n")
        inner = match[2] or ""
        formula, value = _FORMULA.search(inner), _VALUE.search(inner)
        yield CutCell(
            column,
            int(style) if style.isdecimal() else 0,
            kind,
            _joined(pairs),
            inner,
            value[1] if value else None,
            None if formula else _text(kind, inner, value[1] if value else None, strings),
            _formula(formula) if formula else None,
        )


def _column(ref: str, row: int) -> int:
    found, column = position(ref)
    if found != row - 1:
        raise _damaged(f"单元格 {ref} 写在第 {row} 行")
    return column + 1


def _text(kind: str, inner: str, value: str | None, strings: Sequence[str]) -> str | None:
    if kind == "inlineStr":
        inline = _INLINE.search(inner)
        return joined_runs(inline[1]) if inline else ""
    if kind == "str":
        return plain(value or "")
    if kind != "s" or value is None:
        return None
    try:
        return strings[int(value)]
    except (ValueError, IndexError) as error:
        raise _damaged("单元格指向不存在的文字") from error


def _formula(match: re.Match[str]) -> CutFormula:
    pairs = attributes_of(match[1])
    return CutFormula(unescape(match[2] or ""), pairs)


def _spelled_out(rows: dict[int, CutRow]) -> dict[int, CutRow]:
    """Rows that move apart can't share a formula, so each cell gets its own text of it."""
    shared = [
        (ref_of(number - 1, cell.column - 1), cell.formula)
        for number, row in rows.items()
        for cell in row.cells
        if cell.formula and cell.formula.attributes.get("t") == "shared"
    ]
    if not shared:
        return rows
    masters = {
        formula.attributes.get("si", ""): (ref, formula.text)
        for ref, formula in shared
        if formula.text
    }
    return {number: _row_spelled_out(number, row, masters) for number, row in rows.items()}


def _row_spelled_out(number: int, row: CutRow, masters: Mapping[str, tuple[str, str]]) -> CutRow:
    cells = tuple(
        _cell_spelled_out(ref_of(number - 1, cell.column - 1), cell, masters) for cell in row.cells
    )
    return replace(row, cells=cells)


def _cell_spelled_out(ref: str, cell: CutCell, masters: Mapping[str, tuple[str, str]]) -> CutCell:
    formula = cell.formula
    if formula is None or formula.attributes.get("t") != "shared":
        return cell
    origin, text = masters.get(formula.attributes.get("si", ""), ("", ""))
    if not text:
        raise _damaged(f"{ref} 的公式与别处共用，但找不到原公式")
    own = CutFormula(formula.text or _moved(text, origin, ref), _unshared(formula.attributes))
    return replace(cell, formula=own)


def _unshared(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if name not in ("t", "si", "ref")}


def _moved(text: str, origin: str, ref: str) -> str:
    """A formula as it reads when it is copied from one cell to another."""
    try:
        moved: str = Translator(f"={text}", origin).translate_formula(ref)
    except (TokenizerError, TranslatorError, ValueError, IndexError) as error:
        raise _damaged(f"{ref} 的公式与 {origin} 共用，但读不懂") from error
    return moved[1:]
