"""A result is there whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from xlperf.rounds.safely import NotWritten, write_safely


def test_replaces_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "汇总.xlsx"
    target.write_bytes(b"old")
    write_safely(target, b"new")
    assert target.read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == ["汇总.xlsx"]


def test_makes_the_folder(tmp_path: Path) -> None:
    write_safely(tmp_path / "一" / "二" / "a.json", b"{}")
    assert (tmp_path / "一" / "二" / "a.json").read_bytes() == b"{}"


def test_a_failure_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")

    def disk_full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", disk_full)
    with pytest.raises(NotWritten, match="没有写成"):
        write_safely(target, b"new")
    assert target.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_file_open_in_excel_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def in_use(*_: object) -> None:
        raise PermissionError(13, "being used by another process")

    monkeypatch.setattr(Path, "replace", in_use)
    with pytest.raises(NotWritten, match="请关闭正在打开它的 Excel"):
        write_safely(tmp_path / "a.xlsx", b"new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_colleagues_may_read_it(tmp_path: Path) -> None:
    former = os.umask(0o022)
    try:
        write_safely(tmp_path / "a.xlsx", b"new")
    finally:
        os.umask(former)
    assert stat.S_IMODE((tmp_path / "a.xlsx").stat().st_mode) == 0o644


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "real" / "a.xlsx")
    write_safely(tmp_path / "link.xlsx", b"new")
    assert (tmp_path / "link.xlsx").is_symlink()
    assert (tmp_path / "real" / "a.xlsx").read_bytes() == b"new"


def test_a_file_where_a_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "下发").write_bytes(b"a file")
    with pytest.raises(NotWritten, match="没有写成：那里已经有同名的文件"):
        write_safely(tmp_path / "下发" / "a.xlsx", b"new")
