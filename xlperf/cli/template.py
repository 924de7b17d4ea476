"""`xlperf template`: is a template in order, and what does it say."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlperf.cli.terminal import say
from xlperf.model.faults import reason_of
from xlperf.model.refusal import Refused

if TYPE_CHECKING:
    from xlperf.templating.check import Checked

DESCRIPTION = """检查模板，或把模板打印成文字。模板是带标签的 xlsx，写法见操作手册“模板”一章。
check：标签、公式、合并、名称有没有错，一次全部列出，写明工作表、单元格和改法；
　　　 另列出填写后可能与本意不同的地方，和模板要用到的数据。
show：按单元格打印标签、公式、合并、可填单元格、有效性、条件格式、名称，供比较两个版本。
退出状态：0 没有错；1 有错；2 文件读不了。"""


def add(verbs: Any) -> None:
    verb = verbs.add_parser(
        "template",
        usage="xlperf template check|show 模板.xlsx … [--names 名字,名字]",
        help="检查模板，或把模板打印成文字",
        description=DESCRIPTION,
    )
    verb.add_argument("action", metavar="check|show", choices=("check", "show"), help="做什么")
    verb.add_argument("paths", metavar="模板.xlsx", nargs="+", type=Path, help="可以写多个")
    verb.add_argument(
        "--names",
        metavar="名字,名字",
        help="check：数据里除了 fill 给的以外还有哪些名字",
    )
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    if arguments.action == "show":
        return max([_shown(path) for path in arguments.paths])
    known = _known(arguments.names)
    return max([_checked(path, known) for path in arguments.paths])


def _shown(path: Path) -> int:
    from xlperf.templating.show import shown

    try:
        print(shown(_bytes(path)), end="")
    except Refused as refusal:
        say(f"「{path}」{refusal.reason}")
        return 2
    return 0


def _checked(path: Path, known: Collection[str]) -> int:
    from xlperf.templating.check import check

    try:
        found = check(_bytes(path), path.name, known)
    except Refused as refusal:
        say(f"「{path}」{refusal.reason}")
        return 2
    for line in _told(path, found):
        print(line)
    return 1 if found.faults else 0


def _told(path: Path, found: Checked) -> Iterator[str]:
    yield f"模板「{path.name}」：{f'有 {len(found.faults)} 处错' if found.faults else '没有错'}"
    yield from (f"  {fault}" for fault in found.faults)
    if found.hints:
        yield f"可能与本意不同的地方，{len(found.hints)} 处："
        yield from (f"  {hint}" for hint in found.hints)
    yield f"用到的数据：{'、'.join(found.names) or '没有'}"


def _known(names: str | None) -> set[str]:
    """What `fill` tells every template, and what the author of this one brings."""
    from xlperf.editions import load_library
    from xlperf.rounds.fill.context import context_of

    own = (name.strip() for name in (names or "").replace("，", ",").split(","))
    return {*context_of([], load_library().generic, 0), *filter(None, own)}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"打不开：{reason_of(error)}。") from error
