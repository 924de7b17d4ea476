"""The paths that a command names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def meant(paths: Sequence[Path]) -> list[Path]:
    """Windows leaves *.xlsx to the program; a pattern that meets nothing is named as it stands."""
    found: list[Path] = []
    for path in paths:
        pattern = ("*" in path.name or "?" in path.name) and not _exists(path)
        found += (sorted(path.parent.glob(path.name)) if pattern else []) or [path]
    return found


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a folder that may not be entered, a name too long: refused by name later
        return False
