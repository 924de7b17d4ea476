"""A part is replaced; the others are not even packed anew."""

import io
import zipfile

import openpyxl

from xlperf.ooxml.archive import as_packed, entries_of
from xlperf.ooxml.repack import with_parts


def test_only_the_part_that_is_named_changes() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "表"
    out = io.BytesIO()
    book.save(out)
    before = out.getvalue()
    after = with_parts(before, {"docProps/app.xml": b"<Properties/>"})
    old, new = entries_of(before), entries_of(after)
    assert [entry.name for entry in new] == [entry.name for entry in old]
    for one, other in zip(old, new, strict=True):
        same = bytes(as_packed(before, one)) == bytes(as_packed(after, other))
        assert same == (one.name != "docProps/app.xml")
    with zipfile.ZipFile(io.BytesIO(after)) as package:
        assert package.testzip() is None
        assert package.read("docProps/app.xml") == b"<Properties/>"
    assert openpyxl.load_workbook(io.BytesIO(after)).active["A1"].value == "表"
