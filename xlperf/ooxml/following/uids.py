"""Ids that no two things in the world share: a copy gets one of its own, always the same."""

from __future__ import annotations

from uuid import NAMESPACE_OID, uuid5

from xlperf.ooxml.following.output import Seat


def uid_for(uid: str, seat: Seat) -> str:
    """`{…}` of what is written for another seat than the first."""
    new = uuid5(NAMESPACE_OID, f"{uid}/{seat.sheet}/{seat.copy}/{seat.turn}")
    return f"{{{str(new).upper()}}}"
