"""Packages written many times: what never changes is deflated and described once.

By hand, because `zipfile` costs more for each entry than a small part takes to deflate.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

LEVEL = 6
_CONTENT_TYPES = "[Content_Types].xml"
_LOCAL = struct.Struct("<4s5H3L2H")
_ENTRY = struct.Struct("<4s6H3L5HL")
_PLACE = struct.Struct("<L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_UTF8 = 0x800
_STORED, _DEFLATED = 0, 8
_MIDNIGHT, _FIRST_DAY = 0, 0x21  # 1980-01-01, so that equal contents make equal files


@dataclass(frozen=True, slots=True)
class Packed:
    """A part as it stands in the zip; its entry in the directory lacks only its place."""

    local: bytes  # what stands before the data
    data: bytes
    entry: bytes  # up to its place
    name: bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """The beginning or the end of parts that differ in between, deflated on its own."""

    data: bytes
    small: bytes

    @classmethod
    def first(cls, data: bytes) -> Piece:
        return cls(data, _deflated(data, zlib.Z_SYNC_FLUSH))

    @classmethod
    def last(cls, data: bytes) -> Piece:
        return cls(data, _deflated(data))


def packed(name: str, data: bytes) -> Packed:
    """The part deflated; pictures and the like, which don't get smaller, as they are."""
    small = _deflated(data)
    method, small = (_DEFLATED, small) if len(small) < len(data) else (_STORED, data)
    return described(name, method, zlib.crc32(data), len(data), small)


def packed_between(name: str, first: Piece, middle: bytes, last: Piece) -> Packed:
    """The part made of these three; blocks of deflated data can stand one behind another."""
    size = len(first.data) + len(middle) + len(last.data)
    crc = zlib.crc32(last.data, zlib.crc32(middle, zlib.crc32(first.data)))
    small = b"".join((first.small, _deflated(middle, zlib.Z_SYNC_FLUSH), last.small))
    return described(name, _DEFLATED, crc, size, small)


def _deflated(data: bytes, end: int = zlib.Z_FINISH) -> bytes:
    deflater = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflater.compress(data) + deflater.flush(end)


def described(name: str, method: int, crc: int, size: int, data: bytes) -> Packed:
    """A part whose `data` is packed already, by that method from that size."""
    written = name.encode()
    said = (
        *(_VERSION, 0 if name.isascii() else _UTF8, method, _MIDNIGHT, _FIRST_DAY),
        *(crc, len(data), size, len(written), 0),
    )
    return Packed(
        _LOCAL.pack(b"PK\3\4", *said) + written,
        data,
        _ENTRY.pack(b"PK\1\2", _VERSION, *said, 0, 0, 0, 0),
        written,
    )


def zipped(parts: Iterable[Packed]) -> bytes:
    """The parts in the order given."""
    out: list[bytes] = []
    directory: list[bytes] = []
    place = 0
    for part in parts:
        out += (part.local, part.data)
        directory += (part.entry, _PLACE.pack(place), part.name)
        place += len(part.local) + len(part.data)
    listed = b"".join(directory)
    count = len(directory) // 3
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listed), place, 0)
    return b"".join((*out, listed, end))


def in_order(template: Iterable[str], names: Iterable[str]) -> list[str]:
    """In the order of the template's parts, new ones behind; what a reader needs first leads."""
    wanted = dict.fromkeys(names)
    known = dict.fromkeys((_CONTENT_TYPES, *template))
    return [name for name in known if name in wanted] + [
        name for name in wanted if name not in known
    ]
