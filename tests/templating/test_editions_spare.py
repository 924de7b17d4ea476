"""Spare rows: a unit adds indicators without unlocking anything; blank ones cost no paper."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTLine, LTPage, LTTextContainer
from support.office import convert_all
from support.published import published, workbook
from support.recalculated import Values, recalculated, uncached
from support.shown import shown
from support.typed import typed

from xlperf.editions import load_library
from xlperf.model.form import Form, Source
from xlperf.reading.forms import forms_in
from xlperf.reading.sources.workbook import read

MANY = 60  # more than a page
_DECLARED = published("minhang-2026")[0]  # 12 indicators: the first spare row is 25
_EVALUATED = published("minhang-2020")[1]  # 9 indicators, 总分 in row 22
_NAME = "新增指标名称"
_TYPED: Mapping[str, tuple[str, Form, Mapping[str, Any]]] = {
    "blank": ("minhang-2026", _DECLARED, {}),
    "added": (
        "minhang-2026",
        _DECLARED,
        {"B25": "产出指标", "C25": "时效指标", "D25": _NAME, "G25": "=3(次)"},
    ),
    "half": ("minhang-2026", _DECLARED, {"D25": _NAME, "C26": "数量指标"}),
    "blank 自评表": ("minhang-2020", _EVALUATED, {}),
    "added 自评表": (
        "minhang-2020",
        _EVALUATED,
        {"B23": "产出指标", "C23": "时效指标", "D23": _NAME, "E23": "3次", "F23": "2次"}
        | {"G23": 6, "H23": 4.5, "I23": "两次合并举办", "G13": 3, "H13": 3},
    ),
    "wrong 自评表": (
        "minhang-2020",
        _EVALUATED,
        {"B23": "产出指标", "C23": "时效指标", "D23": _NAME, "E23": "3次", "F23": "2次"}
        | {"G23": 3, "H23": 4, "G13": 6, "H13": 5},
    ),
}


def _typed(name: str) -> bytes:
    edition, form, values = _TYPED[name]
    return typed(workbook(edition, [form], spare=MANY), values)


@pytest.fixture(scope="module")
def books() -> dict[str, bytes]:
    return {name: _typed(name) for name in _TYPED}


@pytest.fixture(scope="module")
def saved(
    books: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Values], Path]:
    folder = tmp_path_factory.mktemp("spare")
    return recalculated(books, folder), folder / "recalculated"


@pytest.fixture(scope="module")
def printed(
    books: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[LTPage]]:
    """Every page on paper; with no spare rows at all as well."""
    folder = tmp_path_factory.mktemp("printed")
    none = {
        f"none {name}": uncached(workbook(name, [form], spare=0))
        for name, form in (("minhang-2026", _DECLARED), ("minhang-2020", _EVALUATED))
    }
    paths = []
    for name, data in {**books, **none}.items():
        paths.append(folder / f"{name}.xlsx")
        paths[-1].write_bytes(data)
    return {path.stem: [*extract_pages(path)] for path in convert_all(paths, "pdf", folder)}


def _texts(pages: list[LTPage]) -> list[str]:
    return [
        "".join(part.get_text() for part in page if isinstance(part, LTTextContainer))
        for page in pages
    ]


def _read(saved: tuple[dict[str, Values], Path], name: str) -> Form:
    found = forms_in(read((saved[1] / f"{name}.xlsx").read_bytes()), load_library(), Source())
    assert found.unread == ()
    (form,) = found.forms
    return form


def _said(saved: tuple[dict[str, Values], Path], name: str, column: str) -> dict[int, Any]:
    return {
        int(ref[1:]): value
        for (_, ref), value in saved[0][name].items()
        if ref[0] == column and value and ref != f"{column}1"
    }


def test_an_added_indicator_is_read_with_the_others(
    saved: tuple[dict[str, Values], Path],
) -> None:
    form = _read(saved, "added")
    assert form.indicators[:-1] == _read(saved, "blank").indicators
    added = form.indicators[-1]
    assert (added.level1, added.level2) == ("产出指标", "时效指标")
    assert (added.name, added.target, added.ambiguous) == (_NAME, "=3(次)", False)
    assert _said(saved, "added", "J")[2] == "✔ 已填完整"


def test_the_total_counts_what_was_added(saved: tuple[dict[str, Values], Path]) -> None:
    form = _read(saved, "added 自评表")
    added = form.indicators[-1]
    assert (added.name, str(added.weight), str(added.score)) == (_NAME, "6", "4.5")
    assert (added.actual, added.reason) == ("2次", "两次合并举办")
    assert form.total is not None
    assert (str(form.total.weight), str(form.total.score)) == ("100", "98.5")
    assert _said(saved, "added 自评表", "K")[2] == "✔ 已填完整"


def test_what_an_added_indicator_lacks_is_counted(
    saved: tuple[dict[str, Values], Path],
) -> None:
    half = _said(saved, "half", "J")
    assert (half[2], half[12]) == ("还缺 6 项", "← 后面增加的指标还缺 6 格")
    wrong = _said(saved, "wrong 自评表", "K")
    assert wrong[2] == "还缺 1 项，1 处填法不对"
    assert wrong[13] == "← 请填失分的原因"
    assert wrong[12] == "← 总分行下面增加的指标有 1 处填法不对"


def test_a_hint_stands_beside_the_first_of_them(saved: tuple[dict[str, Values], Path]) -> None:
    hint = _said(saved, "blank", "J")
    assert hint[25] == f"↓ 指标不够填时接着往下填，共 {MANY} 行；空行不打印"
    assert max(hint) == 25


def test_an_added_row_shows_what_it_lacks(books: dict[str, bytes], tmp_path: Path) -> None:
    cells = shown({"half": books["half"]}, tmp_path)["half"]
    coloured = {ref for ref, cell in cells.items() if cell.fill == "#FFF2CC"}
    assert coloured == {"B25", "C25", "G25", "B26", "D26", "G26"}


@pytest.mark.parametrize("name", ["added", "half", "added 自评表"])
def test_an_added_row_has_its_lines_on_paper(name: str, printed: dict[str, list[LTPage]]) -> None:
    (page,) = printed[name]
    lines = [part for part in page if isinstance(part, LTLine)]
    level = [line for line in lines if line.height < line.width]
    foot = min(line.y0 for line in level)
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    end = left
    for line in sorted((line for line in level if line.y0 < foot + 1), key=lambda line: line.x0):
        assert line.x0 <= end + 1, "a gap in the line at the foot"
        end = max(end, line.x1)
    assert end >= right - 1
    reaching = {round(line.x0) for line in lines if line.height > line.width and line.y0 < foot + 1}
    assert {round(left), round(right)} <= {x + off for x in reaching for off in (-1, 0, 1)}
    assert len(reaching) == (6 if "自评表" not in name else 10)


@pytest.mark.parametrize(
    ("form", "name"), [("blank", "minhang-2026"), ("blank 自评表", "minhang-2020")]
)
def test_blank_rows_are_not_printed(form: str, name: str, printed: dict[str, list[LTPage]]) -> None:
    assert _texts(printed[form]) == _texts(printed[f"none {name}"])


def test_what_was_added_is_printed_and_what_the_form_says_is_not(
    printed: dict[str, list[LTPage]],
) -> None:
    for name in ("added", "added 自评表"):
        text = "".join(_texts(printed[name]))
        assert _NAME in text
        assert "填写状态" not in text
        assert "空行不打印" not in text
