"""Random damage to real files: forms or a refusal in Chinese, and never anything else."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import make_files  # noqa: F401 - puts the support modules on the path
import pytest
from forge_docx import docx_parts
from forge_ole import biff8, compound, xls
from forge_pdf import pdf_of
from forge_sheet import Book, sheet_of
from forge_xml2003 import xml2003
from forge_zip import zipped
from hostile_form import form
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.writers import as_csv_gbk, as_html, as_text

from xlperf.reading import read_files

_SENTENCE = re.compile(r"[\u4e00-\u9fff].*。", re.DOTALL)
_NUMBER = re.compile(rb"\d+")  # changed, it leaves the markup whole and the meaning broken
_BATCH = 20


@dataclass(frozen=True)
class Wound:
    """Something done at a place, given as a share of the length so that it fits any file."""

    what: str
    place: float
    length: int
    byte: int

    def inflict(self, data: bytes) -> bytes:
        at = int(self.place * len(data))
        end = at + self.length
        if self.what == "cut":
            return data[:at]
        if self.what == "lose":
            return data[:at] + data[end:]
        if self.what == "repeat":
            return data[:end] + data[at:end] * 3 + data[end:]
        if self.what == "number":
            return data[:at] + _NUMBER.sub(str(self.byte**4).encode(), data[at:], count=1)
        end = at + min(self.length, 4)
        return data[:at] + bytes([self.byte]) * (end - at) + data[end:]


_WOUNDS = st.lists(
    st.builds(
        Wound,
        what=st.sampled_from(["number", "number", "number", "change", "lose", "repeat", "cut"]),
        place=st.floats(0, 1, exclude_max=True),
        length=st.integers(1, 64),
        byte=st.integers(0, 255),
    ),
    min_size=1,
    max_size=12,
)


def _inside(parts: dict[str, bytes], part: str) -> Callable[[list[Wound]], bytes]:
    """Wounds under the checksum: as if a broken program had written the part."""
    return lambda wounds: zipped({**parts, part: _wounded(parts[part], wounds)})


def _whole(data: bytes) -> Callable[[list[Wound]], bytes]:
    return lambda wounds: _wounded(data, wounds)


def _wounded(data: bytes, wounds: list[Wound]) -> bytes:
    for wound in wounds:
        data = wound.inflict(data)
    return data


_BOOK = Book((sheet_of(form()),)).parts()
_VICTIMS: dict[str, Callable[[list[Wound]], bytes]] = {
    "package.xlsx": _whole(zipped(_BOOK)),
    "sheet.xlsx": _inside(_BOOK, "xl/worksheets/sheet1.xml"),
    "workbook.xlsx": _inside(_BOOK, "xl/workbook.xml"),
    "styles.xlsx": _inside(_BOOK, "xl/styles.xml"),
    "relations.xlsx": _inside(_BOOK, "xl/_rels/workbook.xml.rels"),
    "document.docx": _inside(docx_parts(form()), "word/document.xml"),
    "container.xls": _whole(xls(form())),
    "stream.xls": lambda wounds: compound({"Workbook": _wounded(biff8(form()), wounds)}),
    "page.pdf": _whole(pdf_of(form())),
    "page.html": _whole(as_html(form())),
    "table.xml": _whole(xml2003(form())),
    "table.csv": _whole(as_csv_gbk(form())),
    "lines.txt": _whole(as_text(form())),
}


@pytest.mark.parametrize("name", _VICTIMS)
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(damages=st.lists(_WOUNDS, min_size=_BATCH, max_size=_BATCH))
def test_damage_ends_in_forms_or_in_a_sentence(
    name: str, tmp_path: Path, damages: list[list[Wound]]
) -> None:
    paths = [tmp_path / f"{number}-{name}" for number in range(len(damages))]
    for path, wounds in zip(paths, damages, strict=True):
        path.write_bytes(_VICTIMS[name](wounds))
    readings = list(read_files(paths, workers=2))
    assert [reading.file for reading in readings] == paths
    for reading in readings:
        if reading.refused is None:
            assert reading.forms
        else:
            assert reading.forms == ()
            assert _SENTENCE.search(reading.refused), reading.refused
    assert _children() == []


def _children() -> list[str]:
    """The reading processes that are still there."""
    if not sys.platform.startswith("linux"):
        return []
    mine = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = stat.read_text().rpartition(")")[2].split()[1]
            command = (stat.parent / "cmdline").read_text()
        except OSError:
            continue  # it ended while we looked
        if parent == str(os.getpid()) and "xlperf" in command:
            mine.append(command)
    return mine
