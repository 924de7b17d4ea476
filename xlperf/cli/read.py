"""`xlperf read`: any source → records."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlperf.cli.paths import meant
from xlperf.cli.terminal import console, say, with_progress

if TYPE_CHECKING:
    from xlperf.reading import Reading
    from xlperf.rounds.records import Skipped

DESCRIPTION = """读取申报表和自评表，得到统一的记录。
可读：xlsx xlsm xls et html csv tsv txt docx pdf；按内容识别，不看扩展名。
给出文件夹时读其中的全部文件。
原件不会被改动；没能归入任何栏目的文字一律列出，不会悄悄丢掉。
退出状态：0 全部读成；1 有文件未能读取；2 一张表也没有读到，或命令写错。"""
_MOST_WORKERS = 4


def add(verbs: Any) -> None:
    verb = verbs.add_parser(
        "read",
        usage="xlperf read 文件|文件夹 … [--json] [-o 清单.xlsx]",
        help="读取申报表、自评表（任何来源）",
        description=DESCRIPTION,
    )
    verb.add_argument("paths", metavar="文件|文件夹", nargs="+", type=Path, help="可以写多个")
    verb.add_argument("--json", action="store_true", help="结果以一个 JSON 文档写到标准输出")
    verb.add_argument(
        "-o",
        "--output",
        metavar="清单.xlsx",
        type=_workbook_path,
        help="另存为工作簿：表、指标、资金、读取说明、未读文字、未能读取",
    )
    verb.set_defaults(run=run)


def _workbook_path(text: str) -> Path:
    if Path(text).suffix.lower() != ".xlsx":
        raise argparse.ArgumentTypeError(f"文件名要以 .xlsx 结尾，不是「{text}」")
    return Path(text)


def run(arguments: argparse.Namespace) -> int:
    from xlperf.editions import load_library
    from xlperf.reading import files_under, read_files
    from xlperf.rounds.listing import may_replace
    from xlperf.rounds.safely import NotWritten

    load_library()  # a broken edition is said once, not for each file
    files, skipped = files_under(meant(arguments.paths))
    output: Path | None = arguments.output
    if output is not None:
        if not may_replace(output):
            say(f"「{output}」已经存在，而且不是 xlperf 写的清单；为免覆盖，请换一个文件名。")
            return 2
        own = [file for file in files if _same(file, output)]
        files = [file for file in files if file not in own]
        skipped += [(str(file), "这是 -o 要写的清单，没有当作来源读取。") for file in own]
    workers = min(os.cpu_count() or 1, _MOST_WORKERS, max(len(files), 1))
    read = read_files(files, workers=workers)
    readings = list(with_progress(read, len(files), "正在读取"))
    try:
        if output is not None:  # first, since whoever reads the output may stop reading it
            _save(output, readings, skipped)
    except NotWritten as error:
        say(error.reason)
        return 2
    _tell(arguments.json, readings, skipped)
    return _status(readings)


def _same(file: Path, output: Path) -> bool:
    return file.resolve() == output.resolve()


def _tell(as_json: bool, readings: Sequence[Reading], skipped: Skipped) -> None:
    if as_json:
        from xlperf.rounds.records import document

        json.dump(document(readings, skipped), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        from xlperf.cli.report import print_report

        print_report(readings, skipped, console())


def _save(output: Path, readings: Sequence[Reading], skipped: Skipped) -> None:
    from xlperf.rounds.listing import listing
    from xlperf.rounds.safely import write_safely

    write_safely(output, listing(readings, skipped))
    say(f"清单已写入 {output}")


def _status(readings: Sequence[Reading]) -> int:
    if not any(reading.forms for reading in readings):
        say("没有读到任何申报表或自评表。")
        return 2
    return 1 if any(reading.refused is not None for reading in readings) else 0
