"""Everything that was read, as a workbook to filter and sort: forms, indicators, funds, remarks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path

from xlperf.model.form import (
    Day,
    DeclarationGoals,
    EvaluationFunds,
    Form,
    FundRow,
)
from xlperf.model.refusal import Refused
from xlperf.ooxml.gate import open_package
from xlperf.ooxml.properties import LISTING, is_listing
from xlperf.reading import Reading
from xlperf.rounds.overview import overview, short_names
from xlperf.rounds.sheets import Column, Table, Value, workbook

_KEYS = (
    Column("文件", 24),
    Column("实施单位", 30),
    Column("项目名称", 26),
    Column("年度", 7),
    Column("表", 9),
)
_FORM_COLUMNS = (
    *_KEYS,
    Column("版次", 16),
    Column("工作表", 12),
    Column("主管部门", 22),
    Column("项目性质", 14),
    Column("项目类别", 14),
    Column("开始日期", 12),
    Column("完成日期", 12),
    Column("金额单位", 9),
    Column("年度资金申请总额／全年预算数", 18),
    Column("全年执行数", 16),
    Column("指标数", 8),
    Column("层级存疑的指标", 9),
    Column("总分：分值", 8),
    Column("总分：得分", 8),
    Column("文件指纹（SHA-256）", 70),
)
#: a sheet of their own: goals are long, and would make the overview's rows as high as pages
_GOAL_COLUMNS = (
    *_KEYS,
    Column("项目总目标／预期目标", 70),
    Column("年度总体目标／实际完成情况", 70),
)
_INDICATOR_COLUMNS = (
    *_KEYS,
    Column("序号", 6),
    Column("一级指标", 12),
    Column("二级指标", 16),
    Column("三级指标", 30),
    Column("指标值", 22),
    Column("实际完成值", 22),
    Column("分值", 8),
    Column("得分", 8),
    Column("偏差原因分析及改进措施", 36),
    Column("层级存疑", 8),
    Column("出处", 18),
)
_FUND_COLUMNS = (
    *_KEYS,
    Column("金额单位", 9),
    Column("资金", 14),
    Column("行", 18),
    Column("金额", 16),
    Column("年初预算数", 16),
    Column("全年预算数", 16),
    Column("全年执行数", 16),
    Column("分值", 8),
    Column("执行率", 10),
    Column("得分", 8),
)
_NOTE_COLUMNS = (Column("文件", 30), Column("项目名称", 30), Column("说明", 90))
_UNREAD_COLUMNS = (Column("文件", 30), Column("出处", 20), Column("文字", 100))
_REFUSED_COLUMNS = (Column("文件", 60), Column("结果", 10), Column("原因", 80))
_ROW_NAMES = {
    "total": "总额",
    "fiscal": "其中：财政资金",
    "current": "其中：当年财政拨款",
    "carryover": "上年结转资金",
    "other": "其他资金",
}


def listing(readings: Sequence[Reading], skipped: Sequence[tuple[str, str]] = ()) -> bytes:
    """The workbook, as bytes; `skipped` are files that were met and not read, with the reason."""
    names = short_names(reading.file for reading in readings)
    forms = [(names[reading.file], form) for reading in readings for form in reading.forms]
    indicators = (row for each in forms for row in _indicator_rows(*each))
    funds = (row for each in forms for row in _fund_rows(*each))
    return workbook(
        (
            Table("表", _FORM_COLUMNS, (_form_row(*each) for each in forms)),
            Table("目标", _GOAL_COLUMNS, ((*_keys(*each), *_goals(each[1])) for each in forms)),
            Table("指标", _INDICATOR_COLUMNS, indicators),
            Table("资金", _FUND_COLUMNS, funds),
            Table("读取说明", _NOTE_COLUMNS, _note_rows(readings, names)),
            Table("未读文字", _UNREAD_COLUMNS, _unread_rows(readings, names)),
            Table("未能读取", _REFUSED_COLUMNS, _refused_rows(readings, skipped)),
        ),
        title=LISTING,
    )


def may_replace(path: Path) -> bool:
    """Nothing stands there yet, or a listing of ours; never somebody's form."""
    try:
        return not path.exists() or is_listing(open_package(path.read_bytes()))
    except (OSError, Refused):
        return False


def _keys(file: str, form: Form) -> tuple[Value, ...]:
    return (file, form.unit, form.project.name, form.year, form.kind)


def _form_row(file: str, form: Form) -> tuple[Value, ...]:
    seen = overview(form)
    return (
        *_keys(file, form),
        form.edition,
        form.source.sheet,
        form.department,
        form.project.nature,
        form.project.category,
        _day(form.start),
        _day(form.end),
        seen.currency_unit,
        seen.amount,
        seen.executed,
        len(form.indicators),
        seen.ambiguous,
        form.total.weight if form.total else None,
        form.total.score if form.total else None,
        form.source.sha256,
    )


def _goals(form: Form) -> tuple[Value, Value]:
    if isinstance(form.goals, DeclarationGoals):
        return form.goals.overall, form.goals.annual
    return form.goals.expected, form.goals.actual


def _day(day: Day) -> str | None:
    return day.isoformat() if isinstance(day, date) else day


def _indicator_rows(file: str, form: Form) -> Iterator[tuple[Value, ...]]:
    for number, each in enumerate(form.indicators, start=1):
        yield (
            *_keys(file, form),
            number,
            each.level1,
            each.level2,
            each.name,
            each.target,
            each.actual,
            each.weight,
            each.score,
            each.reason,
            "存疑" if each.ambiguous else None,
            str(each.at),
        )


def _fund_rows(file: str, form: Form) -> Iterator[tuple[Value, ...]]:
    keys = (*_keys(file, form), form.funds.currency_unit)
    if isinstance(form.funds, EvaluationFunds):
        for name, row in form.funds.rows.items():
            values = tuple(getattr(row, part.name) for part in fields(FundRow))
            yield (*keys, "年度资金", _ROW_NAMES.get(name, name), None, *values)
        return
    for side, part in (("overall", form.funds.overall), ("annual", form.funds.annual)):
        title = "项目资金" if side == "overall" else "年度资金"
        for line in fields(part):
            yield (*keys, title, _ROW_NAMES[line.name], getattr(part, line.name), *_NO_EVALUATION)
        for name, amount in form.funds.more.get(side, {}).items():
            yield (*keys, title, name, amount, *_NO_EVALUATION)


_NO_EVALUATION: tuple[Value, ...] = (None,) * len(fields(FundRow))


def _note_rows(
    readings: Sequence[Reading], names: Mapping[Path, str]
) -> Iterator[tuple[Value, ...]]:
    for reading in readings:
        for note in reading.notes:
            yield (names[reading.file], None, note)
        for form in reading.forms:
            for note in form.notes:
                yield (names[reading.file], form.project.name, note)


def _unread_rows(
    readings: Sequence[Reading], names: Mapping[Path, str]
) -> Iterator[tuple[Value, ...]]:
    for reading in readings:
        for unread in reading.unread:
            yield (names[reading.file], str(unread.at), unread.text)


def _refused_rows(
    readings: Sequence[Reading], skipped: Sequence[tuple[str, str]]
) -> Iterator[tuple[Value, ...]]:
    for reading in readings:
        if reading.refused is not None:
            yield (str(reading.file), "未能读取", reading.refused)
    for file, reason in skipped:
        yield (file, "已跳过", reason)
