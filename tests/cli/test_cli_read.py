"""`xlperf read` as a clerk and as a program meet it: a real process, real published forms."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from xlperf.editions import load_library

PUBLISHED = {each.key: each.example for each in load_library().editions.values() if each.example}
SONGJIANG = "songjiang-2024"


def xlperf(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "xlperf", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        env=os.environ | environment,
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder as it comes: a good file, a broken one, and what Excel left behind."""
    folder = tmp_path / "收件"
    folder.mkdir()
    shutil.copyfile(PUBLISHED[SONGJIANG], folder / "某区总工会.txt")
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04" + bytes(100))
    (folder / "~$某区总工会.xlsx").write_bytes(bytes(165))
    return folder


def test_json_is_one_document_and_nothing_else(inbox: Path) -> None:
    done = xlperf("read", inbox / "某区总工会.txt", "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert [form["project"]["name"] for form in document["forms"]] == [
        "编外人员工作经费",
        "编外人员工作经费",
        "帮困慰问",
        "职工服务",
    ]
    assert [len(form["indicators"]) for form in document["forms"]] == [5, 6, 11, 25]
    assert {form["schema"] for form in document["forms"]} == {"xlperf-record/1"}
    assert document["refused"] == []


def test_a_refused_file_is_named_and_shows_in_the_status(inbox: Path) -> None:
    done = xlperf("read", inbox, "--json")
    assert done.returncode == 1
    document = json.loads(done.stdout)
    assert len(document["forms"]) == 4
    [refused] = document["refused"]
    assert refused["file"] == str(inbox / "坏.xlsx")
    assert "请" in refused["reason"]
    [skipped] = document["skipped"]
    assert skipped["file"] == str(inbox / "~$某区总工会.xlsx")
    assert "锁文件" in skipped["reason"]


def test_a_person_reads_the_same_in_chinese(inbox: Path) -> None:
    done = xlperf("read", inbox)
    assert done.returncode == 1
    for words in ("上海市松江区工人文化宫", "职工服务", "21,045,108.18", "2024", SONGJIANG, "元"):
        assert words in done.stdout
    assert "未能读取" in done.stdout
    assert "坏.xlsx" in done.stdout
    assert "已跳过" in done.stdout
    assert "4 张表，47 条指标" in done.stdout
    assert "未能读取 1 个文件" in done.stdout


@pytest.mark.parametrize("wanted", [(), ("--json",)])
def test_nothing_readable(inbox: Path, wanted: tuple[str, ...]) -> None:
    done = xlperf("read", inbox / "坏.xlsx", inbox / "没有.xlsx", *wanted)
    assert done.returncode == 2
    assert "没有读到任何申报表或自评表" in done.stderr
    assert "找不到这个文件" in done.stdout
    if wanted:
        assert [each["file"] for each in json.loads(done.stdout)["refused"]] == [
            str(inbox / "坏.xlsx"),
            str(inbox / "没有.xlsx"),
        ]


def test_an_empty_folder(tmp_path: Path) -> None:
    done = xlperf("read", tmp_path)
    assert done.returncode == 2
    assert "空文件夹" in done.stdout


def test_a_pattern_that_the_shell_left_alone(inbox: Path) -> None:
    done = xlperf("read", inbox / "某*.txt", inbox / "*.docx", "--json")
    assert done.returncode == 1
    document = json.loads(done.stdout)
    assert len(document["forms"]) == 4
    assert [each["file"] for each in document["refused"]] == [str(inbox / "*.docx")]


