"""All parts of a workbook but the sheets' own XML: compiled once, written for every output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlperf.ooxml.following.families import Families
from xlperf.ooxml.following.main import MainParts, defined_names, recalculating, sheet_parts
from xlperf.ooxml.following.output import Numbers, Output, Shown, seat_of
from xlperf.ooxml.following.package import Parts
from xlperf.ooxml.following.sheetlinks import Beside, SheetLinks
from xlperf.ooxml.following.tablenames import TableNames
from xlperf.ooxml.following.template import Template
from xlperf.ooxml.placement import Placement, SheetRows
from xlperf.ooxml.protection import Password


def _nothing(*_: int) -> None:
    return None


@dataclass(frozen=True, slots=True)
class BookOutput:
    parts: Mapping[str, bytes]  # new, or other than in `Book.base`; never a sheet's own XML
    dropped: frozenset[str]  # parts of `Book.base` that this output doesn't have
    sheet_files: Sequence[Sequence[str]]  # the sheets' part names, by template sheet and copy
    beside: Sequence[Sequence[Beside]]  # likewise, what changes in the sheets' own XML


@dataclass(frozen=True, slots=True)
class Book:
    base: Mapping[str, bytes]  # the template's parts as they pass where `written` says nothing
    sheet_parts: Sequence[str]  # of the template's sheets, in the workbook's order
    changing: frozenset[str]  # parts of `base` that can come out otherwise, or not at all
    _template: Template
    _main: MainParts
    _sheets: Sequence[SheetLinks]
    _numbers: Numbers
    _owned: frozenset[str]  # what is there only while some sheet leads to it

    @classmethod
    def compile(
        cls, package_parts: Mapping[str, bytes], rows: Sequence[SheetRows], names: Sequence[str]
    ) -> Book:
        """Of all parts; the sheets' own are only looked at, for what they say of the others."""
        parts = Parts(recalculating(package_parts))
        files = list(sheet_parts(parts))
        tables = TableNames.of(parts, files, defined_names(parts))
        template = Template(parts, rows, names, files, tables)
        main = MainParts(template)
        families = Families(template)
        sheets = [
            SheetLinks(template, index, families.of(part, index))
            for index, part in enumerate(files)
        ]
        owned = frozenset(name for sheet in sheets for name in sheet.family.names())
        return cls(
            base={name: parts[name] for name in parts if name not in files},
            sheet_parts=files,
            changing=owned.union(main.changing),
            _template=template,
            _main=main,
            _sheets=sheets,
            _numbers=Numbers(parts),
            _owned=owned.union(files),
        )

    def written(
        self,
        placement: Placement,
        names: Sequence[Sequence[str]],
        *,
        password: Password | None = None,
        shown: Shown = _nothing,
    ) -> BookOutput:
        """`names` are those of the output's sheets, by template sheet and copy.

        `shown` tells the texts of heads of tables that have tags.
        """
        output = Output(self._numbers, placement, names, shown)
        beside = [
            [
                sheet.written(output, seat_of(index, copy, self._template.rows[index]))
                for copy in range(len(output.names[index]))
            ]
            for index, sheet in enumerate(self._sheets)
        ]
        files = [[each.part for each in copies] for copies in beside]
        self._main.write(output, files, password)
        dropped = self._owned - output.used
        self._main.write_types(output, sorted(dropped))
        changed = {name: data for name, data in output.parts.items() if self.base.get(name) != data}
        return BookOutput(changed, dropped & self.base.keys(), files, beside)
