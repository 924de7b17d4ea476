"""`xlperf fill`: records → locked workbooks."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlperf.cli.paths import meant
from xlperf.cli.terminal import console, say, with_progress

if TYPE_CHECKING:
    from rich.console import Console

    from xlperf.rounds.fill.run import Filling, Remark

DESCRIPTION = """把记录填进锁定的工作簿：只有该填的格能填，合计、执行率是公式，选项有下拉。
来源：xlperf read --json 的记录，read 能读的任何文件，或一行一个项目的表（xlsx、csv）。
表的列名用栏目名；指标另用一张表，一行一条，写明“项目名称”。
布局：form 每张表一个文件；sheets 每张表一个工作表；stacked 上下接排在一个工作表上。
已经有人填写过的工作簿、不是 xlperf 写的文件，绝不覆盖。
退出状态：0 全部填好；1 有的没有填成；2 一个也没有填成，或命令写错。"""
_PASSWORD = "XLPERF_PASSWORD"
_MOST_SPARE = 500
_MOST_WORKERS = 4
_SHOWN = 40  # characters of a name
_NAMED = 3  # of several forms of which the same is said


def add(verbs: Any) -> None:
    verb = verbs.add_parser(
        "fill",
        usage="xlperf fill 来源 … --edition 版次名 -o 文件夹|工作簿.xlsx [选项]",
        help="把记录填进锁定的工作簿",
        description=DESCRIPTION,
    )
    verb.add_argument(
        "paths", metavar="来源", nargs="+", type=Path, help="文件或文件夹，可以写多个"
    )
    verb.add_argument(
        "--edition", metavar="版次名", required=True, help="填哪个版次的表，见 xlperf editions"
    )
    verb.add_argument(
        "-o",
        "--output",
        metavar="文件夹|工作簿.xlsx",
        required=True,
        type=Path,
        help="写到哪里；只有一个工作簿时可以写文件名",
    )
    verb.add_argument(
        "--layout",
        choices=("form", "sheets", "stacked"),
        metavar="布局",
        default="form",
        help="form（默认）、sheets 或 stacked",
    )
    verb.add_argument(
        "--name",
        metavar="样式",
        help="文件名，默认 {单位}_{项目}_{年度}_{表}；也可用 {主管部门} {序号}",
    )
    verb.add_argument(
        "--spare",
        metavar="行数",
        type=_spare,
        help="留多少行空的指标行，默认 30；stacked 不留",
    )
    verb.add_argument(
        "--password",
        metavar="密码",
        help=f"解除保护的密码，也可放在环境变量 {_PASSWORD} 里；默认没有",
    )
    verb.add_argument("--json", action="store_true", help="结果以一个 JSON 文档写到标准输出")
    verb.set_defaults(run=run)


def _spare(text: str) -> int:
    if not (text.isdecimal() and len(text) < 5 and int(text) <= _MOST_SPARE):
        raise argparse.ArgumentTypeError(f"要写 0 到 {_MOST_SPARE} 的整数，不是「{text}」")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    from xlperf.reading import files_under, read_files
    from xlperf.rounds.fill.run import Filling, Request

    filling = Filling.begun(
        Request(
            edition=arguments.edition,
            layout=arguments.layout,
            out=arguments.output,
            name=arguments.name,
            spare=arguments.spare,
            password=arguments.password or os.environ.get(_PASSWORD) or None,
        )
    )
    files, skipped = files_under(meant(arguments.paths))
    records, others, own = filling.sorted_out(files)
    workers = min(os.cpu_count() or 1, _MOST_WORKERS, max(len(others), 1))
    readings = list(with_progress(read_files(others, workers), len(others), "正在读取"))
    filling.take(records, readings)
    for _ in with_progress(filling.perform(), len(filling.jobs), "正在填写"):
        pass
    _tell(arguments.json, filling, [*skipped, *own])
    return _status(filling)


def _tell(as_json: bool, filling: Filling, skipped: Sequence[tuple[str, str]]) -> None:
    if as_json:
        from xlperf.rounds.fill.run import document

        json.dump(document(filling, skipped), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        _print(filling, skipped, console())


def _print(filling: Filling, skipped: Sequence[tuple[str, str]], out: Console) -> None:
    for path in filling.written:
        out.print(f"已写入 {path}", soft_wrap=True)
    _print_list(out, "请留意", _lines(filling.notes))
    _print_list(out, "没有填成", _lines(filling.refused))
    _print_list(out, "已跳过", [f"{file}：{reason}" for file, reason in skipped])
    written = set(filling.written)
    forms = sum(len(job.entries) for job in filling.jobs if job.path in written)
    out.print(
        f"\n共填好 {forms} 张表，写成 {len(written)} 个工作簿；没有填成 {len(filling.refused)} 处。"
    )
    if written and not filling.request.password:
        out.print(f"没有设密码：谁都能解除保护。要设密码，请用 --password 或环境变量 {_PASSWORD}。")


def _print_list(out: Console, title: str, lines: Iterable[str]) -> None:
    for number, line in enumerate(lines):
        if number == 0:
            out.print(f"\n{title}", style="bold")
        out.print(f"  {line}", soft_wrap=True)


def _lines(remarks: Sequence[Remark]) -> Iterator[str]:
    """What is said of many forms alike is said once, with some of their names."""
    about: dict[str, list[str]] = {}
    for remark in remarks:
        about.setdefault(remark.text, []).append(_named(remark))
    for text, names in about.items():
        if len(names) == 1:
            yield f"{names[0]}：{text}"
        else:
            more = "等" if len(names) > _NAMED else ""
            yield f"{text}（{len(names)} 处：{'、'.join(names[:_NAMED])}{more}）"


def _named(remark: Remark) -> str:
    form = remark.form
    if form is None:
        return str(remark.file)
    return f"{_short(form.unit or '（未填单位）')}「{_short(form.project.name or '未填项目')}」"


def _short(text: str) -> str:
    """On one line; a remark is no place for a whole paragraph."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}……"


def _status(filling: Filling) -> int:
    if not filling.written:
        say("一个工作簿也没有写成。")
        return 2
    return 1 if filling.refused else 0
