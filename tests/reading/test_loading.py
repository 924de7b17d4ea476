from __future__ import annotations

import os
from pathlib import Path

import pytest

from xlperf.model.refusal import Refused
from xlperf.reading import loading
from xlperf.reading.loading import load, open_elsewhere


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_WAITS", (0.0, 0.0))


def test_the_bytes_are_those_of_the_file_and_it_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "申报表.xlsx"
    file.write_bytes(b"PK\x03\x04")
    file.chmod(0o444)
    before = file.stat()
    assert load(file) == b"PK\x03\x04"
    assert file.stat().st_mtime_ns == before.st_mtime_ns


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "big.xlsx"
    with file.open("wb") as stream:
        stream.truncate(loading.MOST_BYTES + 1)
    with pytest.raises(Refused, match="超过 64 MB 的上限"):
        load(file)


def test_a_locked_file_is_tried_again_and_then_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0

    def locked(*_: object, **__: object) -> None:
        nonlocal tries
        tries += 1
        raise PermissionError(13, "sharing violation")

    file = tmp_path / "a.xlsx"
    file.write_bytes(b"x")
    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(Refused, match="请关闭 Excel 后重试"):
        load(file)
    assert tries == 3


def test_a_lock_that_ends_in_time_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"x")
    real, failures = Path.open, [PermissionError(13, "busy")]

    def sometimes(path: Path, mode: str = "r") -> object:
        if failures:
            raise failures.pop()
        return real(path, mode)

    monkeypatch.setattr(Path, "open", sometimes)
    assert load(file) == b"x"


def test_a_file_that_grows_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"half")
    real = os.fstat

    def and_then_it_grows(number: int) -> os.stat_result:
        status = real(number)
        with file.open("ab") as stream:
            stream.write(b" more")
        return status

    monkeypatch.setattr(os, "fstat", and_then_it_grows)
    with pytest.raises(Refused, match="正在被写入"):
        load(file)


def test_what_is_no_file_is_refused_without_opening_it(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="找不到"):
        load(tmp_path / "没有.xlsx")
    with pytest.raises(Refused, match="文件夹"):
        load(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(Refused, match="管道"):
            load(tmp_path / "pipe")


def test_the_lock_file_of_excel_is_a_remark(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    assert open_elsewhere(file) is None
    (tmp_path / "~$a.xlsx").write_bytes(b"")
    assert "上次保存的内容" in str(open_elsewhere(file))
