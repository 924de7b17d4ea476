"""One file from bytes to forms; runs inside the sandbox."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from xlperf.editions import load_library
from xlperf.model.form import Form, Source
from xlperf.model.grid import Document, Grid
from xlperf.model.refusal import Refused
from xlperf.reading.forms import Unread, forms_in
from xlperf.reading.inputs import passed_over
from xlperf.reading.loading import load, open_elsewhere
from xlperf.reading.sniff import kind_of

_MOST_UNREAD = 20_000
_SHOWN_TEXT = 30
_SHOWN_NAMES = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """All that came of one file: forms, or the reason why there are none."""

    file: Path
    forms: tuple[Form, ...] = ()
    unread: tuple[Unread, ...] = ()
    notes: tuple[str, ...] = ()
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Gridded:
    """The cells of one file as they stand, or the reason why there are none."""

    file: Path
    grids: tuple[Grid, ...] = ()
    refused: str | None = None


def gridded(path: Path) -> Gridded:
    try:
        return Gridded(path, _document(load(path), path.name).grids)
    except Refused as refusal:
        return Gridded(path, refused=refusal.reason)


def recognise(path: Path) -> Reading:
    try:
        return _recognise(path)
    except Refused as refusal:
        return Reading(path, refused=refusal.reason)


def _recognise(path: Path) -> Reading:
    reason = passed_over(path)
    if reason:
        raise Refused(f"{reason}，已跳过。")
    data = load(path)
    document = _document(data, path.name)
    source = Source(file=str(path), sha256=hashlib.sha256(data).hexdigest())
    found = forms_in(document, load_library(), source)
    editing = open_elsewhere(path)
    unread, cut = found.unread[:_MOST_UNREAD], len(found.unread) - _MOST_UNREAD
    notes = list(found.notes)
    if editing:
        notes.append(editing)
    if cut > 0:
        notes.append(f"未读文字太多，只列出前 {_MOST_UNREAD} 处，另有 {cut} 处没有列出。")
    refused = None if found.forms else _nothing_found(document, found.notes)
    return Reading(path, found.forms, unread, tuple(notes), refused)


def _document(data: bytes, name: str) -> Document:
    """A kind is the name of the module that reads it, imported when the first such file comes."""
    reader = import_module(f"xlperf.reading.sources.{kind_of(data, name)}")
    document: Document = reader.read(data)
    return document


def _nothing_found(document: Document, notes: Sequence[str]) -> str:
    """With what was seen instead, and what the reader left out: a hidden sheet may be the one."""
    texts = [cell.text.strip() for grid in document.grids for cell in grid.cells]
    texts = [text for text in texts if text]
    beside = "".join(f" {note}" for note in notes[:_SHOWN_NAMES])
    if not texts:
        return (
            f"没有找到申报表或自评表：没有读到文字（空表，或扫描的图片）；请发送填好的表。{beside}"
        )
    names = [grid.name for grid in document.grids if grid.name]
    sheets = f"工作表 {'、'.join(names[:_SHOWN_NAMES])} 里的" if names else ""
    first = " ".join(texts[0].split())[:_SHOWN_TEXT]
    return (
        f"没有找到申报表或自评表：读到{sheets} {len(texts)} 处文字，开头是「{first}」；"
        f"请确认发送的是绩效目标申报表或自评表，表中的标签没有被改掉。{beside}"
    )
