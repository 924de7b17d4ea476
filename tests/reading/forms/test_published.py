"""The five published documents, field by field."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from xlperf.editions import load_library
from xlperf.model.form import EVALUATION, DeclarationFunds, Form, Source
from xlperf.model.record import from_json, to_json
from xlperf.model.text import key
from xlperf.reading.forms import Extraction, forms_in
from xlperf.reading.forms.lexicon import Lexicon
from xlperf.reading.forms.wording import currency_alone
from xlperf.reading.sources import text

GOLDEN = Path(__file__).parents[2] / "golden"

#: number of indicators of each form, in the document's order
INDICATORS = {
    "minhang-2026": [12, 10, 9, 9, 14, 15, 3, 7, 11, 8, 14],
    "songjiang-2024": [5, 6, 11, 25],
    "minhang-2020": [11, 9, 10, 10, 14, 12, 10, 7, 8, 8],
    "minhang-gsl-2023": [11, 16, 24, 14, 16],
    "chongming-2023": [8, 9, 9, 10, 11, 11, 12],
}
#: the year's amount of a 申报表; what a 自评表 had in its adjusted budget
MONEY = {
    "minhang-2026": "3700672.00",
    "songjiang-2024": "24771044.68",
    "minhang-2020": "22946610.06",
    "minhang-gsl-2023": "1341554.00",
    "chongming-2023": "8652600",
}


@cache
def read(edition: str) -> Extraction:
    example = load_library().editions[edition].example
    assert example is not None
    return forms_in(text.read(example.read_bytes()), load_library(), Source(example.name))


@pytest.mark.parametrize("edition", INDICATORS)
def test_every_form_and_indicator_in_order_and_nothing_unread(edition: str) -> None:
    found = read(edition)
    assert [len(form.indicators) for form in found.forms] == INDICATORS[edition]
    assert found.unread == ()


@pytest.mark.parametrize("edition", INDICATORS)
def test_amounts_add_up_to_the_published_sum(edition: str) -> None:
    assert sum(_money(form) for form in read(edition).forms) == Decimal(MONEY[edition])


@pytest.mark.parametrize("edition", INDICATORS)
def test_recognised_by_its_labels(edition: str) -> None:
    assert {form.edition for form in read(edition).forms} == {edition}


@pytest.mark.parametrize("edition", INDICATORS)
def test_every_field_is_as_in_the_checked_record(edition: str) -> None:
    """The goldens were compared with the documents by eye; so must be any change to them."""
    golden = json.loads((GOLDEN / f"{edition}.json").read_text(encoding="utf-8"))
    assert [to_json(form) for form in read(edition).forms] == golden


@pytest.mark.parametrize("edition", INDICATORS)
def test_records_survive_json(edition: str) -> None:
    for form in read(edition).forms:
        assert from_json(json.loads(json.dumps(to_json(form)))) == form


@pytest.mark.parametrize("edition", [name for name in INDICATORS if name != "chongming-2023"])
def test_every_cell_went_into_a_field_and_no_field_came_from_nowhere(edition: str) -> None:
    """Counted without the reader: a cell is a label or stands in a record, as often as printed."""
    lexicon = Lexicon(load_library())
    example = load_library().editions[edition].example
    assert example is not None
    printed = Counter(
        _bare(cell)
        for line in example.read_text(encoding="utf-8").splitlines()
        for cell in line.split("\t")
        if key(cell)
    )
    filled = Counter(
        _bare(value) for form in read(edition).forms for value in _values(to_json(form))
    )
    lost = {cell for cell in printed - filled if not _is_printed_word(cell, lexicon)}
    invented = {value for value in filled - printed if not lexicon.is_level(value)}
    assert lost == set()
    assert invented <= {"元", "万元"} | {str(form.year) for form in read(edition).forms}


def test_hard_wraps_inside_numbers_and_names_are_joined() -> None:
    forms = read("chongming-2023").forms
    goals = to_json(forms[0])["goals"]["annual"]
    assert "慰问在职困难职工共1000人次" in goals
    assert goals.endswith("开展时间为2023.1.1-2023.12.31。")
    assert "长效管理机制健全性和执行有效性" in [each.name for each in forms[0].indicators]


def test_a_level_that_cannot_be_decided_is_said_and_kept() -> None:
    doubtful = [
        each
        for form in read("minhang-gsl-2023").forms
        for each in form.indicators
        if each.ambiguous
    ]
    notes = "".join(note for form in read("minhang-gsl-2023").forms for note in form.notes)
    assert doubtful
    for each in doubtful:
        assert f"{each.at}“{each.name}”的指标级别无法确定" in notes


def _money(form: Form) -> Decimal:
    if isinstance(form.funds, DeclarationFunds):
        amount = form.funds.annual.total
    else:
        assert form.kind == EVALUATION
        amount = form.funds.rows["total"].budget
    assert isinstance(amount, Decimal)
    return amount


def _values(record: Any) -> Iterator[str]:
    """Every value of a record, without what says where it came from."""
    if isinstance(record, dict):
        for name, value in record.items():
            if name not in ("schema", "kind", "edition", "at", "places", "raw", "notes", "source"):
                yield from _values(value)
    elif isinstance(record, list):
        for value in record:
            yield from _values(value)
    elif record is not None and not isinstance(record, bool):
        yield str(record)


def _bare(cell: str) -> str:
    """Without tags, spaces, thousands separators and the numbering of indicators."""
    squeezed = re.sub(r"</?[pb]>|\s", "", cell)
    if re.fullmatch(r"[\d,.]+", squeezed):
        return squeezed.replace(",", "")
    return re.sub(r"^指标\d+[:：]", "", squeezed)


def _is_printed_word(cell: str, lexicon: Lexicon) -> bool:
    year = re.fullmatch(r"[(（]\d{4}年度[)）]", cell)
    known = lexicon.is_known(cell) or lexicon.title(cell) or currency_alone(cell)
    return bool(year or known)
