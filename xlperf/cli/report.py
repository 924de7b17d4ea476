"""What was read, as a person wants to see it in a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xlperf.model.form import Amount
from xlperf.rounds.overview import overview, short_names

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from xlperf.model.form import Form
    from xlperf.reading import Reading
    from xlperf.rounds.records import Skipped

_SHOWN = 5  # lines of one kind for one file; the rest is counted
_EXCERPT = 60  # characters of a piece of text that was not read


def print_report(readings: Sequence[Reading], skipped: Skipped, console: Console) -> None:
    """Forms as a table; under it, per file, what a person should look at."""
    names = short_names(reading.file for reading in readings)
    if any(reading.forms for reading in readings):
        console.print(_forms_table(readings, names))
    for reading in readings:
        notes = [*reading.notes, *(_form_note(f, note) for f in reading.forms for note in f.notes)]
        _print_some(console, f"{names[reading.file]}：读取说明", notes)
        unread = [f"{each.at}　{_excerpt(each.text)}" for each in reading.unread]
        _print_some(console, f"{names[reading.file]}：没有归入任何栏目的文字", unread)
    refused = [f"{r.file}：{r.refused}" for r in readings if r.refused is not None]
    _print_all(console, "未能读取", refused)
    _print_all(console, "已跳过", [f"{file}：{reason}" for file, reason in skipped])
    console.print(_summary(readings, skipped))


def _forms_table(readings: Sequence[Reading], names: Mapping[Path, str]) -> Table:
    from rich.table import Table

    table = Table()
    for title in ("文件", "项目名称\n实施单位", "年度和表\n版次"):
        table.add_column(title, overflow="fold")
    for title in ("金额", "指标", "说明", "未读"):
        table.add_column(title, justify="right", no_wrap=True)
    for reading in readings:
        for number, form in enumerate(reading.forms):
            first = number == 0  # what is said of the whole file is said once
            table.add_row(
                names[reading.file] if first else "",
                *_identity(form),
                _money(form),
                str(len(form.indicators)),
                _count(len(form.notes)),
                _count(len(reading.unread)) if first else "",
            )
        table.add_section()
    return table


def _identity(form: Form) -> tuple[str, str]:
    year = f"{form.year} " if form.year else "（未写年度）"
    return (
        f"{form.project.name or '（空）'}\n{form.unit or '（空）'}",
        f"{year}{form.kind}\n{form.edition or '（通用）'}",
    )


def _money(form: Form) -> str:
    seen = overview(form)
    unit = f" {seen.currency_unit}" if seen.currency_unit else ""
    amount = _grouped(seen.amount) + unit
    return amount if seen.executed is None else f"{amount}\n执行 {_grouped(seen.executed)}{unit}"


def _grouped(amount: Amount) -> str:
    if amount is None:
        return "（空）"
    return amount if isinstance(amount, str) else format(amount, ",f")


def _count(number: int) -> str:
    return str(number) if number else ""


def _form_note(form: Form, note: str) -> str:
    return f"「{form.project.name or '（空）'}」{note}"


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[:_EXCERPT] + "……"


def _print_some(console: Console, title: str, lines: Sequence[str]) -> None:
    left = len(lines) - _SHOWN
    more = [f"……另有 {left} 条，全文见 --json 或 -o"] if left > 0 else []
    _print_all(console, f"{title}（{len(lines)} 条）", [*lines[:_SHOWN], *more])


def _print_all(console: Console, title: str, lines: Sequence[str]) -> None:
    if lines:
        console.print(f"\n{title}", style="bold")
        for line in lines:
            console.print(f"  {line}", soft_wrap=True)


def _summary(readings: Sequence[Reading], skipped: Skipped) -> str:
    forms = [form for reading in readings for form in reading.forms]
    parts = [
        f"共 {len(readings)} 个文件：{len(forms)} 张表",
        f"{sum(len(form.indicators) for form in forms)} 条指标",
        f"未读文字 {sum(len(reading.unread) for reading in readings)} 处",
        f"未能读取 {sum(reading.refused is not None for reading in readings)} 个文件",
    ]
    if skipped:
        parts.append(f"跳过 {len(skipped)} 个文件")
    return "\n" + "，".join(parts) + "。"
