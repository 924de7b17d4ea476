"""One expression at a time, with the names that are known where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinja2 import nodes

from xlperf.templating.blocks import Let, Repeat
from xlperf.templating.environment import ENVIRONMENT, Root


class Evaluator:
    """Remembers what it compiled, since an expression in a loop is worked out for every turn."""

    def __init__(self) -> None:
        self._roots: dict[int, Root] = {}

    def value(self, node: nodes.Expr, names: Mapping[str, Any]) -> Any:
        ((value,),) = self._run(node, [_shown([node])], names)
        return value

    def assigned(self, let: Let, names: Mapping[str, Any]) -> dict[str, Any]:
        new = stored_in(let.node)
        (values,) = self._run(let.node, [let.node, _shown(_loaded(new))], names)
        return dict(zip(new, values, strict=True))

    def turns(self, repeat: Repeat, names: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The names of each turn, `loop` among them."""
        node = repeat.node
        new = [*stored_in(node.target), "loop"]
        body: list[nodes.Node] = [_shown(_loaded(new))]
        turns = nodes.For(node.target, node.iter, body, [], node.test, False)
        for values in self._run(node, [turns], names):
            yield dict(zip(new, values, strict=True))

    def _run(
        self, key: nodes.Node, body: list[nodes.Node], names: Mapping[str, Any]
    ) -> Iterator[tuple[Any, ...]]:
        root = self._roots.get(id(key))
        if root is None:
            root = self._roots[id(key)] = ENVIRONMENT.root(body)
        return root(ENVIRONMENT.context(dict(names)))


def stored_in(node: nodes.Node) -> list[str]:
    """The names that a target gives values to."""
    names = [node] if isinstance(node, nodes.Name) else node.find_all(nodes.Name)
    return list(dict.fromkeys(name.name for name in names if name.ctx == "store"))


def _loaded(names: Sequence[str]) -> list[nodes.Expr]:
    return [nodes.Name(name, "load") for name in names]


def _shown(values: Sequence[nodes.Expr]) -> nodes.Node:
    return nodes.ExprStmt(nodes.Tuple(list(values), "load"))