def test_the_listing_workbook(inbox: Path, tmp_path: Path) -> None:
    done = xlperf("read", inbox, "-o", tmp_path / "清单.xlsx")
    assert done.returncode == 1
    assert "清单已写入" in done.stderr
    book = openpyxl.load_workbook(tmp_path / "清单.xlsx")
    assert book.sheetnames == ["表", "目标", "指标", "资金", "读取说明", "未读文字", "未能读取"]
    forms, indicators = book["表"], book["指标"]
    assert forms.max_row == 1 + 4
    assert indicators.max_row == 1 + 47
    column = [cell.value for cell in forms[1]].index("年度资金申请总额／全年预算数")
    assert forms.cell(3, column + 1).value == 787088.5
    assert not [c for sheet in book for row in sheet for c in row if c.data_type == "f"]
    column = [cell.value for cell in indicators[1]].index("指标值")
    targets = [row[column].value for row in indicators.iter_rows(min_row=2)]
    assert "=4.00(人)" in targets
    assert [row[0].value for row in book["未能读取"].iter_rows(min_row=2)] == [
        str(inbox / "坏.xlsx"),
        str(inbox / "~$某区总工会.xlsx"),
    ]


def test_a_second_run_doesnt_read_its_own_listing(inbox: Path) -> None:
    (inbox / "坏.xlsx").unlink()
    own = inbox / "清单.xlsx"
    assert xlperf("read", inbox, "-o", own).returncode == 0
    again = xlperf("read", inbox, "-o", own, "--json")
    assert again.returncode == 0
    assert [each["file"] for each in json.loads(again.stdout)["skipped"]] == [
        str(inbox / "~$某区总工会.xlsx"),
        str(own),
    ]


def test_the_listing_can_not_be_written(inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "清单.xlsx").mkdir()
    done = xlperf("read", inbox, "-o", tmp_path / "清单.xlsx")
    assert done.returncode == 2
    assert "清单.xlsx」已经存在，而且不是 xlperf 写的清单" in done.stderr


def test_a_form_is_never_overwritten_and_a_listing_is_no_form(inbox: Path) -> None:
    form = inbox / "某区总工会.txt"
    mine = inbox / "总工会.xlsx"
    mine.write_bytes(b"somebody's workbook")
    done = xlperf("read", form, "-o", mine)
    assert done.returncode == 2
    assert mine.read_bytes() == b"somebody's workbook"
    listing = inbox / "清单.xlsx"
    assert xlperf("read", form, "-o", listing).returncode == 0
    assert xlperf("read", form, "-o", listing).returncode == 0
    again = xlperf("read", listing)
    assert again.returncode == 2
    assert "xlperf 自己写的清单" in again.stdout + again.stderr


def test_the_listing_is_written_also_where_nobody_reads_on(inbox: Path, tmp_path: Path) -> None:
    listing = tmp_path / "清单.xlsx"
    command = f"'{sys.executable}' -m xlperf read '{inbox}' --json -o '{listing}' | head -c 1"
    subprocess.run(["sh", "-c", command], capture_output=True, timeout=60, check=True)
    assert openpyxl.load_workbook(listing).sheetnames[0] == "表"


def test_utf8_also_where_the_console_is_gbk(inbox: Path) -> None:
    shutil.copyfile(inbox / "某区总工会.txt", inbox / "䶮𠮷.txt")
    done = xlperf("read", inbox / "䶮𠮷.txt", PYTHONIOENCODING="gbk")
    assert done.returncode == 0
    assert "䶮𠮷.txt" in done.stdout


def test_every_published_document(tmp_path: Path) -> None:
    done = xlperf("read", *PUBLISHED.values(), "--json")
    assert done.returncode == 0, done.stderr
    forms = json.loads(done.stdout)["forms"]
    assert len(forms) == 37
    assert sum(len(form["indicators"]) for form in forms) == 409
    assert {form["edition"] for form in forms} == set(PUBLISHED)


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_a_terminal_sees_progress_and_stdout_stays_pure(inbox: Path) -> None:
    import pty

    terminal, side = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "xlperf", "read", str(inbox), "--json"],
        stdout=subprocess.PIPE,
        stderr=side,
        env=os.environ | {"TERM": "xterm"},
    )
    os.close(side)
    out, _ = running.communicate(timeout=120)
    seen = os.read(terminal, 1 << 16).decode("utf-8", "replace")
    os.close(terminal)
    assert "正在读取" in seen
    assert len(json.loads(out)["forms"]) == 4


def test_no_progress_where_nobody_watches(inbox: Path) -> None:
    assert "正在读取" not in xlperf("read", inbox, "--json").stderr
