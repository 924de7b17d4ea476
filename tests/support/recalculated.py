"""What a running spreadsheet makes of formulas, without a glance at what is cached."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl import Workbook
from support.office import convert_all
from support.opened import Package
from support.packages import zipped

Values = dict[tuple[str, str], Any]  # by sheet and cell; blank cells are absent
_CACHED = re.compile(rb"(</f>|<f\b[^>]*/>)<v>[^<]*</v>")


def recalculated(books: Mapping[str, bytes], folder: Path) -> dict[str, Values]:
    """All books' values as LibreOffice calculates them; what was cached is taken away before."""
    paths = []
    for name, data in books.items():
        path = folder / f"{name}.xlsx"
        path.write_bytes(uncached(data))
        paths.append(path)
    outdir = folder / "recalculated"
    outdir.mkdir()
    written = convert_all(paths, "xlsx", outdir)
    return {name: cached(p.read_bytes()) for name, p in zip(books, written, strict=True)}


def uncached(data: bytes) -> bytes:
    parts = Package(data).parts
    for name, content in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = _CACHED.sub(rb"\1", content)
    return zipped(parts)


def cached(data: bytes) -> Values:
    """What a reader that doesn't calculate sees."""
    return _values(data, data_only=True)


def formulas(data: bytes) -> Values:
    """Formulas as text beginning with =, everything else as in `cached`."""
    return _values(data, data_only=False)


def loaded(data: bytes, data_only: bool = False) -> Workbook:
    """By openpyxl, which needn't say that it knows no extensions."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(data), data_only=data_only)


def _values(data: bytes, data_only: bool) -> Values:
    book = loaded(data, data_only)
    return {
        (sheet.title, cell.coordinate): getattr(cell.value, "text", cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def differences(one: Values, other: Values) -> dict[tuple[str, str], tuple[Any, Any]]:
    """Where two readings differ; a blank and an empty text are the same, and so are 1 and 1.0."""
    return {
        place: (one.get(place), other.get(place))
        for place in sorted(one.keys() | other.keys())
        if not _same(one.get(place), other.get(place))
    }


def _same(one: Any, other: Any) -> bool:
    one, other = (None if each == "" else each for each in (one, other))
    if isinstance(one, datetime) or isinstance(other, datetime):
        return str(one) == str(other)
    if isinstance(one, float | int) and isinstance(other, float | int):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one))
    return bool(one == other)
