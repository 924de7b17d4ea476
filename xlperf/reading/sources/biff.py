"""What an .xls stores of its cells and python-calamine (0.9) does not tell.

Calamine gives '' for #REF! and for every other error value, and numbers without their formats:
98.86% comes as 0.9886. So the records of numbers, formats and errors are read here, and what
hangs on a sheet beside its cells; strings and merges are left to calamine.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from xlperf.model.refusal import Refused
from xlperf.ooxml.formats import BUILTIN, GENERAL

_BROKEN = "工作簿不完整或已损坏；请用 Excel 或 WPS 打开后另存为 xlsx，再重新发送。"
_LOCKED = "文件有打开密码；请去掉打开密码，保存后重新发送。"
_START, _END, _CONTINUE = 0x0809, 0x000A, 0x003C
_BIFF8 = 0x0600
_OWN_LINKS = (b"\x01\x04", b"\x01\x3a")  # of a workbook to itself, and of functions
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_COMMENT = 0x19  # the kind of object that a comment is; others with text are boxes and shapes
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01


@dataclass(slots=True)
class Scanned:
    """A sheet; positions are rows and columns counted from 0."""

    numbers: dict[tuple[int, int], tuple[float, str]] = field(default_factory=dict)  # and formats
    booleans: dict[tuple[int, int], bool] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    blank_results: list[tuple[int, int]] = field(default_factory=list)
    formulas: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    text_boxes: list[str] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0


@dataclass(frozen=True, slots=True)
class _Record:
    kind: int
    body: bytes

    def numbers(self, layout: str, at: int = 0) -> tuple[int, ...]:
        try:
            return struct.unpack_from(f"<{layout}", self.body, at)
        except struct.error:
            raise Refused(_BROKEN) from None


class Stream:
    """The workbook stream: what holds for all sheets, and where each of them starts."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.date1904 = False
        self.linked = False
        self._starts: list[tuple[int, int]] = []  # place and kind of each sheet
        self._codes: dict[int, str] = dict(BUILTIN)
        self._styles: list[int] = []
        self._wide = True
        for record in self._records(0):
            self._take(record)

    def sheets(self) -> Iterator[Scanned | None]:
        """In the order of the tabs; None stands for one that is no worksheet."""
        for start, kind in self._starts:
            yield _Scan(self._records(start), self._format).sheet if kind == 0 else None

    def _format(self, style: int) -> str:
        number = self._styles[style] if style < len(self._styles) else 0
        return self._codes.get(number, GENERAL)

    def _take(self, record: _Record) -> None:
        match record.kind:
            case 0x0809:
                self._wide = record.numbers("H")[0] == _BIFF8
            case 0x002F:
                raise Refused(_LOCKED)
            case 0x0022:
                self.date1904 = record.numbers("H") == (1,)
            case 0x0085:
                start, _, kind = record.numbers("IBB")
                self._starts.append((start, kind & 0x0F))
            case 0x041E:
                self._codes[record.numbers("H")[0]] = self._code(record)
            case 0x00E0:
                self._styles.append(record.numbers("HH")[1])
            case 0x01AE:
                self.linked = self.linked or record.body[2:4] not in _OWN_LINKS

    def _code(self, record: _Record) -> str:
        if self._wide:
            return _text(record.body, 2, record.numbers("H", 2)[0])
        return record.body[3:].decode("gb18030", "replace")

    def _records(self, at: int) -> Iterator[_Record]:
        """From a start to its end, whatever is embedded between left out."""
        depth = 0
        while at + 4 <= len(self._data):
            kind, size = struct.unpack_from("<HH", self._data, at)
            body = self._data[at + 4 : at + 4 + size]
            at += 4 + size
            depth += (kind == _START) - (kind == _END)
            if depth <= 1 and len(body) == size:
                yield _Record(kind, body)
            if depth == 0:
                return
        raise Refused(_BROKEN)


