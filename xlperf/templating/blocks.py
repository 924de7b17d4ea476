"""Tags and what stands between them, as blocks inside of blocks.

The same for rows between {%tr … %} tags and for the pieces of a text between {% … %} tags.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from jinja2 import nodes

from xlperf.ooxml.refs import ref_of
from xlperf.templating.expressions import assignment, condition, loop
from xlperf.templating.faults import Broken, Spot
from xlperf.templating.tags import Kind, Piece

#: the number of a row; within a cell, plain text or a value
Leaf: TypeAlias = "int | str | Shown"
Block: TypeAlias = "Leaf | Let | Choice | Repeat"


@dataclass(frozen=True, slots=True)
class Shown:
    tag: Piece
    node: nodes.Expr


@dataclass(frozen=True, slots=True)
class Let:
    tag: Piece
    node: nodes.Assign


@dataclass(frozen=True, slots=True)
class Branch:
    tag: Piece
    test: nodes.Expr | None  # None: else
    body: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Choice:
    branches: list[Branch]


@dataclass(slots=True)
class Repeat:
    tag: Piece
    node: nodes.For
    body: list[Block] = field(default_factory=list)
    otherwise: list[Block] | None = None  # where there is no turn
    end: int = 0  # row of the tag that ends the body

    @classmethod
    def of_broken(cls, tag: Piece) -> Repeat:
        return cls(tag, nodes.For(_NOTHING, _NOTHING, [], [], None, False))

    @property
    def header(self) -> str:
        return " ".join(self.tag.code.split())


#: stands for a tag that is broken itself, so that those around it are still understood
_NOTHING = nodes.Const(None, lineno=1)
_WORDS = ("for", "endfor", "if", "elif", "else", "endif", "set")
_CLOSED_BY = {"for": "endfor", "if": "endif"}


def nest(items: Iterable[Leaf | Piece], kind: Kind, spot: Spot) -> list[Block]:
    """Pieces are statements, of `kind`; they make blocks of what stands between them."""
    nesting = _Nesting(kind, spot)
    for item in items:
        if isinstance(item, Piece):
            nesting.take(item)
        else:
            nesting.body.append(item)
    nesting.close_all()
    return nesting.body


@dataclass(slots=True)
class _Open:
    tag: Piece
    block: Choice | Repeat
    around: list[Block]
    has_else: bool = False


class _Nesting:
    def __init__(self, kind: Kind, spot: Spot) -> None:
        self.body: list[Block] = []
        self._kind = kind
        self._spot = spot
        self._open: list[_Open] = []
        self._takers: dict[str, Callable[[Piece], None]] = {
            "for": self._for,
            "if": self._if,
            "set": self._set,
            "elif": self._elif,
            "else": self._else,
            "endfor": self._end,
            "endif": self._end,
        }

    def take(self, tag: Piece) -> None:
        taker = self._takers.get(tag.word) if tag.kind is self._kind else None
        if taker is None:
            self._say(tag, _unknown(tag))
            return
        try:
            taker(tag)
        except Broken as broken:
            self._say(tag, broken.message)

    def close_all(self) -> None:
        for opened in self._open:
            end = _CLOSED_BY[opened.tag.word]
            self._say(
                opened.tag,
                f"没有结束：请在后面补上「{_like(opened.tag, end)}」{_rows(opened.tag)}。",
            )
        if self._open:
            self.body = self._open[0].around
            self._open.clear()

    def _say(self, tag: Piece, message: str) -> None:
        if not tag.broken:  # else it was said before
            self._spot.at(_at(tag) or self._spot.cell).say(tag.written, message)

    def _enter(self, tag: Piece, block: Choice | Repeat) -> None:
        self.body.append(block)
        self._open.append(_Open(tag, block, self.body))

    def _for(self, tag: Piece) -> None:
        block = Repeat.of_broken(tag)
        self._enter(tag, block)
        self.body = block.body
        if not tag.broken:
            block.node = loop(tag)

    def _if(self, tag: Piece) -> None:
        branch: Branch = Branch(tag, _NOTHING)
        block = Choice([branch])
        self._enter(tag, block)
        self.body = branch.body
        if not tag.broken:
            block.branches[0] = Branch(tag, condition(tag), branch.body)

    def _set(self, tag: Piece) -> None:
        if not tag.broken:
            self.body.append(Let(tag, assignment(tag)))

    def _elif(self, tag: Piece) -> None:
        opened = self._innermost(tag)
        if not isinstance(opened.block, Choice):
            raise Broken(
                tag.written,
                f"elif 要写在 if 里，这里最近的是{_named(opened.tag)}；请先结束它，或删去 elif。",
            )
        branch: Branch = Branch(tag, _NOTHING)
        opened.block.branches.append(branch)
        self.body = branch.body
        if not tag.broken:
            opened.block.branches[-1] = Branch(tag, condition(tag), branch.body)

    def _else(self, tag: Piece) -> None:
        opened = self._innermost(tag)
        opened.has_else = True
        if isinstance(opened.block, Choice):
            opened.block.branches.append(Branch(tag, None))
            self.body = opened.block.branches[-1].body
        else:
            opened.block.end = tag.row
            opened.block.otherwise = self.body = []

    def _innermost(self, tag: Piece) -> _Open:
        if not self._open:
            raise Broken(tag.written, f"前面没有与「{tag.word}」配对的 if；请补上，或删去它。")
        opened = self._open[-1]
        if opened.has_else:
            raise Broken(
                tag.written,
                f"{_named(opened.tag)}已经有 else，后面不能再有「{tag.word}」；请删去一个。",
            )
        return opened

    def _end(self, tag: Piece) -> None:
        fitting = [i for i, each in enumerate(self._open) if _CLOSED_BY[each.tag.word] == tag.word]
        if not fitting:
            word = tag.word.removeprefix("end")
            raise Broken(tag.written, f"前面没有与它配对的 {word}；请补上，或删去它。")
        for opened in self._open[fitting[-1] + 1 :]:
            end = _CLOSED_BY[opened.tag.word]
            self._say(
                tag,
                f"{_named(opened.tag)}还没有结束；请在它前面先补上「{_like(opened.tag, end)}」。",
            )
        opened = self._open[fitting[-1]]
        del self._open[fitting[-1] :]
        self.body = opened.around
        if isinstance(opened.block, Repeat) and opened.block.otherwise is None:
            opened.block.end = tag.row


def repeats(blocks: Sequence[Block]) -> bool:
    """Whether anything among them is more than a choice."""
    return any(
        isinstance(block, (Let, Repeat))
        or (isinstance(block, Choice) and any(repeats(each.body) for each in block.branches))
        for block in blocks
    )


def _at(tag: Piece) -> str | None:
    return ref_of(tag.row - 1, tag.column - 1) if tag.row else None


def _named(tag: Piece) -> str:
    return f"{_at(tag) or ''}「{tag.written}」"


def _like(tag: Piece, word: str) -> str:
    return f"{{%{'tr' if tag.kind is Kind.ROW else ''} {word} %}}"


def _rows(tag: Piece) -> str:
    if tag.kind is Kind.ROW or tag.word != "for":
        return ""
    return "；要让整行重复，请写成单独一行的「{%tr for … %}」和「{%tr endfor %}」"


def _unknown(tag: Piece) -> str:
    if tag.kind is Kind.SHEET:
        return "工作表标签只能写「{%sheet for … in … %}」，不用写结束；请改写或删去。"
    if tag.kind is Kind.ROW and tag.word in _WORDS:
        return "行标签 {%tr … %} 只能写在单元格里；公式和工作表名里请删去 tr。"
    if not tag.word:
        return "标签里没有写要做什么；请写 for、if 或 set。"
    return f"不认识「{tag.word}」；请改写，这里可以用 {'、'.join(_WORDS)}。"
