"""A sheet as one Jinja template whose compiled Python yields the sheet's events."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jinja2 import nodes

from xlperf.templating.blocks import Block, Choice, Let, Repeat, Shown, repeats
from xlperf.templating.content import Value
from xlperf.templating.environment import TURNS
from xlperf.templating.outline import Outline
from xlperf.templating.slots import ENTER, LEAVE, NAME, NEXT

Nodes = list[nodes.Node]
_Inside = Callable[[Sequence[Block]], Nodes]


def script(outline: Outline) -> Nodes:
    body = [*_name(outline), *_Rows(outline).all(outline.blocks)]
    return _looped(outline.repeat, body) if outline.repeat else body


def _name(outline: Outline) -> Nodes:
    if outline.name is None:
        return []
    before, text = _worked_out(outline.name, "_name")
    return [*before, _event(NAME, [text])]


class _Rows:
    def __init__(self, outline: Outline) -> None:
        self._values = outline.values

    def all(self, blocks: Sequence[Block]) -> Nodes:
        return [node for block in blocks for node in self._of(block)]

    def _of(self, block: Block) -> Nodes:
        if isinstance(block, int):
            return self._row(block)
        if isinstance(block, Let):
            return [block.node]
        if isinstance(block, Choice):
            return [_conditional(block, self.all)]
        assert isinstance(block, Repeat)
        return _looped(block, self.all(block.body), self.all(block.otherwise or ()))

    def _row(self, row: int) -> Nodes:
        before: Nodes = []
        values: list[nodes.Expr] = []
        for i, value in enumerate(self._values.get(row, ())):
            first, then = _worked_out(value, f"_text{row}_{i}")
            before += first
            values.append(then)
        return [*before, _event(row, values)]


def _event(kind: int, values: Sequence[nodes.Expr] = ()) -> nodes.Node:
    return nodes.ExprStmt(nodes.Tuple([nodes.Const(kind), *values], "load"))


def _looped(repeat: Repeat, body: Nodes, otherwise: Nodes | None = None) -> Nodes:
    """What stands for no turn at all lies outside of the loop, so the loop ends before it."""
    node = repeat.node
    instead = [_event(LEAVE), *otherwise, _event(ENTER)] if otherwise else []
    turns = nodes.For(node.target, node.iter, [_event(NEXT), *body], instead, node.test, False)
    return [_event(ENTER), turns, _event(LEAVE)]


def _conditional(choice: Choice, inside: _Inside) -> nodes.If:
    first, *others = choice.branches
    last = others.pop() if others and others[-1].test is None else None
    return nodes.If(
        first.test,
        inside(first.body),
        [nodes.If(each.test, inside(each.body), [], []) for each in others],
        inside(last.body) if last else [],
    )


def _worked_out(value: Value, name: str) -> tuple[Nodes, nodes.Expr]:
    """What has to run before, and the expression of the value."""
    if isinstance(value.content, Shown):
        return [], value.content.node
    if not repeats(value.content):
        return [], _joined(value.content)
    written = nodes.AssignBlock(nodes.Name(name, "store"), None, _written(value.content))
    return [written], nodes.Name(name, "load")


def _joined(blocks: Sequence[Block]) -> nodes.Concat:
    """A text without loops is one expression."""
    return nodes.Concat(list(map(_part, blocks)))


def _part(block: Block) -> nodes.Expr:
    if isinstance(block, str):
        return nodes.Const(block)
    if isinstance(block, Shown):
        return block.node
    assert isinstance(block, Choice)
    otherwise: nodes.Expr = nodes.Const("")
    for branch in reversed(block.branches):
        text = _joined(branch.body)
        otherwise = nodes.CondExpr(branch.test, text, otherwise) if branch.test else text
    return otherwise


def _written(blocks: Sequence[Block]) -> Nodes:
    return list(map(_statement, blocks))


def _statement(block: Block) -> nodes.Node:
    if isinstance(block, str):
        return nodes.Output([nodes.TemplateData(block)])
    if isinstance(block, Shown):
        return nodes.Output([block.node])
    if isinstance(block, Let):
        return block.node
    if isinstance(block, Choice):
        return _conditional(block, _written)
    assert isinstance(block, Repeat)
    node = block.node
    turns = nodes.Filter(node.iter, TURNS, [], [], None, None)
    body, otherwise = _written(block.body), _written(block.otherwise or ())
    return nodes.For(node.target, turns, body, otherwise, node.test, False)