class _Scan:
    """Reads the records of one sheet."""

    def __init__(self, records: Iterator[_Record], code: Callable[[int], str]) -> None:
        self.sheet = Scanned()
        self._code = code
        self._object = 0
        self._awaited = 0  # characters of a text box that the next record holds
        takers: dict[int, Callable[[_Record], None]] = {
            0x0203: self._number,
            0x027E: self._short_number,
            0x00BD: self._short_numbers,
            0x0006: self._formula,
            0x0205: self._boolean_or_error,
            0x00FD: self._string,
            0x0204: self._string,
            0x00D6: self._string,
            0x0208: self._row,
            0x007D: self._columns,
            0x005D: self._drawn,
            0x01B6: self._text_box,
            _CONTINUE: self._continued,
        }
        for record in records:
            take = takers.get(record.kind)
            if take:
                take(record)

    def _string(self, record: _Record) -> None:
        self._corner(record)

    def _corner(self, record: _Record) -> tuple[int, int]:
        """The cell of a record; how far the sheet reaches follows from all of them."""
        row, col = record.numbers("HH")
        self.sheet.last_row = max(self.sheet.last_row, row)
        self.sheet.last_column = max(self.sheet.last_column, col)
        return row, col

    def _number(self, record: _Record) -> None:
        style, low, high = record.numbers("HII", 4)
        value = struct.unpack("<d", struct.pack("<II", low, high))[0]
        self.sheet.numbers[self._corner(record)] = value, self._code(style)

    def _short_number(self, record: _Record) -> None:
        style, packed = record.numbers("HI", 4)
        self.sheet.numbers[self._corner(record)] = _unpacked(packed), self._code(style)

    def _short_numbers(self, record: _Record) -> None:
        row, first = self._corner(record)
        last = first + (len(record.body) - 6) // 6 - 1
        for col in range(first, last + 1):
            style, packed = record.numbers("HI", 4 + 6 * (col - first))
            self.sheet.numbers[row, col] = _unpacked(packed), self._code(style)
        self.sheet.last_column = max(self.sheet.last_column, last)

    def _formula(self, record: _Record) -> None:
        """Its stored result is a number, or says which of the other kinds it is."""
        place = self._corner(record)
        self.sheet.formulas += 1
        kind, _, value, _, mark = record.numbers("BBBxHH", 6)
        if mark != 0xFFFF:
            self._number(record)
        elif kind == 1:
            self.sheet.booleans[place] = bool(value)
        elif kind == 2:
            self.sheet.errors[place] = _ERRORS.get(value, "#ERROR!")
        elif kind == 3:
            self.sheet.blank_results.append(place)

    def _boolean_or_error(self, record: _Record) -> None:
        value, is_error = record.numbers("BB", 6)
        if is_error:
            self.sheet.errors[self._corner(record)] = _ERRORS.get(value, "#ERROR!")
        else:
            self.sheet.booleans[self._corner(record)] = bool(value)

    def _row(self, record: _Record) -> None:
        if record.numbers("H", 12)[0] & _HIDDEN_ROW:
            self.sheet.hidden_rows.add(record.numbers("H")[0])

    def _columns(self, record: _Record) -> None:
        first, last, _, _, flags = record.numbers("5H")
        if flags & _HIDDEN_COLUMN:
            self.sheet.hidden_columns.append((first, last))

    def _drawn(self, record: _Record) -> None:
        self._object = record.numbers("3H")[2]

    def _text_box(self, record: _Record) -> None:
        self._awaited = record.numbers("H", 10)[0]

    def _continued(self, record: _Record) -> None:
        if self._awaited:
            text = _text(record.body, 0, self._awaited, header=1).strip()
            kept = self.sheet.comments if self._object == _COMMENT else self.sheet.text_boxes
            kept += [text] if text else []
            self._awaited = 0


def _text(body: bytes, at: int, length: int, header: int = 3) -> str:
    """Characters behind their flags, of one byte or of two."""
    start = at + header
    if body[start - 1 : start] == b"\x01":
        return body[start : start + 2 * length].decode("utf-16-le", "replace")
    return body[start : start + length].decode("latin-1")


def _unpacked(packed: int) -> float:
    """An RK number: thirty bits of a whole number or of a double, perhaps in hundredths."""
    bits = packed & ~0x3
    if packed & 0x2:
        value = float((bits >> 2) - ((bits & 0x80000000) >> 1))
    else:
        value = struct.unpack("<d", struct.pack("<II", 0, bits))[0]
    return value / 100 if packed & 0x1 else value
