from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import make_files  # noqa: F401 - puts the support modules on the path
import pytest
from forge_ole import compound, xls
from forge_sheet import Book, sheet_of
from hostile_form import form

from xlperf.model.refusal import Refused
from xlperf.reading.compound import Compound
from xlperf.reading.sniff import kind_of


def test_streams_are_found_by_name_and_read_as_far_as_asked() -> None:
    data = bytes(range(256)) * 40
    file = Compound(compound({"Workbook": data, "EncryptedPackage": b"x"}))
    assert file.names == ("Root Entry", "Workbook", "EncryptedPackage")
    assert file.head("Workbook", 700) == data[:700]
    assert file.head("Workbook", 1 << 20) == data
    assert file.head("Book", 10) == b""


def test_a_file_so_large_that_its_table_needs_a_table() -> None:
    data = b"".join(n.to_bytes(4, "little") for n in range(2_500_000))
    assert Compound(compound({"Workbook": data})).head("Workbook", len(data)) == data


@pytest.mark.parametrize("length", [8, 511, 512, 513, 700, 1500])
def test_a_cut_file_is_refused(length: int) -> None:
    with pytest.raises(Refused, match="文件不完整"):
        kind_of(xls(form())[:length], "申报表.xls")


def test_small_streams_of_a_file_that_a_real_program_wrote(
    tmp_path: Path, convert: Callable[[Path, str, Path], Path]
) -> None:
    source = tmp_path / "申报表.xlsx"
    source.write_bytes(Book((sheet_of(form()),)).bytes())
    written = convert(source, "xls", tmp_path).read_bytes()
    file = Compound(written)
    summary = file.head("\x05SummaryInformation", 28)
    assert summary[:4] == b"\xfe\xff\x00\x00"  # the mark that begins every property set
    assert kind_of(written, "x") == "legacy"
