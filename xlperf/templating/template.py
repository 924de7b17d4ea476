"""A template: `Template.compile(data, name)` once, `render(context)` as often as needed."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from xlperf.ooxml.following.sheetlinks import Beside
from xlperf.ooxml.protection import Password
from xlperf.ooxml.refs import LAST_ROW
from xlperf.ooxml.sheetnames import SheetNames
from xlperf.ooxml.zipwriter import Packed, packed, zipped
from xlperf.templating.cached import Formulas, LongFormula
from xlperf.templating.faults import Fault, TemplateFaults
from xlperf.templating.frames import Around, Frame
from xlperf.templating.layout import Kinds, Layout, SheetLayout
from xlperf.templating.logic import SheetLogic
from xlperf.templating.merging import refs
from xlperf.templating.patterns import Event, Unsettled
from xlperf.templating.rowheights import Tall, Taller, fitted
from xlperf.templating.sheet import Written, filled, rows_of, written
from xlperf.templating.taken import Sheet, Taken, taken_apart

Context = Mapping[str, Any]
Events = Sequence[Sequence[Event]]  # by template sheet
Output = Sequence[Sequence[Written]]  # by template sheet and copy

_MOST_ROWS = 2_000  # of a frame that is kept for further outputs
_MOST_KEPT = 10_000  # rows in all of them


class Template:
    """Compiled once; what is kept between outputs only saves working it out again."""

    def __init__(self, name: str, taken: Taken) -> None:
        self.name = name
        self._taken = taken
        self._rows = [sheet.program.logic.rows for sheet in taken.sheets]
        self._packed = {part: packed(part, data) for part, data in taken.parts.items()}
        self._styles = packed(*taken.styles) if taken.styles else None
        varying = any(sheet.varying for sheet in taken.sheets)
        self._names_without_tags = None if varying else [[sheet.name] for sheet in taken.sheets]
        self._frames: dict[tuple[Kinds, ...], Frame] = {}
        self._kept = 0  # rows in these

    @classmethod
    def compile(cls, data: bytes, name: str) -> Template:
        """Refused where it is no workbook, TemplateFaults with all that is wrong in it."""
        return cls(name, taken_apart(data, name))

    def render(self, context: Context, *, password: Password | None = None) -> bytes:
        """A workbook; TemplateFaults with all that goes wrong with this context."""
        # A large output is many small objects and no circles: to look for circles among them
        # again and again would take longer than to write them.
        collecting = gc.isenabled()
        gc.disable()
        try:
            return self._made(context, password)
        finally:
            if collecting:
                gc.enable()

    def _made(self, context: Context, password: Password | None) -> bytes:
        events = self._events(context, lambda logic, _: logic.events(context))
        try:
            return self._fitted(events, password)
        except Unsettled:
            settled = self._events(
                context, lambda logic, index: logic.settled(events[index], context)
            )
            return self._fitted(settled, password)

    def _fitted(self, events: Events, password: Password | None) -> bytes:
        tall: dict[int, dict[int, int]] = {}
        while True:  # rows only get more, and soon there are enough
            try:
                return self._rendered(events, password, tall)
            except LongFormula as long:
                fault = Fault(self._taken.sheets[long.sheet].name, long.cell, None, long.message)
                raise TemplateFaults(self.name, [fault]) from None
            except Taller as taller:
                for sheet, rows in taller.rows.items():
                    tall[sheet] = {**tall.get(sheet, {}), **rows}

    def _events(
        self, context: Context, of: Callable[[SheetLogic, int], list[Event]]
    ) -> list[list[Event]]:
        """By sheet; TemplateFaults with all that is wrong on any of them."""
        logics = [None if sheet.same else sheet.program.logic for sheet in self._taken.sheets]
        try:
            return [of(logic, index) if logic else [] for index, logic in enumerate(logics)]
        except TemplateFaults:
            wrong = [fault for logic in logics if logic for fault in logic.faults(context)]
            if wrong:
                raise TemplateFaults(self.name, wrong) from None
            raise  # a list that could be run over only once

    def _rendered(self, events: Events, password: Password | None, tall: Tall) -> bytes:
        taken = self._taken
        frame = self._frame(events, tall)
        output = [
            sheet.same[1] if sheet.same else written(own, each)
            for sheet, own, each in zip(taken.sheets, frame.layout.sheets, events, strict=True)
        ]
        heights = fitted(output, frame.layout.placement)
        rows = [
            list(map(rows_of, copies, own)) if password or index not in taken.fixed else []
            for index, (copies, own) in enumerate(zip(output, heights, strict=True))
        ]
        names = self._names(output)
        formulas = Formulas(output, frame.layout, names, taken.date1904)
        around = frame.around(names, password, formulas.shown)
        sheets = _Sheets(taken, frame, around, output, formulas, rows)
        parts = {**around.parts, **sheets.parts()}
        if sheets.more_styles and taken.styles and self._styles:
            parts[taken.styles[0]] = self._styles
        return zipped([parts[name] for name in around.order])

    def _frame(self, events: Events, tall: Tall) -> Frame:
        kinds = tuple([tuple([event[0] for event in each]) for each in events])
        if tall:
            return Frame(self._taken, self._packed, self._laid_out(kinds, tall))
        frame = self._frames.get(kinds)
        if frame is None:
            frame = Frame(self._taken, self._packed, self._laid_out(kinds, tall))
            self._keep(kinds, frame)
        return frame

    def _keep(self, kinds: tuple[Kinds, ...], frame: Frame) -> None:
        """For further outputs with the same rows, as long as there aren't too many."""
        rows = sum(map(len, kinds))
        if rows > _MOST_ROWS:
            return
        if self._kept + rows > _MOST_KEPT:
            self._frames.clear()
            self._kept = 0
        self._frames[kinds] = frame
        self._kept += rows
        frame.layout.keep()

    def _laid_out(self, kinds: Sequence[Kinds], tall: Tall) -> Layout:
        sheets = [
            sheet.same[0] if sheet.same else SheetLayout(sheet.program, own, tall.get(index, {}))
            for index, (sheet, own) in enumerate(zip(self._taken.sheets, kinds, strict=True))
        ]
        layout = Layout(sheets, self._rows)
        faults = list(self._wrong(layout))
        if faults:
            raise TemplateFaults(self.name, faults)
        return layout

    def _wrong(self, layout: Layout) -> Iterator[Fault]:
        pairs = list(zip(self._taken.sheets, layout.placement.ends, strict=True))
        for sheet, ends in pairs:
            if any(end > LAST_ROW for end in ends):
                message = f"写出来超过 {LAST_ROW} 行，一个工作表放不下；请分开填写。"
                yield Fault(sheet.name, None, None, message)
        if not any(sheet.visible and ends for sheet, ends in pairs):
            message = "没有要写的内容，一个看得见的工作表也不剩；请检查 {%sheet %} 的循环。"
            yield Fault(None, None, None, message)

    def _names(self, output: Output) -> list[list[str]]:
        """Of the output's sheets. Names without tags come first: those stay as they are."""
        if self._names_without_tags:
            return self._names_without_tags
        pairs = list(zip(self._taken.sheets, output, strict=True))
        names = SheetNames(sheet.name for sheet, copies in pairs if copies and not sheet.varying)
        return [
            [
                names.given(_wanted(sheet, copy), f"Sheet{index}") if sheet.varying else sheet.name
                for copy in copies
            ]
            for index, (sheet, copies) in enumerate(pairs, 1)
        ]


