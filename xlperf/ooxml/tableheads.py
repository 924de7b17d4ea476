"""The heads of a sheet's tables: Excel opens no table whose columns aren't called by text."""

from __future__ import annotations

from collections.abc import Iterator

from xlperf.ooxml.gate import Package
from xlperf.ooxml.refs import area
from xlperf.ooxml.relations import relations_of
from xlperf.ooxml.xml import parse_xml


def table_heads(package: Package, part: str) -> frozenset[tuple[int, int]]:
    """Row and column, from 1, of every cell that names a column of a table."""
    tables = [
        relation.target
        for relation in relations_of(package, part).values()
        if relation.kind == "table" and relation.target in package
    ]
    return frozenset(place for table in tables for place in _heads(package, table))


def _heads(package: Package, table: str) -> Iterator[tuple[int, int]]:
    root = parse_xml(package.read(table), table)
    if root.get("headerRowCount", "1") == "0":
        return
    top, left, _, right = area(root.get("ref", ""))
    for column in range(left, right + 1):
        yield top + 1, column + 1
