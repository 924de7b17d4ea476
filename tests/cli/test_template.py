"""`xlperf template check|show`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from xlperf.cli import main

Capture = pytest.CaptureFixture[str]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def template(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"].value = "{{ pages[0].title }}"
    path = tmp_path / "模板.xlsx"
    book.save(path)
    return path


def broken(path: Path, **cells: str) -> Path:
    book = openpyxl.load_workbook(path)
    for ref, text in cells.items():
        book.worksheets[0][ref].value = text
    book.save(path)
    return path


def test_a_template_in_order(template: Path, capsys: Capture) -> None:
    assert main(["template", "check", str(template)]) == 0
    said = capsys.readouterr()
    assert "没有错" in said.out
    assert "用到的数据：pages" in said.out
    assert said.err == ""


def test_faults_and_hints_are_listed(template: Path, capsys: Capture) -> None:
    broken(template, B2="{{ a | upr }}", C3="{{ nix }}", D4="{{ x | merge }}")
    assert main(["template", "check", str(template), "--names", "x，y"]) == 1
    shown = capsys.readouterr().out
    assert "有 2 处错" in shown
    assert "B2「{{ a | upr }}」" in shown
    assert "C3「{{ nix }}」" in shown
    assert "可能与本意不同的地方，1 处" in shown
    assert "D4「{{ x | merge }}」" in shown


def test_a_template_is_shown(template: Path, capsys: Capture) -> None:
    assert main(["template", "show", str(template)]) == 0
    assert "  A1  {{ pages[0].title }}\n" in capsys.readouterr().out


@pytest.mark.parametrize("action", ["check", "show"])
def test_what_can_not_be_read(action: str, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    for path in (tmp_path / "坏.xlsx", tmp_path / "没有.xlsx", tmp_path):
        assert main(["template", action, str(path)]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert f"「{path}」" in said.err
        assert "Traceback" not in said.err


def test_an_unknown_action(template: Path, capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main(["template", "chek", str(template)])
    assert "是不是「check」" in capsys.readouterr().err


def test_git_shows_a_readable_diff(template: Path, tmp_path: Path) -> None:
    """As .gitattributes and the manual say."""
    home = tmp_path / "home"
    home.mkdir()
    quiet = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME")}
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | quiet

    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments]
        return subprocess.run(
            command, cwd=template.parent, env=environment, capture_output=True, check=True
        ).stdout.decode()

    git("init", "-q")
    (template.parent / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    git("add", ".gitattributes", template.name)
    git("commit", "-qm", "first")
    textconv = f'"{sys.executable}" -m xlperf template show'
    git("config", "diff.xlperf.textconv", textconv)
    broken(template, A1="{{ pages[0].year_line }}")
    changed = [line for line in git("diff").splitlines() if line[:1] in "+-" and "A1" in line]
    assert changed == ["-  A1  {{ pages[0].title }}", "+  A1  {{ pages[0].year_line }}"]
