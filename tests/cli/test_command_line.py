"""Whatever is typed, the answer is Chinese, on the right stream, with the right status."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import xlperf.reading
from xlperf.cli import VERBS, main

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ([], "还缺：动词"),
        (["raed"], "是不是「read」？"),
        (["read"], "还缺：文件|文件夹"),
        (["read", "a.xlsx", "--jsn"], "不认识：--jsn"),
        (["read", "a.xlsx", "-o"], "-o/--output 后面要写一个值"),
        (["read", "a.xlsx", "-o", "b.txt"], "文件名要以 .xlsx 结尾，不是「b.txt」"),
        (["editions", "一", "二"], "不认识：二"),
    ],
)
def test_bad_usage(typed: list[str], answer: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(typed)
    said = capsys.readouterr()
    assert stopped.value.code == 2
    assert answer in said.err
    assert "写法：xlperf" in said.err
    assert said.out == ""


@pytest.mark.parametrize("verb", [verb.__name__.rpartition(".")[2] for verb in VERBS])
def test_help_is_chinese(verb: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([verb, "--help"])
    said = capsys.readouterr()
    assert stopped.value.code == 0
    assert said.out.startswith(f"用法：xlperf {verb}")
    for english in ("usage:", "options:", "positional", "show this help"):
        assert english not in said.out


def test_version(capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"xlperf {xlperf.__version__}\n"


def test_no_traceback_reaches_a_user(
    tmp_path: Path, state_folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a mistake of ours")

    monkeypatch.setattr(xlperf.reading, "read_files", broken)
    assert main(["read", str(tmp_path / "a.xlsx")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    [log] = state_folder.rglob("xlperf.log")
    assert said.err == f"出了意外，没有做完。详情已记在 {log}，请把这个文件发给维护者。\n"
    written = log.read_text(encoding="utf-8")
    assert "ZeroDivisionError: a mistake of ours" in written
    assert "Traceback" in written


def test_an_interruption_is_no_accident(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(xlperf.reading, "read_files", interrupted)
    assert main(["read", str(tmp_path / "a.xlsx")]) == 130
    assert capsys.readouterr().err == "已中断。\n"


def test_help_loads_nothing_heavy() -> None:
    heavy = ("pandas", "openpyxl", "rich.table", "pdfminer", "python_calamine")
    code = (
        "import sys, xlperf.cli\n"
        "try: xlperf.cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert shown.stdout.splitlines()[-1] == "[]"


@pytest.mark.skipif(os.name == "nt", reason="needs a pipe that closes as POSIX does")
def test_a_reader_that_has_seen_enough() -> None:
    writing = subprocess.Popen(
        [sys.executable, "-m", "xlperf", "editions", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert writing.stdout is not None
    writing.stdout.close()
    _, said = writing.communicate(timeout=60)
    assert (writing.returncode, said) == (0, b"")


def test_each_verb_says_what_it_does() -> None:
    for verb in VERBS:
        module = importlib.import_module(verb.__name__)
        assert module.__doc__
        assert module.__doc__.startswith(f"`xlperf {verb.__name__.rpartition('.')[2]}`")
