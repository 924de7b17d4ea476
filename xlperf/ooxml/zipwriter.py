"""Packages written many times: what never changes is deflated and described once.

By hand, because `zipfile` costs more for each entry than a small part takes to deflate.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LEVEL = 6
_CONTENT_TYPES = "[Content_Types].xml"
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_UTF8 = 0x800
_STORED, _DEFLATED = 0, 8
_MIDNIGHT, _FIRST_DAY = 0, 0x21  # 1980-01-01, so that equal contents make equal files


@dataclass(frozen=True, slots=True)
class Packed:
    """A part as it stands in the zip."""

    name: bytes
    method: int
    crc: int
    size: int
    data: bytes

    @property
    def described(self) -> tuple[int, int, int, int, int, int, int, int, int, int]:
        """What the header before the data and the directory say alike."""
        return (
            *(_VERSION, 0 if self.name.isascii() else _UTF8, self.method, _MIDNIGHT, _FIRST_DAY),
            *(self.crc, len(self.data), self.size, len(self.name), 0),
        )


def packed(name: str, data: bytes, level: int = LEVEL) -> Packed:
    """The part deflated; pictures and the like, which don't get smaller, as they are."""
    deflater = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    small = deflater.compress(data) + deflater.flush()
    method, small = (_DEFLATED, small) if len(small) < len(data) else (_STORED, data)
    return Packed(name.encode(), method, zlib.crc32(data), len(data), small)


def zipped(parts: Iterable[Packed]) -> bytes:
    """The parts in the order given."""
    out: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for part in parts:
        described = part.described
        head = _LOCAL.pack(b"PK\3\4", *described) + part.name
        out += (head, part.data)
        directory.append(
            _CENTRAL.pack(b"PK\1\2", _VERSION, *described, 0, 0, 0, 0, offset) + part.name
        )
        offset += len(head) + len(part.data)
    listed = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, len(directory), len(directory), len(listed), offset, 0)
    return b"".join((*out, listed, end))


def in_order(names: Iterable[str], parts: Mapping[str, Packed]) -> list[Packed]:
    """In the order of the template's parts, new ones behind; what a reader needs first leads."""
    known = dict.fromkeys((_CONTENT_TYPES, *names))
    ordered = [parts[name] for name in known if name in parts]
    return ordered + [part for name, part in parts.items() if name not in known]
