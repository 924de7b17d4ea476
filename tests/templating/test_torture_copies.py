"""Everything once more where a block with everything repeats down a sheet, or its sheet does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from support.opened import Package, Sheet, local
from support.recalculated import cached, differences, recalculated
from support.repair import repair_causes
from support.schema import schema_faults
from support.torture import MAIN, context, template

from xlperf.templating import Template

STACKED = ("{%tr for page in pages %}", "{%tr endfor %}")
SHEETS = ("{%sheet for page in pages %}",)
#: the turns of the inner loop on each page
PAGES = ((2,), (0, 1, 3), (0, 0), (3, 3))
#: parts of the sheet that stand once in the template
_OWN = ("comments", "vmlDrawing", "drawing")


def pages(counts: Sequence[int]) -> dict[str, Any]:
    return {**context(0), "pages": [context(count) for count in counts]}


@lru_cache(maxsize=2)
def _compiled(around: tuple[str, ...]) -> Template:
    return Template.compile(template(around), "万能.xlsx")


@lru_cache(maxsize=16)
def written(around: tuple[str, ...], counts: tuple[int, ...]) -> Package:
    return Package(_compiled(around).render(pages(counts)))


@pytest.mark.parametrize("counts", PAGES)
@pytest.mark.parametrize("around", [STACKED, SHEETS])
def test_no_cause_of_a_repair_and_valid_by_the_schemas(
    around: tuple[str, ...], counts: tuple[int, ...], tmp_path: Path
) -> None:
    data = written(around, counts).data
    assert repair_causes(data) == []
    assert schema_faults(data, tmp_path) == []


def test_what_is_cached_is_what_libreoffice_calculates(tmp_path: Path) -> None:
    kinds = {"stacked": STACKED, "sheets": SHEETS}
    books = {
        f"{name}-{'-'.join(map(str, counts))}": written(around, counts).data
        for name, around in kinds.items()
        for counts in PAGES
    }
    calculated = recalculated(books, tmp_path)
    for name, data in books.items():
        wrong = differences(cached(data), calculated[name])
        if name.startswith("stacked"):
            # a name for one cell of a block is a name for one in each: of which, nobody knows
            wrong = {place: both for place, both in wrong.items() if place[1][0] != "A"}
        assert wrong == {}, name


@pytest.mark.parametrize("counts", PAGES)
def test_each_sheet_has_its_own_of_everything(counts: tuple[int, ...]) -> None:
    package = written(SHEETS, counts)
    copies = [sheet for sheet in package.sheets if sheet.name.startswith(MAIN)]
    assert len(copies) == len(counts)
    for sheet, count in zip(copies, counts, strict=True):
        assert [len(package.related(sheet.part, kind)) for kind in _OWN] == [1, 1, 1]
        assert _comments(package, sheet) == ["A4", f"D{5 + count}", *_column("H", count)]
        quoted = f"'{sheet.name}'"
        assert package.defined["_xlnm.Print_Titles", sheet.name] == f"{quoted}!$4:$4"
        row = 8 + count
        assert package.defined["本表末行", sheet.name] == f"{quoted}!$A${row}:$H${row}"
        pointed = [each.text for each in sheet.named("f") if each.text and MAIN in each.text]
        assert all(text.startswith(f"{quoted}!") for text in pointed)
        if count > 1:
            (drawing,) = package.related(sheet.part, "drawing")
            (chart,) = package.related(drawing, "chart")
            texts = [each.text for each in package.xml(chart).iter() if local(each) == "f"]
            assert f"{quoted}!$D$5:$D${4 + count}" in texts


def test_blocks_stand_one_below_the_other_each_with_its_own() -> None:
    counts = (1, 0, 3)
    package = written(STACKED, counts)
    sheet = package.sheet(MAIN)
    tops = [4 + sum(7 + each for each in counts[:number]) for number in range(len(counts))]
    tables = [package.xml(part).get("ref") for part in package.related(sheet.part, "table")]
    spans = [f"K{top}:M{top + max(count, 1)}" for top, count in zip(tops, counts, strict=True)]
    assert sorted(tables) == sorted(spans)
    merges = {each.get("ref") for each in sheet.named("mergeCell")}
    sums = [top + 1 + count for top, count in zip(tops, counts, strict=True)]
    assert {f"G{row + 1}:H{row + 3}" for row in sums} < merges
    found = {each.getparent().get("r"): each.text for each in sheet.all("sheetData/row/c/f")}
    for top, row, count in zip(tops, sums, counts, strict=True):
        if count > 1:
            assert found[f"D{row}"] == f"SUM(D{top + 1}:D{row - 1})"


def _comments(package: Package, sheet: Sheet) -> list[str]:
    (part,) = package.related(sheet.part, "comments")
    found = [each.get("ref") for each in package.xml(part).iter() if local(each) == "comment"]
    return sorted(found, key=lambda ref: (ref[0], int(ref[1:])))


def _column(letter: str, count: int) -> list[str]:
    return [f"{letter}{row}" for row in range(5, 5 + count)]
