"""A district's own template: what it has no place for is said, and so is what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Protection
from support.recalculated import cached

from xlperf.editions import load_library
from xlperf.model.form import (
    DECLARATION,
    AnnualFunds,
    DeclarationFunds,
    DeclarationGoals,
    Form,
    Indicator,
    Project,
)
from xlperf.model.identity import SHEET, Signature
from xlperf.model.refusal import Refused
from xlperf.rounds.fill.perform import Outcome, performed
from xlperf.rounds.fill.plan import Entry, planned
from xlperf.rounds.fill.workbook import Filler, Issue
from xlperf.rounds.identity import identify
from xlperf.rounds.safely import NotWritten

CELLS = {
    "A1": "{{ page.title }}",
    "A2": "{{ label('project.name') }}",
    "B2": "{{ page.form.project.name }}",
    "C2": "{{ label('unit') }}",
    "D2": "{{ page.form.unit }}",
    "A3": "{{ label('funds.annual.total') }}（{{ page.currency }}）",
    "B3": "{{ page.form.funds.annual.total }}",
    "A4": "{{ label('indicator.level1') }}",
    "B4": "{{ label('indicator.level2') }}",
    "C4": "{{ label('indicator.name') }}",
    "D4": "{{ label('indicator.target') }}",
    "A5": "{%tr for row in page.rows %}",
    "A6": "{{ row.level1 }}",
    "B6": "{{ row.level2 }}",
    "C6": "{{ row.name }}",
    "D6": "{{ row.target }}",
    "A7": "{%tr endfor %}",
}
FORM = Form(
    DECLARATION,
    project=Project("帮困"),
    unit="某中心",
    funds=DeclarationFunds("元", annual=AnnualFunds(total=Decimal("5.50"))),
    indicators=(Indicator("产出指标", "数量指标", "人数", "=5(人)"),),
)


class District:
    """An edition in a folder of its own, with a workbook of its own."""

    def __init__(self, folder: Path) -> None:
        self.out = folder / "out"
        self.template = folder / "templates" / "linjiang-2027" / "declaration.xlsx"
        self.template.parent.mkdir(parents=True)
        toml = "name = '临江'\nkinds = ['申报表']\ncurrency_unit = '元'\n"
        (self.template.parent / "edition.toml").write_text(toml, encoding="utf-8")

    def draw(self, cells: Mapping[str, str], identity: bool = True) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "{{ page.sheet }}"
        sheet["A1"] = "{%sheet for page in pages %}"
        for ref, text in cells.items():
            cell = sheet[f"{ref[0]}{int(ref[1:]) + 1}"]  # below the tag of the sheet
            cell.value = text
            cell.protection = Protection(locked=not ("row." in text or "form." in text))
        sheet.protection.sheet = True
        if identity:
            book.create_sheet(SHEET).sheet_state = "veryHidden"
        book.save(self.template)

    def fill(self, *forms: Form, issue: Issue | None = None) -> list[Outcome]:
        library = load_library()
        edition = library.editions["linjiang-2027"]
        entries = [Entry(Path("记录.json"), form) for form in forms]
        jobs = planned(entries, edition, "form", self.out, None)
        return list(performed(jobs, Filler(library, edition, issue=issue or Issue())))


@pytest.fixture
def district(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> District:
    made = District(tmp_path)
    monkeypatch.setenv("XLPERF_TEMPLATES", str(tmp_path / "templates"))
    made.draw(CELLS)
    return made


def notes(outcome: Outcome) -> list[str]:
    return [note.text for note in outcome.notes]


def test_the_districts_own_template_is_filled(district: District) -> None:
    [outcome] = district.fill(FORM)
    assert outcome.refused is None
    assert notes(outcome) == []
    values = cached(outcome.job.path.read_bytes())
    assert values["申报表", "B2"] == "帮困"
    assert values["申报表", "D5"] == "=5(人)"


def test_what_it_has_no_place_for_is_said(district: District) -> None:
    more = Form(
        DECLARATION,
        year=2027,
        department="某局",
        project=Project("帮困", nature="经常性项目"),
        unit="某中心",
        goals=DeclarationGoals(annual="办好 " * 20),
        indicators=(Indicator("产出指标", "数量指标", "人数", "5", weight=Decimal(10)),),
    )
    [outcome] = district.fill(more)
    gone = "这个版次的表上没有放它的位置，没有写进去。"
    goal = "办好 办好 办好 办好 办好 办好 办好 办好 办好 办好 ……"
    assert notes(outcome) == [
        f"「年度」填的是“2027”，{gone}",
        f"「项目性质」填的是“经常性项目”，{gone}",
        f"「主管部门」填的是“某局”，{gone}",
        f"「年度总体目标」填的是“{goal}”，{gone}",
        f"「第1条指标的分值」填的是“10”，{gone}",
    ]


def test_what_comes_out_otherwise_is_said(district: District) -> None:
    district.draw({**CELLS, "D6": "{{ row.name }}"})
    [outcome] = district.fill(FORM)
    [note] = notes(outcome)
    assert note == "「第1条指标的年度指标值」填的是“=5(人)”，再读的时候是“人数”，请打开核对。"


def test_a_form_that_can_not_be_read_again_is_said(district: District) -> None:
    district.draw({"A1": "{{ page.title }}"})
    [outcome] = district.fill(FORM)
    assert notes(outcome) == ["填好以后没能再读出这张表，请打开核对。"]


def test_the_identity_says_what_it_is(district: District) -> None:
    issue = Issue(round="2027年申报", issue="第2次", key=b"key")
    [outcome] = district.fill(FORM, issue=issue)
    found = identify(outcome.job.path.read_bytes(), b"key")
    assert found is not None
    told = found.identity
    assert (told.edition, told.kind, told.unit) == ("linjiang-2027", "申报表", "某中心")
    assert (told.round, told.issue, found.signature) == ("2027年申报", "第2次", Signature.GOOD)
    [other] = district.fill(FORM)
    assert other.refused is None
    again = identify(other.job.path.read_bytes())
    assert again is not None
    assert again.identity.template == told.template
    assert again.signature is Signature.NONE


def test_a_template_without_the_hidden_sheet_still_serves(district: District) -> None:
    district.draw(CELLS, identity=False)
    [outcome] = district.fill(FORM)
    assert outcome.job.path.is_file()
    [note] = notes(outcome)
    assert "没有 _xlperf 工作表" in note


def test_every_fault_of_the_template_is_said_at_once(district: District) -> None:
    district.draw({**CELLS, "B2": "{{ page.form.project.nmae }}", "B3": "{{ nothing }}"})
    [outcome] = district.fill(FORM)
    assert outcome.refused is not None
    assert "nmae" in outcome.refused
    assert "nothing" in outcome.refused
    assert not district.out.exists()
    district.draw({**CELLS, "A7": ""})
    [outcome] = district.fill(FORM)
    assert outcome.refused is not None
    assert "endfor" in outcome.refused


def test_one_form_that_does_not_fit_keeps_no_other_back(district: District) -> None:
    long = Form(DECLARATION, project=Project("长" * 40_000), unit="某中心")
    refused, written = district.fill(long, FORM)
    assert refused.refused is not None
    assert "32767" in refused.refused.replace(",", "")
    assert written.refused is None
    assert [path.name for path in district.out.iterdir()] == [written.job.path.name]


def test_a_workbook_that_is_open_is_named(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_use(*_: object) -> None:
        raise NotWritten("请关闭 Excel")

    monkeypatch.setattr("xlperf.rounds.fill.perform.write_safely", in_use)
    [outcome] = district.fill(FORM)
    assert outcome.refused == "请关闭 Excel"


@pytest.mark.parametrize("lock", ["~${}", ".~lock.{}#"])
def test_a_workbook_with_a_lock_beside_it_stays(district: District, lock: str) -> None:
    path = district.fill(FORM)[0].job.path
    before = path.read_bytes()
    beside = path.with_name(lock.format(path.name))
    beside.write_bytes(b"clerk")
    [outcome] = district.fill(replace(FORM, department="别的局"))
    assert "正被打开" in str(outcome.refused)
    assert beside.name in str(outcome.refused)
    assert path.read_bytes() == before


@pytest.mark.parametrize("data", [b"", b"words", b"PK\x03\x04"])
def test_a_template_that_is_no_workbook_is_named(district: District, data: bytes) -> None:
    district.template.write_bytes(data)
    [outcome] = district.fill(FORM)
    assert f"模板「{district.template}」用不了" in str(outcome.refused)


def test_a_missing_label_names_its_cell(district: District) -> None:
    district.draw({**CELLS, "A3": "{{ label('funds.anual.total') }}"})
    [outcome] = district.fill(FORM)
    assert outcome.refused is not None
    assert "A4" in outcome.refused
    assert "没有“funds.anual.total”这个栏目" in outcome.refused


def test_a_kind_without_template_is_refused(district: District) -> None:
    district.template.unlink()
    library = load_library()
    edition = library.editions["linjiang-2027"]
    assert edition.template(DECLARATION) == library.generic.folder / "declaration.xlsx"
    with pytest.raises(Refused, match="没有自评表"):
        edition.template("自评表")
