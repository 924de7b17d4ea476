"""The directory of a compound file (OLE2): .xls, .doc, password-protected packages and others.

Only what is needed to tell them apart: the names of the streams and how one of them begins.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from xlperf.model.refusal import Refused

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER_SIZE = 512
_TABLE_IN_HEADER = 109  # sectors of the allocation table named by the header itself
_LAST_SECTOR = 0xFFFFFFFA
_STREAM, _ROOT = 2, 5
_ENTRY = struct.Struct("<64sHBB3I16sI8s8sII4s")
_MOST_ENTRIES = 4096
_BROKEN = "文件不完整或已损坏（OLE2 目录读不出来），请重新发送。"


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class Compound:
    """Raises Refused when the file is cut off or its chains run in circles."""

    def __init__(self, data: bytes) -> None:
        if len(data) < _HEADER_SIZE:
            raise Refused(_BROKEN)
        self._data = data
        shift, small_shift = struct.unpack_from("<2H", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise Refused(_BROKEN)
        self._sector, self._small_sector = 1 << shift, 1 << small_shift
        self._cutoff = struct.unpack_from("<I", data, 56)[0]
        self._table = self._allocation_table()
        self._entries = tuple(self._directory(struct.unpack_from("<I", data, 48)[0]))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(entry.name for entry in self._entries)

    def head(self, name: str, length: int) -> bytes:
        """The first bytes of a stream; nothing where it is missing or cut off."""
        for entry in self._entries:
            if entry.kind == _STREAM and entry.name == name:
                return self._head(entry, min(length, entry.size))
        return b""

    def _head(self, entry: _Entry, length: int) -> bytes:
        if entry.size >= self._cutoff:
            return self._read(entry.start, length)
        root = next((e for e in self._entries if e.kind == _ROOT), None)
        if root is None:
            return b""
        small = self._read(root.start, root.size)
        links = self._numbers(self._read(struct.unpack_from("<I", self._data, 60)[0], 1 << 20))
        size = self._small_sector
        chain = _chain(entry.start, links, length // size + 1)
        return b"".join(small[n * size : (n + 1) * size] for n in chain)[:length]

    def _directory(self, start: int) -> Iterator[_Entry]:
        raw = self._read(start, _MOST_ENTRIES * _ENTRY.size)
        for at in range(0, len(raw) - _ENTRY.size + 1, _ENTRY.size):
            fields = _ENTRY.unpack_from(raw, at)
            name = fields[0][: max(0, min(fields[1], 64) - 2)].decode("utf-16-le", "replace")
            if fields[2]:
                yield _Entry(name, fields[2], fields[11], fields[12])

    def _allocation_table(self) -> list[int]:
        count = struct.unpack_from("<I", self._data, 44)[0]
        sectors = list(struct.unpack_from(f"<{_TABLE_IN_HEADER}I", self._data, 76))
        more = struct.unpack_from("<I", self._data, 68)[0]
        per_sector = self._sector // 4
        for _ in range(len(self._data) // self._sector + 1):
            if len(sectors) >= count or more >= _LAST_SECTOR:
                break
            numbers = self._numbers(self._at(more))
            sectors += numbers[: per_sector - 1]
            more = numbers[-1] if len(numbers) == per_sector else _LAST_SECTOR
        return [n for s in sectors[:count] for n in self._numbers(self._at(s))]

    def _read(self, start: int, length: int) -> bytes:
        chain = _chain(start, self._table, length // self._sector + 1)
        return b"".join(self._at(number) for number in chain)[:length]

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        return self._data[start : start + self._sector]

    @staticmethod
    def _numbers(raw: bytes) -> list[int]:
        whole = len(raw) // 4
        return list(struct.unpack_from(f"<{whole}I", raw))


def _chain(start: int, links: list[int], most: int) -> Iterator[int]:
    seen: set[int] = set()
    number = start
    while number < len(links) and len(seen) < most:
        if number in seen:
            raise Refused(_BROKEN)
        seen.add(number)
        yield number
        number = links[number]
