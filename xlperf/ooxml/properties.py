"""The title that a workbook carries in its properties: how our own listings are known again."""

from __future__ import annotations

from xlperf.ooxml.gate import Package
from xlperf.ooxml.xml import parse_xml

LISTING = "xlperf-listing/1"
_CORE = "docProps/core.xml"


def is_listing(package: Package) -> bool:
    if _CORE not in package.names:
        return False
    title = next(
        (e for e in parse_xml(package.read(_CORE), _CORE) if e.tag.endswith("}title")), None
    )
    return title is not None and title.text == LISTING
