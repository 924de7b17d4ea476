"""The names inside a zip without opening it: enough to tell what kind of package it is."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_END = b"PK\x05\x06"
_END_SIZE = 22
_COMMENT_MAX = 0xFFFF
_DIRECTORY_ENTRY = b"PK\x01\x02"
_LOCAL_ENTRY = b"PK\x03\x04"
_DIRECTORY_HEADER = struct.Struct("<4s6H3I5H2I")
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_UTF8_FLAG = 0x800
_MOST = 10_000  # the gate refuses such a package anyway


def names_in(data: bytes) -> tuple[str, ...]:
    """From the directory at the end or, where that is cut off, from what stands in front."""
    end = data.rfind(_END, max(0, len(data) - _END_SIZE - _COMMENT_MAX))
    if 0 <= end <= len(data) - _END_SIZE:
        start = int(struct.unpack_from("<I", data, end + 16)[0])
        names = tuple(_directory_names(data, start))
        if names:
            return names
    return tuple(_local_names(data))


def first_stored(data: bytes) -> str:
    """The text of the first entry where it is stored as it is: `mimetype` in ODF packages."""
    if len(data) < _LOCAL_HEADER.size:
        return ""
    header = _LOCAL_HEADER.unpack_from(data)
    method, size, name_length, extra_length = header[3], header[7], header[9], header[10]
    start = _LOCAL_HEADER.size + name_length + extra_length
    return "" if method else data[start : start + min(size, 100)].decode("ascii", "replace")


def _directory_names(data: bytes, at: int) -> Iterator[str]:
    for _ in range(_MOST):
        if not data.startswith(_DIRECTORY_ENTRY, at) or at + _DIRECTORY_HEADER.size > len(data):
            return
        header = _DIRECTORY_HEADER.unpack_from(data, at)
        name_length, extra_length, comment_length = header[10], header[11], header[12]
        at += _DIRECTORY_HEADER.size
        yield _name(data[at : at + name_length], header[3])
        at += name_length + extra_length + comment_length


def _local_names(data: bytes) -> Iterator[str]:
    at = data.find(_LOCAL_ENTRY)
    for _ in range(_MOST):
        if at < 0 or at + _LOCAL_HEADER.size > len(data):
            return
        header = _LOCAL_HEADER.unpack_from(data, at)
        at += _LOCAL_HEADER.size
        yield _name(data[at : at + header[9]], header[2])
        at = data.find(_LOCAL_ENTRY, at)


def _name(raw: bytes, flags: int) -> str:
    return raw.decode("utf-8" if flags & _UTF8_FLAG else "gb18030", "replace")
