"""Zip files byte by byte, so that they can lie: duplicate names, false sizes, bombs, flags."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_LOCAL = struct.Struct("<4s5H3I2H")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_DATE = 0x5C21  # 2026-01-01, so that two runs give the same bytes
_UTF8 = 0x800
_POLYNOMIAL = 0xEDB88320
_32_BITS = 0xFFFFFFFF


@dataclass(frozen=True)
class Part:
    name: str
    packed: bytes
    size: int
    crc: int
    method: int = zlib.DEFLATED
    flags: int = _UTF8


def part(name: str, data: bytes, *, flags: int = _UTF8, stored: bool = False) -> Part:
    if stored:
        return Part(name, data, len(data), zlib.crc32(data), 0, flags)
    return Part(name, _deflated(data, zlib.Z_FINISH), len(data), zlib.crc32(data), flags=flags)


def repeated(name: str, before: bytes, block: bytes, times: int, after: bytes = b"") -> Part:
    """A part as long as one likes: the block is compressed once and its bytes are repeated."""
    packed = b"".join(
        (
            _deflated(before, zlib.Z_FULL_FLUSH),
            _deflated(block, zlib.Z_FULL_FLUSH) * times,
            _deflated(after, zlib.Z_FINISH),
        )
    )
    crc = zlib.crc32(before)
    crc = _joined(crc, _repeated_crc(zlib.crc32(block), len(block), times), len(block) * times)
    crc = _joined(crc, zlib.crc32(after), len(after))
    size = len(before) + len(block) * times + len(after)
    return Part(name, packed, size & _32_BITS, crc)


def zipped(parts: Iterable[Part] | Mapping[str, bytes]) -> bytes:
    if isinstance(parts, Mapping):
        parts = [part(name, data) for name, data in parts.items()]
    body, directory, count = bytearray(), bytearray(), 0
    for one in parts:
        name = one.name.encode()
        head = (20, one.flags, one.method, 0, _DATE, one.crc, len(one.packed), one.size, len(name))
        directory += _ENTRY.pack(b"PK\x01\x02", 20, *head, 0, 0, 0, 0, 0, len(body)) + name
        body += _LOCAL.pack(b"PK\x03\x04", *head, 0) + name + one.packed
        count += 1
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def _deflated(data: bytes, flush: int) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush(flush)


def _repeated_crc(crc: int, length: int, times: int) -> int:
    """By doubling, so that twelve gigabytes cost no more than twelve bytes."""
    whole = 0
    while times:
        if times & 1:
            whole = _joined(whole, crc, length)
        crc, length, times = _joined(crc, crc, length), length * 2, times >> 1
    return whole


def _joined(first: int, second: int, length: int) -> int:
    """The checksum of two runs of bytes from that of each and the second one's length."""
    shift, power = 1 << 31, 1 << 23  # x**0 and x**8, lowest power in the highest bit
    while length:
        if length & 1:
            shift = _product(power, shift)
        power, length = _product(power, power), length >> 1
    return _product(shift, first) ^ second


def _product(a: int, b: int) -> int:
    result = 0
    for bit in range(31, -1, -1):
        if a >> bit & 1:
            result ^= b
        b = b >> 1 ^ (_POLYNOMIAL if b & 1 else 0)
    return result
