"""Which workbook each form goes into, for both kinds of forms and all layouts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from xlperf.editions import load_library
from xlperf.model.form import (
    DECLARATION,
    EVALUATION,
    EvaluationFunds,
    EvaluationGoals,
    Form,
    Kind,
    Project,
)
from xlperf.model.refusal import Refused
from xlperf.ooxml.workbook import read_workbook
from xlperf.rounds.fill.perform import performed
from xlperf.rounds.fill.plan import Entry, Job, Layout, planned, split_by_kind
from xlperf.rounds.fill.workbook import Filler
from xlperf.rounds.identity import identify

LIBRARY = load_library()
NATIONAL = LIBRARY.editions["national"]


def entries(*told: tuple[Kind, str, str]) -> list[Entry]:
    return [Entry(Path("记录.json"), form(*each)) for each in told]


def form(kind: Kind, name: str, unit: str) -> Form:
    declared = Form(DECLARATION, year=2026, project=Project(name), unit=unit)
    if kind == DECLARATION:
        return declared
    return replace(declared, kind=kind, funds=EvaluationFunds(), goals=EvaluationGoals())


BOTH = entries(
    (DECLARATION, "甲", "一中心"), (EVALUATION, "乙", "一中心"), (DECLARATION, "甲", "二")
)


def jobs(layout: Layout, out: Path, pattern: str | None = None) -> list[Job]:
    return planned(BOTH, NATIONAL, layout, out, pattern)


def told(found: list[Job]) -> list[tuple[str, str, int]]:
    return [(job.path.name, job.template.name, len(job.entries)) for job in found]


def test_a_file_for_each_form(tmp_path: Path) -> None:
    assert told(jobs("form", tmp_path, "{项目}")) == [
        ("甲.xlsx", "declaration.xlsx", 1),
        ("乙.xlsx", "self_evaluation.xlsx", 1),
        ("甲 (2).xlsx", "declaration.xlsx", 1),
    ]


def test_a_file_for_each_kind(tmp_path: Path) -> None:
    assert told(jobs("sheets", tmp_path)) == [
        ("申报表.xlsx", "declaration.xlsx", 2),
        ("自评表.xlsx", "self_evaluation.xlsx", 1),
    ]
    assert [job.path.name for job in jobs("sheets", tmp_path / "全部.xlsx")] == [
        "全部_申报表.xlsx",
        "全部_自评表.xlsx",
    ]


def test_all_in_one_file(tmp_path: Path) -> None:
    assert told(jobs("stacked", tmp_path)) == [("汇总表.xlsx", "summary.xlsx", 3)]
    assert jobs("stacked", tmp_path / "全部.XLSX")[0].path == tmp_path / "全部.XLSX"


def test_a_folder_may_be_called_like_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "表.xlsx"
    folder.mkdir()
    assert {job.path.parent for job in jobs("form", folder)} == {folder}
    with pytest.raises(Refused, match="有 3 张表要填"):
        jobs("form", tmp_path / "别的.xlsx")


@pytest.mark.parametrize("name", ["结果.xls", "结果.et", "结果.CSV"])
def test_another_kind_of_file_is_no_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match=r"请改成 \.xlsx"):
        jobs("stacked", tmp_path / name)
    (tmp_path / name).mkdir()
    assert jobs("form", tmp_path / name)


def test_nothing_to_fill_is_no_plan(tmp_path: Path) -> None:
    for layout in ("form", "sheets", "stacked"):
        assert planned([], NATIONAL, layout, tmp_path, None) == []  # type: ignore[arg-type]


def test_a_kind_that_the_edition_lacks_is_left_out_with_the_reason() -> None:
    fitting, others = split_by_kind(BOTH, LIBRARY.editions["minhang-2026"])
    assert [entry.form.kind for entry in fitting] == [DECLARATION, DECLARATION]
    [(entry, reason)] = others
    assert entry.form.kind == EVALUATION
    assert "没有自评表" in reason


@pytest.mark.parametrize(
    ("layout", "sheets", "kinds", "units"),
    [
        ("form", [["申报表"], ["自评表"], ["申报表"]], "申自申", ["一中心", "一中心", "二"]),
        ("sheets", [["甲", "甲 (2)"], ["乙"]], "申自", [None, "一中心"]),
        ("stacked", [["申报表", "自评表"]], "-", [None]),
    ],
)
def test_workbooks_say_what_they_are(
    tmp_path: Path, layout: Layout, sheets: list[list[str]], kinds: str, units: list[str | None]
) -> None:
    done = list(performed(jobs(layout, tmp_path), Filler(LIBRARY, NATIONAL)))
    assert [outcome.refused for outcome in done] == [None] * len(sheets)
    data = [outcome.job.path.read_bytes() for outcome in done]
    assert [[sheet.name for sheet in read_workbook(each).sheets] for each in data] == sheets
    found = [identify(each) for each in data]
    assert [(each.identity.kind or "-")[0] for each in found if each] == list(kinds)
    assert [each.identity.unit for each in found if each] == units
