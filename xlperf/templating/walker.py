"""The slow way through a sheet: each expression on its own, to find all that fail and say where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from jinja2 import nodes

from xlperf.ooxml.refs import ref_of
from xlperf.templating.blocks import Block, Choice, Let, Repeat, Shown
from xlperf.templating.content import Value
from xlperf.templating.environment import limited_turns
from xlperf.templating.evaluation import Evaluator, stored_in
from xlperf.templating.explained import in_chinese, with_names
from xlperf.templating.faults import Fault
from xlperf.templating.outline import Outline
from xlperf.templating.tags import Piece
from xlperf.templating.values import settled, text_of

_MOST_TURNS = 20_000  # the first faults are what counts
_MOST_PER_TAG = 3


@dataclass(frozen=True, slots=True)
class _Scope:
    """The names that are known at one place; those without a value because of an earlier fault."""

    names: dict[str, Any]
    lost: set[str]
    turns: tuple[tuple[str, int], ...] = ()  # the loops around: variable and number

    def inside(self, names: dict[str, Any], turn: tuple[str, int]) -> _Scope:
        lost = self.lost - set(names)
        return replace(self, names=self.names | names, lost=lost, turns=(*self.turns, turn))

    @property
    def turn(self) -> str:
        """row 第3条"""
        return "、".join(f"{name} 第{number}条" for name, number in self.turns)


_Leaf = Callable[[Any, _Scope], None]


class _Failed(Exception):
    """Noted already."""


class _Enough(Exception):
    """So many turns were seen that no new kind of fault is to be expected."""


class Walker:
    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._evaluator = Evaluator()
        #: cell, tag and message → the turns of loops
        self._found: dict[tuple[str | None, str, str], list[str]] = {}
        self._turns = self._turns_in_texts = 0

    def faults(self, context: Mapping[str, Any]) -> list[Fault]:
        """All that go wrong with this context, by their place on the sheet."""
        scope = _Scope(dict(context), set())
        with suppress(_Enough, _Failed):
            if self._outline.repeat is None:
                self._sheet(scope)
            else:
                self._each(self._outline.repeat, scope, None, self._sheet)
        return sorted(self._listed(), key=lambda fault: fault.position)

    def _listed(self) -> Iterator[Fault]:
        said: dict[tuple[str | None, str], int] = {}
        for (cell, tag, message), turns in self._found.items():
            said[cell, tag] = said.get((cell, tag), 0) + 1
            if said[cell, tag] <= _MOST_PER_TAG:
                more = f"等 {len(turns)} 处" if len(turns) > 1 else ""
                where = f"{turns[0]}{more}：" if turns[0] else ""
                yield Fault(self._outline.sheet, cell, tag, where + message)

    # rows and their values

    def _sheet(self, scope: _Scope) -> None:
        if self._outline.name is not None:
            self._value(self._outline.name, scope)
        self._walk(self._outline.blocks, scope, None, self._row)

    def _row(self, row: int, scope: _Scope) -> None:
        for value in self._outline.values.get(row, ()):
            self._value(value, scope)

    def _value(self, value: Value, scope: _Scope) -> None:
        with suppress(_Failed):
            if isinstance(value.content, Shown):
                self._shown(value.content, scope, value.cell, settled)
            else:
                self._text(value, value.content, scope)

    def _text(self, value: Value, blocks: Sequence[Block], scope: _Scope) -> None:
        texts: list[str] = []
        failed = False

        def leaf(block: str | Shown, scope: _Scope) -> None:
            nonlocal failed
            if isinstance(block, str):
                texts.append(block)
                return
            try:
                texts.append(self._shown(block, scope, value.cell, text_of))
            except _Failed:
                failed = True

        self._walk(blocks, scope, value.cell, leaf)
        if not failed:
            self._tried(value.written, None, scope, value.cell, lambda: settled("".join(texts)))

    def _shown(
        self, shown: Shown, scope: _Scope, cell: str | None, fit: Callable[[Any], Any]
    ) -> Any:
        def work() -> Any:
            return fit(self._evaluator.value(shown.node, scope.names))

        return self._tried(shown.tag.written, shown.node, scope, cell, work)

    # blocks, of rows or within a text

    def _walk(self, blocks: Sequence[Block], scope: _Scope, cell: str | None, leaf: _Leaf) -> None:
        """`cell` is None where the blocks are of rows; then each tag has a cell of its own."""
        for block in blocks:
            with suppress(_Failed):  # what stands inside of it can't be known
                self._block(block, scope, cell, leaf)

    def _block(self, block: Block, scope: _Scope, cell: str | None, leaf: _Leaf) -> None:
        if isinstance(block, Let):
            self._set(block, scope, cell)
        elif isinstance(block, Choice):
            self._walk(self._chosen(block, scope, cell), scope, cell, leaf)
        elif isinstance(block, Repeat):
            body = block.body
            if not self._each(block, scope, cell, lambda turn: self._walk(body, turn, cell, leaf)):
                self._walk(block.otherwise or (), scope, cell, leaf)
        else:
            leaf(block, scope)

    def _set(self, let: Let, scope: _Scope, cell: str | None) -> None:
        names = set(stored_in(let.node))
        scope.lost.update(names)
        new = self._at_tag(let.tag, let.node.node, scope, cell, lambda: self._assigned(let, scope))
        scope.names.update(new)
        scope.lost.difference_update(names)

    def _assigned(self, let: Let, scope: _Scope) -> dict[str, Any]:
        return self._evaluator.assigned(let, scope.names)

    def _chosen(self, choice: Choice, scope: _Scope, cell: str | None) -> Sequence[Block]:
        for branch in choice.branches:
            test = branch.test
            if test is None or self._true(branch.tag, test, scope, cell):
                return branch.body
        return ()

    def _true(self, tag: Piece, test: nodes.Expr, scope: _Scope, cell: str | None) -> bool:
        def work() -> bool:
            return bool(self._evaluator.value(test, scope.names))

        truth: bool = self._at_tag(tag, test, scope, cell, work)
        return truth

    def _each(
        self, repeat: Repeat, scope: _Scope, cell: str | None, body: Callable[[_Scope], None]
    ) -> int:
        """Runs the body for every turn, and says how many there were."""
        turns = self._evaluator.turns(repeat, scope.names)
        name = next(iter(stored_in(repeat.node.target)), "")

        def turn() -> dict[str, Any] | None:
            if cell is not None:
                self._turns_in_texts += 1
                limited_turns(self._turns_in_texts)
            return next(turns, None)

        number = 0
        while True:
            names = self._at_tag(repeat.tag, repeat.node.iter, scope, cell, turn)
            if names is None:
                return number
            number += 1
            self._turns += cell is None
            if self._turns > _MOST_TURNS:
                raise _Enough
            body(scope.inside(names, (name, number)))

    # what is tried, and noted where it fails

    def _at_tag(
        self,
        tag: Piece,
        node: nodes.Node,
        scope: _Scope,
        cell: str | None,
        work: Callable[[], Any],
    ) -> Any:
        own = ref_of(tag.row - 1, tag.column - 1) if tag.row else cell
        return self._tried(tag.written, node, scope, own, work)

    def _tried(
        self,
        tag: str,
        node: nodes.Node | None,
        scope: _Scope,
        cell: str | None,
        work: Callable[[], Any],
    ) -> Any:
        if node is not None and scope.lost and _loads(node) & scope.lost:
            raise _Failed  # because of a fault that is noted already
        try:
            return work()
        except Exception as error:
            message = with_names(in_chinese(error), node, scope.names)
            self._found.setdefault((cell, tag, message), []).append(scope.turn)
            raise _Failed from error


def _loads(node: nodes.Node) -> set[str]:
    names = [node] if isinstance(node, nodes.Name) else node.find_all(nodes.Name)
    return {name.name for name in names}
