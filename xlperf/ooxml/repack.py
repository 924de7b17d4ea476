"""A package with a few parts replaced; all others stay byte for byte as they were packed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlperf.ooxml.archive import as_packed, entries_of
from xlperf.ooxml.zipwriter import Packed, described, packed, zipped


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """`parts` replace those of the same name, in their places."""
    return zipped(_packed(data, parts))


def _packed(data: bytes, parts: Mapping[str, bytes]) -> Iterator[Packed]:
    for entry in entries_of(data):
        if entry.name in parts:
            yield packed(entry.name, parts[entry.name])
        else:
            raw = bytes(as_packed(data, entry))
            yield described(entry.name, entry.method, entry.crc, entry.size, raw)
