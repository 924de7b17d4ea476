"""What templates can say: the names they see, for forms as one edition prints them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Any, NamedTuple

from xlperf.editions import Edition
from xlperf.model.form import (
    DECLARATION,
    EVALUATION,
    Amount,
    DeclarationFunds,
    EvaluationFunds,
    Form,
    FundRow,
    Kind,
)
from xlperf.rounds.fill.printing import (
    Row,
    as_fraction,
    collection_heading,
    goals_label,
    printed_rows,
    year_line,
)

_FUND_ROWS = ("total", "current", "carryover", "other")
_FALLBACK_CURRENCY = "元"


@dataclass(frozen=True, slots=True)
class FundLine:
    """A row of money of a 自评表; the first is the total."""

    label: str
    initial: Amount
    budget: Amount
    executed: Amount
    weight: Amount
    rate: Amount  # a fraction: 0.9886 for 98.86%
    score: Amount
    first: bool


class MoreFunds(NamedTuple):
    """A row of money of a 申报表 that no label knows: what stands on its left and on its right."""

    left_label: str | None
    left_value: Amount
    right_label: str | None
    right_value: Amount


@dataclass(frozen=True, slots=True)
class Page:
    """One form, with every wording as its edition prints it."""

    form: Form
    number: int  # from 1
    sheet: str
    title: str
    year_line: str
    collection: str | None  # the heading over several forms
    overall_label: str
    annual_label: str
    currency: str
    funds_label: str
    rows: Sequence[Row]
    fund_rows: Sequence[FundLine]
    more_funds: Sequence[MoreFunds]
    execution_within: bool  # the weights' total has the execution rate's within, not beside it

    @property
    def first(self) -> bool:
        return self.number == 1


@dataclass(frozen=True, slots=True)
class Section:
    """The forms of one kind, on one sheet of the summary workbook."""

    sheet: str
    pages: Sequence[Page]


def pages_of(
    forms: Sequence[Form], edition: Edition, sheets: Sequence[str], collected: bool = False
) -> list[Page]:
    """`collected` forms have the heading of a collection, where the edition prints one."""
    return [
        _page(form, edition, number, sheet, collected)
        for number, (form, sheet) in enumerate(zip(forms, sheets, strict=True), start=1)
    ]


def context_of(pages: Sequence[Page], edition: Edition, spare: int) -> dict[str, Any]:
    """Everything that a template can name."""
    below = [two.name for one in edition.levels for two in one.children]
    return {
        "pages": pages,
        "declared": _sections(DECLARATION, pages),
        "evaluated": _sections(EVALUATION, pages),
        "spare": spare,
        "levels1": [edition.level_label(one.name) for one in edition.levels],
        "levels2": list(dict.fromkeys(edition.level_label(name) for name in below)),
        "natures": list(edition.lists.get("natures", ())),
        "categories": list(edition.lists.get("categories", ())),
        "label": _Labels(edition),
        "has": edition.has,
    }


def _sections(kind: Kind, pages: Sequence[Page]) -> list[Section]:
    """One or none: a sheet of the summary workbook is there for the kinds that there are."""
    of_kind = [page for page in pages if page.form.kind == kind]
    return [Section(kind, of_kind)] if of_kind else []


class _Labels:
    """`label("project.name")` of a template; a name that is none is its author's mistake."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition

    def __call__(self, name: str) -> str:
        if name not in self._edition.labels:
            raise LookupError(f"没有“{name}”这个栏目，请对照版次的 edition.toml 核对拼写")
        return self._edition.label(name) if self._edition.has(name) else ""


def _page(form: Form, edition: Edition, number: int, sheet: str, collected: bool) -> Page:
    currency = form.funds.currency_unit or edition.currency_unit or _FALLBACK_CURRENCY
    return Page(
        form=form,
        number=number,
        sheet=sheet,
        title=edition.title(form.kind),
        year_line=year_line(form, edition),
        collection=collection_heading(form, edition) if collected else None,
        overall_label=goals_label("goals.overall", form, edition),
        annual_label=goals_label("goals.annual", form, edition),
        currency=currency,
        funds_label=f"{edition.label('funds')}（{currency}）",
        rows=printed_rows(form, edition),
        fund_rows=_fund_lines(form.funds, edition),
        more_funds=_more_funds(form.funds),
        execution_within=_execution_within(edition),
    )


def _execution_within(edition: Edition) -> bool:
    profile = edition.profile
    weights = (profile["execution_weight"], *profile["level_weights"].values())
    return sum(Decimal(str(weight)) for weight in weights) == Decimal(str(profile["weight_total"]))


def _fund_lines(funds: DeclarationFunds | EvaluationFunds, edition: Edition) -> list[FundLine]:
    if not isinstance(funds, EvaluationFunds):
        return []
    rows = {name: FundRow() for name in _FUND_ROWS} | dict(funds.rows)
    return [
        FundLine(
            label=edition.label(f"funds.rows.{name}") if name in _FUND_ROWS else name,
            initial=row.initial,
            budget=row.budget,
            executed=row.executed,
            weight=row.weight,
            rate=as_fraction(row.rate),
            score=row.score,
            first=name == "total",
        )
        for name, row in rows.items()
    ]


def _more_funds(funds: DeclarationFunds | EvaluationFunds) -> list[MoreFunds]:
    if isinstance(funds, EvaluationFunds):
        return []
    sides = (funds.more.get(side, {}).items() for side in ("overall", "annual"))
    return [MoreFunds(*left, *right) for left, right in zip_longest(*sides, fillvalue=(None, None))]
