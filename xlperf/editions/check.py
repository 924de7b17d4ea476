"""What is wrong with an edition.toml, all of it at once, before anything is read with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Table = Mapping[str, Any]

#: What an edition may say that the generic one has no need of.
_OWN = frozenset(("inherits", "recognise", "level_wordings", "print"))
_RECOGNISE = frozenset(("kind", "title", "wordings", "absent", "indicator_prefix"))


def faults(own: Table, generic: Table) -> Iterator[str]:
    """Each a sentence for whoever wrote the file; `generic` has every name there is."""
    if not isinstance(own.get("name"), str):
        yield "没有写 name（版次的名称），请补上"
    for name in own.keys() - generic.keys() - _OWN:
        yield f"没有“{name}”这一项，请核对拼写"
    yield from _label_faults(own.get("labels", {}), generic)
    yield from _recognise_faults(own.get("recognise", {}), generic)
    yield from _list_faults(own.get("lists", {}), generic)
    levels = {level["name"] for one in generic["levels"] for level in (one, *one["children"])}
    for name in own.get("level_wordings", {}).keys() - levels:
        yield f"[level_wordings] 里没有“{name}”这个标准级别名，请核对"


def _label_faults(labels: Table, generic: Table) -> Iterator[str]:
    for field, wordings in labels.items():
        if field not in generic["labels"]:
            yield f"[labels] 里没有“{field}”这个栏目，请对照通用版次核对拼写"
        if not isinstance(wordings, list) or not all(isinstance(each, str) for each in wordings):
            yield f'[labels] 的“{field}”应写成方括号里的一串词，例如 ["项目名称"]'


def _recognise_faults(told: Table, generic: Table) -> Iterator[str]:
    if told and "kind" not in told:
        yield "[recognise] 没有写 kind（申报表或自评表），请补上"
    for name in told.keys() - _RECOGNISE:
        yield f"[recognise] 里没有“{name}”这一项，请核对拼写"
    for field in {*told.get("wordings", {}), *told.get("absent", ())} - generic["labels"].keys():
        yield f"[recognise] 里没有“{field}”这个栏目，请对照通用版次核对拼写"


def _list_faults(lists: Table, generic: Table) -> Iterator[str]:
    for name, options in lists.items():
        if name not in generic.get("lists", {}):
            yield f"[lists] 里没有“{name}”这个选项表，请对照通用版次核对拼写"
        if not isinstance(options, list) or not all(isinstance(each, str) for each in options):
            yield f'[lists] 的“{name}”应写成方括号里的一串选项，例如 ["经常性项目"]'
