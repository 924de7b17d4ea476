"""A returned workbook: is it one of ours, is its signature good, and what of it was changed?"""

from __future__ import annotations

from dataclasses import dataclass

from xlperf.model.identity import Identity, Signature
from xlperf.ooxml.workbook import Workbook, read_workbook
from xlperf.rounds.identity.differences import Change, differences
from xlperf.rounds.identity.face import face_of, unpacked
from xlperf.rounds.identity.stamp import inputs_of

_UNKNOWN = Change(None, "", "隐藏表里记的表样已损坏，无法逐格核对，请与下发的原件比较")


@dataclass(frozen=True, slots=True)
class Identified:
    identity: Identity
    signature: Signature
    changes: tuple[Change, ...]  # of what nobody may change
    filled: bool  # something stands in open cells that didn't when it went out


def identify(data: bytes, key: bytes | None = None) -> Identified | None:
    """None for a workbook that isn't ours; Refused for what is no workbook."""
    return identified(read_workbook(data, hidden=True), key)


def identified(workbook: Workbook, key: bytes | None = None) -> Identified | None:
    """Of a workbook that was read with its hidden sheets."""
    identity = workbook.identity
    if identity is None:
        return None
    face = unpacked(identity.face or "")
    changes = [_UNKNOWN] if face is None else differences(face, face_of(workbook))
    return Identified(
        identity,
        identity.judged(key),
        tuple(changes),
        inputs_of(workbook) != identity.inputs,
    )
