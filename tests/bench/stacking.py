"""Many forms in one workbook: stacked on one sheet, or a sheet for each.

Time must grow with the number of forms and with nothing else; the limit is to deflate the sheets.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from bench.evaluation import Tags, contexts, template
from bench.filling import TAGS, deflated
from bench.measure import ROUNDS, aim, cpu_of
from support.opened import Package

from xlperf.templating import Template

SHARES = (10, 5, 2, 1)  # of the number of forms
STACKED = ("{%tr for page in pages %}", "{%tr endfor %}")
SHEETS = ("{%sheet for page in pages %}",)
_TAGS = Tags(("{%tr for row in page.rows %}",), TAGS.cells, TAGS.after)


def main(count: int) -> None:
    pages = contexts(count)
    for title, around in (("stacked on one sheet", STACKED), ("a sheet each", SHEETS)):
        ours = Template.compile(template(_TAGS, around), "汇总.xlsx")
        print(f"\n{f'CPU per form, {title}':48}{'ms':>8}{'x limit':>9}", flush=True)
        ratios = {}
        for number in sorted({max(1, count // share) for share in SHARES}):
            ratios[number] = spent, limit = _measured(ours, pages[:number])
            print(f"{f'  {number} forms':48}{spent:8.3f}{spent / limit:9.2f}", flush=True)
        (few, _), (many, limit) = ratios[min(ratios)], ratios[max(ratios)]
        if around is STACKED:
            aim(f"{count} forms {title}, times the limit", many / limit, most=2.0)
        aim("  its time per form over that of a tenth", many / few, most=1.2)


def _measured(ours: Template, pages: Sequence[object]) -> tuple[float, float]:
    """Milliseconds per form: ours, and the limit."""
    context = {"pages": pages}
    parts = Package(ours.render(context)).parts
    sheets = [part for name, part in parts.items() if name.startswith("xl/worksheets/sheet")]
    turns = [(cpu_of(ours.render, [context]), cpu_of(deflated, sheets)) for _ in range(ROUNDS)]
    spent, limit = (statistics.median(each) for each in zip(*turns, strict=True))
    return spent / len(pages), limit / len(pages)
