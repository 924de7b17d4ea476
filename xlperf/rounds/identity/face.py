"""The face of a workbook: what nobody may change, and the text that holds it."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.formula.translate import Translator, TranslatorError

from xlperf.model.refusal import Refused
from xlperf.ooxml.refs import area, column_letters, position
from xlperf.ooxml.sheet import Sheet
from xlperf.ooxml.workbook import Workbook

_MOST_UNPACKED = 64 << 20  # a stranger may have written it


@dataclass(frozen=True, slots=True)
class SheetFace:
    name: str
    visible: bool
    protected: bool
    password: bool
    texts: Mapping[str, str]  # of locked cells without a formula
    formulas: Mapping[str, str]  # of locked cells, with "="
    open: frozenset[str]
    merges: frozenset[str]

    @property
    def locked(self) -> dict[str, str]:
        return {**self.texts, **self.formulas}


#: Sheets alone: that their names and number are protected is lost when LibreOffice saves, and
#: a sheet that came, went or was renamed shows anyway.
Face = tuple[SheetFace, ...]


def face_of(workbook: Workbook) -> Face:
    """Of a workbook that was read with its hidden sheets."""
    return tuple(map(_sheet_face, workbook.sheets))


def packed(face: Face) -> str:
    """ASCII, a few kilobytes for a form."""
    told = [_to_json(sheet) for sheet in face]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode("utf-8", "surrogatepass"), 9)).decode()


def unpacked(text: str) -> Face | None:
    """None where it is damaged."""
    try:
        inflater = zlib.decompressobj()
        data = inflater.decompress(base64.b64decode(text, validate=True), _MOST_UNPACKED)
        told = json.loads(data.decode("utf-8", "surrogatepass"))
        return tuple(map(_from_json, told))
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error, RecursionError, Refused):
        return None


def _sheet_face(sheet: Sheet) -> SheetFace:
    locked = {ref: text for ref, text in sheet.texts.items() if sheet.locks.locks(ref)}
    return SheetFace(
        name=sheet.name,
        visible=sheet.visible,
        protected=sheet.protection is not None,
        password=sheet.protection is not None and sheet.protection.password,
        texts={ref: text for ref, text in locked.items() if ref not in sheet.formulas},
        formulas={ref: _formula(ref, sheet) for ref in sheet.formulas if sheet.locks.locks(ref)},
        open=_open_cells(sheet),
        merges=frozenset(str(merge) for merge in sheet.merges if not merge.single),
    )


def _formula(ref: str, sheet: Sheet) -> str:
    """The formula of a cell, also where it is written in another cell for several."""
    origin = sheet.grouped.get(ref)
    formula = sheet.formulas[ref]
    first = sheet.formulas.get(origin) if origin else None
    if origin is None or first is None:
        return formula
    try:
        return str(Translator(first, origin).translate_formula(ref))
    except (TokenizerError, TranslatorError, ValueError, IndexError):
        return formula


def _open_cells(sheet: Sheet) -> frozenset[str]:
    """Rows and columns that are open as a whole are named by themselves: 5:5, C:D."""
    rows = (f"{row + 1}:{row + 1}" for row in sheet.locks.unlocked_rows)
    columns = (
        f"{column_letters(first + 1)}:{column_letters(last + 1)}"
        for first, last in sheet.locks.unlocked_columns
    )
    return sheet.locks.unlocked | {*rows, *columns}


def _to_json(sheet: SheetFace) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "visible": sheet.visible,
        "protected": sheet.protected,
        "password": sheet.password,
        "texts": dict(sheet.texts),
        "formulas": dict(sheet.formulas),
        "open": " ".join(sorted(sheet.open)),
        "merges": " ".join(sorted(sheet.merges)),
    }


def _from_json(told: Mapping[str, Any]) -> SheetFace:
    """A stranger may have written it: ValueError, or Refused, for what is no face."""
    opened = frozenset(told["open"].split())
    for ref in opened:
        if ":" not in ref:
            position(ref)
    return SheetFace(
        name=str(told["name"]),
        visible=bool(told["visible"]),
        protected=bool(told["protected"]),
        password=bool(told["password"]),
        texts=_cells(told["texts"]),
        formulas=_cells(told["formulas"]),
        open=opened,
        merges=frozenset(str(area(merge)) for merge in told["merges"].split()),
    )


def _cells(told: Mapping[str, Any]) -> dict[str, str]:
    for ref, text in told.items():
        position(ref)
        if not isinstance(text, str):
            raise ValueError(ref)
    return dict(told)
