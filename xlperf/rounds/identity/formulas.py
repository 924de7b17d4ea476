"""When two formulas say the same: programs write them anew in their own manner when they save."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from xlperf.rounds.identity.rows import RowMap, RowMaps

_CELL = re.compile(r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}")
_ROW = re.compile(r"[1-9][0-9]{0,6}$")
_FUTURE = re.compile(r"_xl(?:fn|ws|udf)\.", re.IGNORECASE)
_SPACE = ("WHITE-SPACE",)
_GONE = "#REF!"


def same(was: str, now: str, sheet: str, maps: Mapping[str, RowMaps]) -> bool:
    """`maps` say by sheet where the rows went that a formula on `sheet` points to."""
    if was == now:
        return True
    tokens = _tokens(was)
    if tokens is None:
        return False
    meant = normal(now)
    return any(
        "".join(_moved(token, sheet, rows) for token in tokens) == meant
        for rows in (
            {name: each.first for name, each in maps.items()},
            {name: each.other for name, each in maps.items()},
        )
    )


def normal(formula: str) -> str:
    """The formula in one manner: no blanks, one case, numbers and truth values in one way."""
    tokens = _tokens(formula)
    return formula if tokens is None else "".join(map(_normal, tokens))


def _tokens(formula: str) -> list[Token] | None:
    try:
        found: list[Token] = Tokenizer(formula).items
    except (TokenizerError, IndexError, ValueError):
        return None
    return [token for token in _without_calls_of_truth(found) if token.type not in _SPACE]


def _without_calls_of_truth(tokens: list[Token]) -> list[Token]:
    """TRUE() as TRUE."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        bare = token.value.upper().rstrip("( ")
        closes = at + 1 < len(tokens) and tokens[at + 1].value == ")"
        if token.type == Token.FUNC and bare in ("TRUE", "FALSE") and closes:
            kept.append(Token(bare, Token.OPERAND, Token.LOGICAL))
            at += 2
        else:
            kept.append(token)
            at += 1
    return kept


def _normal(token: Token) -> str:
    if token.type == Token.OPERAND and token.subtype == Token.TEXT:
        return str(token.value)
    if token.type == Token.OPERAND and token.subtype == Token.NUMBER:
        try:
            return format(Decimal(token.value).normalize(), "f")
        except InvalidOperation:
            return str(token.value)
    if token.type == Token.ARRAY or token.type == Token.SEP:
        return str(token.value)
    return _FUTURE.sub("", token.value).replace("'", "").upper()


def _moved(token: Token, sheet: str, maps: Mapping[str, RowMap]) -> str:
    """As `normal`, each row where it is now."""
    if token.type != Token.OPERAND or token.subtype != Token.RANGE:
        return _normal(token)
    prefix, mark, cells = token.value.rpartition("!")
    rows = maps.get(prefix.strip("'").replace("''", "'") if mark else sheet)
    if rows is None:
        return _normal(token)
    return f"{prefix}{mark}{_moved_cells(cells, rows)}".replace("'", "").upper()


def _moved_cells(cells: str, rows: RowMap) -> str:
    """A reference to a cell that is gone is broken; a range is as long as what is left of it."""
    first, colon, last = cells.partition(":")
    if not colon and not _CELL.fullmatch(first):
        return cells  # a name
    ends = [(first, rows.start), (last, rows.end)] if colon else [(first, rows)]
    moved = []
    for end, to in ends:
        number = _ROW.search(end)
        now = to(int(number[0])) if number else None
        if number and now is None:
            return _GONE
        moved.append(f"{end[: number.start()]}{now}" if number else end)
    return ":".join(moved)
