"""Forms of districts that no edition describes: each of the fourteen points at least twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from support.case import Case, load
from support.flat import flattened
from support.paper import Paper, stacked
from support.vanished import vanished
from support.writers import as_csv_gbk, as_html, as_text, as_workbook

from xlperf.editions import load_library
from xlperf.model.form import Form, Source
from xlperf.model.refusal import Refused
from xlperf.model.text import squeeze
from xlperf.reading.forms import Extraction, forms_in

CASES = [load(path) for path in sorted((Path(__file__).parent / "unseen").glob("*.toml"))]
POINTS = 14
#: kind of source → how the paper is written for it
WRITERS: dict[str, Callable[[Paper], bytes]] = {
    "workbook": as_workbook,
    "html": as_html,
    "text": as_text,
    "delimited": as_csv_gbk,
}
#: merges are lost, so a level may be in doubt there
SPANS_LOST = {"text", "delimited"}
LEVELS = {"level1", "level2"}


def read(paper: Paper, kind: str) -> Extraction:
    document = import_module(f"xlperf.reading.sources.{kind}").read(WRITERS[kind](paper))
    return forms_in(document, load_library(), Source())


def named(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("case", [case for case in CASES if not case.doubtful], ids=named)
def test_every_field_as_a_careful_clerk_would_write_it(case: Case, kind: str) -> None:
    found = read(case.paper, kind)
    assert len(found.forms) == 1, f"{len(found.forms)} forms; unread: {_unread(found)}"
    (form,) = found.forms
    wrong = _differences(case, form, kind) + _lost(case, found) + _raw(case, form)
    if wrong:
        pytest.fail("\n".join([case.name, *wrong, *_said(form)]), pytrace=False)


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("case", CASES, ids=named)
def test_every_text_is_in_a_field_or_unread(case: Case, kind: str) -> None:
    found = read(case.paper, kind)
    assert vanished(case.paper, found.forms, _unread(found), load_library()) == []


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("case", [case for case in CASES if case.doubtful], ids=named)
def test_running_text_is_refused_or_doubted_and_never_lost(case: Case, kind: str) -> None:
    try:
        found = read(case.paper, kind)
    except Refused:
        return
    for form in found.forms:
        assert form.notes, "read without a word of doubt"
        assert all(each.ambiguous for each in form.indicators)
    kept = squeeze("".join(_unread(found)))
    kept += squeeze("".join(text for form in found.forms for text in flattened(form).values()))
    for line in case.paper.before:
        assert squeeze(line) in kept or found.forms, f"lost: {line}"


@pytest.mark.parametrize("kind", WRITERS)
def test_forms_of_all_districts_on_one_sheet_read_as_they_do_alone(kind: str) -> None:
    cases = [case for case in CASES if not case.doubtful]
    found = read(stacked(case.paper for case in cases), kind)
    alone = [form for case in cases for form in read(case.paper, kind).forms]
    together = [flattened(form) for form in found.forms]
    assert [each.get("project.name") for each in together] == [f.project.name for f in alone]
    wrong = [
        f"{case.name} {path}: alone 「{was.get(path)}」, on one sheet 「{now.get(path)}」"
        for case, was, now in zip(cases, map(flattened, alone), together, strict=True)
        for path in sorted(was.keys() | now.keys(), key=_in_order)
        if was.get(path) != now.get(path)
    ]
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def test_each_point_has_two_forms() -> None:
    counted = Counter(point for case in CASES for point in case.points)
    assert {p: counted[p] for p in range(1, POINTS + 1) if counted[p] < 2} == {}


def _differences(case: Case, form: Form, kind: str) -> list[str]:
    got = {path: _joined(text) for path, text in flattened(form).items()}
    expected = {_settled(path, got): choices for path, choices in case.expected.items()}
    wrong = []
    for path in sorted(expected.keys() | got.keys(), key=_in_order):
        choices = [c and _joined(c) for c in expected.get(path, (None,))]
        if got.get(path) not in choices and not _doubted(form, path, kind):
            right = "／".join(str(choice) for choice in choices)
            wrong.append(f"  {path}: should be 「{right}」, read as 「{got.get(path)}」")
    if kind not in SPANS_LOST:
        wrong += [f"  {each.name}: level in doubt" for each in form.indicators if each.ambiguous]
    return wrong


def _settled(path: str, got: dict[str, str]) -> str:
    """Of several fields that may rightly hold a value, the first that is filled."""
    parent, _, names = path.rpartition(".")
    paths = [f"{parent}.{name}" if parent else name for name in names.split("|")]
    return next((each for each in paths if each in got), paths[0])


def _doubted(form: Form, path: str, kind: str) -> bool:
    """Whether the reader says itself that it could not decide this level."""
    parts = path.split(".")
    if kind not in SPANS_LOST or parts[-1] not in LEVELS:
        return False
    index = int(parts[1])
    return index < len(form.indicators) and form.indicators[index].ambiguous


def _lost(case: Case, found: Extraction) -> list[str]:
    unread = [squeeze(text) for text in _unread(found)]
    return [
        f"  lost: 「{text}」 is neither in a field nor unread"
        for text in case.unread
        if not any(squeeze(text) in each for each in unread)
    ]


def _raw(case: Case, form: Form) -> list[str]:
    return [
        f"  raw.{path}: should be 「{text}」, is 「{form.raw.get(path)}」"
        for path, text in case.raw.items()
        if _joined(form.raw.get(path, "")) != _joined(text)
    ]


def _said(form: Form) -> list[str]:
    return [f"  (the reader's note: {note})" for note in form.notes]


def _unread(found: Extraction) -> list[str]:
    return [each.text for each in found.unread]


def _joined(text: str) -> str:
    """A break inside a cell is a space in plain text; neither says anything."""
    return squeeze(text)


def _in_order(path: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in path.split(".")]
