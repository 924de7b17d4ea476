"""What the columns of a table of projects mean: by the words of the forms, or by record path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlperf.editions import Edition, Library
from xlperf.model.form import DECLARATION, EVALUATION, Kind
from xlperf.model.text import key
from xlperf.reading.forms.lexicon import Lexicon
from xlperf.reading.forms.wording import split_at_colon

KINDS: tuple[Kind, ...] = (DECLARATION, EVALUATION)
Levels = tuple[str | None, str | None]
_COMMON = (
    *("kind", "year", "project.name", "project.nature", "project.category"),
    *("department", "unit", "start", "end", "funds.currency_unit"),
)
INDICATOR = tuple(
    f"indicator.{name}"
    for name in ("level1", "level2", "name", "target", "actual", "weight", "score", "reason")
)
_ROWS = ("total", "current", "carryover", "other")
_IN_ROW = ("initial", "budget", "executed", "weight", "rate", "score")
_PATHS: dict[Kind, tuple[str, ...]] = {
    DECLARATION: (
        *_COMMON,
        *(f"funds.overall.{name}" for name in ("total", "fiscal", "other")),
        *(f"funds.annual.{name}" for name in _ROWS),
        *("goals.overall", "goals.annual"),
    ),
    EVALUATION: (
        *_COMMON,
        *(f"funds.rows.{row}.{name}" for row in _ROWS for name in _IN_ROW),
        *("goals.expected", "goals.actual", "total.weight", "total.score"),
    ),
}
#: a field of the labels → the paths it can mean in such a table
_MEANT = {
    "currency_unit": ("funds.currency_unit",),
    "unit.filler": ("unit",),
    "column.annual": ("funds.annual.total",),
    "column.overall": ("funds.overall.total",),
    "column.budget": ("funds.rows.total.budget", "funds.annual.total"),
    "column.initial": ("funds.rows.total.initial",),
    "column.executed": ("funds.rows.total.executed",),
    "column.rate": ("funds.rows.total.rate",),
    "total": ("total.score",),
}
#: words that no form prints, or not alone
_OWN_WORDS = {
    key(word): path
    for word, path in {
        "表": "kind",
        "表种": "kind",
        "项目": "project.name",
        "单位": "unit",
        "部门": "department",
        "金额": "funds.annual.total",
        "总分：分值": "total.weight",
        "总分：得分": "total.score",
        "执行率：分值": "funds.rows.total.weight",
        "执行率：得分": "funds.rows.total.score",
    }.items()
}
_OF_AN_EVALUATION = ("funds.rows.total.initial", "funds.rows.total.executed", "goals.actual")
_COUNTING = {key(word) for word in ("序号", "编号", "行号")}


class Columns:
    """Asked for the titles of one table after another."""

    def __init__(self, library: Library, edition: Edition) -> None:
        self._lexicon = Lexicon(library)
        self._edition = edition

    def paths(self, titles: Sequence[str], kind: Kind) -> list[str | None]:
        """One for each title; None where it is none of this kind of form."""
        found: list[str | None] = []
        side = "annual"
        allowed = self._allowed(titles, kind)
        for title in titles:
            free = [path for path in self._candidates(title, allowed) if path not in found]
            best = min(free, key=lambda path: self._rank(path, title, side), default=None)
            if best is not None and best.startswith(("funds.overall.", "funds.annual.")):
                side = best.split(".")[1]
            found.append(best)
        return found

    def kind_of(self, titles: Sequence[str]) -> Kind:
        """Of a table that doesn't say it: by the edition, or by what only a 自评表 has."""
        if len(self._edition.kinds) == 1:
            return EVALUATION if EVALUATION in self._edition.kinds else DECLARATION
        told = self.paths(titles, EVALUATION)
        return EVALUATION if any(path in told for path in _OF_AN_EVALUATION) else DECLARATION

    def counts(self, title: str) -> bool:
        """A column of mere numbers has nothing to lose."""
        return key(title) in _COUNTING

    def begins_form(self, text: str) -> bool:
        """The title of a form: what follows is no table of projects."""
        return self._lexicon.title(text) in KINDS

    def blank(self, text: str) -> bool:
        return self._lexicon.is_blank(text)

    def levels(self, one: str | None, two: str | None, before: Levels) -> Levels:
        """By their standard names; what a row leaves out is as in the row before."""
        if one is None and two is None:
            return before
        level1 = one and (self._lexicon.level1(one) or one)
        if two is None:
            return level1, None
        known = self._lexicon.level2(two)
        fits = [pair for pair in known if pair[0] == (level1 or before[0])] or list(known[:1])
        if not fits:
            return level1 or before[0], two
        return level1 or fits[0][0], fits[0][1]

    def _rank(self, path: str, title: str, side: str) -> tuple[bool, bool, int]:
        """The edition's own wording first, then the side of the money that was last spoken of."""
        own = self._edition.labels.get(path, ())
        worded = bool(own) and key(own[0]) == key(title)
        other_side = path.startswith("funds.") and path.split(".")[1] not in (side, "rows")
        every = [*INDICATOR, *_PATHS[DECLARATION], *_PATHS[EVALUATION]]
        return (other_side, not worded, every.index(path))

    def _allowed(self, titles: Sequence[str], kind: Kind) -> tuple[str, ...]:
        """Words such as 得分 are an indicator's where the table has indicators."""
        named = {field for title in titles for field in self._lexicon.fields(title)}
        if "indicator.name" in named.union(titles):
            return (*INDICATOR, *_PATHS[kind])
        return _PATHS[kind]

    def _candidates(self, title: str, allowed: Sequence[str]) -> Iterator[str]:
        named = {title.strip(), _OWN_WORDS.get(key(title)), self._row_and_column(title)}
        yield from (path for path in allowed if path in named)
        label = self._lexicon.label(title)
        if label is None or label.value:
            return
        meant = {path for field in label.fields for path in (field, *_MEANT.get(field, ()))}
        yield from (path for path in allowed if path in meant and path not in named)

    def _row_and_column(self, title: str) -> str | None:
        """其中：当年财政拨款：全年预算数"""
        row, column = split_at_colon(title)
        rows, columns = self._lexicon.fields(row), self._lexicon.fields(column)
        for name in _ROWS:
            for part in _IN_ROW:
                if f"funds.rows.{name}" in rows and f"column.{part}" in columns:
                    return f"funds.rows.{name}.{part}"
        return None
