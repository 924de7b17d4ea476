"""Why a tag failed, in words for whoever wrote the tag."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jinja2 import nodes
from jinja2.exceptions import TemplateError

from xlperf.model.refusal import Refused
from xlperf.templating.arithmetic import TooMuch
from xlperf.templating.environment import meant
from xlperf.templating.values import Unfit
from xlperf.templating.wording import translated

_UNKNOWN = re.compile(r"没有「(.+)」这个名字。")
_CHINESE = re.compile("[\u4e00-\u9fff「“]")
_OF_BLANK = re.compile(r"取不到「(.+)」：它前面的一项是空白。")


def in_chinese(error: BaseException) -> str:
    """One sentence, ended."""
    if isinstance(error, Refused):
        return error.reason
    if isinstance(error, (Unfit, TooMuch)):
        return str(error)
    if isinstance(error, RecursionError):
        return "括号或循环套得太深；请拆成几步写。"
    if isinstance(error, MemoryError):
        return "内容太大，放不下；请检查循环的范围。"
    return _said(error)


def with_names(message: str, node: nodes.Node | None, names: Iterable[str]) -> str:
    """Where a name is unknown or blank: which one, what may have been meant, and the cure."""
    unknown = _UNKNOWN.fullmatch(message)
    if unknown:
        if unknown[1] == "loop":
            return "loop 只能用在 for 和 endfor 之间；请移进循环，或改用别的名字。"
        return f"没有「{unknown[1]}」这个名字，{meant(unknown[1], names)}"
    blank = _OF_BLANK.fullmatch(message)
    if blank:
        owner = _owner(node, blank[1]) if node is not None else ""
        if owner:
            return f"「{owner}」是空白，取不到它的「{blank[1]}」；请先判断，如 {{% if {owner} %}}。"
        return f"要取「{blank[1]}」的那一项是空白；请先判断它是否填了。"
    return message


def _owner(node: nodes.Node, name: str) -> str:
    """What stands before .name or ["name"], where it can be said shortly."""
    for each in [node, *node.find_all((nodes.Getattr, nodes.Getitem))]:
        if isinstance(each, (nodes.Getattr, nodes.Getitem)) and _asked(each) == name:
            return _dotted(each.node)
    return ""


def _asked(node: nodes.Getattr | nodes.Getitem) -> object:
    if isinstance(node, nodes.Getattr):
        return node.attr
    return node.arg.value if isinstance(node.arg, nodes.Const) else None


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if not isinstance(node, (nodes.Getattr, nodes.Getitem)):
        return ""
    before, name = _dotted(node.node), _asked(node)
    if not before or name is None:
        return ""
    return f"{before}.{name}" if isinstance(name, str) else f"{before}[{name}]"


def _said(error: BaseException) -> str:
    said = (error.message if isinstance(error, TemplateError) else None) or str(error)
    if isinstance(error, KeyError):  # whose text is what was asked for, in quotes
        said = str(error.args[0]) if error.args else ""
    kind = type(error).__name__
    known = translated(f"{kind} {said}" if isinstance(error, ArithmeticError) else said)
    if known is not None:
        return f"{known}。"
    if _CHINESE.match(said):  # of our own, or of whoever brought the data
        return said if said.endswith("。") else f"{said}。"
    if isinstance(error, KeyError):
        return "方括号里写的取不到内容；请检查方括号里外的名字。"
    return f"写法或内容不对，请检查这个标签（原话：{kind} {said}）。"
