"""Lines of labels and values: 项目名称 某某 项目类别 某某."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlperf.model.money import filled_decimal
from xlperf.reading.forms.lexicon import Lexicon
from xlperf.reading.forms.pages.printed import Printed

_LONGEST_LABEL = 4  # words: 项目 绩效 目标 is three


def pieces(line: Printed, lexicon: Lexicon) -> list[str]:
    """The labels of a line and, between them, the values; each number stands for itself."""
    found: list[str] = []
    value: list[str] = []
    words = line.words
    at = 0
    while at < len(words):
        size = _label_size(words[at:], lexicon)
        if size or _is_number(words[at], lexicon):
            found.extend([" ".join(value)] if value else [])
            value = []
            found.append(" ".join(words[at : at + max(size, 1)]))
        else:
            value.append(words[at])
        at += max(size, 1)
    return found + ([" ".join(value)] if value else [])


def labels_of(line: Printed, lexicon: Lexicon) -> list[frozenset[str]]:
    """The fields of each piece of a line; empty for a value."""
    return [
        label.fields if (label := lexicon.label(piece)) else frozenset()
        for piece in pieces(line, lexicon)
    ]


def laid_in_columns(line: Printed, lexicon: Lexicon) -> Iterator[tuple[int, str]]:
    """Money columns begin at the second, whatever stands left of their headings."""
    texts = pieces(line, lexicon)
    fields = labels_of(line, lexicon)
    columns = [i for i, f in enumerate(fields) if any(x.startswith("column.") for x in f)]
    shift = 2 - columns[0] if len(columns) > 1 else (1 if _is_money_row(texts, lexicon) else 0)
    return ((at + shift, text) for at, text in enumerate(texts))


def _is_money_row(texts: Sequence[str], lexicon: Lexicon) -> bool:
    return len(texts) > 2 and all(_is_number(text, lexicon) for text in texts[1:])


def _label_size(words: Sequence[str], lexicon: Lexicon) -> int:
    sizes = range(min(_LONGEST_LABEL, len(words)), 0, -1)
    return next((n for n in sizes if _is_label(" ".join(words[:n]), n, lexicon)), 0)


def _is_label(text: str, size: int, lexicon: Lexicon) -> bool:
    """Several words are a label only as a whole; 年度资金总额: 100 is one and a value."""
    label = lexicon.label(text)
    if label is None:  # 项目负责人: no field's label, but the value before it ends there
        return len(text) > 1 and lexicon.is_known(text) and not lexicon.is_level(text)
    return size == 1 or not label.value


def _is_number(word: str, lexicon: Lexicon) -> bool:
    number = filled_decimal(word.rstrip("%％"))
    return lexicon.is_blank(word) or (number is not None and not isinstance(number, str))
