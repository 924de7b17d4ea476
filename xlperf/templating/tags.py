"""The text of a cell cut into plain text and tags; a tag ends where its quotes allow it to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from xlperf.templating.faults import Spot


class Kind(Enum):
    TEXT = "text"
    VALUE = "value"  # {{ … }}
    STATEMENT = "statement"  # {% … %}
    ROW = "tr"  # {%tr … %}
    SHEET = "sheet"  # {%sheet … %}


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Kind
    written: str
    code: str  # between the marks; of TEXT the text itself
    broken: bool = False  # said already: not written to its end
    row: int = 0
    column: int = 0

    @property
    def word(self) -> str:
        """for, endfor, if …"""
        return self.code.split(None, 1)[0] if self.code else ""


_MARK = re.compile(r"\{\{|\{%|\{#|\}\}|%\}")
_CLOSE = {"{{": "}}", "{%": "%}", "{#": "#}"}
_STATEMENT = re.compile(r"(?P<before>[-+]?)(?P<code>.*?)(?P<after>[-+]?)", re.DOTALL)
_VALUE = re.compile(r"(?P<before>(?:[-+](?=\s))?)(?P<code>.*?)(?P<after>[-+]?)", re.DOTALL)
_INSIDE = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[{}\[\]()]|%\}|.", re.DOTALL)
_SCOPE = re.compile(r"(tr|sheet)(?=\s|$)\s*")


def has_tags(text: str) -> bool:
    return _MARK.search(text) is not None


def cut(text: str, spot: Spot) -> list[Piece]:
    """Pieces in order, without remarks; {%- and -%} have taken the space beside them."""
    cuts = [_piece(written) for written in _written(text, spot)]
    return [piece for piece in _trimmed(cuts) if piece.written]


def alone(pieces: Sequence[Piece]) -> Piece | None:
    """The one expression that a cell holds beside nothing but space."""
    told = [piece for piece in pieces if piece.kind is not Kind.TEXT or piece.code.strip(" \t\r\n")]
    return told[0] if len(told) == 1 and told[0].kind is Kind.VALUE else None


def _written(text: str, spot: Spot) -> Iterator[str]:
    """Texts and tags as they stand, remarks left out."""
    at = start = 0
    while (mark := _MARK.search(text, at)) is not None:
        at = mark.end()
        if mark[0] in _CLOSE.values():
            spot.say(
                text[start:at].strip(),
                f"多了「{mark[0]}」，前面没有与它配对的开头；请补上开头，或删去它。",
            )
            continue
        yield text[start : mark.start()]
        start = at = _end(text, mark.start(), mark[0], spot)
        if mark[0] != "{#":
            yield text[mark.start() : at]
    yield text[start:]


def _end(text: str, start: int, mark: str, spot: Spot) -> int:
    found = text.find("#}", start) + 2 if mark == "{#" else _closing(text, start + 2, mark)
    if found > 1:
        return found
    cure = "" if mark == "{#" else "，并检查引号和括号是否成对"
    spot.say(text[start:], f"标签没有写完：请在末尾补上「{_CLOSE[mark]}」{cure}。")
    return len(text)


def _closing(text: str, at: int, mark: str) -> int:
    """After the end mark that stands outside of quotes and, for {{, of braces; 0 without one."""
    depth = 0
    for token in _INSIDE.finditer(text, at):
        if token[0] == "%}" and mark == "{%":
            return token.end()
        if mark == "{{" and depth == 0 and text.startswith("}}", token.start()):
            return token.start() + 2
        depth += {"{": 1, "}": -1}.get(token[0], 0)
    return 0


def _piece(written: str) -> tuple[Piece, bool, bool]:
    """A piece, and whether it takes the space before and after it."""
    mark = written[:2]
    if mark not in _CLOSE:
        return Piece(Kind.TEXT, written, written), False, False
    kind = Kind.VALUE if mark == "{{" else Kind.STATEMENT
    broken = not written.endswith(_CLOSE[mark])
    form = _VALUE if kind is Kind.VALUE else _STATEMENT  # {{-x}} is a negative number
    inside = form.fullmatch(written[2:] if broken else written[2:-2])
    assert inside is not None
    code = inside["code"].strip()
    scope = _SCOPE.match(code) if kind is Kind.STATEMENT else None
    if scope is not None:
        kind, code = Kind(scope[1]), code[scope.end() :]
    return Piece(kind, written, code, broken), inside["before"] == "-", inside["after"] == "-"


def _trimmed(cuts: list[tuple[Piece, bool, bool]]) -> Iterator[Piece]:
    for i, (piece, _, _) in enumerate(cuts):
        if piece.kind is not Kind.TEXT:
            yield piece
            continue
        text = piece.code
        if i > 0 and cuts[i - 1][2]:
            text = text.lstrip()
        if i + 1 < len(cuts) and cuts[i + 1][1]:
            text = text.rstrip()
        yield replace(piece, written=text, code=text)
