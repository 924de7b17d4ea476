"""Which texts of a paper are nowhere in what was read of it: the silent losses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from support.flat import flattened
from support.paper import Paper

from xlperf.editions import Library
from xlperf.model.form import Form
from xlperf.model.text import key, squeeze

#: one cell may hold several labels and values
_PARTS = re.compile(r"[：:\n]|\s{2,}")
_REMARK = re.compile(r"[(\[][^()\[\]]*[)\]]?$")
_YEAR = re.compile(r"\(?(?:20|二〇)\S{2}年度?\)?")
_NUMBERED = re.compile(r"^(?:指标\d+|\d+\.|[一二三四五六七八九十]+、)")
#: words of a form that say nothing once the form is read
_SPENT = {"其中", "定性", "至"}


def vanished(
    paper: Paper, forms: Iterable[Form], unread: Iterable[str], library: Library
) -> list[str]:
    kept = "|".join([*(squeeze(text) for text in unread), *_held(forms)])
    words = _words(library) | _SPENT

    def accounted(text: str) -> bool:
        return _is_label(text, words, library) or _is_kept(text, kept)

    return [
        part
        for text in _texts(paper)
        if not accounted(text)
        for part in _PARTS.split(text)
        if not accounted(part)
    ]


def _texts(paper: Paper) -> list[str]:
    return [*paper.before, *(box.text for box in paper.boxes), *paper.after]


def _held(forms: Iterable[Form]) -> Iterable[str]:
    for form in forms:
        for path, text in flattened(form).items():
            yield from (squeeze(text), squeeze(path))
        yield from map(squeeze, (*form.raw.values(), *form.notes))
        yield from (squeeze(text) for each in form.indicators for text in each.raw.values())


def _is_kept(part: str, kept: str) -> bool:
    """Money is kept without separators, the name of a fund row without the remark on its unit."""
    text = squeeze(part)
    return any(each in kept for each in (text, text.replace(",", ""), _REMARK.sub("", key(part))))


def _is_label(part: str, words: set[str], library: Library) -> bool:
    text = key(part).removeprefix("其中")
    while text not in words and _REMARK.search(text):
        text = _REMARK.sub("", text)
    text = _NUMBERED.sub("", _YEAR.sub("", text))
    return not text or text in words or any(text.endswith(each) for each in library.titles)


def _words(library: Library) -> set[str]:
    levels = {*library.levels1, *library.levels2}
    labels = {*library.fields, *library.known, *library.residue, *library.blank}
    return labels | levels | {f"{level}等" for level in levels}
