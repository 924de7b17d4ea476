"""`xlperf editions` and `xlperf demo`."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from xlperf.cli import main
from xlperf.editions import load_library

Capture = pytest.CaptureFixture[str]


def test_every_edition_is_listed(capsys: Capture) -> None:
    assert main(["editions"]) == 0
    shown = capsys.readouterr().out
    for edition in load_library().editions.values():
        assert edition.key in shown
        assert edition.name in shown


def test_one_edition_is_explained(capsys: Capture) -> None:
    assert main(["editions", "national"]) == 0
    shown = capsys.readouterr().out
    for words in ("财预〔2020〕10号", "产出指标：数量指标、质量指标、时效指标", "执行率 10"):
        assert words in shown


def test_editions_for_programs(capsys: Capture) -> None:
    assert main(["editions", "national", "--json"]) == 0
    [edition] = json.loads(capsys.readouterr().out)["editions"]
    assert edition["profile"]["weight_total"] == 100
    assert "数量指标" in edition["levels"]["产出指标"]


def test_an_unknown_edition(capsys: Capture) -> None:
    assert main(["editions", "nowhere-1999"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "没有版次「nowhere-1999」" in said.err
    assert "national" in said.err


def test_the_demo_says_where_everything_lies(tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "演示"
    for _ in ("first", "again"):
        assert main(["demo", "--out", str(out)]) == 0
    shown = capsys.readouterr().out
    shown_paths = [line.rpartition("：")[2] for line in shown.splitlines() if line.startswith("  ")]
    lying = {Path(each) for each in shown_paths if each.startswith(str(out))}
    results = ("公开件", "记录.json", "清单.xlsx", "填好的表", "汇总表")
    assert lying == {out / name for name in results}
    assert all(each.exists() for each in lying)
    assert len(list((out / "填好的表").glob("*/*.xlsx"))) == 37
    assert len(list((out / "汇总表").glob("*/*.xlsx"))) == 5
    records = json.loads((out / "记录.json").read_text(encoding="utf-8"))
    book = openpyxl.load_workbook(out / "清单.xlsx", read_only=True)
    assert len(list(book["表"].rows)) == 1 + len(records["forms"]) == 38
    book.close()


def test_the_demo_can_not_write(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "占用").write_bytes(b"a file, no folder")
    assert main(["demo", "--out", str(tmp_path / "占用")]) == 2
    assert "没有写成" in capsys.readouterr().err
