"""A workbook is told who it is before it goes out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256

from xlperf.model.identity import Identity
from xlperf.ooxml.identity_sheet import sheet_xml
from xlperf.ooxml.repack import with_parts
from xlperf.ooxml.workbook import Workbook, read_workbook
from xlperf.rounds.identity.face import face_of, packed


@dataclass(frozen=True, slots=True)
class Stamped:
    data: bytes
    workbook: Workbook  # as our own reader sees it
    identity: Identity | None  # None: it has no sheet to say it on


def stamped(data: bytes, identity: Identity, key: bytes | None = None) -> Stamped:
    """Without a key it isn't signed, and says so. No other part of the workbook changes."""
    workbook = read_workbook(data, hidden=True)
    part = workbook.identity_part
    if part is None:
        return Stamped(data, workbook, None)
    told = replace(identity, face=packed(face_of(workbook)), inputs=inputs_of(workbook))
    if key is not None:
        told = told.signed(key)
    return Stamped(with_parts(data, {part: sheet_xml(told)}), workbook, told)


def inputs_of(workbook: Workbook) -> str:
    """The digest of all that stands in open cells: as long as it holds, nobody typed anything."""
    digest = sha256()
    for sheet in workbook.sheets:
        for ref, text in sheet.texts.items():
            if not sheet.locks.locks(ref):
                told = f"{sheet.name}!{ref}:{len(text)}:{text}\n"
                digest.update(told.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
