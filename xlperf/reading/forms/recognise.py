"""Which edition's form is this? By the wordings it prints, never by a unit's name."""

from __future__ import annotations

from collections.abc import Sequence

from xlperf.editions import Edition, Library
from xlperf.model.form import Form
from xlperf.model.grid import Cell
from xlperf.model.text import clean, key
from xlperf.reading.forms.lexicon import Lexicon
from xlperf.reading.forms.table.lines import NUMBERED


def recognise(form: Form, cells: Sequence[Cell], lexicon: Lexicon) -> str | None:
    """The edition that asks for most and gets it all; None where none or several do."""
    printed = {key(cell.text) for cell in cells}
    labels = [label.fields for cell in cells if (label := lexicon.label(cell.text))]
    fits = [
        (len(edition.recognition.wordings), edition.key)
        for edition in lexicon.library.editions.values()
        if edition.recognition and _fits(edition, form, printed, labels, lexicon.library)
    ]
    best = max((count for count, _ in fits), default=0)
    named = [name for count, name in fits if count == best]
    return named[0] if len(named) == 1 else None


def _fits(
    edition: Edition,
    form: Form,
    printed: set[str],
    labels: Sequence[frozenset[str]],
    library: Library,
) -> bool:
    asked = edition.recognition
    if asked is None or asked.kind != form.kind:
        return False
    if asked.title and not any(text.endswith(key(asked.title)) for text in printed):
        return False
    if not all(_shows(printed, key(wording)) for wording in asked.wordings.values()):
        return False
    if any(field in fields for field in asked.absent for fields in labels):
        return False
    prefixed = any(NUMBERED.match(clean(each.raw.get("name", ""))) for each in form.indicators)
    return asked.indicator_prefix is None or asked.indicator_prefix == prefixed


def _shows(printed: set[str], wording: str) -> bool:
    """The very wording, or with a remark in brackets: 项目总体目标(2023年-2023年)."""
    return wording in printed or any(text.startswith(f"{wording}(") for text in printed)
