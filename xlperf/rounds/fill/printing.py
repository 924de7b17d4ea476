"""How an edition prints what a record holds: headings, years, levels, numbered names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlperf.editions import Edition
from xlperf.model.form import Amount, Day, Form

_PERCENT = re.compile(r"(-?\d+(?:\.\d+)?)\s*[%％]", re.ASCII)
_HIGHEST_RATE = 2  # nobody spends twice the budget: a larger number is one of hundredths
_NO_YEAR = "    "  # to be written in by hand
_SUMMARY = re.compile(r"[(（]汇总[)）]")


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator as printed; without a name, a row to fill in."""

    level1: str | None
    level2: str | None
    name: str | None = None
    target: str | None = None
    actual: str | None = None
    weight: Amount = None
    score: Amount = None
    reason: str | None = None


def year_line(form: Form, edition: Edition) -> str:
    return _with_years(edition.printing.get("year", "（%Y年度）"), form.year)


def collection_heading(form: Form, edition: Edition) -> str | None:
    """The heading over the forms of one department."""
    pattern = edition.printing.get("collection")
    if pattern is None:
        return None
    whose = _SUMMARY.sub("", form.department or form.unit or "")
    return _with_years(pattern.replace("%s", whose), form.year)


def goals_label(field: str, form: Form, edition: Edition) -> str:
    """项目总目标（2023年-2023年） where the edition prints the years of the project."""
    if not edition.has(field):
        return ""
    years = edition.printing.get("goal_years") if field == "goals.overall" else None
    if years is None:
        return edition.label(field)
    first, last = _year_of(form.start) or form.year, _year_of(form.end) or form.year
    return edition.label(field) + _with_years(years, first, last)


def printed_rows(form: Form, edition: Edition) -> list[Row]:
    """The indicators; or, where there are none yet, one row for each level to fill in."""
    if not form.indicators:
        return list(_blank_rows(edition))
    prefix = edition.printing.get("indicator_prefix")
    rows = []
    before, count = None, 0
    for each in form.indicators:
        level = (each.level1, each.level2)
        before, count = level, count + 1 if level == before else 1
        numbered = prefix is not None and each.name is not None
        rows.append(
            Row(
                level1=_printed(each.level1, edition),
                level2=_printed(each.level2, edition),
                name=f"{(prefix or '') % count}{each.name}" if numbered else each.name,
                target=each.target,
                actual=each.actual,
                weight=each.weight,
                score=each.score,
                reason=each.reason,
            )
        )
    return rows


def as_fraction(rate: Amount) -> Amount:
    """98.86% and 98.86 → 0.9886, with the digits that were filled; other text stays."""
    if isinstance(rate, Decimal):
        return rate.scaleb(-2) if rate > _HIGHEST_RATE else rate
    percent = _PERCENT.fullmatch(rate.strip()) if rate is not None else None
    return Decimal(percent[1]).scaleb(-2) if percent else rate


def _blank_rows(edition: Edition) -> Iterator[Row]:
    """A level that stands both alone and below another is asked for once, where it stands alone."""
    asked = edition.required.get("levels", {})
    chosen = [one for one in edition.levels if one.name in asked] or list(edition.levels)
    alone = {one.name for one in chosen}
    for one in chosen:
        for two in one.children:
            if two.name not in alone:
                yield Row(edition.level_label(one.name), edition.level_label(two.name))


def _printed(level: str | None, edition: Edition) -> str | None:
    return None if level is None else edition.level_label(level)


def _with_years(pattern: str, *years: int | None) -> str:
    """Each %Y in turn; the last year stands for all that follow."""
    left = list(years)

    def one(_: re.Match[str]) -> str:
        year = left.pop(0) if len(left) > 1 else left[0]
        return _NO_YEAR if year is None else str(year)

    return re.sub("%Y", one, pattern)


def _year_of(day: Day) -> int | None:
    return day.year if isinstance(day, date) else None
