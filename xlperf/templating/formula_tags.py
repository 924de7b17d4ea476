"""Tags in a formula: within its quotes, and the figure that was filled in, +N("{{ … }}")."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from xlperf.templating.content import Value, mixed, single
from xlperf.templating.faults import Spot
from xlperf.templating.slots import FIRST_PLACEHOLDER, Slot, SlotKind
from xlperf.templating.tags import Kind, Piece, alone, cut, has_tags

_PART = re.compile(
    r"""\+\s*N\(\s*"(?P<remark>(?:[^"]|"")*)"\s*\)"""
    r"""|"(?P<literal>(?:[^"]|"")*)"|'(?P<name>(?:[^']|'')*)'|.""",
    re.DOTALL | re.IGNORECASE,
)
_IN_QUOTES = '公式里的标签只能写在英文双引号的文字里，如 =HYPERLINK("#A1","{{ page.name }}")'


def formula_values(
    formula: str, column: int, sheets: Collection[str], spot: Spot
) -> tuple[str, list[Value]]:
    """The formula with placeholders; its literals' values in order, then the figure filled in."""
    reader = _Reader(column, sheets, spot)
    text = "".join(reader.parts(formula))
    reader.judge(formula, text)
    return text, [*reader.literals, *reader.filled]


class _Reader:
    def __init__(self, column: int, sheets: Collection[str], spot: Spot) -> None:
        self.literals: list[Value] = []
        self.filled: list[Value] = []
        self._column = column
        self._sheets = sheets
        self._spot = spot

    def parts(self, formula: str) -> Iterator[str]:
        for part in _PART.finditer(formula):
            if part["remark"] is not None and has_tags(part["remark"]):
                self._fill(part["remark"].replace('""', '"'))
            elif part["literal"] is not None and has_tags(part["literal"]):
                yield f'"{self._literal(part["literal"])}"'
            else:
                if part["name"] is not None:
                    self._name(part["name"])
                yield part[0]

    def judge(self, formula: str, text: str) -> None:
        """What is wrong with the formula as a whole."""
        bare = "".join(part[0] for part in _PART.finditer(text) if part.lastgroup is None)
        if has_tags(bare):
            self._spot.say(f"={formula}", f"{_IN_QUOTES}；请移进引号，或改成单独的标签。")
        elif '"' in bare or bare.count("(") != bare.count(")"):
            self._spot.say(f"={formula}", "公式的引号或括号不成对；请补齐。")
        if len(self.filled) > 1:
            self._spot.say(f"={formula}", "一个公式里只能有一处 +N(…) 写明填报数；请留下一处。")
        if self.filled and not text.strip():
            self._spot.say(f"={formula}", "除了 +N(…) 没有公式；请写上公式，或改成单独的标签。")
        if any(FIRST_PLACEHOLDER <= ord(char) < 0xF900 for char in formula):
            self._spot.say(f"={formula}", "有标签的公式里不能有自造字；请把它移到别的单元格。")

    def _fill(self, remark: str) -> None:
        only = alone(cut(remark, self._spot))
        if only is None:
            self._spot.say(remark, '+N(…) 里只能有一个标签，如 +N("{{ row.score }}")；请改写。')
            return
        value = single(only, remark, Slot(self._column, SlotKind.FILLED), self._spot)
        if value.slot.merge:
            self._spot.say(remark, "公式不能用 merge 合并；请删去 merge。")
        self.filled.append(value)

    def _literal(self, quoted: str) -> str:
        text = quoted.replace('""', '"')
        pieces = cut(text, self._spot)
        if all(piece.kind in (Kind.TEXT, Kind.VALUE) for piece in pieces):
            return "".join(
                self._placeholder(piece.written, [piece])
                if piece.kind is Kind.VALUE
                else piece.code.replace('"', '""')
                for piece in pieces
            )
        return self._placeholder(text, pieces)

    def _placeholder(self, written: str, pieces: list[Piece]) -> str:
        slot = Slot(self._column, SlotKind.LITERAL)
        self.literals.append(mixed(written, pieces, slot, self._spot))
        return chr(FIRST_PLACEHOLDER + len(self.literals) - 1)

    def _name(self, quoted: str) -> None:
        """Between single quotes stands a sheet's name, as it is in the template."""
        name = quoted.replace("''", "'")
        if has_tags(name) and name not in self._sheets:
            self._spot.say(
                f"'{name}'", f"没有名叫「{name}」的工作表；引用请写模板里工作表现在的名字。"
            )
