"""Jinja2 for cells: sandboxed, strict about names, and yielding values where Jinja writes text."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from types import (
    BuiltinMethodType,
    CodeType,
    FrameType,
    FunctionType,
    GeneratorType,
    MethodType,
    TracebackType,
)
from typing import Any, cast

from jinja2 import StrictUndefined, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.runtime import Context
from jinja2.sandbox import MAX_RANGE, ImmutableSandboxedEnvironment
from jinja2.utils import missing

from xlperf.templating import filters
from xlperf.templating.arithmetic import LONGEST, OPERATORS, TooMuch, calculate, limited_length
from xlperf.templating.values import text_of

#: where either the owner or the value is one of these, the sandbox looks closely
_GUARDED = frozenset(
    {
        BuiltinMethodType,
        CodeType,
        FrameType,
        FunctionType,
        GeneratorType,
        MethodType,
        TracebackType,
        type,
    }
)
#: text that grows by a number; filters do the same within limits
_GROWING = frozenset(
    {
        "center",
        "encode",
        "expandtabs",
        "format",
        "format_map",
        "join",
        "ljust",
        "maketrans",
        "replace",
        "rjust",
        "translate",
        "zfill",
        "to_bytes",
    }
)
_MOST_SHOWN = 8
Root = Callable[[Context], Iterator[tuple[Any, ...]]]


class NoSuch(StrictUndefined):
    """A name that isn't there, saying so in Chinese whatever is done with it."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        name, owner = self._undefined_name, self._undefined_obj
        if owner is missing:
            return f"没有「{name}」这个名字"
        if not isinstance(name, str):
            return _no_item(owner, name)
        if owner is None:
            return f"取不到「{name}」：它前面的一项是空白"
        known = known_names(owner)
        return f"这里没有「{name}」，{meant(name, known) if known else '请检查拼写'}"


def _no_item(owner: Any, asked: Any) -> str:
    if isinstance(owner, Sequence) and isinstance(asked, int):
        return f"这一串内容里没有序号 {asked}，一共 {len(owner)} 项；请改小，第一项的序号是 0"
    return f"方括号里{'是空白，' if asked is None else ''}取不到内容；请检查方括号里外的名字"


def meant(name: str, known: Iterable[str]) -> str:
    """What may have been meant by a name that isn't known, else what there is: a whole clause."""
    names = list(dict.fromkeys(known))
    if not names:
        return "请检查拼写。"
    close = difflib.get_close_matches(name, names, n=1)
    if close:
        return f"是不是「{close[0]}」？请改正。"
    more = " 等" if len(names) > _MOST_SHOWN else ""
    return f"可以用：{'、'.join(names[:_MOST_SHOWN])}{more}。"


def known_names(owner: Any) -> list[str]:
    if isinstance(owner, dict):
        return [key for key in owner if isinstance(key, str)]
    return [field.name for field in fields(owner)] if is_dataclass(owner) else []


class _ValueGenerator(CodeGenerator):
    """A compiled template yields the tuple of each expression statement, and no text of its own."""

    def visit_ExprStmt(self, node: nodes.ExprStmt, frame: Frame) -> None:
        self.newline(node)
        self.write("yield ")
        self.visit(node.node, frame)

    def visit_CondExpr(self, node: nodes.CondExpr, frame: Frame) -> None:
        if node.expr2 is None:  # {{ x if y }} is blank where y isn't so
            node.expr2 = nodes.Const(None)
        super().visit_CondExpr(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """`row.name` of a dict, written out: most values of a table are found like that."""
        if not isinstance(node.node, nodes.Name):
            super().visit_Getattr(node, frame)
            return
        key = repr(node.attr)
        for owner, then in (("(", f"[{key}] if type("), ("", f") is dict and {key} in ")):
            self.write(owner)
            self.visit(node.node, frame)
            self.write(then)
        self.visit(node.node, frame)
        self.write(" else ")
        super().visit_Getattr(node, frame)
        self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self.write("environment.joined((")
        for each in node.nodes:
            self.visit(each, frame)
            self.write(", ")
        self.write("))")


class CellEnvironment(ImmutableSandboxedEnvironment):
    code_generator_class = _ValueGenerator
    intercepted_binops = OPERATORS

    def __init__(self) -> None:
        super().__init__(
            undefined=NoSuch,
            autoescape=False,
            finalize=text_of,
            keep_trailing_newline=True,
            optimized=False,  # what is worked out while compiling can't name its cell
            cache_size=0,
        )
        self.globals = {"range": _range, "namespace": self.globals["namespace"]}
        self.filters = dict(filters.ALL)
        self.filters[TURNS] = _turns

    def root(self, body: list[nodes.Node]) -> Root:
        """The function that runs these nodes."""
        template = nodes.Template(body, lineno=1)
        template.set_environment(self)
        code = self.compile(template)
        return cast(Root, self.template_class.from_code(self, code, {}).root_render_func)

    def context(self, names: dict[str, Any]) -> Context:
        return Context(self, {**self.globals, **names, _SPENT: [0]}, None, {})

    def joined(self, parts: tuple[Any, ...]) -> str:
        text = "".join([part if type(part) is str else text_of(part) for part in parts])
        if len(text) > LONGEST:
            limited_length(len(text))
        return text

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Of data; the sandbox is asked only where something could be called.

        What a dict holds comes before its methods: a column may well be called items.
        """
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        try:
            value = getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)
        guarded = type(value) in _GUARDED or type(obj) in _GUARDED
        if guarded or attribute[0] == "_" or isinstance(obj, type):
            return super().getattr(obj, attribute)
        return value

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, (str, bytes, int)) and attr in _GROWING:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def unsafe_undefined(self, obj: Any, attribute: str) -> NoSuch:
        return NoSuch(
            f"模板里不允许用「.{attribute}」；请改用别的写法", obj, attribute, SecurityError
        )

    def wrap_str_format(self, value: Any) -> None:
        return None  # is_safe_attribute forbids them

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        if _unmarked(__obj):
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
            return __obj(*args, **kwargs)
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        for operand in (left, right):
            if isinstance(operand, NoSuch):
                raise UndefinedError(operand._undefined_message)
        return calculate(operator, left, right)


def _unmarked(called: Any) -> bool:
    """Whether Jinja has nothing to heed in calling it: ordinary functions carry no marks."""
    kind = type(called)
    if kind is FunctionType:
        return not called.__dict__
    if kind is MethodType:
        return not getattr(called.__func__, "__dict__", True)
    marks = getattr(getattr(kind, "__call__", None), "__dict__", True)  # noqa: B004
    return not (marks or hasattr(called, "unsafe_callable") or hasattr(called, "alters_data"))


#: an inner filter around what a loop inside of a text runs over
TURNS = "_turns"
_SPENT = "_spent"
_MOST_TURNS = 100_000  # of all loops inside of texts


@pass_context
def _turns(context: Context, items: Iterable[Any]) -> Iterator[Any]:
    spent = context.parent[_SPENT]
    for item in items:
        spent[0] += 1
        limited_turns(spent[0])
        yield item


def limited_turns(number: int) -> None:
    if number > _MOST_TURNS:
        raise TooMuch(f"文字里的循环超过 {_MOST_TURNS} 次，没有做完；请检查 in 后面的范围。")


def _range(*ends: int) -> range:
    numbers = range(*ends)
    if len(numbers) > MAX_RANGE:
        raise TooMuch(f"range 超过 {MAX_RANGE} 个数；请检查范围是不是写错了。")
    return numbers


ENVIRONMENT = CellEnvironment()
