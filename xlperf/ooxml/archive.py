"""A zip file as it really is: its directory, and its entries inflated piece by piece.

Written by hand because `zipfile` inflates as far as the declared size and costs three times as
much per file; it still reads the rare zip64 directory, so that format is understood once.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from xlperf.model.refusal import Refused

PIECE = 1 << 20
_FEED = 1 << 16  # what is left unread of a feed is copied, so feeds stay small

_END = b"PK\x05\x06"
_END_FIELDS = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s22x2H")
_ZIP64 = 0xFFFFFFFF
_ENCRYPTED = 0x1
_STORED, _DEFLATED = 0, 8


@dataclass(slots=True)
class Entry:
    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int  # as declared: only ever compared with what was counted
    offset: int

    @property
    def encrypted(self) -> bool:
        return bool(self.flags & _ENCRYPTED)


def damaged(what: str) -> Refused:
    return Refused(f"文件不完整，请重新发送：{what}。")


def entries_of(data: bytes) -> list[Entry]:
    """The zip's directory, in its own order; nothing is inflated."""
    end = data.rfind(_END)
    if end < 0 or end + _END_FIELDS.size > len(data):
        raise damaged("压缩包没有结尾，文件可能没有传完")
    _, _, _, _, count, size, start, _ = _END_FIELDS.unpack_from(data, end)
    if _ZIP64 in (size, start) or count == 0xFFFF:
        return _entries_by_zipfile(data)
    shift = end - size - start  # bytes put in front of the zip
    if shift < 0:
        raise damaged("压缩包目录缺失")
    return _directory(data, start + shift, end, count, shift)


def _directory(data: bytes, at: int, end: int, count: int, shift: int) -> list[Entry]:
    found = []
    for _ in range(count):
        if at + _ENTRY.size > end:
            raise damaged("压缩包目录缺失")
        (signature, _, _, flags, method, _, _, crc, packed, size, *rest) = _ENTRY.unpack_from(
            data, at
        )
        named, extra, comment, _, _, _, offset = rest
        if signature != b"PK\x01\x02":
            raise damaged("压缩包目录损坏")
        if _ZIP64 in (packed, size, offset):
            return _entries_by_zipfile(data)
        at += _ENTRY.size
        name = _name(data[at : at + named])
        found.append(Entry(name, flags, method, crc, packed, size, offset + shift))
        at += named + extra + comment
    return found


def _name(raw: bytes) -> str:
    try:
        return raw.decode()  # also where the writer forgot to say so
    except UnicodeDecodeError:
        return raw.decode("cp437")


def _entries_by_zipfile(data: bytes) -> list[Entry]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, struct.error, OverflowError) as error:
        raise damaged("压缩包目录损坏") from error
    return [
        Entry(
            info.orig_filename,
            info.flag_bits,
            info.compress_type,
            info.CRC,
            info.compress_size,
            info.file_size,
            info.header_offset,
        )
        for info in infos
    ]


def pieces(data: bytes, entry: Entry) -> Iterator[bytes]:
    """What the entry really holds, at most PIECE bytes at a time, its checksum verified."""
    packed = as_packed(data, entry)
    if entry.method == _STORED:
        found = _stored(packed)
    elif entry.method == _DEFLATED:
        found = _inflated(packed, entry)
    else:
        raise Refused(f"压缩方式 {entry.method} 不是 Office 文件所用的，请用 Excel 另存为 xlsx。")
    crc = size = 0
    for piece in found:
        crc = zlib.crc32(piece, crc)
        size += len(piece)
        yield piece
    if crc != entry.crc or size != entry.size:
        raise damaged(f"{entry.name} 校验不符")


def as_packed(data: bytes, entry: Entry) -> memoryview:
    """The entry as it stands in the zip."""
    if entry.offset + _LOCAL.size > len(data):
        raise damaged(f"{entry.name} 缺失")
    signature, named, extra = _LOCAL.unpack_from(data, entry.offset)
    start = entry.offset + _LOCAL.size + named + extra
    if signature != b"PK\x03\x04" or start + entry.packed > len(data):
        raise damaged(f"{entry.name} 缺失")
    return memoryview(data)[start : start + entry.packed]


def _stored(packed: memoryview) -> Iterator[bytes]:
    for start in range(0, len(packed), PIECE):
        yield bytes(packed[start : start + PIECE])


def _inflated(packed: memoryview, entry: Entry) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(0, len(packed), _FEED):
            rest: memoryview | bytes = packed[start : start + _FEED]
            full = True
            while full or rest:  # a full piece may have left more behind
                piece = inflater.decompress(rest, PIECE)
                rest, full = inflater.unconsumed_tail, len(piece) == PIECE
                yield piece
    except zlib.error as error:
        raise damaged(f"{entry.name} 解压出错") from error
    if not inflater.eof:
        raise damaged(f"{entry.name} 没有传完")
