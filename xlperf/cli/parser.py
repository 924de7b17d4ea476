"""argparse that speaks Chinese: help, usage and every complaint."""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from rich.cells import cell_len

_HELP_WIDTH = 92
_TEXT_COLUMN = 24
_INDENT = "  "
_BAD_USAGE = 2

#: what argparse says, and the same for a clerk
_COMPLAINTS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"the following arguments are required: (.+)", lambda m: f"还缺：{m[1]}"),
    (r"unrecognized arguments: (.+)", lambda m: f"不认识：{m[1]}"),
    (r"argument (.+?): expected one argument", lambda m: f"{m[1]} 后面要写一个值"),
    (r"argument (.+?): expected at least one argument", lambda m: f"{m[1]} 后面至少要写一个值"),
    (r"argument (.+?): invalid choice: '(.*?)' \(choose from (.+)\)", lambda m: _choice(m)),
    (r"argument (.+?): invalid int value: '(.*)'", lambda m: f"{m[1]} 要写整数，不是「{m[2]}」"),
    (r"argument (.+?): not allowed with argument (.+)", lambda m: f"{m[1]} 不能与 {m[2]} 同用"),
    (r"argument (.+?): (.+)", lambda m: f"{m[1]}：{m[2]}"),
)


class Parser(argparse.ArgumentParser):
    """Usage lines are written by hand, so that the manual is the same under every Python."""

    def __init__(self, **settings: Any) -> None:
        settings.setdefault("formatter_class", _Formatter)
        super().__init__(add_help=False, allow_abbrev=False, **settings)
        self.color = False  # from Python 3.14 on, argparse colours help
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明后退出")

    def format_help(self) -> str:
        return re.sub(r"(?m)^(\S+):$", r"\1：", super().format_help())

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}：{_in_chinese(message)}。", file=sys.stderr)
        print(f"写法：{self.usage}\n详细说明：{self.prog} --help", file=sys.stderr)
        sys.exit(_BAD_USAGE)


def _in_chinese(message: str) -> str:
    for pattern, say in _COMPLAINTS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return say(found)
    return message


def _choice(found: re.Match[str]) -> str:
    choices = [choice.strip(" '\"") for choice in found[3].split(",")]
    close = difflib.get_close_matches(found[2], choices, n=1)
    meant = f"，是不是「{close[0]}」？" if close else "，"
    return f"没有「{found[2]}」{meant}可以用：{'、'.join(choices)}"


class _Formatter(argparse.HelpFormatter):
    """Aligned by what a terminal shows: a Chinese character takes two columns."""

    def __init__(self, prog: str, **_: Any) -> None:
        super().__init__(prog, width=_HELP_WIDTH, max_help_position=_TEXT_COLUMN)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix="用法：" if prefix is None else prefix)

    def _format_action(self, action: argparse.Action) -> str:
        if isinstance(action, argparse._SubParsersAction):
            return "".join(self._format_action(each) for each in action._get_subactions())
        name = _INDENT + self._format_action_invocation(action)
        lines = _wrapped(action.help or "", _HELP_WIDTH - _TEXT_COLUMN)
        if cell_len(name) + 2 > _TEXT_COLUMN:
            lines = ["", *lines]
        first, *rest = lines
        gap = " " * (_TEXT_COLUMN - cell_len(name)) if first else ""
        return "\n".join([name + gap + first, *(" " * _TEXT_COLUMN + each for each in rest)]) + "\n"

    def _format_action_invocation(self, action: argparse.Action) -> str:
        if not action.option_strings:
            return str(action.metavar or action.dest)
        names = ", ".join(action.option_strings)
        return names if action.nargs == 0 else f"{names} {action.metavar or action.dest.upper()}"

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        paragraphs = text.strip().splitlines()
        return "\n".join(indent + each for part in paragraphs for each in _wrapped(part, width))


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns, never breaking a word of letters and digits."""
    lines = [""]
    for piece in re.findall(r"[!-~]+[，。、；：）」！？]*|.[，。、；：）」！？]*", text):
        if cell_len(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return lines
