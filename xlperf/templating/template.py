"""A template: `Template.compile(data, name)` once, `render(context)` as often as needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xlperf.ooxml.following.book import BookOutput
from xlperf.ooxml.following.sheetlinks import Beside
from xlperf.ooxml.placement import Placement
from xlperf.ooxml.protection import Password
from xlperf.ooxml.refs import LAST_ROW
from xlperf.ooxml.sheetnames import SheetNames
from xlperf.ooxml.zipwriter import in_order, packed, zipped
from xlperf.templating.cached import Formulas
from xlperf.templating.faults import Fault, TemplateFaults
from xlperf.templating.sheet import SheetWriter, Written, data_of
from xlperf.templating.taken import Sheet, Taken, taken_apart

Context = Mapping[str, Any]
Output = list[list[Written]]  # by template sheet and copy


class Template:
    """Compiled once; rendering changes nothing in it."""

    def __init__(self, name: str, taken: Taken) -> None:
        self.name = name
        self._taken = taken
        self._rows = [sheet.program.logic.rows for sheet in taken.sheets]
        self._packed = {part: packed(part, data) for part, data in taken.parts.items()}
        self._styles = packed(*taken.styles) if taken.styles else None

    @classmethod
    def compile(cls, data: bytes, name: str) -> Template:
        """Refused where it is no workbook, TemplateFaults with all that is wrong in it."""
        return cls(name, taken_apart(data, name))

    def render(self, context: Context, *, password: Password | None = None) -> bytes:
        """A workbook; TemplateFaults with all that goes wrong with this context."""
        placement = Placement(self._rows)
        written = self._all_written(context, placement)
        names = self._names(written)
        sheets = _Sheets(self._taken, placement, written, names, password)
        book = self._taken.book.written(placement, names, password=password, shown=sheets.shown)
        parts = {
            part: known for part, known in self._packed.items() if part not in book.dropped
        } | {part: packed(part, data) for part, data in book.parts.items()}
        for part, data in sheets.parts(book):
            parts[part] = packed(part, data)
        if sheets.more_styles and self._taken.styles and self._styles:
            parts[self._taken.styles[0]] = self._styles
        return zipped(in_order(self._taken.order, parts))

    def _all_written(self, context: Context, placement: Placement) -> Output:
        output = []
        faults: list[Fault] = []
        for index, sheet in enumerate(self._taken.sheets):
            if sheet.same is None:
                writer = SheetWriter(sheet.program, placement.puts[index])
                try:
                    writer.write(sheet.program.logic.run(context))
                except TemplateFaults as error:  # of every sheet before any is raised
                    faults += error.faults
                written = writer.written
            else:
                written, placement.puts[index] = sheet.same
            placement.ends[index] = [len(each.records) for each in written]
            output.append(written)
        if faults:
            raise TemplateFaults(self.name, faults)
        self._refuse(placement)
        return output

    def _refuse(self, placement: Placement) -> None:
        faults = [
            Fault(
                sheet.name, None, None, f"写出来超过 {LAST_ROW} 行，一个工作表放不下；请分开填写。"
            )
            for sheet, ends in zip(self._taken.sheets, placement.ends, strict=True)
            if any(end > LAST_ROW for end in ends)
        ]
        if not any(
            sheet.visible and ends
            for sheet, ends in zip(self._taken.sheets, placement.ends, strict=True)
        ):
            message = "没有要写的内容，一个看得见的工作表也不剩；请检查 {%sheet %} 的循环。"
            faults.append(Fault(None, None, None, message))
        if faults:
            raise TemplateFaults(self.name, faults)

    def _names(self, written: Output) -> list[list[str]]:
        """Of the output's sheets. Names without tags come first: those stay as they are."""
        sheets = self._taken.sheets
        names = SheetNames(
            sheet.name
            for sheet, copies in zip(sheets, written, strict=True)
            if copies and not sheet.program.logic.named and not sheet.program.logic.rows.repeated
        )
        return [
            [_name(names, sheet, f"Sheet{index}", copy) for copy in copies]
            for index, (sheet, copies) in enumerate(zip(sheets, written, strict=True), 1)
        ]


def _name(names: SheetNames, sheet: Sheet, blank: str, copy: Written) -> str:
    logic = sheet.program.logic
    if not logic.named and not logic.rows.repeated:
        return sheet.name
    return names.given(sheet.name if copy.name is None else copy.name, blank)


class _Sheets:
    """The worksheets of one output; `more_styles` is known when all of them are written."""

    def __init__(
        self,
        taken: Taken,
        placement: Placement,
        written: Output,
        names: Sequence[Sequence[str]],
        password: Password | None,
    ) -> None:
        self.more_styles = False
        self._taken = taken
        self._placement = placement
        self._written = written
        self._names = names
        self._password = password
        self._formulas = Formulas(written, placement, names, taken.date1904)

    def parts(self, book: BookOutput) -> Iterator[tuple[str, bytes]]:
        """Those that aren't the template's, byte for byte."""
        for index, sheet in enumerate(self._taken.sheets):
            protected = self._password is not None and sheet.protected
            if index in self._taken.fixed and not protected:
                continue
            for copy, beside in enumerate(book.beside[index]):
                yield beside.part, self._xml(index, copy, beside).encode()

    def shown(self, index: int, copy: int, row: int, column: int) -> str | None:
        """The text in a cell; None where there is none."""
        value = self._formulas.read(index, copy, row, column)
        return value if isinstance(value, str) else None

    def _xml(self, index: int, copy: int, beside: Beside) -> str:
        sheet, written = self._taken.sheets[index], self._written[index][copy]
        assert sheet.tail is not None
        data, more_styles = data_of(written, self._formulas.cells(index, copy))
        self.more_styles |= more_styles
        before, after = sheet.tail.written(
            self._placement,
            copy,
            self._names,
            merges=[*written.merges, *written.merging.refs(self._placement, index)],
            password=self._password,
            width=sheet.columns,
        )
        return f"{before}<sheetData>{data}</sheetData>{beside.put_into(after)}"
