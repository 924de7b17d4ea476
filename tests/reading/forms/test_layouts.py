"""Every real record, laid out on paper by its edition, reads back to the same record."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path

import pytest
from support.flat import flattened
from support.layout import lay_out
from support.office import convert_all
from support.paper import Paper
from support.writers import as_csv_gbk, as_html, as_workbook

from xlperf.editions import load_library
from xlperf.model.form import Form, Source
from xlperf.reading.forms import forms_in
from xlperf.reading.sniff import kind_of

REAL_FORMS = 37
LEVELS = {"level1", "level2"}


@dataclass(frozen=True, eq=False)
class Printed:
    name: str
    form: Form
    paper: Paper


@lru_cache(maxsize=1)
def printed() -> tuple[Printed, ...]:
    """The published forms beside the editions, as records and laid out again."""
    pages = []
    for key, edition in sorted(load_library().editions.items()):
        if edition.example is None:
            continue
        for index, form in enumerate(_forms(edition.example.read_bytes(), edition.example.name)):
            pages.append(Printed(f"{key}-{index + 1:02}", form, lay_out(form, edition)))
    return tuple(pages)


def test_all_real_forms_are_laid_out() -> None:
    assert len(printed()) == REAL_FORMS


def test_workbook_of_texts() -> None:
    _assert_same({page: (as_workbook(page.paper), "表.xlsx") for page in printed()})


def test_workbook_of_numbers() -> None:
    _assert_same({page: (as_workbook(page.paper, numbers=True), "表.xlsx") for page in printed()})


def test_web_page_named_xls() -> None:
    _assert_same({page: (as_html(page.paper), "表.xls") for page in printed()})


def test_gbk_csv() -> None:
    _assert_same({page: (as_csv_gbk(page.paper), "表.csv") for page in printed()}, lost=True)


def test_docx_through_libreoffice(tmp_path: Path) -> None:
    for page in printed():
        (tmp_path / f"{page.name}.html").write_bytes(as_html(page.paper))
    _assert_same(_converted(tmp_path, "html", "docx"))


def test_pdf_through_libreoffice(tmp_path: Path) -> None:
    for page in printed():
        (tmp_path / f"{page.name}.xlsx").write_bytes(as_workbook(page.paper))
    _assert_same(_converted(tmp_path, "xlsx", "pdf"), wrapped=True)


def _converted(folder: Path, ending: str, to: str) -> dict[Printed, tuple[bytes, str]]:
    sources = [folder / f"{page.name}.{ending}" for page in printed()]
    written = convert_all(sources, to, folder)
    return {
        page: (path.read_bytes(), path.name) for page, path in zip(printed(), written, strict=True)
    }


def _forms(data: bytes, name: str) -> tuple[Form, ...]:
    document = import_module(f"xlperf.reading.sources.{kind_of(data, name)}").read(data)
    return forms_in(document, load_library(), Source()).forms


def _assert_same(
    files: dict[Printed, tuple[bytes, str]], lost: bool = False, wrapped: bool = False
) -> None:
    """`lost`: merges are not in the file. `wrapped`: nor are spaces where a line was broken."""
    wrong = {page.name: _differences(page, *file, lost, wrapped) for page, file in files.items()}
    report = [f"{name}:\n  " + "\n  ".join(lines) for name, lines in wrong.items() if lines]
    if report:
        pytest.fail("\n".join(report), pytrace=False)


def _differences(page: Printed, data: bytes, name: str, lost: bool, wrapped: bool) -> list[str]:
    forms = _forms(data, name)
    if len(forms) != 1:
        return [f"{len(forms)} forms"]
    (form,) = forms
    before, after = (
        {path: text.replace(" ", "") if wrapped else text for path, text in flattened(each).items()}
        for each in (page.form, form)
    )
    wrong = [
        f"{path}: was 「{before.get(path)}」, read as 「{after.get(path)}」"
        for path in [*before, *(after.keys() - before.keys())]
        if before.get(path) != after.get(path) and not (lost and _doubted(form, path))
    ]
    if form.edition != page.form.edition:
        wrong.append(f"edition: was 「{page.form.edition}」, read as 「{form.edition}」")
    return wrong


def _doubted(form: Form, path: str) -> bool:
    """Without merges a level may stay open, if the reader says so."""
    parts = path.split(".")
    if parts[-1] not in LEVELS or int(parts[1]) >= len(form.indicators):
        return False
    return form.indicators[int(parts[1])].ambiguous
