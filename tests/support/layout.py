"""A record laid out as its edition prints it: 8 columns for a 申报表, 9 for a 自评表."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from support.paper import Box, Paper

from xlperf.editions import Edition
from xlperf.model.form import (
    Amount,
    Day,
    DeclarationFunds,
    DeclarationGoals,
    EvaluationFunds,
    EvaluationGoals,
    Form,
    FundRow,
    Indicator,
)

_DASH = "—"
_REST = ("current", "carryover", "other")
_AMOUNT_COLUMNS = ("initial", "budget", "executed", "weight", "rate", "score")
#: the columns of an indicator's row, with their width
_DECLARED = (("name", 3), ("target", 2))
_EVALUATED = tuple((name, 1) for name in ("name", "target", "actual", "weight", "score", "reason"))


def lay_out(form: Form, edition: Edition) -> Paper:
    page = _Page(edition)
    if isinstance(form.funds, EvaluationFunds):
        _evaluation(page, form)
    else:
        _declaration(page, form)
    boxes = sorted(page.boxes, key=lambda box: (box.row, box.col))
    return Paper(tuple(boxes), page.row, page.width)


@dataclass
class _Page:
    edition: Edition
    boxes: list[Box] = field(default_factory=list)
    row: int = 0
    width: int = 8

    def line(self, *cells: tuple[str, int], start: int = 0) -> None:
        """One row: texts with their widths, from column `start` on."""
        col = start
        for text, cols in cells:
            self.boxes.append(Box(self.row, col, text, 1, cols))
            col += cols
        assert col == self.width, f"row {self.row} ends at column {col}"
        self.row += 1

    def beside(self, text: str, top: int, col: int = 0, cols: int = 1) -> None:
        """A label down the left side, from row `top` to the row last written."""
        if self.row > top:
            self.boxes.append(Box(top, col, text, self.row - top, cols))

    def label(self, name: str) -> str:
        return self.edition.label(name)


def _declaration(page: _Page, form: Form) -> None:
    assert isinstance(form.funds, DeclarationFunds)
    assert isinstance(form.goals, DeclarationGoals)
    _heading(page, form)
    _project(page, form)
    say = page.label
    page.line(
        (say("department"), 2), (form.department or "", 2), (say("unit"), 1), (form.unit or "", 3)
    )
    page.line((say("start"), 2), (_day(form.start), 2), (say("end"), 1), (_day(form.end), 3))
    _declared_funds(page, form.funds)
    years = page.edition.printing.get("goal_years", "").replace("%Y", str(form.year))
    top = page.row
    page.line((say("goals.overall") + years, 4), (say("goals.annual"), 3), start=1)
    page.line((form.goals.overall or "", 4), (form.goals.annual or "", 3), start=1)
    page.beside(say("goals"), top)
    _indicators(page, form.indicators, _DECLARED)


def _heading(page: _Page, form: Form) -> None:
    page.line((page.edition.title(form.kind), page.width))
    year = page.edition.printing["year"].replace("%Y", str(form.year)) if form.year else ""
    page.line((year, page.width))


def _project(page: _Page, form: Form) -> None:
    say, project = page.label, form.project
    name = ((say("project.name"), 2), (project.name or "", 2))
    category = (say("project.category"), 1)
    if page.edition.has("project.nature"):
        nature = ((say("project.nature"), 1), (project.nature or "", 1))
        page.line(*name, *nature, category, (project.category or "", 1))
    else:
        page.line(*name, category, (project.category or "", 3))


def _declared_funds(page: _Page, funds: DeclarationFunds) -> None:
    top, say = page.row, page.label
    overall, annual = funds.overall, funds.annual
    rows = [
        (say("funds.overall.total"), overall.total, say("funds.annual.total"), annual.total),
        (say("funds.overall.fiscal"), overall.fiscal, say("funds.annual.current"), annual.current),
        ("", None, say("funds.annual.carryover"), annual.carryover),
        (say("funds.overall.other"), overall.other, say("funds.annual.other"), annual.other),
    ]
    for left, first, right, second in rows:
        page.line((left, 2), (_money(first), 1), (right, 2), (_money(second), 1), start=2)
    page.beside(f"{say('funds')}\n({funds.currency_unit})", top, cols=2)


def _evaluation(page: _Page, form: Form) -> None:
    assert isinstance(form.funds, EvaluationFunds)
    assert isinstance(form.goals, EvaluationGoals)
    page.width = 9
    _heading(page, form)
    say = page.label
    page.line((say("project.name"), 1), (form.project.name or "", 8))
    page.line(
        (say("department"), 1), (form.department or "", 3), (say("unit"), 1), (form.unit or "", 4)
    )
    _evaluated_funds(page, form.funds)
    top = page.row
    page.line((say("goals.expected"), 3), (say("goals.actual"), 5), start=1)
    page.line((form.goals.expected or "", 3), (form.goals.actual or "", 5), start=1)
    page.beside(say("goals"), top)
    _indicators(page, form.indicators, _EVALUATED)
    if form.total is not None:
        scores = (_plain(form.total.weight), 1), (_plain(form.total.score), 1)
        page.line((say("total"), 6), *scores, ("", 1))


def _evaluated_funds(page: _Page, funds: EvaluationFunds) -> None:
    top, say = page.row, page.label
    heads = [(say(f"column.{name}"), 1) for name in _AMOUNT_COLUMNS]
    page.line(("", 1), *heads, ("", 1), start=1)
    for name in dict.fromkeys(("total", *_REST, *funds.rows)):
        row = funds.rows.get(name, FundRow())
        money = [(_money(getattr(row, column)), 1) for column in ("initial", "budget", "executed")]
        dash = _DASH if name in _REST else ""
        scores = [
            (_plain(row.weight) or dash, 1),
            (_plain(row.rate), 1),
            (_plain(row.score) or dash, 1),
        ]
        page.line((_fund_label(page, name), 1), *money, *scores, ("", 1), start=1)
    page.beside(f"{say('funds')}\n({funds.currency_unit})", top)


def _fund_label(page: _Page, name: str) -> str:
    return page.label(f"funds.rows.{name}") if name in ("total", *_REST) else name


def _indicators(
    page: _Page, indicators: tuple[Indicator, ...], columns: tuple[tuple[str, int], ...]
) -> None:
    top, say = page.row, page.label
    heads = [(say(f"indicator.{name}"), cols) for name, cols in columns]
    page.line((say("indicator.level1"), 1), (say("indicator.level2"), 1), *heads, start=1)
    names = _printed_names(indicators, page.edition.printing.get("indicator_prefix", ""))
    for first, block in groupby(zip(indicators, names, strict=True), lambda pair: pair[0].level1):
        here = page.row
        _first_level(page, list(block), columns)
        page.beside(_level(page, first), here, col=1)
    page.beside(say("indicators"), top)


def _first_level(
    page: _Page, block: list[tuple[Indicator, str]], columns: tuple[tuple[str, int], ...]
) -> None:
    for second, rows in groupby(block, lambda pair: pair[0].level2):
        here = page.row
        for each, name in rows:
            texts = {
                "name": name,
                "target": each.target or "",
                "actual": each.actual or "",
                "weight": _plain(each.weight),
                "score": _plain(each.score),
                "reason": each.reason or "",
            }
            page.line(*((texts[column], cols) for column, cols in columns), start=3)
        page.beside(_level(page, second), here, col=2)


def _printed_names(indicators: Iterable[Indicator], prefix: str) -> list[str]:
    """Names as printed; an edition with 指标N： counts anew within each second level."""
    names: list[str] = []
    for _, rows in groupby(indicators, lambda each: (each.level1, each.level2)):
        names += [
            (prefix % number if prefix else "") + (each.name or "")
            for number, each in enumerate(rows, 1)
        ]
    return names


def _level(page: _Page, level: str | None) -> str:
    return page.edition.level_label(level) if level else ""


def _day(day: Day) -> str:
    return "" if day is None else str(day)


def _shown(amount: Amount, number: Callable[[Decimal], str]) -> str:
    return number(amount) if isinstance(amount, Decimal) else amount or ""


def _money(amount: Amount) -> str:
    return _shown(amount, lambda value: f"{value:,f}")


def _plain(amount: Amount) -> str:
    return _shown(amount, lambda value: f"{value:f}")
