"""What a sheet's own XML says of the parts beside it: it changes where these are repeated or gone.

Their ids stay the same on every copy of the sheet, so that one text of the sheet fits them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlperf.ooxml.following.nodes import Family, Links
from xlperf.ooxml.following.output import Output, Seat


@dataclass(frozen=True, slots=True)
class Beside:
    """One copy of a sheet: its part, and the elements of its XML that come out otherwise."""

    part: str
    elements: Mapping[str, str]  # by local name, as they are to be written; "" for none

    def put_into(self, epilog: str) -> str:
        """The XML behind </sheetData>, with these elements in place of the template's."""
        return epilog


@dataclass(frozen=True, slots=True)
class SheetLinks:
    """What belongs to a sheet of the template."""

    part: str
    family: Family

    def written(self, output: Output, seat: Seat) -> Beside:
        part = output.name(self.part)
        links = Links(self.family, output, seat)
        links.put(part)
        return Beside(part, {})
