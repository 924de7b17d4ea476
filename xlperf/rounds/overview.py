"""What a person wants to know first about a form, on one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from xlperf.model.form import Amount, EvaluationFunds, Form, FundRow


@dataclass(frozen=True, slots=True)
class Overview:
    #: 申报表: 年度资金申请总额; 自评表: 全年预算数
    amount: Amount
    #: 自评表 only: 全年执行数
    executed: Amount
    currency_unit: str | None
    ambiguous: int  # indicators whose level a person must decide


def short_names(files: Iterable[Path]) -> dict[Path, str]:
    """The name of each file; the whole path where several files share a name."""
    files = list(files)
    shared = Counter(file.name for file in files)
    return {file: file.name if shared[file.name] == 1 else str(file) for file in files}


def overview(form: Form) -> Overview:
    ambiguous = sum(each.ambiguous for each in form.indicators)
    if isinstance(form.funds, EvaluationFunds):
        total = form.funds.rows.get("total", FundRow())
        return Overview(total.budget, total.executed, form.funds.currency_unit, ambiguous)
    return Overview(form.funds.annual.total, None, form.funds.currency_unit, ambiguous)
