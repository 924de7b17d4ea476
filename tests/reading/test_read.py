from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from xlperf.reading import Reading, read_files
from xlperf.reading.sandbox import Caps, Failure, Sandbox

_PAGE = """<html><body><table>
<tr><td colspan="4">财政项目支出绩效目标申报表</td></tr>
<tr><td colspan="4">（2026年度）</td></tr>
<tr><td>项目名称</td><td>{name}</td><td>项目类别</td><td>经常性项目</td></tr>
<tr><td>主管部门</td><td>区水务局</td><td>实施单位</td><td>河道所</td></tr>
<tr><td rowspan="2">绩效指标</td><td>一级指标</td><td>三级指标</td><td>指标值</td></tr>
<tr><td>产出指标</td><td>保洁河道长度</td><td>≥12公里</td></tr>
</table></body></html>"""


def page(folder: Path, name: str, project: str) -> Path:
    path = folder / name
    path.write_text(_PAGE.format(name=project), encoding="utf-8")
    return path


def test_every_file_is_accounted_for_in_the_order_given(tmp_path: Path) -> None:
    good = [page(tmp_path, f"{n}.html", f"项目{n}") for n in range(12)]
    bad = tmp_path / "照片.xlsx"
    bad.write_bytes(b"\xff\xd8\xff\xe0" + bytes(40))
    paths = [*good[:5], bad, tmp_path / "没有.xls", *good[5:]]
    readings = list(read_files(paths, workers=2))
    assert [reading.file for reading in readings] == paths
    names = [reading.forms[0].project.name for reading in readings if reading.forms]
    assert names == [f"项目{n}" for n in range(12)]
    assert "JPEG 图片" in str(readings[5].refused)
    assert "找不到" in str(readings[6].refused)


def test_the_source_names_the_file_and_its_fingerprint(tmp_path: Path) -> None:
    path = page(tmp_path, "申报表.html", "保洁")
    (reading,) = read_files([path])
    source = reading.forms[0].source
    assert source.file == str(path)
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_file_without_a_form_is_refused_and_all_its_text_listed(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text("关于订餐的通知\n请于周五前报名。\n", encoding="utf-8")
    (reading,) = read_files([path])
    assert reading.forms == ()
    assert "没有找到申报表或自评表" in str(reading.refused)
    assert "关于订餐的通知" in str(reading.refused)
    assert [unread.text for unread in reading.unread] == ["关于订餐的通知", "请于周五前报名。"]


def test_a_lock_file_is_named_for_what_it_is(tmp_path: Path) -> None:
    lock = tmp_path / "~$申报表.xlsx"
    lock.write_bytes(b"\x05clerk")
    (reading,) = read_files([lock])
    assert reading == Reading(lock, refused="Excel 的临时锁文件，不是表格，已跳过。")


def test_someone_editing_the_file_is_a_note(tmp_path: Path) -> None:
    path = page(tmp_path, "申报表.html", "保洁")
    (tmp_path / "~$申报表.html").write_bytes(b"\x05clerk")
    (reading,) = read_files([path])
    assert reading.forms
    assert any("上次保存" in note for note in reading.notes)


@pytest.mark.parametrize("failure", list(Failure))
def test_every_failure_of_the_child_is_a_sentence_that_names_the_file(
    failure: Failure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: object, items: Iterator[Path]) -> Iterator[Failure]:
        for _item in items:
            yield failure

    monkeypatch.setattr(Sandbox, "run", failing)
    (reading,) = read_files([tmp_path / "申报表.xls"])
    assert "《申报表.xls》" in str(reading.refused)
    assert "另存为 xlsx" in str(reading.refused)


def test_the_caps_leave_room_within_ten_seconds_and_half_a_gigabyte() -> None:
    assert Caps().seconds <= 8
    assert Caps().memory < 512 << 20


_MEASURE = """
import json, resource, sys
from pathlib import Path
from xlperf.reading import read_files
forms = sum(len(reading.forms) for reading in read_files([Path(sys.argv[1])] * int(sys.argv[2])))
used = [resource.getrusage(who).ru_maxrss for who in (0, -1)]
print(json.dumps([forms, *used]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the resource module")
def test_memory_is_flat_in_the_number_of_files(tmp_path: Path) -> None:
    path = page(tmp_path, "申报表.html", "保洁" * 5000)

    def peak(count: int) -> tuple[int, int]:
        command = [sys.executable, "-c", _MEASURE, str(path), str(count)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        forms, parent, child = json.loads(done.stdout)
        assert forms == count
        return parent, child

    few, many = peak(20), peak(500)
    assert many[0] - few[0] < 6 * 1024
    assert many[1] - few[1] < 6 * 1024
