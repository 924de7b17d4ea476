"""Compound files (OLE2) and the BIFF8 workbook that an .xls or an .et keeps in one."""

from __future__ import annotations

import struct

from support.paper import Paper

_SECTOR = 512
_PER_SECTOR = _SECTOR // 4
_IN_HEADER = 109  # sectors of the allocation table that the header itself lists
_FREE, _END, _TABLE, _MORE_TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAM_MIN = 4096  # shorter streams live in a place of their own; ours are padded


def compound(streams: dict[str, bytes]) -> bytes:
    """A file with these streams; a name ending in "/" is an empty storage."""
    body = bytearray()
    links: list[int] = []
    entries = [_entry("Root Entry", 5, _END, 0, child=1 if streams else _FREE)]
    for position, (name, data) in enumerate(streams.items(), start=1):
        last = position == len(streams)
        right = _FREE if last else position + 1
        if name.endswith("/"):
            entries.append(_entry(name[:-1], 1, 0, 0, right=right))
            continue
        padded = data.ljust(_STREAM_MIN, b"\0")
        entries.append(_entry(name, 2, len(links), len(padded), right=right))
        _append(body, links, padded)
    start = len(links)
    _append(body, links, b"".join(entries))
    tables = -(-(len(links) + 4) // (_PER_SECTOR - 2))
    more = max(0, -(-(tables - _IN_HEADER) // (_PER_SECTOR - 1)))
    where = [len(links) + n for n in range(tables)]
    first_more = len(links) + tables
    links += [_TABLE] * tables + [_MORE_TABLE] * more
    links += [_FREE] * (tables * _PER_SECTOR - len(links))
    body += struct.pack(f"<{len(links)}I", *links)
    for number in range(more):
        begin = _IN_HEADER + number * (_PER_SECTOR - 1)
        chunk = where[begin : begin + _PER_SECTOR - 1]
        chunk += [_FREE] * (_PER_SECTOR - 1 - len(chunk))
        following = _END if number == more - 1 else first_more + number + 1
        body += struct.pack(f"<{_PER_SECTOR}I", *chunk, following)
    head = struct.pack(
        "<8s16s6H3I2I5I", _MAGIC, b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, tables, start, 0,
        _STREAM_MIN, _END, 0, first_more if more else _END, more,
    )  # fmt: skip
    listed = (where + [_FREE] * _IN_HEADER)[:_IN_HEADER]
    return head + struct.pack(f"<{_IN_HEADER}I", *listed) + bytes(body)


def _append(body: bytearray, links: list[int], data: bytes) -> None:
    count = -(-len(data) // _SECTOR)
    links += [*range(len(links) + 1, len(links) + count), _END]
    body += data.ljust(count * _SECTOR, b"\0")


def _entry(
    name: str, kind: int, start: int, size: int, right: int = _FREE, child: int = _FREE
) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBB3I16sI8s8sII4s",
        raw, len(raw), kind, 1, _FREE, right, child, b"", 0, b"", b"", start, size, b"",
    )  # fmt: skip


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<2H", kind, len(data)) + data


def _text(value: str, length: str) -> bytes:
    raw = value.encode("utf-16-le")
    return struct.pack(f"<{length}B", len(raw) // 2, 1) + raw


def biff8(paper: Paper, name: str = "申报表", locked: bool = False) -> bytes:
    """The workbook stream; `locked` puts a FilePass record where an encrypted one has it."""
    begin = _record(0x809, struct.pack("<4H2I", 0x600, 5, 0, 0, 0, 0))
    if locked:
        begin += _record(0x2F, struct.pack("<3H", 1, 1, 1) + bytes(48))
    begin += _record(0x42, struct.pack("<H", 1200))
    begin += _record(
        0x31, struct.pack("<5H4B", 220, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _text("宋体", "B")
    )
    begin += _record(0xE0, struct.pack("<3H", 0, 0, 0xFFF5) + bytes(14)) * 15
    begin += _record(0xE0, struct.pack("<3H", 0, 0, 1) + bytes(14))
    sheet = _sheet(paper)
    bound_size = 4 + 6 + len(_text(name, "B"))
    start = len(begin) + bound_size + 4
    bound = _record(0x85, struct.pack("<IH", start, 0) + _text(name, "B"))
    return begin + bound + _record(0x0A) + sheet


def _sheet(paper: Paper) -> bytes:
    out = _record(0x809, struct.pack("<4H2I", 0x600, 0x10, 0, 0, 0, 0))
    out += _record(0x200, struct.pack("<2I3H", 0, paper.height, 0, paper.width, 0))
    for box in paper.boxes:
        if box.text:
            out += _record(0x204, struct.pack("<3H", box.row, box.col, 15) + _text(box.text, "H"))
    merged = [b for b in paper.boxes if b.rows > 1 or b.cols > 1]
    ranges = b"".join(
        struct.pack("<4H", b.row, b.row + b.rows - 1, b.col, b.col + b.cols - 1) for b in merged
    )
    return out + _record(0xE5, struct.pack("<H", len(merged)) + ranges) + _record(0x0A)


def xls(paper: Paper, **options: bool) -> bytes:
    return compound({"Workbook": biff8(paper, **options)})
