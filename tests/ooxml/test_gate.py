"""The gate: every way a package from a stranger can be wrong, and how much it may cost."""

from __future__ import annotations

import random
import struct
import tracemalloc
import warnings
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.packages import zipped

from xlperf.model.refusal import Refused
from xlperf.ooxml import gate
from xlperf.ooxml.gate import open_package

MB = 1 << 20


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        open_package(data)
    return caught.value.reason


def test_parts_are_found_in_any_case_and_read_whole() -> None:
    large = f"<a>{random.Random(0).randbytes(2 * MB).hex()}</a>"
    package = open_package(
        zipped({"xl/Workbook.xml": "<a/>", "xl/big.bin": b"\0" * (3 * MB), "xl/big.xml": large})
    )
    assert package.names == ("xl/Workbook.xml", "xl/big.bin", "xl/big.xml")
    assert package.read("xl/big.xml") == large.encode()
    assert "XL/workbook.XML" in package
    assert package.read("xl/workbook.xml") == b"<a/>"
    assert package.read("xl/big.bin") == b"\0" * (3 * MB)
    assert max(map(len, package.pieces("xl/big.bin"))) <= MB


def test_stored_entries_and_folders() -> None:
    package = open_package(zipped({"xl/": "", "a.xml": "<a/>"}, zipfile.ZIP_STORED))
    assert package.names == ("a.xml",)
    assert package.read("a.xml") == b"<a/>"


def test_bytes_in_front_of_the_zip_and_a_comment_behind_it() -> None:
    data = bytearray(b"PK junk in front" + zipped({"a.xml": "<a/>"}) + b"comment")
    data[-9:-7] = struct.pack("<H", 7)  # the comment's length
    assert open_package(bytes(data)).read("a.xml") == b"<a/>"


