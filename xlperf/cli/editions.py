"""`xlperf editions`: the printings of the forms that are known, and what each one says."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlperf.cli.terminal import console, say

if TYPE_CHECKING:
    from xlperf.editions import Edition

DESCRIPTION = """列出已知的版次；写上版次名，则详细说明这一个。
版次是 templates/ 下的一个文件夹，写明表上的标签、指标层级、必填项和分值口径。
没有登记过的版次也能读：按通用词表识别。"""


def add(verbs: Any) -> None:
    verb = verbs.add_parser(
        "editions",
        usage="xlperf editions [版次名] [--json]",
        help="列出已知的版次，或说明其中一个",
        description=DESCRIPTION,
    )
    verb.add_argument("name", metavar="版次名", nargs="?", help="例如 national")
    verb.add_argument("--json", action="store_true", help="结果以一个 JSON 文档写到标准输出")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from xlperf.editions import load_library

    known = load_library().editions
    if arguments.name is not None and arguments.name not in known:
        say(f"没有版次「{arguments.name}」，可以用：{'、'.join(known)}。")
        return 2
    chosen = [known[arguments.name]] if arguments.name else list(known.values())
    if arguments.json:
        print(json.dumps({"editions": [_as_json(each) for each in chosen]}, ensure_ascii=False))
    elif arguments.name:
        for line in _explained(chosen[0]):
            print(line)
    else:
        _print_table(chosen)
    return 0


def _as_json(edition: Edition) -> dict[str, Any]:
    return {
        "key": edition.key,
        "name": edition.name,
        "kinds": list(edition.kinds),
        "currency_unit": edition.currency_unit,
        "basis": edition.basis,
        "folder": str(edition.folder),
        "example": str(edition.example) if edition.example else None,
        "levels": {one.name: [two.name for two in one.children] for one in edition.levels},
        "required": dict(edition.required),
        "profile": dict(edition.profile),
    }


def _print_table(editions: list[Edition]) -> None:
    from rich.table import Table

    table = Table("版次名", "说明", "表", "金额单位", "公开件样例")
    for edition in editions:
        table.add_row(
            edition.key,
            edition.name,
            "、".join(edition.kinds),
            edition.currency_unit or "",
            "有" if edition.example else "",
        )
    console().print(table)


def _explained(edition: Edition) -> Iterator[str]:
    yield f"{edition.key}　{edition.name}"
    yield f"表：{'、'.join(edition.kinds)}"
    yield f"金额单位：{edition.currency_unit or '未规定'}"
    if edition.basis:
        yield f"依据：{edition.basis}"
    yield f"文件夹：{edition.folder}"
    if edition.example:
        yield f"公开件样例：{edition.example}"
    yield "指标层级："
    for one in edition.levels:
        children = "、".join(edition.level_label(two.name) for two in one.children)
        yield f"  {edition.level_label(one.name)}：{children}"
    weights = edition.profile.get("level_weights", {})
    execution = edition.profile.get("execution_weight")
    shares = [f"{level} {weight}" for level, weight in weights.items()]
    yield f"自评分值：{'、'.join([f'执行率 {execution}', *shares])}"
