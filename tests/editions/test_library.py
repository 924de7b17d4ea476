"""What the bundled editions say, and what all of them know together."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from xlperf.editions import GENERIC, Library, load_library
from xlperf.model.form import DECLARATION, EVALUATION
from xlperf.model.refusal import Refused
from xlperf.model.text import key

FIVE = ["chongming-2023", "minhang-2020", "minhang-2026", "minhang-gsl-2023", "songjiang-2024"]


@pytest.fixture
def library() -> Library:
    return load_library()


def test_five_editions_and_the_generic_one(library: Library) -> None:
    assert sorted(library.editions) == sorted([*FIVE, GENERIC])
    assert all(library.editions[name].example for name in FIVE)


def test_an_edition_inherits_what_it_does_not_say(library: Library) -> None:
    songjiang, minhang = library.editions["songjiang-2024"], library.editions["minhang-2026"]
    assert songjiang.label("goals.overall") == minhang.label("goals.overall") == "项目总目标"
    assert songjiang.recognition != minhang.recognition
    chongming = library.editions["chongming-2023"]
    assert chongming.label("goals.annual") == "年度总目标"
    assert not chongming.has("project.nature")
    assert chongming.profile == library.generic.profile


def test_weights_of_every_profile_are_exact(library: Library) -> None:
    """The generic profile's hundred has the execution rate within; Minhang's 2020 beside it."""
    for name, within in ((GENERIC, True), ("minhang-2020", False)):
        profile = library.editions[name].profile
        levels = sum(Decimal(weight) for weight in profile["level_weights"].values())
        execution = Decimal(profile["execution_weight"]) if within else 0
        assert levels + execution == profile["weight_total"]


def test_required_fields_are_fields(library: Library) -> None:
    for edition in library.editions.values():
        for kind in edition.kinds:
            for field in edition.required[kind]:
                stem = field.rpartition(".")[0] if field.startswith("funds.rows.") else field
                assert field in library.generic.labels or stem in library.generic.labels


def test_a_word_of_any_edition_is_known_to_all_readers(library: Library) -> None:
    assert "goals.annual" in library.fields[key("年度总目标")]
    assert "goals.overall" in library.fields[key("项目 总体 目标")]
    assert library.levels1[key("满意度")] == "满意度指标"
    assert ("效益指标", "社会效益指标") in library.levels2[key("社会效益")]


def test_a_cost_under_output_is_another_level_than_cost_itself(library: Library) -> None:
    assert library.levels1[key("成本指标")] == "成本指标"
    assert library.levels2[key("成本指标")] == (("产出指标", "成本指标"),)
    assert library.levels2[key("经济成本指标")][0] == ("成本指标", "经济成本指标")


def test_a_template_is_found_where_the_edition_or_its_forebears_keep_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "linjiang-2027"
    own.mkdir()
    (own / "edition.toml").write_text(
        "name = '某区'\ninherits = 'minhang-2026'\n", encoding="utf-8"
    )
    (own / "declaration.xlsx").write_bytes(b"PK")
    monkeypatch.setenv("XLPERF_TEMPLATES", str(tmp_path))
    edition = load_library().editions["linjiang-2027"]
    assert edition.template(DECLARATION) == own / "declaration.xlsx"
    generic = load_library().generic.folder
    assert edition.folders == (own, generic.parent / "minhang-2026", generic)
    with pytest.raises(Refused, match="没有自评表"):
        edition.template(EVALUATION)


def test_a_template_that_is_nowhere_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generic = load_library().generic
    (tmp_path / GENERIC).mkdir()
    text = (generic.folder / "edition.toml").read_text(encoding="utf-8")
    (tmp_path / GENERIC / "edition.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("XLPERF_TEMPLATES", str(tmp_path))
    with pytest.raises(Refused, match=r"没有模板 summary\.xlsx"):
        load_library().generic.template(DECLARATION, stacked=True)


def test_every_edition_has_something_to_choose_from(library: Library) -> None:
    for edition in library.editions.values():
        assert all(edition.lists[name] for name in ("natures", "categories"))
