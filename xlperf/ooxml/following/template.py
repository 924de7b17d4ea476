"""What all that follows is compiled from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlperf.ooxml.following.package import Parts
from xlperf.ooxml.following.tablenames import TableNames
from xlperf.ooxml.placement import SheetRows


@dataclass(frozen=True, slots=True)
class Template:
    """The sheets are in the workbook's order."""

    parts: Parts
    rows: Sequence[SheetRows]  # of each sheet
    names: Sequence[str]  # of the sheets, tags and all
    files: Sequence[str]  # their parts
    tables: TableNames


class Unfit(ValueError):
    """Excel wouldn't open what becomes of the template; in words for whoever made it."""
