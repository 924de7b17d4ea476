"""The published forms as records, and the workbooks that they become."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from xlperf.editions import Edition, load_library
from xlperf.model.form import Form
from xlperf.model.record import from_json
from xlperf.rounds.fill.plan import Entry, Job, Layout
from xlperf.rounds.fill.workbook import Filler

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
EDITIONS = tuple(sorted(path.stem for path in GOLDEN.glob("*.json")))


def edition(name: str) -> Edition:
    return load_library().editions[name]


@lru_cache(maxsize=8)
def published(name: str) -> tuple[Form, ...]:
    told = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return tuple(from_json(record) for record in told)


def workbook(
    name: str,
    forms: Sequence[Form],
    layout: Layout = "form",
    spare: int | None = None,
    password: str | None = None,
) -> bytes:
    """As `xlperf fill` writes it."""
    own = edition(name)
    template = own.template(forms[0].kind, stacked=layout == "stacked")
    entries = tuple(Entry(Path("记录.json"), form) for form in forms)
    filler = Filler(load_library(), own, password=password, spare=spare)
    return filler.filled(Job(Path("表.xlsx"), template, entries, layout)).data
