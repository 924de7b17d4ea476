"""Every published form through its edition's workbook and a running spreadsheet: no error, every
value as it was, in all three layouts; and the status says exactly what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from support.flat import flattened
from support.published import EDITIONS, published, workbook
from support.recalculated import Values, cached, differences, recalculated
from support.repair import repair_causes

from xlperf.editions import load_library
from xlperf.model.form import EVALUATION, Form, Source
from xlperf.reading.forms import forms_in
from xlperf.reading.sources.workbook import read
from xlperf.rounds.fill.plan import LAYOUTS, Layout

_ERRORS = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "Err:")
_COMPLETE = "✔ 已填完整"
#: what is wrong with published forms: by the handbook's list of their mistakes
_WRONG = {
    "minhang-2020-01": "还缺 1 项，1 处合计不符",  # no unit; the rate's score
    "minhang-2020-05": "1 处合计不符",  # the rate's score
    "minhang-2020-06": "还缺 1 项",  # no name
    "minhang-2020-07": "2 处合计不符",  # the rate's score; money executed
    "minhang-2020-08": "1 处合计不符",
    "minhang-2020-10": "1 处合计不符",
}


class Book(NamedTuple):
    name: str
    forms: tuple[Form, ...]
    data: bytes


def _books() -> list[Book]:
    books = []
    for name in EDITIONS:
        forms = published(name)
        single = [(f"{name}-{at:02}", (form,)) for at, form in enumerate(forms, 1)]
        books += [Book(each, own, workbook(name, own)) for each, own in single]
        together: tuple[Layout, ...] = ("sheets", "stacked")
        books += [
            Book(f"{name}-{layout}", forms, workbook(name, forms, layout)) for layout in together
        ]
    return books


@pytest.fixture(scope="module")
def books() -> list[Book]:
    return _books()


class Live(NamedTuple):
    values: Mapping[str, Values]
    folder: Path  # where the spreadsheet saved them


@pytest.fixture(scope="module")
def live(books: list[Book], tmp_path_factory: pytest.TempPathFactory) -> Live:
    folder = tmp_path_factory.mktemp("editions")
    values = recalculated({book.name: book.data for book in books}, folder)
    return Live(values, folder / "recalculated")


def test_all_forms_are_there(books: list[Book]) -> None:
    single = [book for book in books if not book.name.endswith(LAYOUTS)]
    assert len(single) == 37
    assert sum(len(book.forms) for book in books) == 3 * 37


def test_no_workbook_makes_excel_repair_it(books: list[Book]) -> None:
    assert {book.name: found for book in books if (found := repair_causes(book.data))} == {}


def test_every_value_is_what_a_spreadsheet_calculates(books: list[Book], live: Live) -> None:
    for book in books:
        assert differences(cached(book.data), live.values[book.name]) == {}, book.name
        shown = [value for value in live.values[book.name].values() if isinstance(value, str)]
        assert [text for text in shown if text.startswith(_ERRORS)] == [], book.name


def test_every_form_reads_back_from_what_the_spreadsheet_saved(
    books: list[Book], live: Live
) -> None:
    for book in books:
        for data in (book.data, (live.folder / f"{book.name}.xlsx").read_bytes()):
            found = forms_in(read(data), load_library(), Source())
            assert found.unread == (), book.name
            told = [flattened(form) for form in found.forms]
            assert told == [flattened(form) for form in book.forms], book.name


def test_the_status_says_what_is_wrong(books: list[Book], live: Live) -> None:
    for book in books:
        if book.name.endswith("stacked"):
            continue
        column = "K" if book.forms[0].kind == EVALUATION else "J"
        said = [value for (_, ref), value in live.values[book.name].items() if ref == f"{column}2"]
        names = (
            [book.name]
            if len(book.forms) == 1
            else [f"{book.name.removesuffix('-sheets')}-{at:02}" for at in range(1, len(said) + 1)]
        )
        assert said == [_WRONG.get(name, _COMPLETE) for name in names], book.name