def test_zip64_directory() -> None:
    file = zipped({"a.xml": "<a/>"})
    end = file.rindex(b"PK\5\6")
    directory = struct.unpack_from("<L", file, end + 16)[0]
    size = end - directory
    zip64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, size, directory)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, end, 1)
    tail = file[end:][:8] + struct.pack("<2H2LH", 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    assert open_package(file[:end] + zip64 + locator + tail).read("a.xml") == b"<a/>"


@pytest.mark.parametrize(
    "name", ["../evil.xml", "xl/../../evil.xml", "/xl/a.xml", "xl\\a.xml", "C:/a.xml", "a\x01.xml"]
)
def test_escaping_names(name: str) -> None:
    assert "越界的部件名" in refusal(zipped({name: "<a/>"}))


def test_dots_inside_a_name_are_no_escape() -> None:
    assert open_package(zipped({"xl/a..b.xml": "<a/>"})).names == ("xl/a..b.xml",)


@pytest.mark.parametrize("second", ["xl/a.xml", "XL/A.xml"])
def test_duplicate_names(second: str) -> None:
    first = zipped({"xl/a.xml": "<a/>", "xl/b.xml": "<b/>"})
    assert "重名的部件" in refusal(first.replace(b"xl/b.xml", second.encode()))


def test_too_many_entries() -> None:
    assert "5001 个部件" in refusal(zipped({f"{i}.xml": "" for i in range(5001)}))


def test_encrypted_entries() -> None:
    data = bytearray(zipped({"a.xml": "<a/>"}))
    data[data.rindex(b"PK\1\2") + 8] |= 1
    assert "请去掉密码" in refusal(bytes(data))


def test_password_to_open() -> None:
    ole2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000
    assert "请去掉打开密码" in refusal(ole2 + "EncryptedPackage".encode("utf-16-le"))
    assert "旧格式" in refusal(ole2)


def test_other_kinds_are_named_as_such() -> None:
    assert "不是 xlsx 或 docx" in refusal(b"\x89PNG\r\n\x1a\n" + b"\0" * 99)


INCOMPLETE = "文件不完整，请重新发送"


def test_empty_files() -> None:
    assert INCOMPLETE in refusal(b"")
    assert INCOMPLETE in refusal(zipped({}))


@given(st.data())
def test_a_cut_file_is_never_read(data: st.DataObject) -> None:
    whole = zipped({f"xl/{i}.xml": f"<a>{random.Random(i).random()}</a>" for i in range(5)})
    length = data.draw(st.integers(2, len(whole) - 1))
    assert INCOMPLETE in refusal(whole[:length])


@given(st.data())
def test_a_flipped_byte_never_leaks_another_error(data: st.DataObject) -> None:
    parts = {f"xl/{i}.xml": f"<a>{random.Random(i).random()}</a>" for i in range(3)}
    whole = bytearray(zipped(parts))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    try:
        package = open_package(bytes(whole))
    except Refused:
        return
    texts = {text.encode() for text in parts.values()}
    assert {package.read(name) for name in package.names} <= texts  # dates, names: not contents


def test_a_wrong_checksum() -> None:
    data = bytearray(zipped({"a.xml": "<a>text</a>"}, zipfile.ZIP_STORED))
    data[data.index(b"text")] ^= 1
    assert "校验不符" in refusal(bytes(data))


@pytest.mark.parametrize("declared", [1, 10**6])
def test_declared_sizes_are_not_believed(declared: int) -> None:
    data = bytearray(zipped({"a.xml": "<a>text</a>"}))
    struct.pack_into("<L", data, data.rindex(b"PK\1\2") + 24, declared)
    assert INCOMPLETE in refusal(bytes(data))


@pytest.mark.parametrize("declaration", ["<!DOCTYPE a>", '<!DOCTYPE a [<!ENTITY b "c">]>'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["xl/a.xml", "xl/_rels/a.RELS", "xl/a.vml"])
def test_doctype_in_any_xml_part(declaration: str, encoding: str, name: str) -> None:
    assert "DOCTYPE" in refusal(zipped({name: f"{declaration}<a/>".encode(encoding)}))


def test_doctype_behind_a_long_comment_across_pieces() -> None:
    noise = random.Random(1).randbytes(MB).hex()
    for cut in range(0, 9, 2):
        comment = f"<!--{noise[: MB - 7 - cut]}-->"
        assert "DOCTYPE" in refusal(zipped({"a.xml": f"{comment}<!DOCTYPE a><a/>"}))


def test_an_encoding_that_could_hide_a_doctype() -> None:
    part = b'<?xml version="1.0" encoding="cp037"?>' + "<!DOCTYPE a><a/>".encode("cp037")
    assert "编码是 cp037" in refusal(zipped({"a.xml": part}))


def bomb(size: int) -> bytes:
    """Deflated zeros without ever holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = b"\0" * MB
    return b"".join(packer.compress(zeros) for _ in range(size // MB)) + packer.flush()


def with_entry(name: str, packed: bytes, size: int) -> bytes:
    raw = name.encode()
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, 0, len(packed), size, len(raw), 0)
    central = struct.pack(
        "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, 0, len(packed), size, len(raw), *(0,) * 6
    )
    body = local + raw + packed
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(central) + len(raw), len(body), 0)
    return body + central + raw + end


@pytest.mark.parametrize(
    ("name", "size", "says"),
    [("a.xml", 100, "100 倍以上"), ("a.bin", 600, "512 MB")],
)
@pytest.mark.parametrize("declared", [10, 2_000 * MB])
def test_a_bomb_is_refused_at_a_flat_cost(name: str, size: int, says: str, declared: int) -> None:
    data = with_entry(name, bomb(size * MB), declared)
    tracemalloc.start()
    try:
        assert says in refusal(data)
        assert tracemalloc.get_traced_memory()[1] < 8 * MB
    finally:
        tracemalloc.stop()


def test_many_middling_parts_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MOST_IN_ALL", 4 * MB)
    noise = random.Random(2).randbytes(MB)
    assert "展开后超过 4 MB" in refusal(zipped({f"{i}.bin": noise for i in range(5)}))
    assert len(open_package(zipped({f"{i}.bin": noise for i in range(4)})).names) == 4


def test_a_part_too_large_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MOST_IN_XML", 2 * MB)
    large = f"<a>{random.Random(3).randbytes(MB + 1).hex()}</a>"
    assert "展开后超过 2 MB" in refusal(zipped({"xl/a.xml": large}))


def test_pictures_may_shrink_as_much_as_they_like() -> None:
    white = b"\xff" * (20 * MB)
    assert open_package(zipped({"xl/media/image1.bmp": white})).names == ("xl/media/image1.bmp",)


def test_what_zipfile_reads_is_read_the_same(tmp_path_factory: pytest.TempPathFactory) -> None:
    parts: dict[str, str | bytes] = {f"xl/{i}.xml": f"<a>{'字' * i}</a>" for i in range(0, 3000, 7)}
    data = zipped(parts)
    path = tmp_path_factory.mktemp("zip") / "a.zip"
    path.write_bytes(data)
    package = open_package(data)
    with warnings.catch_warnings(), zipfile.ZipFile(path) as archive:
        assert tuple(archive.namelist()) == package.names
        assert all(archive.read(name) == package.read(name) for name in package.names)
