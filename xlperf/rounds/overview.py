"""What a person wants to know first about a form, on one line."""

from __future__ import annotations

from dataclasses import dataclass

from xlperf.model.form import Amount, EvaluationFunds, Form, FundRow


@dataclass(frozen=True, slots=True)
class Overview:
    #: 申报表: 年度资金申请总额; 自评表: 全年预算数
    amount: Amount
    #: 自评表 only: 全年执行数
    executed: Amount
    currency_unit: str | None
    ambiguous: int  # indicators whose level a person must decide


def overview(form: Form) -> Overview:
    ambiguous = sum(each.ambiguous for each in form.indicators)
    if isinstance(form.funds, EvaluationFunds):
        total = form.funds.rows.get("total", FundRow())
        return Overview(total.budget, total.executed, form.funds.currency_unit, ambiguous)
    return Overview(form.funds.annual.total, None, form.funds.currency_unit, ambiguous)