def _wanted(sheet: Sheet, copy: Written) -> str:
    return sheet.name if copy.name is None else copy.name


class _Sheets:
    """The worksheets of one output; `more_styles` is known when all of them are written."""

    def __init__(
        self,
        taken: Taken,
        frame: Frame,
        around: Around,
        output: Output,
        formulas: Formulas,
        rows: Sequence[Sequence[str]],
    ) -> None:
        self.more_styles = False
        self._taken = taken
        self._frame = frame
        self._around = around
        self._output = output
        self._formulas = formulas
        self._rows = rows

    def parts(self) -> dict[str, Packed]:
        """Those that aren't the template's, byte for byte."""
        found = {}
        for index, sheet in enumerate(self._taken.sheets):
            protected = self._around.password is not None and sheet.protected
            if index in self._taken.fixed and not protected:
                continue
            for copy, beside in enumerate(self._around.book.beside[index]):
                found[beside.part] = self._packed(index, copy, beside)
        return found

    def _packed(self, index: int, copy: int, beside: Beside) -> Packed:
        own = self._output[index][copy]
        formulas = self._formulas.cells((index, copy), beside.renamed)
        rows, more_styles = filled(self._rows[index][copy], formulas)
        self.more_styles |= more_styles
        merges = refs(own.merges, own.layout, self._frame.layout.placement, index)
        return self._frame.tail(index, copy, self._around).packed(beside.part, rows, merges)
