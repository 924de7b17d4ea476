"""Packages written by hand are read by everyone."""

from __future__ import annotations

import io
import os
import zipfile

from xlperf.ooxml.gate import open_package
from xlperf.ooxml.zipwriter import Piece, in_order, packed, packed_between, zipped


def test_what_is_written_is_read_again() -> None:
    parts = {
        "xl/a.xml": b"<a>" + b"text " * 500 + b"</a>",
        "xl/media/图.png": os.urandom(300),
        "empty.bin": b"",
    }
    data = zipped(packed(name, content) for name, content in parts.items())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {info.filename: archive.read(info) for info in archive.infolist()} == parts
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    package = open_package(data)
    assert {name: package.read(name) for name in package.names} == parts


def test_a_part_may_be_packed_in_pieces() -> None:
    first, last = b"<a>" + b"first " * 100, b"last " * 100 + b"</a>"
    for middle in (b"", b"between " * 300, os.urandom(70_000)):
        between = packed_between("a.xml", Piece.first(first), middle, Piece.last(last))
        data = zipped([packed("b", b"b"), between])
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.read("a.xml") == first + middle + last
        package = open_package(data)
        assert package.read("a.xml") == first + middle + last


def test_what_does_not_get_smaller_is_stored() -> None:
    noise = os.urandom(1000)
    assert packed("a", noise).data == noise
    assert len(packed("a", b"a" * 1000).data) < 50


def test_the_template_gives_the_order() -> None:
    names = ("new.xml", "b.xml", "a.xml", "[Content_Types].xml")
    ordered = in_order(("a.xml", "gone.xml", "[Content_Types].xml", "b.xml"), names)
    assert ordered == ["[Content_Types].xml", "a.xml", "b.xml", "new.xml"]
