"""What one tag says: an expression, a loop, a condition, a name that is set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from jinja2 import nodes
from jinja2.exceptions import TemplateError

from xlperf.templating.environment import ENVIRONMENT, meant
from xlperf.templating.explained import in_chinese
from xlperf.templating.faults import Broken
from xlperf.templating.filters import ALL, OF_CELLS
from xlperf.templating.slots import Merge
from xlperf.templating.tags import Piece

NodeT = TypeVar("NodeT", bound=nodes.Node)

_WIDE = {ord("“"): '"', ord("”"): '"', ord("‘"): "'", ord("’"): "'", ord("　"): " "} | {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)
}
_WIDE_MARK = re.compile(r"[“”‘’　！-～]")
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Expression:
    """Of a cell; its outermost filter may be one that speaks of the cell."""

    node: nodes.Expr
    merge: Merge | None = None
    as_filled: bool = False


def expression(piece: Piece) -> Expression:
    """{{ … }}"""
    (output,) = _parsed(piece, f"{{{{ {piece.code} }}}}", nodes.Output)
    (node,) = output.nodes
    assert isinstance(node, nodes.Expr)
    outer = node.name if isinstance(node, nodes.Filter) else None
    if outer not in OF_CELLS:
        _check(piece, node)
        return Expression(node)
    assert isinstance(node, nodes.Filter)
    assert node.node is not None
    _check(piece, node.node)
    arguments = _arguments(node)
    if outer == "as_filled" and arguments == []:
        return Expression(node.node, as_filled=True)
    if outer == "merge" and arguments in ([], ["alone"]):
        return Expression(node.node, merge="alone" if arguments else "nested")
    wanted = 'merge 或 merge("alone")' if outer == "merge" else "as_filled，后面没有括号"
    raise Broken(piece.written, f"「{outer}」的写法不对；请写 {wanted}。")


def loop(piece: Piece) -> nodes.For:
    """for x in y, for a, b in y, for x in y if z"""
    (node,) = _parsed(piece, f"{{% {piece.code} %}}{{% endfor %}}", nodes.For)
    if node.recursive:
        raise Broken(piece.written, "for 后面不能写 recursive；请删去它。")
    _check(piece, node)
    return node


def condition(piece: Piece) -> nodes.Expr:
    """if x, elif x"""
    code = piece.code.removeprefix("el")
    (node,) = _parsed(piece, f"{{% {code} %}}{{% endif %}}", nodes.If)
    assert isinstance(node.test, nodes.Expr)
    _check(piece, node.test)
    return node.test


def assignment(piece: Piece) -> nodes.Assign:
    """set x = y"""
    if "=" not in piece.code:
        raise Broken(piece.written, "set 后面请写等号和值，如 {%tr set total = page.total %}。")
    (node,) = _parsed(piece, f"{{% {piece.code} %}}", nodes.Assign)
    _check(piece, node)
    return node


def _parsed(piece: Piece, code: str, kind: type[NodeT]) -> list[NodeT]:
    _refuse_wide(piece)
    try:
        found = ENVIRONMENT.parse(code).body
    except (TemplateError, RecursionError) as error:
        raise Broken(piece.written, in_chinese(error)) from error
    if len(found) != 1 or not isinstance(found[0], kind):
        raise Broken(piece.written, "标签的写法不对；请对照手册里的例子检查。")
    return [found[0]]


def _refuse_wide(piece: Piece) -> None:
    """Chinese punctuation that an input method left in a tag; in quotes it is text."""
    found = _WIDE_MARK.findall(_QUOTED.sub("", piece.code))
    if found:
        wide = "".join(dict.fromkeys(found))
        shown, meant_for = wide.replace("　", "全角空格"), wide.translate(_WIDE)
        raise Broken(
            piece.written,
            f"标签里有中文（全角）符号「{shown}」；请改成英文（半角）的「{meant_for}」。",
        )


def _arguments(node: nodes.Filter) -> list[object] | None:
    """Constants in brackets; None where there is anything else."""
    if node.kwargs or node.dyn_args or node.dyn_kwargs:
        return None
    constants = [each.value for each in node.args if isinstance(each, nodes.Const)]
    return constants if len(constants) == len(node.args) else None


def _check(piece: Piece, node: nodes.Node) -> None:
    """What can be known to be wrong before anything runs."""
    for said in (*_filters(node), *_tests(node), *_names(node)):
        raise Broken(piece.written, said)


def _every(node: nodes.Node, kind: type[NodeT]) -> Iterator[NodeT]:
    if isinstance(node, kind):
        yield node
    yield from node.find_all(kind)


def _filters(node: nodes.Node) -> Iterator[str]:
    for each in _every(node, nodes.Filter):
        if each.name in OF_CELLS:
            yield (
                f"「{each.name}」只能写在单独占一格的标签的最外面，"
                f"如 {{{{ row.level1 | {each.name} }}}}；请移到最后，或从这里删去。"
            )
        elif each.name not in ALL:
            close = meant(each.name, [*OF_CELLS, *ALL])
            yield f"没有「{each.name}」这个过滤器（竖线后面的写法），{close}"


def _tests(node: nodes.Node) -> Iterator[str]:
    for each in _every(node, nodes.Test):
        if each.name not in ENVIRONMENT.tests:
            yield f"没有「is {each.name}」这个判断，{meant(each.name, ENVIRONMENT.tests)}"


def _names(node: nodes.Node) -> Iterator[str]:
    for each in _every(node, nodes.Getattr):
        if each.attr.startswith("_"):
            yield f"模板里不允许用「.{each.attr}」；请改用不以下划线开头的名字。"
    for name in _every(node, nodes.Name):
        if name.ctx == "store" and (name.name == "loop" or name.name.startswith("_")):
            yield f"不能用「{name.name}」作新名字；请换一个名字，如 row。"
