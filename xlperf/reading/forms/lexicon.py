"""Is this cell a printed label, and of which field?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xlperf.editions import Library
from xlperf.model.grid import Cell
from xlperf.model.text import fold_width, key
from xlperf.reading.forms.wording import (
    bare_title,
    currency_in,
    label_forms,
    level_forms,
    split_at_colon,
    without_part,
)

HEADER = frozenset(
    {"project.name", "project.nature", "project.category", "department", "unit", "start", "end"}
    | {"period", "year", "currency_unit", "unit.filler", "total.score"}
)
GOALS = frozenset(["goals.overall", "goals.annual", "goals.expected", "goals.actual"])

_GAP = re.compile(r"[\s\u3000]+")
_LABELLED = re.compile(r"[\u4e00-\u9fff()（）、]{2,12}[:：]")
_LONGEST_LABEL = 400  # characters, its value included
_LONGEST_TITLE = 80
_LONGEST_FOOT = 24


@dataclass(frozen=True, slots=True)
class Label:
    fields: frozenset[str]
    currency: str | None = None  # 项目资金(万元)
    value: str = ""  # 项目名称：某某: what follows the label in its own cell


class Lexicon:
    """The words of a library, asked cell by cell."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._labels: dict[str, Label | None] = {}
        hints = "|".join(library.generic.hints)
        self._hint = re.compile(rf"[(（](?:{hints})[)）]$")

    def label(self, text: str) -> Label | None:
        """The label a cell is, or begins with: 项目名称：某某 is a label with its value."""
        if text not in self._labels:
            self._labels[text] = self._find(text)
        return self._labels[text]

    def fields(self, text: str) -> frozenset[str]:
        """The fields a cell is the label of, when it holds nothing else."""
        label = self.label(text)
        return label.fields if label and not label.value else frozenset()

    def level1(self, text: str) -> str | None:
        return next(
            (found for form in level_forms(text) if (found := self.library.levels1.get(form))),
            None,
        )

    def level2(self, text: str) -> tuple[tuple[str, str], ...]:
        """Every (level1, level2) that a label can stand for."""
        return next(
            (found for form in level_forms(text) if (found := self.library.levels2.get(form))), ()
        )

    def is_level(self, text: str) -> bool:
        return bool(self.level1(text) or self.level2(text))

    def loosely(self, text: str, prefix: str) -> str | None:
        """The field whose tell-tale word a heading of no known wording contains."""
        folded = key(text)
        told = self.library.generic.loose
        found = (f for f, words in told.items() if any(word in folded for word in words))
        return next((f.removeprefix(prefix) for f in found if f.startswith(prefix)), None)

    def is_blank(self, text: str) -> bool:
        """Nothing, or a dash that says: not applicable."""
        folded = key(text).replace("|", "")
        return not folded or folded in self.library.blank

    def segments(self, text: str) -> list[str]:
        """填报单位：甲 填报日期：乙: a cell with several labels, one piece for each."""
        parts = _GAP.split(text)
        pieces = parts[:1]
        for part in parts[1:]:
            label = self.label(part)
            known = self.is_foot(part) or (label is not None and bool(label.value))
            if _LABELLED.match(part) or (known and ":" in fold_width(part)):
                pieces.append(part)
            else:
                pieces[-1] += f" {part}"
        return pieces

    def without_hints(self, text: str) -> str:
        """（盖章）, （请填写全称）: what the form says to its filler is no part of the value."""
        return self._hint.sub("", text).strip() if "(" in text or "（" in text else text

    def is_residue(self, text: str) -> bool:
        """What a blank row of the printed form is left with: 指标2：, ……, /."""
        folded = key(text)
        bare = re.sub(r"^(?:三级)?指标?\d*[:.、]?", "", folded)
        return not bare or bare in self.library.residue or not bare.strip(".…")

    def is_known(self, text: str) -> bool:
        """A printed word that carries no value."""
        return (
            any(
                form in self.library.known or form in self.library.fields
                for form in label_forms(key(text))
            )
            or self.is_level(text)
            or self.is_blank(text)
        )

    def is_foot(self, text: str) -> bool:
        """备注：…, 填表人：…: the words that stand below a table, alone or with their text."""
        folded = key(text)
        begins = re.match(r"[^:、]{1,16}(?=:)", folded)
        heads = {folded, begins.group() if begins else folded}
        if len(folded) <= _LONGEST_FOOT and folded.endswith(self.library.generic.foot_endings):
            return True
        return any(form in self.library.foot for head in heads for form in label_forms(head))

    def is_title(self, cells: Sequence[Cell]) -> bool:
        return len(cells) == 1 and self.title(cells[0].text) is not None

    def is_subtotal(self, text: str) -> bool:
        return any(form in self.library.subtotals for form in label_forms(key(text)))

    def title(self, text: str) -> str | None:
        """The kind of form that a line is the title of."""
        bare = bare_title(text)
        if len(bare) > _LONGEST_TITLE:
            return None
        endings = [ending for ending in self.library.titles if bare.endswith(ending)]
        return self.library.titles[max(endings, key=len)] if endings else None

    def _find(self, text: str) -> Label | None:
        folded = key(text)
        if not folded or len(folded) > _LONGEST_LABEL:
            return None
        whole = self._exact(folded)
        if whole or ":" not in folded:
            return whole
        return self._inline(text)

    def _exact(self, folded: str) -> Label | None:
        part = without_part(folded)
        named = self.library.fields
        found = named.get(folded, frozenset()) | named.get(part, frozenset())
        found = found or next((f for form in label_forms(folded) if (f := named.get(form))), found)
        if not found:
            return None
        return Label(found, currency_in(folded))

    def _inline(self, text: str) -> Label | None:
        printed, value = split_at_colon(text)
        label = self._exact(key(printed)) if printed and value else None
        return Label(label.fields, label.currency, value) if label else None
