"""Which forms go into which workbook: one each, a sheet each, or stacked on one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from xlperf.editions import Edition
from xlperf.model.form import DECLARATION, EVALUATION, Form, Kind
from xlperf.model.refusal import Refused
from xlperf.rounds.fill.filenames import PATTERN, SUFFIX, FileNames

Layout = Literal["form", "sheets", "stacked"]
LAYOUTS: tuple[Layout, ...] = ("form", "sheets", "stacked")
_KINDS: tuple[Kind, ...] = (DECLARATION, EVALUATION)
#: endings that mean a file, not a folder of such a name
_OTHER_TABLES = (".xls", ".xlsm", ".xlsb", ".et", ".ods", ".csv")


@dataclass(frozen=True, slots=True)
class Entry:
    """A form, and the file that it came from."""

    file: Path
    form: Form


@dataclass(frozen=True, slots=True)
class Job:
    """One workbook to write."""

    path: Path
    template: Path
    entries: tuple[Entry, ...]
    layout: Layout


def split_by_kind(
    entries: Sequence[Entry], edition: Edition
) -> tuple[list[Entry], list[tuple[Entry, str]]]:
    """Those that the edition has a form for, and the others with the reason."""
    fitting, others = [], []
    for entry in entries:
        try:
            edition.template(entry.form.kind)
        except Refused as refusal:
            others.append((entry, refusal.reason))
        else:
            fitting.append(entry)
    return fitting, others


def planned(
    entries: Sequence[Entry], edition: Edition, layout: Layout, out: Path, pattern: str | None
) -> list[Job]:
    """`out` is a folder, or the one workbook to write."""
    if out.suffix.lower() in _OTHER_TABLES and not out.is_dir():
        raise Refused(f"-o 写的是「{out.name}」；结果只能是 {SUFFIX} 工作簿，请改成 {SUFFIX}。")
    single = out.suffix.lower() == SUFFIX and not out.is_dir()
    if layout == "form":
        return _one_each(entries, edition, out, pattern, single)
    groups = [entries] if layout == "stacked" else _by_kind(entries)
    names = FileNames(pattern or _name_of_many(layout))
    return [
        Job(
            _path_of_many(out, single, names, group, len(groups)),
            edition.template(group[0].form.kind, stacked=layout == "stacked"),
            tuple(group),
            layout,
        )
        for group in groups
        if group
    ]


def _one_each(
    entries: Sequence[Entry], edition: Edition, out: Path, pattern: str | None, single: bool
) -> list[Job]:
    if single and len(entries) > 1:
        raise Refused(
            f"有 {len(entries)} 张表要填，每张一个文件：-o 请写文件夹；"
            "要放在同一个工作簿里，请用 --layout sheets 或 stacked。"
        )
    names = FileNames(pattern or PATTERN)
    return [
        Job(
            out if single else out / names.of(entry.form),
            edition.template(entry.form.kind),
            (entry,),
            "form",
        )
        for entry in entries
    ]


def _by_kind(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The two kinds are different workbooks."""
    groups = [[each for each in entries if each.form.kind == kind] for kind in _KINDS]
    return [group for group in groups if group]


def _name_of_many(layout: Layout) -> str:
    return "汇总表" if layout == "stacked" else "{表}"


def _path_of_many(
    out: Path, single: bool, names: FileNames, group: Sequence[Entry], groups: int
) -> Path:
    form = group[0].form
    if not single:
        return out / names.of(form)
    return out if groups == 1 else out.with_name(f"{out.stem}_{form.kind}{out.suffix}")
