"""What Jinja and Python say about a tag, in words for whoever wrote the tag."""

from __future__ import annotations

import re

#: A pattern, and the same in Chinese: \1 is a group as it is, \t1 the type or token it names.
#: Where a type is a blank's, how to make up for a blank is added.
_KNOWN: tuple[tuple[str, str], ...] = (
    # writing
    (r"Expected an expression, got .*", "这里缺少一个名字或算式；请补上，如 {{ page.title }}"),
    (r"tag name expected", "标签里没有写要做什么；请写 for、if 或 set"),
    (r"unexpected char '(.*)' at .*", r"不能用「\1」这个符号；请改用英文符号或删去"),
    (r"unexpected '(.*)', expected '(.*)'", r"括号不成对：遇到「\1」，这里应是「\2」；请补上"),
    (r"unexpected 'end of .*'", "写到一半就结束了；请补上运算符或逗号后面的内容"),
    (r"unexpected '(.*)'", r"「\1」写在了不该有的地方；请检查括号、引号和运算符"),
    (r"unexpected end of template, expected '(.*)'\.?", r"没有写完，还缺\t1；请补上"),
    (
        r"expected token 'end of (?:print statement|statement block)', got '(.*)'",
        r"「\1」前面缺少运算符、逗号或点号，或者它是多余的；请补上或删去",
    ),
    (r"expected token '(.*)', got '(.*)'", r"这里应是\t1，写的却是\t2；请改正"),
    (r"[Cc]an't assign to .*", "等号左边和 for 后面只能写新名字；请改成如 row 这样的名字"),
    (r"expected name or number", "点号后面要写名字；请补上，如 page.title"),
    (r"expected subscript expression", "方括号里要写序号或名字；请补上，如 rows[0]"),
    (r"invalid syntax for function call expression", "括号里的写法不对；请检查逗号和等号"),
    (r"Invalid character in identifier", "名字里有不能用的符号；请只用字母、汉字、数字和下划线"),
    (r"You cannot chain multiple tests with is", "一处只能写一个 is；请用 and 连起来"),
    (
        r".*unicode.*|.*codec can't decode.*|.*\\x.*escape.*",
        "引号里的反斜线「\\」写法不对；请写成「\\\\」",
    ),
    (r"too many statically nested blocks.*", "循环套得太深；请拆成几个单元格写"),
    # running
    (
        r"ZeroDivisionError .*|DivisionByZero .*|.*DivisionUndefined.*",
        "除数是 0；请先判断，如 {{ a / b if b else none }}",
    ),
    (r".*InvalidOperation.*|.*ConversionSyntax.*", "算式里的数不能这样计算；请检查其中的每一项"),
    (r"'NoneType' object is not iterable", "要逐条列出的内容是空白；请检查名字，或写 (x or [])"),
    (
        r"'(.+)' object is not iterable",
        r"要逐条列出的是\t1，不是一串内容；请检查 in 后面或竖线前面的名字",
    ),
    (r"'NoneType' object is not callable", "括号前面的一项是空白，不是函数；请检查名字"),
    (r"'(.+)' object is not callable", r"括号前面的一项是\t1，不是函数；请去掉括号"),
    (
        r"'(.+)' object is not subscriptable",
        r"方括号前面的一项是\t1，里面没有可取的内容；请检查名字",
    ),
    (
        r"unsupported operand type\(s\) for \+: '(str|.+)' and '(str|.+)'",
        r"「+」两边是\t1和\t2，不能相加；要连成文字请用「~」",
    ),
    (
        r"unsupported operand type\(s\) for (\S+)(?: or .+)?: '(.+)' and '(.+)'",
        r"「\1」两边是\t2和\t3，不能计算；请检查两边的名字",
    ),
    (
        r"bad operand type for (?:unary )?(.+?)(?:\(\))?: '(.+)'",
        r"「\1」要的是数，这里是\t2；请检查名字",
    ),
    (
        r"'(.+)' not supported between instances of '(.+)' and '(.+)'",
        r"「\1」两边是\t2和\t3，不能比较；请先化成同一种，如 (x | float)",
    ),
    (
        r"can only concatenate (\w+) \(not \"(.+)\"\) to .*",
        r"「+」两边是\t1和\t2，不能相加；要连成文字请用「~」",
    ),
    (
        r"can't multiply sequence by non-int of type '(.+)'",
        r"「*」一边是文字或一串内容，另一边是\t1，不能计算；请检查两边的名字",
    ),
    (r"object of type '(.+)' has no len\(\)", r"\t1没有长度可数；请检查名字"),
    (
        r"argument of type '(.+)' is not (?:iterable|a container.*)",
        r"in 后面是\t1，不是一串内容；请检查名字",
    ),
    (
        r"too many values to unpack.*|not enough values to unpack.*|cannot unpack non-iterable .*",
        "for 后面写了几个名字，每一条里却不是这么多项；请改成一样多",
    ),
    (
        r"(?:\S*\.)?_?(\S+)\(\) missing \d+ required (?:positional|keyword-only) arguments?: (.+)",
        r"「\1」的括号里还缺 \2；请补上",
    ),
    (r"(?:\S*\.)?_?(\S+)\(\) takes .*", r"「\1」的括号里写多了；请删去多余的"),
    (
        r"(?:\S*\.)?_?(\S+)\(\) got an unexpected keyword argument '(.+?)'.*",
        r"「\1」的括号里不认识「\2」；请检查拼写",
    ),
    (r"'(.+)' object has no attribute '(.+)'", r"这里是\t1，没有「\2」；请检查名字"),
    (
        r"Missing parameter for attribute name|map requires a filter argument",
        '竖线后面的括号里没有写取哪一项；请写上，如 map(attribute="name")',
    ),
    (r"You can only sort by either .*", 'dictsort 只能按 "key" 或 "value" 排；请改正'),
    (r"'(.+)' object is not reversible", r"竖线前面是\t1，不是一串内容；请检查名字"),
    (r"argument must be iterable", "竖线前面不是一串内容；请检查名字"),
    (r"Can only get item pairs from a mapping\.", "竖线前面不是一组带名字的内容；请检查名字"),
    (r"%(.) format: .* is required, not (.+)", r"「%\1」要的是数，给的是\t2；请检查名字"),
    (
        r"not all arguments converted.*|not enough arguments for format string",
        "百分号的个数与后面的值不一样多；请改成一样多",
    ),
    (
        r"'(.+)' object cannot be interpreted as an integer",
        r"这里要的是整数，给的是\t1；请先取整，如 (x | int)",
    ),
    (
        r"'in <string>' requires string as left operand, not (.+)",
        r"in 后面是文字，前面却是\t1；请先化成文字，如 (x | string)",
    ),
    (
        r"(?:.* )?must be str(?:ing)?, not (.+)|expected string or bytes-like object.*",
        "这里要的是文字；请先化成文字，如 (x | string)",
    ),
    (r"(\w+) expected 2 arguments, got 1", r"「is \1」后面没有写与什么比较；请补上"),
    (r"slice indices must be .*", "方括号里的起止要的是整数；请检查名字"),
    (r"unhashable type: .*", "方括号里或 in 前面要的是名字或序号；请检查"),
    (r"(?:strip|\w+) arg must be None or str", "这里要的是文字；请加上引号"),
    (r"(?:cannot convert )?dictionary update sequence .*", "namespace 里请写 名字=值，如 n=0"),
    (r"conversion from (.+) to Decimal is not supported", r"这里要的是金额，给的是\t1；请检查名字"),
    (r"\w+ index out of range", "序号超出了范围；请改小，第一项的序号是 0"),
    (
        r"No (?:first|last|aggregated) item, sequence was empty\.?",
        "这一串内容是空的，取不到其中一项；请先判断它有没有内容",
    ),
    (r"No filter named '?(.+?)'?\.?", r"没有「\1」这个过滤器；请检查拼写"),
    (r"No test named '?(.+?)'?\.?", r"没有「\1」这个判断；请检查拼写"),
    (r".* is not safely callable", "模板里不允许调用它；请删去括号"),
    (
        r"cannot assign attribute on non-namespace object",
        "带点号的名字不能用 set 改；请先写 {%tr set x = namespace() %}",
    ),
)

