from __future__ import annotations

from pathlib import Path

import pytest

from xlperf.reading.inputs import files_under


def make(root: Path, *names: str) -> None:
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")


def test_a_folder_is_expanded_in_the_order_people_count(tmp_path: Path) -> None:
    make(tmp_path, "表10.xlsx", "表2.xlsx", "街道/乙.xls", "街道/甲.xls", "表1.docx")
    files, skipped = files_under([tmp_path])
    names = [file.relative_to(tmp_path).as_posix() for file in files]
    assert names == ["表1.docx", "表2.xlsx", "表10.xlsx", "街道/乙.xls", "街道/甲.xls"]
    assert skipped == []


@pytest.mark.parametrize(
    "name", ["~$申报表.xlsx", ".~申报表.et", ".DS_Store", "Thumbs.db", "._表.xlsx"]
)
def test_what_nobody_filled_in_is_skipped_with_a_line(tmp_path: Path, name: str) -> None:
    make(tmp_path, name, "申报表.xlsx")
    files, skipped = files_under([tmp_path])
    assert [file.name for file in files] == ["申报表.xlsx"]
    assert [file for file, _ in skipped] == [str(tmp_path / name)]
    assert "不是表格" in skipped[0][1]


def test_every_file_is_read_once(tmp_path: Path) -> None:
    make(tmp_path, "a.xlsx", "b.xlsx")
    files, skipped = files_under([tmp_path / "b.xlsx", tmp_path])
    assert [file.name for file in files] == ["b.xlsx", "a.xlsx"]
    assert skipped == [(str(tmp_path / "b.xlsx"), "同一个文件写了两次")]


def test_a_missing_file_stays_in_the_list_to_be_refused_by_name(tmp_path: Path) -> None:
    assert files_under([tmp_path / "没有.xlsx"]) == ([tmp_path / "没有.xlsx"], [])


def test_empty_folders_and_links_to_folders_are_told(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    (tmp_path / "环").symlink_to(tmp_path, target_is_directory=True)
    files, skipped = files_under([tmp_path])
    assert files == []
    assert dict(skipped) == {
        str(tmp_path / "空"): "空文件夹",
        str(tmp_path / "环"): "指向别处的文件夹链接，没有跟进",
    }
