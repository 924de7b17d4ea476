"""The gate in front of every OOXML file from a stranger: nothing is believed, all is counted.

Every entry is inflated once, piece by piece, before anything is read. Small parts are kept, so
that an ordinary file is inflated only once; large ones are inflated again by whoever reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlperf.model.refusal import Refused
from xlperf.ooxml.archive import Entry, damaged, entries_of, pieces
from xlperf.ooxml.xml import OVERLAP, refuse_declarations, refuse_encoding

MB = 1 << 20
MOST_ENTRIES = 5_000
MOST_IN_ALL = 512 * MB
MOST_IN_XML = 192 * MB  # one part: about two million filled rows
MOST_RATIO = 100  # a million formatted blank rows reach 30, a bomb 400 and more
RATIO_FROM = MB
KEPT = 8 * MB

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_XML = (".xml", ".rels", ".vml")
_ESCAPING = re.compile(r"(?:^|/)\.\.(?:/|$)|^/|\\|^[A-Za-z]:|[\x00-\x1f]")


class Package:
    """The parts of a checked OOXML file; names are found in any case, as Office does."""

    def __init__(self, data: bytes, entries: list[Entry]) -> None:
        self._data = data
        self._entries = {entry.name.lower(): entry for entry in entries}
        self._kept: dict[str, bytes] = {}
        self.names = tuple(entry.name for entry in entries if not entry.name.endswith("/"))

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def read(self, name: str) -> bytes:
        kept = self._kept.get(name)
        return kept if kept is not None else b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The part about a megabyte at a time, for parts that may be huge."""
        kept = self._kept.get(name)
        if kept is not None:
            return iter((kept,))
        entry = self._entries.get(name.lower())
        if entry is None:
            raise damaged(f"缺少 {name}")
        return pieces(self._data, entry)

    def keep(self, name: str, data: bytes) -> None:
        self._kept[name] = data


def open_package(data: bytes) -> Package:
    """The package, every entry of it inflated, counted and verified; anything else is Refused."""
    _refuse_other_kinds(data)
    entries = entries_of(data)
    _refuse_names(entries)
    package = Package(data, entries)
    total = 0
    for entry in entries:
        is_xml = entry.name.lower().endswith(_XML)
        kept = _checked(data, entry, is_xml, total)
        total += entry.size  # equals what was counted, or it was refused
        if is_xml and kept is not None and total <= KEPT:
            package.keep(entry.name, kept)
    return package


def _refuse_other_kinds(data: bytes) -> None:
    if not data:
        raise damaged("文件是空的")
    if data.startswith(_OLE2):
        if _ENCRYPTED_PACKAGE in data:
            raise Refused("文件设有打开密码，无法读取：请去掉打开密码后重新发送。")
        raise Refused("文件是旧格式（xls 或 doc），不是 xlsx 或 docx：请另存为 xlsx 或 docx。")
    if not data.startswith(b"PK") and b"PK\x05\x06" not in data[-70_000:]:
        raise Refused("文件不是 xlsx 或 docx：请用 Excel 或 WPS 打开后另存为 xlsx 或 docx。")


def _refuse_names(entries: list[Entry]) -> None:
    if not entries:
        raise damaged("压缩包是空的")
    if len(entries) > MOST_ENTRIES:
        raise Refused(f"文件里有 {len(entries)} 个部件，超过 {MOST_ENTRIES} 个，未读取。")
    seen = set()
    for entry in entries:
        if _ESCAPING.search(entry.name):
            raise Refused(f"文件里有越界的部件名“{entry.name}”，可能被人改动过，未读取。")
        name = entry.name.lower()
        if name in seen:
            raise Refused(f"文件里有重名的部件“{entry.name}”，可能被人改动过，未读取。")
        seen.add(name)
        if entry.encrypted:
            raise Refused("文件加了压缩密码，无法读取：请去掉密码后重新发送。")


def _checked(data: bytes, entry: Entry, is_xml: bool, total: int) -> bytes | None:
    """Inflate all of an entry; give it back where it is small enough to keep."""
    size = 0
    before = last = b""
    for piece in pieces(data, entry):
        size += len(piece)
        _refuse_size(entry, size, total, is_xml)
        if is_xml:
            if not before:
                refuse_encoding(piece)
            refuse_declarations(before + piece if before else piece)
            before = piece[-OVERLAP:]
        last = piece
    return last if len(last) == size else None  # it came in one piece


def _refuse_size(entry: Entry, size: int, total: int, is_xml: bool) -> None:
    if total + size > MOST_IN_ALL:
        raise Refused(f"文件展开后超过 {MOST_IN_ALL // MB} MB，可能是压缩炸弹，未读取。")
    if not is_xml or size <= RATIO_FROM:
        return
    if size > MOST_IN_XML:
        raise Refused(
            f"文件的一个部件（{entry.name}）展开后超过 {MOST_IN_XML // MB} MB，未读取："
            "请只保留需要的表格，删去空白行列后另存。"
        )
    if size > MOST_RATIO * max(entry.packed, 1):
        raise Refused(f"文件的一个部件（{entry.name}）展开 {MOST_RATIO} 倍以上，可能是压缩炸弹。")
