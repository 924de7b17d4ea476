"""What Jinja and Python say about a tag, in words for whoever wrote the tag."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import InvalidOperation

from jinja2 import nodes
from jinja2.exceptions import TemplateError

from xlperf.model.refusal import Refused
from xlperf.templating.arithmetic import TooMuch
from xlperf.templating.environment import meant
from xlperf.templating.values import Unfit

_BLANK = "；空白要先补上一个值，如 (x or 0)"

#: what Jinja and Python say, and the same in Chinese
_KNOWN: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    # writing
    (r"Expected an expression, got .*", "标签里没有写要填的内容；请写上名字，如 {{ page.title }}"),
    (r"tag name expected", "标签里没有写要做什么；请写 for、if 或 set"),
    (r"unexpected char '(.*)' at .*", lambda m: f"不能用「{m[1]}」这个符号；请改用英文符号或删去"),
    (
        r"unexpected '(.*)', expected '(.*)'",
        lambda m: f"括号不成对：遇到「{m[1]}」，这里应是「{m[2]}」",
    ),
    (r"unexpected '(.*)'", lambda m: f"「{m[1]}」写在了不该有的地方；请检查括号、引号和运算符"),
    (
        r"unexpected end of template, expected '(.*)'\.?",
        lambda m: f"没有写完，还缺{_token(m[1])}",
    ),
    (r"expected token '(.*)', got '(.*)'", lambda m: _expected(m[1], m[2])),
    (r"[Cc]an't assign to .*", "等号左边或 for 后面只能写一个新名字，如 row"),
    (r"expected name or number", "点号后面要写名字，如 page.title"),
    (r"expected subscript expression", "方括号里要写序号或名字，如 rows[0]"),
    (r"invalid syntax for function call expression", "括号里的写法不对；请检查逗号和等号"),
    (
        r"Invalid character in identifier",
        "名字里有不能用的符号；名字只能用字母、汉字、数字和下划线",
    ),
    (r"You cannot chain multiple tests with is", "一处只能写一个 is；请用 and 连起来"),
    (
        r".*unicode.*|.*codec can't decode.*|.*\\x.*escape.*",
        "引号里的反斜线「\\」写法不对；请写成「\\\\」",
    ),
    # running
    (
        r".*division by zero.*|.*DivisionByZero.*|.*DivisionUndefined.*",
        "除数是 0；请先判断，如 {{ a / b if b else none }}",
    ),
    (r".*InvalidOperation.*|.*ConversionSyntax.*", "算式里的数不能这样计算；请检查其中的每一项"),
    (r"'NoneType' object is not iterable", "要逐条列出的内容是空白；请检查名字，或写 (x or [])"),
    (
        r"'(.+)' object is not iterable",
        lambda m: f"要逐条列出的是{_type(m[1])}，不是一串内容；请检查 in 后面的名字",
    ),
    (r"'NoneType' object is not callable", "括号前面的一项是空白，不是函数；请检查名字"),
    (
        r"'(.+)' object is not callable",
        lambda m: f"括号前面的一项是{_type(m[1])}，不是函数；请去掉括号",
    ),
    (
        r"'NoneType' object is not subscriptable",
        "方括号前面的一项是空白，取不到其中的内容；请先判断它是否填了",
    ),
    (
        r"'(.+)' object is not subscriptable",
        lambda m: f"方括号前面的一项是{_type(m[1])}，里面没有可取的内容",
    ),
    (
        r"unsupported operand type\(s\) for (.+?):? '(.+)' and '(.+)'",
        lambda m: _operands(m[1], m[2], m[3]),
    ),
    (
        r"bad operand type for unary (.): '(.+)'",
        lambda m: f"「{m[1]}」后面是{_type(m[2])}，不是数{_blank(m[2])}",
    ),
    (
        r"bad operand type for abs\(\): '(.+)'",
        lambda m: f"abs 要的是数，这里是{_type(m[1])}{_blank(m[1])}",
    ),
    (
        r"'(.+)' not supported between instances of '(.+)' and '(.+)'",
        lambda m: f"「{m[1]}」两边是{_type(m[2])}和{_type(m[3])}，不能比较{_blank(m[2], m[3])}",
    ),
    (
        r"can only concatenate (\w+) \(not \"(.+)\"\) to .*",
        lambda m: f"「+」两边是{_type(m[1])}和{_type(m[2])}，不能相加；要连成文字请用「~」",
    ),
    (
        r"object of type '(.+)' has no len\(\)",
        lambda m: f"{_type(m[1])}没有长度可数{_blank(m[1])}",
    ),
    (
        r"argument of type '(.+)' is not (?:iterable|a container.*)",
        lambda m: f"in 后面是{_type(m[1])}，不是一串内容",
    ),
    (
        r"too many values to unpack.*|not enough values to unpack.*|cannot unpack non-iterable .*",
        "for 后面写了几个名字，每一条里却不是这么多项；请改成一样多",
    ),
    (
        r"(.+?)\(\) missing \d+ required (?:positional|keyword-only) arguments?: (.+)",
        lambda m: f"「{_function(m[1])}」的括号里还缺 {m[2]}",
    ),
    (r"(.+?)\(\) takes .*", lambda m: f"「{_function(m[1])}」的括号里写多了"),
    (
        r"(.+?)\(\) got an unexpected keyword argument '(.+?)'.*",
        lambda m: f"「{_function(m[1])}」的括号里不认识「{m[2]}」",
    ),
    (
        r"list index out of range|tuple index out of range|string index out of range",
        "序号超出了范围；第一项的序号是 0",
    ),
    (
        r"No first item, sequence was empty\.?|No last item, sequence was empty\.?",
        "这一串内容是空的，没有第一项或最后一项",
    ),
    (
        r"No (filter|test) named '(.+)'.*",
        lambda m: f"没有「{m[2]}」这个{'过滤器' if m[1] == 'filter' else '判断'}",
    ),
    (r".* is not safely callable", "模板里不允许调用它"),
    (
        r"cannot assign attribute on non-namespace object",
        "带点号的名字只有 namespace() 的才能用 set 改",
    ),
)

_UNKNOWN = re.compile(r"没有「(.+)」这个名字。")
_OF_BLANK = re.compile(r"取不到「(.+)」：它前面的一项是空白。")
_TOKENS = {
    "end of print statement": "「}}」",
    "end of statement block": "「%}」",
    "in": "「in」",
    "for": "「for」",
    "name": "一个名字",
    "string": "一段文字",
    "integer": "一个数",
    "float": "一个数",
    "=": "「=」",
}
_TYPES = {
    "NoneType": "空白",
    "str": "文字",
    "int": "数",
    "float": "数",
    "Decimal": "数",
    "decimal.Decimal": "数",
    "bool": "真假",
    "list": "一串内容",
    "tuple": "一串内容",
    "range": "一串内容",
    "generator": "一串内容",
    "dict": "一组带名字的内容",
    "date": "日期",
    "datetime.date": "日期",
    "datetime": "日期",
    "datetime.datetime": "日期",
    "function": "函数",
    "builtin_function_or_method": "函数",
    "method": "函数",
}


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
    return _translated(error)


def with_names(message: str, node: nodes.Node | None, names: Iterable[str]) -> str:
    """Where a name is unknown or blank: which one, what may have been meant, and the cure."""
    unknown = _UNKNOWN.fullmatch(message)
    if unknown:
        if unknown[1] == "loop":
            return "loop 只能用在 for 和 endfor 之间；请移进循环，或改用别的名字。"
        close = meant(unknown[1], names)
        return f"没有「{unknown[1]}」这个名字，{close}{'' if close.endswith('？') else '。'}"
    blank = _OF_BLANK.fullmatch(message)
    if blank and node is not None:
        owner = _owner(node, blank[1])
        return f"「{owner}」是空白，取不到它的「{blank[1]}」；请先判断，如 {{% if {owner} %}}。"
    return message


def _owner(node: nodes.Node, attribute: str) -> str:
    """What stands before the dot."""
    every = [node] if isinstance(node, nodes.Getattr) else []
    owners = (
        _dotted(each.node)
        for each in [*every, *node.find_all(nodes.Getattr)]
        if each.attr == attribute
    )
    return next((owner for owner in owners if owner), "它前面的一项")


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        before = _dotted(node.node)
        return f"{before}.{node.attr}" if before else ""
    return ""


def _translated(error: BaseException) -> str:
    said = (error.message if isinstance(error, TemplateError) else None) or str(error)
    told = f"{type(error).__name__} {said}" if isinstance(error, InvalidOperation) else said
    for pattern, chinese in _KNOWN:
        found = re.fullmatch(pattern, told, re.DOTALL)
        if found:
            return (chinese if isinstance(chinese, str) else chinese(found)) + "。"
    if _has_chinese(said):  # NoSuch speaks it already
        return said if said.endswith("。") else f"{said}。"
    return f"写法或内容不对，请检查这个标签（原话：{type(error).__name__} {said}）。"


def _has_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def _token(name: str) -> str:
    return _TOKENS.get(name, f"「{name}」")


def _expected(wanted: str, got: str) -> str:
    if wanted in ("end of print statement", "end of statement block"):
        return f"「{got}」前面缺少运算符、逗号或点号，或者它是多余的"
    return f"这里应是{_token(wanted)}，写的却是{_token(got)}"


def _type(name: str) -> str:
    return _TYPES.get(name, f"「{name}」")


def _blank(*types: str) -> str:
    return _BLANK if "NoneType" in types else ""


def _operands(sign: str, left: str, right: str) -> str:
    sign = sign.partition(" ")[0]
    joined = "；要连成文字请用「~」" if sign == "+" and "str" in (left, right) else ""
    cure = _blank(left, right) or joined
    return f"「{sign}」两边是{_type(left)}和{_type(right)}，不能计算{cure}"


def _function(name: str) -> str:
    return name.rpartition(".")[2].lstrip("_")