_BLANK = "；空白请先补上一个值，如 (x or 0)"
_NAMES = {
    "end of print statement": "「}}」",
    "end of statement block": "「%}」",
    "name": "一个名字",
    "string": "一段文字",
    "integer": "一个数",
    "NoneType": "空白",
    "str": "文字",
    "bool": "真假",
    "dict": "一组带名字的内容",
} | {
    name: shown
    for shown, names in {
        "数": ("int", "float", "Decimal", "decimal.Decimal"),
        "一串内容": ("list", "tuple", "range", "generator", "set"),
        "日期": ("date", "datetime", "datetime.date", "datetime.datetime"),
        "函数": ("function", "method", "builtin_function_or_method", "type"),
    }.items()
    for name in names
}
_GROUP = re.compile(r"\\(t?)(\d)")


def translated(said: str) -> str | None:
    """A clause without its full stop; None for what isn't known here."""
    for pattern, chinese in _KNOWN:
        found = re.fullmatch(pattern, said, re.DOTALL)
        if found:
            return _filled(chinese, found)
    return None


def _filled(chinese: str, found: re.Match[str]) -> str:
    def group(asked: re.Match[str]) -> str:
        text = found[int(asked[2])]
        return _NAMES.get(text, f"「{text}」") if asked[1] else text

    blank = r"\t" in chinese and "NoneType" in found.groups()
    return _GROUP.sub(group, chinese.partition("；")[0] + _BLANK if blank else chinese)
