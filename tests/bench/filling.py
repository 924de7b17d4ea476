"""How long filling a form takes, beside other libraries and beside what it can't beat.

The limit L is what any writer must pay: deflate, at the same level, the parts that differ from one
filled form to the next. All methods are measured in one run, in turns, as CPU time per file.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from typing import Any

from bench.evaluation import FIELDS, Tags, contexts, template
from bench.measure import ROUNDS, aim, cpu_of, cpu_per_item, peak_megabytes
from bench.peers import by_openpyxl, by_xlsxwriter, by_xltpl
from support.opened import Package

from xlperf.templating import Template

LIMIT, OURS, XLTPL, OPENPYXL, XLSXWRITER = (
    "limit L: deflate what changes",
    "xlperf, template compiled once",
    "xltpl, template loaded once",
    "openpyxl: load, fill, save",
    "XlsxWriter from scratch, no template",
)
#: by how many the forms are divided where a method is slow; each round takes others
SLOW = 5

TAGS = Tags(
    ("{%tr for row in rows %}",),
    (
        "{{ row.level1 | merge }}",
        "{{ row.level2 | merge }}",
        *(f"{{{{ row.{field} }}}}" for field in FIELDS[2:]),
    ),
    ("{%tr endfor %}",),
)


def compiled() -> Template:
    return Template.compile(template(TAGS), "自评表.xlsx")


def changing(written: Sequence[bytes]) -> list[bytes]:
    """Of each output, the parts that aren't the same in all, one after another."""
    packages = [Package(data).parts for data in written]
    first, others = packages[0], packages[1:]
    names = [name for name in first if any(each[name] != first[name] for each in others)]
    return [b"".join(package[name] for name in names) for package in packages]


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def main(count: int) -> None:
    print(f"\nfilling {count} forms of 30 rows and 9 columns …", flush=True)
    forms = contexts(count)
    ours = compiled()
    parts = changing([ours.render(form) for form in forms])
    slow = [forms[start::SLOW] for start in range(ROUNDS)]
    methods: dict[str, tuple[Callable[[Any], object], Sequence[Sequence[Any]]]] = {
        LIMIT: (deflated, [parts] * ROUNDS),
        OURS: (ours.render, [forms] * ROUNDS),
        XLTPL: (by_xltpl(), slow),
        OPENPYXL: (by_openpyxl(), slow),
        XLSXWRITER: (by_xlsxwriter(), slow),
    }
    for method, rounds in methods.values():
        method(rounds[0][0])  # what is loaded on the first call is no part of a file
    times = cpu_per_item(methods)
    print(f"\n{'CPU per file':48}{'ms':>8}{'x L':>9}{'it / ours':>15}")
    for name, spent in times.items():
        print(f"{name:48}{spent:8.2f}{spent / times[LIMIT]:9.2f}{spent / times[OURS]:15.1f}")
    print(f"{'  (compiling the template once)':48}{cpu_of(lambda _: compiled(), [None]):8.2f}\n")
    aim("filling, times L", times[OURS] / times[LIMIT], most=2.0)
    aim("filling, times faster than xltpl", times[XLTPL] / times[OURS], least=20)
    aim("filling, times faster than openpyxl", times[OPENPYXL] / times[OURS], least=50)
    fewer = max(1, count // 5)
    growth = peak_megabytes(fill_many, count) - peak_megabytes(fill_many, fewer)
    aim(f"peak MB of filling {count} files over {fewer}", growth, most=4)


def fill_many(count: int) -> None:
    """One after another, as a round is distributed; nothing of a file is kept."""
    ours = compiled()
    form = contexts(1)[0]
    for _ in range(count):
        ours.render(form)
