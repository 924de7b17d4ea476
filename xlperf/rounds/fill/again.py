"""A filled workbook as it is read again: its forms, and every text that a person sees on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from xlperf.editions import Library
from xlperf.model.form import Form, Kind, Source
from xlperf.model.money import filled_decimal
from xlperf.model.record import amount_text
from xlperf.model.text import clean, squeeze
from xlperf.ooxml.sheet import Sheet
from xlperf.ooxml.workbook import Workbook
from xlperf.reading.forms import forms_in
from xlperf.reading.sources.workbook import document_of

_SHORT = 4  # characters: a longer text may stand beside others in its cell


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands on one sheet."""

    texts: frozenset[str]
    amounts: frozenset[str]

    def holds(self, value: str) -> bool:
        text = _plain(value)
        if text in self.texts or _amount(value) in self.amounts:
            return True
        return len(text) >= _SHORT and any(text in other for other in self.texts)


@dataclass(frozen=True, slots=True)
class Again:
    forms: Sequence[Form]
    seen: Mapping[str, Seen]  # by sheet

    def of_kind(self, kind: Kind) -> list[Form]:
        return [form for form in self.forms if form.kind == kind]

    def holds(self, form: Form, value: str) -> bool:
        """Does a value stand anywhere on the sheet that the form was read from?"""
        seen = self.seen.get(form.source.sheet or "")
        return seen is not None and seen.holds(value)


def read_again(workbook: Workbook, library: Library) -> Again:
    """Of the sheets that a person sees."""
    sheets = tuple(sheet for sheet in workbook.sheets if sheet.visible)
    document = document_of(replace(workbook, sheets=sheets))
    return Again(
        forms_in(document, library, Source()).forms,
        {sheet.name: _seen(sheet) for sheet in sheets},
    )


def _seen(sheet: Sheet) -> Seen:
    texts = set(sheet.texts.values())
    amounts = {amount for text in texts if (amount := _amount(text)) is not None}
    return Seen(frozenset(map(_plain, texts)), frozenset(amounts))


def _plain(text: str) -> str:
    return squeeze(clean(text))


def _amount(text: str) -> str | None:
    """The number that a text is, whatever its digits' dress."""
    amount = filled_decimal(text)
    return None if amount is None or isinstance(amount, str) else amount_text(amount.normalize())
