"""`xlperf demo`: what the program does, shown on real published forms."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from xlperf.cli.terminal import console, say

DESCRIPTION = """用随程序附带的真实公开件演示一遍，结果写到一个文件夹。
目前演示读取和填表：五份公开件 → 记录、清单 → 锁定的工作簿和汇总表。
可重复运行，旧结果会被替换；已经有人填写过的表除外。"""


def add(verbs: Any) -> None:
    verb = verbs.add_parser(
        "demo",
        usage="xlperf demo [--out 文件夹]",
        help="用真实公开件演示一遍",
        description=DESCRIPTION,
    )
    verb.add_argument(
        "--out", metavar="文件夹", type=Path, default=Path("demo"), help="结果写到这里，默认 demo"
    )
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from xlperf.cli.report import print_report
    from xlperf.rounds.demo import tour
    from xlperf.rounds.safely import NotWritten

    try:
        shown = tour(arguments.out)
    except NotWritten as error:
        say(error.reason)
        return 2
    print_report(shown.readings, (), console())
    print("\n结果在这里：")
    for step in shown.steps:
        print(f"  {step.done}：{step.result}")
    for reason in shown.refused:
        say(reason)
    return (
        1 if shown.refused or any(reading.refused is not None for reading in shown.readings) else 0
    )
