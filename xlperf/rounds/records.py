"""What was read, as the one JSON document that `xlperf read --json` prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlperf.model.record import to_json
from xlperf.reading import Reading

Skipped = Sequence[tuple[str, str]]  # (file, reason)


def document(readings: Sequence[Reading], skipped: Skipped = ()) -> dict[str, Any]:
    """Forms, what was refused, what went into no field, and what was only met."""
    return {
        "forms": [to_json(form) for reading in readings for form in reading.forms],
        "refused": [
            {"file": str(reading.file), "reason": reading.refused}
            for reading in readings
            if reading.refused is not None
        ],
        "unread": [
            {"file": str(reading.file), "at": unread.at.to_json(), "text": unread.text}
            for reading in readings
            for unread in reading.unread
        ],
        "notes": [
            {"file": str(reading.file), "text": note}
            for reading in readings
            for note in reading.notes
        ],
        "skipped": [{"file": file, "reason": reason} for file, reason in skipped],
    }
