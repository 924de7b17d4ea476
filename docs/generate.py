"""What the manual shows is taken from the program: `make docs`; `--check` only compares cli.md."""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path

from xlperf.cli import VERBS, main

CLI = Path(__file__).resolve().parent / "cli.md"
_HEAD = """# 命令一览

<!-- 由 docs/generate.py 从程序自身生成：改了命令后运行 make docs，不要手改 -->

`xlperf` 与 `python -m xlperf` 相同；Windows 上也可写 `py -m xlperf`。
"""


def cli_page() -> str:
    parts = [_HEAD, _block("--help")]
    for verb in VERBS:
        name = verb.__name__.rpartition(".")[2]
        parts += [f"## `xlperf {name}`\n", _block(name, "--help")]
    return "\n".join(parts)


def _block(*arguments: str) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
        main(arguments)
    return f"```text\n{said.getvalue().strip()}\n```\n"


def check() -> int:
    if CLI.is_file() and CLI.read_text(encoding="utf-8") == cli_page():
        return 0
    print("docs/cli.md 与程序不一致，请运行 make docs 后提交。", file=sys.stderr)
    return 1


def write() -> None:
    from pictures import draw_all

    CLI.write_text(cli_page(), encoding="utf-8", newline="\n")
    draw_all()


if __name__ == "__main__":
    sys.exit(check() if "--check" in sys.argv[1:] else write())
