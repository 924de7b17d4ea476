"""Random templates once more: what is cached is what a running spreadsheet calculates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from support.outline import Book, workbook
from support.random_outline import books, contexts
from support.recalculated import cached, differences, recalculated

from xlperf.templating import Template

_MANY = settings(
    max_examples=60,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_what_is_cached_is_what_libreoffice_calculates(tmp_path: Path) -> None:
    made: dict[str, bytes] = {}

    @_MANY
    @given(books(), contexts)
    def make(book: Book, context: dict[str, Any]) -> None:
        template = Template.compile(workbook(book), "随机.xlsx")
        made[f"{len(made):03}"] = template.render(context)

    make()
    calculated = recalculated(made, tmp_path)
    wrong = {name: differences(cached(data), calculated[name]) for name, data in made.items()}
    assert {name: each for name, each in wrong.items() if each} == {}
