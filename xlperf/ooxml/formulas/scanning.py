"""A formula's text cut where references stand, by the grammar of [MS-XLSX] / ISO 29500-1 18.17.

Nothing is computed and nothing is understood but what must follow the rows; the rest (names,
tables, external and 3-D references, constants) is passed on as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from xlperf.ooxml.formulas.ranges_taken import takes_range
from xlperf.ooxml.refs import LAST_COLUMN, LAST_ROW, column_number

_STRING = r'"(?:[^"]|"")*"'
_QUOTED = r"'(?:[^']|'')*'"
_BRACKETS = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"
_PREFIX = rf"(?:{_QUOTED}|(?:\[[^\]]*\])?[\w.]+(?::[\w.]+)?|\[[^\]]*\])!"
_WORD = r"[^\W\d][\w.?]*|\\[\w.?]*"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_COLUMN = r"\$?[A-Za-z]{1,3}"
_ROW = r"\$?[1-9][0-9]{0,6}"
_END = r"(?![\w.?!(\[\\])"  # else it is the beginning of a longer word
_TOKEN = re.compile(
    rf"""(?P<text>{_STRING}|\{{(?:{_STRING}|[^"{{}}])*\}}|[#][A-Z0-9_/]+[!?]?)
    |(?P<prefix>{_PREFIX})?
     (?:(?P<first>{_CELL}):(?P<last>{_CELL}){_END}
     |(?P<columns>{_COLUMN}:{_COLUMN}){_END}
     |(?P<rows>{_ROW}:{_ROW}){_END}
     |(?P<cell>{_CELL}){_END})
    |(?P<scope>{_PREFIX}(?:\#REF!|{_WORD}))
    |(?P<called>(?:{_WORD})\()
    |(?P<word>{_WORD})(?![\w.?\[!(])
    |(?P<passed>{_PREFIX}|(?:{_WORD})(?:{_BRACKETS})?|{_BRACKETS}|[0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]+)?)
    |(?P<space>\s+)
    |(?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")


class Area(NamedTuple):
    """A reference as it is written; the sheet's name as it is written too, "" without one."""

    prefix: str
    body: str
    top: int
    left: int
    bottom: int
    right: int
    fixed: tuple[bool, bool, bool, bool]  # a $ before top, left, bottom, right
    single: bool
    argument: bool
    closing: bool

    @property
    def whole_columns(self) -> bool:
        return self.top == 1 and self.bottom == LAST_ROW


class Scope(NamedTuple):
    """A name: `total`, or `Sheet1!total` where one sheet knows it; `Sheet1!#REF!` as well."""

    prefix: str
    body: str


def scan(text: str) -> list[str | Area | Scope]:
    """The formula without its "=", in order; put together again it is the formula."""
    parts: list[str | Area | Scope] = []
    for part in _parts([*_TOKEN.finditer(text)]):
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        else:
            parts.append(part)
    return parts


def _parts(tokens: list[re.Match[str]]) -> Iterator[str | Area | Scope]:
    calls = _Calls()
    before = ""
    for index, token in enumerate(tokens):
        kind = token.lastgroup
        written = token[0]
        calls.see(written, kind)
        if kind == "scope":
            prefix = written[: written.rindex("!", 0, -1) + 1]
            yield Scope(prefix, written[len(prefix) :]) if _plain(prefix) else written
        elif kind == "word":
            yield Scope("", written)
        elif kind in ("last", "columns", "rows", "cell"):
            after = _next(tokens, index)
            alone = before[-1:] in ("(", ",") and after in (")", ",")
            yield _area(token, calls.takes_range(alone=alone), closing=before == ":") or written
        else:
            yield written
        if kind != "space":
            before = written


def _next(tokens: list[re.Match[str]], index: int) -> str:
    after = (token[0] for token in tokens[index + 1 : index + 3] if token.lastgroup != "space")
    return next(after, "")


class _Calls:
    """The function around the place in hand, and which of its arguments it is."""

    def __init__(self) -> None:
        self._open: list[tuple[str, int]] = []  # "" for a mere parenthesis

    def see(self, written: str, kind: str | None) -> None:
        if kind == "called":
            self._open.append((written[:-1].upper(), 0))
        elif written == "(":
            self._open.append(("", 0))
        elif written == ")" and self._open:
            self._open.pop()
        elif written == "," and self._open:
            name, position = self._open.pop()
            self._open.append((name, position + 1))

    def takes_range(self, *, alone: bool) -> bool:
        """Whether a cell here may as well be a range: `alone` where nothing is done to it."""
        name, position = next((call for call in reversed(self._open) if call[0]), ("", 0))
        return takes_range(name, position, alone=alone)


def _area(token: re.Match[str], argument: bool, *, closing: bool) -> Area | None:
    prefix = token["prefix"] or ""
    body = token[0][len(prefix) :]
    if prefix and not _plain(prefix):
        return None
    first, _, last = body.partition(":")
    top, left, *fixed = _corner(first, 1, 1)
    bottom, right, *fixed_last = _corner(last or first, LAST_ROW, LAST_COLUMN)
    if max(top, bottom) > LAST_ROW or max(left, right) > LAST_COLUMN:
        return None  # XFE1 is a name
    rows = sorted([(top, fixed[0]), (bottom, fixed_last[0])], key=lambda end: end[0])
    columns = sorted([(left, fixed[1]), (right, fixed_last[1])], key=lambda end: end[0])
    return Area(
        prefix,
        body,
        rows[0][0],
        columns[0][0],
        rows[1][0],
        columns[1][0],
        (bool(rows[0][1]), bool(columns[0][1]), bool(rows[1][1]), bool(columns[1][1])),
        single=not last,
        argument=argument and not last,
        closing=closing,
    )


def _corner(written: str, row: int, column: int) -> tuple[int, int, bool, bool]:
    """Row and column and their $, with what is given where a whole row or column is meant."""
    match = _CORNER.fullmatch(written)
    assert match is not None
    dollar, letters, other, digits = match.groups()
    if not letters:  # of a whole row, the $ stands before its number
        return int(digits), column, bool(dollar), False
    at = column_number(letters.upper())
    return (int(digits) if digits else row), at, bool(other), bool(dollar)


def _plain(prefix: str) -> bool:
    """One sheet of this workbook: no workbook before it, no second sheet."""
    return "[" not in prefix and ":" not in prefix


def name_of(prefix: str) -> str:
    """The sheet's name in `'a''b'!` or `a!`."""
    name = prefix[:-1]
    return name[1:-1].replace("''", "'") if name.startswith("'") else name
