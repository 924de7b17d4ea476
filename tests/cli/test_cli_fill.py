"""`xlperf fill` as a clerk and as a program meet it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from support.recalculated import loaded

from xlperf.cli import main
from xlperf.editions import load_library
from xlperf.ooxml.workbook import read_workbook

Capture = pytest.CaptureFixture[str]
EXAMPLE = load_library().editions["songjiang-2024"].example
NAMES = {
    "上海市松江区总工会(本级)_编外人员工作经费_2024_申报表.xlsx",
    "上海市松江区工人文化宫_编外人员工作经费_2024_申报表.xlsx",
    "上海市松江区总工会(本级)_帮困慰问_2024_申报表.xlsx",
    "上海市松江区总工会（本级）_职工服务_2024_申报表.xlsx",
}


@pytest.fixture
def published(tmp_path: Path) -> Path:
    assert EXAMPLE is not None
    return shutil.copyfile(EXAMPLE, tmp_path / "某区.txt")


def told(capsys: Capture, *arguments: object) -> tuple[int, Any]:
    capsys.readouterr()
    status = main(["fill", *map(str, arguments), "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_one_workbook_for_each_form(published: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "下发"
    status, document = told(capsys, published, "--edition", "songjiang-2024", "-o", out)
    assert status == 0
    assert {Path(path).name for path in document["written"]} == NAMES
    assert {path.name for path in out.iterdir()} == NAMES
    assert document["refused"] == []


def test_a_second_run_replaces_what_nobody_touched(
    published: Path, tmp_path: Path, capsys: Capture
) -> None:
    arguments = (published, "--edition", "songjiang-2024", "-o", tmp_path / "下发")
    assert told(capsys, *arguments)[0] == 0
    touched, foreign, *_ = sorted((tmp_path / "下发").iterdir())
    book = loaded(touched.read_bytes())
    book.worksheets[0]["C9"] = "有人填的"
    book.save(touched)
    foreign.write_bytes(b"somebody's own")
    before = touched.read_bytes()
    status, document = told(capsys, *arguments)
    assert status == 1
    assert len(document["written"]) == 2
    reasons = [each["reason"] for each in document["refused"]]
    for path, words in ((foreign, "不是 xlperf 填的表"), (touched, "已经有人填写或改动过")):
        [reason] = [each for each in reasons if path.name in each]
        assert words in reason
    assert touched.read_bytes() == before
    assert foreign.read_bytes() == b"somebody's own"


@pytest.mark.parametrize(("layout", "sheets"), [("sheets", 4), ("stacked", 1)])
def test_all_in_one_workbook(
    published: Path, tmp_path: Path, capsys: Capture, layout: str, sheets: int
) -> None:
    out = tmp_path / "全部.xlsx"
    arguments = (published, "--edition", "songjiang-2024", "--layout", layout, "-o", out)
    status, document = told(capsys, *arguments)
    assert (status, document["written"]) == (0, [str(out)])
    assert len(read_workbook(out.read_bytes()).sheets) == sheets


def test_many_forms_do_not_fit_into_one_file(
    published: Path, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "全部.xlsx"
    assert main(["fill", str(published), "--edition", "songjiang-2024", "-o", str(out)]) == 2
    assert "每张一个文件：-o 请写文件夹" in capsys.readouterr().err
    assert not out.exists()


def test_a_kind_that_the_edition_has_no_form_for(
    published: Path, tmp_path: Path, capsys: Capture
) -> None:
    status, document = told(capsys, published, "--edition", "minhang-2020", "-o", tmp_path / "x")
    assert status == 2
    assert len(document["refused"]) == 4
    assert document["refused"][0]["form"]["project"] == "编外人员工作经费"
    assert "版次 minhang-2020 没有申报表" in document["refused"][0]["reason"]
    assert not (tmp_path / "x").exists()


def test_what_the_form_has_no_place_for_is_said_once(
    published: Path, tmp_path: Path, capsys: Capture
) -> None:
    out = str(tmp_path / "下发")
    assert main(["fill", str(published), "--edition", "chongming-2023", "-o", out]) == 0
    lost = [line for line in capsys.readouterr().out.splitlines() if "项目性质" in line]
    assert len(lost) == 1
    assert "没有放它的位置" in lost[0]
    assert "4 处：上海市松江区总工会(本级)「编外人员工作经费」、" in lost[0]


def test_records_and_tables_go_together(tmp_path: Path, capsys: Capture) -> None:
    records = tmp_path / "记录.json"
    record = {"schema": "xlperf-record/1", "kind": "申报表", "project": {"name": "甲"}, "x": 1}
    records.write_text(json.dumps([record]), encoding="utf-8")
    table = tmp_path / "台账.csv"
    table.write_text("项目名称,实施单位,年度,手机\n乙,某中心,2026,1\n", encoding="utf-8")
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04" + bytes(100))
    out = tmp_path / "下发"
    arguments = (tmp_path, "--edition", "minhang-2026", "-o", out, "--name", "{项目}-{序号}")
    status, document = told(capsys, *arguments)
    assert status == 1
    assert sorted(path.name for path in out.iterdir()) == ["乙-002.xlsx", "甲-001.xlsx"]
    [refused] = document["refused"]
    assert (refused["file"], refused["form"]) == (str(tmp_path / "坏.xlsx"), None)
    notes = [note["text"] for note in document["notes"]]
    assert any("“x”不是记录的栏目" in note for note in notes)
    assert any("“手机”一列" in note for note in notes)


def test_what_an_earlier_run_wrote_is_no_source(
    published: Path, tmp_path: Path, capsys: Capture
) -> None:
    arguments = (tmp_path, "--edition", "songjiang-2024", "-o", tmp_path / "下发")
    assert told(capsys, *arguments)[0] == 0
    status, document = told(capsys, *arguments)
    assert status == 0
    assert len(document["written"]) == len(document["skipped"]) == 4


def test_the_password_is_asked_for_by_the_sheets(
    published: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "下发"
    arguments = (published, "--edition", "songjiang-2024", "-o")
    told(capsys, *arguments, out / "没有")
    told(capsys, *arguments, out / "写明", "--password", "密码")
    monkeypatch.setenv("XLPERF_PASSWORD", "密码")
    told(capsys, *arguments, out / "环境")
    asked = {}
    for folder in out.iterdir():
        sheet = read_workbook(next(folder.iterdir()).read_bytes()).sheets[0]
        assert sheet.protection is not None
        asked[folder.name] = sheet.protection.password
    assert asked == {"没有": False, "写明": True, "环境": True}


@pytest.mark.parametrize("spare", [0, 7])
def test_as_many_spare_rows_as_asked_for(
    published: Path, tmp_path: Path, capsys: Capture, spare: int
) -> None:
    arguments = (published, "--edition", "songjiang-2024", "-o")
    told(capsys, *arguments, tmp_path / "少", "--spare", spare)
    told(capsys, *arguments, tmp_path / "多", "--spare", spare + 5)
    few, many = (
        len(read_workbook(next((tmp_path / each).iterdir()).read_bytes()).sheets[0].formulas)
        for each in ("少", "多")
    )
    rows = [
        max(area.bottom for area in read_workbook(path.read_bytes()).sheets[0].merges)
        for folder in ("少", "多")
        for path in (tmp_path / folder).glob("*帮困慰问*")
    ]
    assert few <= many
    assert rows[1] - rows[0] == 5


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["x.txt", "-o", "y"], "还缺：--edition"),
        (["x.txt", "--edition", "nowhere", "-o", "y"], "没有版次「nowhere」"),
        (["x.txt", "--edition", "national", "-o", "y", "--layout", "stack"], "是不是「stacked」"),
        (["x.txt", "--edition", "national", "-o", "y", "--spare", "-1"], "0 到 500 的整数"),
        (["x.txt", "--edition", "national", "-o", "y", "--name", "{x}"], "{x} 不认识"),
        (["没有.txt", "--edition", "national", "-o", "y"], "一个工作簿也没有写成"),
    ],
)
def test_a_command_that_means_nothing(
    arguments: list[str],
    complaint: str,
    capsys: Capture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        status = main(["fill", *arguments])
    except SystemExit as leaving:
        status = int(str(leaving.code))
    assert status == 2
    assert complaint in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
