"""A tour on real published forms: everything here was once on a district's web site."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlperf.editions import load_library
from xlperf.reading import Reading, read_files
from xlperf.rounds.fill.plan import Layout
from xlperf.rounds.fill.run import Filling, Request
from xlperf.rounds.listing import listing
from xlperf.rounds.records import document
from xlperf.rounds.safely import write_safely


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the tour did, and where its result lies."""

    done: str
    result: Path


@dataclass(frozen=True, slots=True)
class Tour:
    readings: Sequence[Reading]
    steps: Sequence[Step]
    refused: Sequence[str]  # workbooks of an earlier tour that somebody has filled in since


def tour(out: Path) -> Tour:
    """Runs every step into `out`; a second run replaces the first one's results."""
    documents = _published(out / "公开件")
    readings = list(read_files(documents))
    records, book = out / "记录.json", out / "清单.xlsx"
    text = json.dumps(document(readings), ensure_ascii=False, indent=1)
    write_safely(records, text.encode("utf-8"))
    write_safely(book, listing(readings))
    filled, stacked = out / "填好的表", out / "汇总表"
    refused = [*_filled(readings, "form", filled), *_filled(readings, "stacked", stacked)]
    return Tour(
        readings,
        (
            Step("公开件原文", out / "公开件"),
            Step("读出的记录（JSON）", records),
            Step("表和指标的清单（工作簿）", book),
            Step("填好的表（锁定的工作簿，每张表一个）", filled),
            Step("上下接排的汇总表（每个版次一个）", stacked),
        ),
        refused,
    )


def _filled(readings: Sequence[Reading], layout: Layout, out: Path) -> Iterator[str]:
    """What was read of each edition, in its own workbooks again; yields what was not written."""
    for reading in readings:
        edition = next((form.edition for form in reading.forms), None)
        if edition is not None:
            filling = Filling.begun(Request(edition, layout, out / edition))
            filling.take([], [reading])
            deque(filling.perform(), maxlen=0)
            yield from (remark.text for remark in filling.refused)


def _published(folder: Path) -> list[Path]:
    """Copies of the bundled documents, named by edition, so that they can be read again by hand."""
    copies = []
    for edition in load_library().editions.values():
        if edition.example is not None:
            copy = folder / f"{edition.key}{edition.example.suffix}"
            write_safely(copy, edition.example.read_bytes())
            copies.append(copy)
    return copies
