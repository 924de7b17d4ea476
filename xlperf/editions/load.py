"""From a folder of editions to the library: inheritance resolved, faults named with their file."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from xlperf.editions.check import faults
from xlperf.editions.edition import Edition, Level, Recognition
from xlperf.editions.library import GENERIC, Library
from xlperf.model.refusal import Refused

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

OWN_FOLDER = "XLPERF_TEMPLATES"  # the environment variable that names a district's own editions
Table = dict[str, Any]


def templates_folder() -> Path:
    """Inside an installed package, or beside the package in a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def load_library() -> Library:
    """The editions that came with the package, and those of the folder XLPERF_TEMPLATES."""
    own = os.environ.get(OWN_FOLDER)
    return _load_library(templates_folder(), Path(own) if own else None)


@lru_cache(maxsize=8)
def _load_library(*roots: Path | None) -> Library:
    """Every folder with an edition.toml, a later root before an earlier; inheritance resolved."""
    files = {toml.parent.name: toml for root in roots if root for toml in _tomls(root)}
    if GENERIC not in files:
        raise Refused(f"模板文件夹 {roots[0]} 中没有 {GENERIC}/edition.toml，请重新安装。")
    told = {name: _load(toml) for name, toml in files.items()}
    for name, own in told.items():
        _check(own, told[GENERIC], files[name])
    return Library({name: _edition(name, told, files) for name in sorted(told)})


def _tomls(root: Path) -> list[Path]:
    if not root.is_dir():
        raise Refused(f"环境变量 {OWN_FOLDER} 指向的“{root}”不是文件夹，请改正或取消它。")
    return sorted(root.glob("*/edition.toml"))


def _load(path: Path) -> Table:
    try:
        told: Table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"版次文件 {path} 写法有误：{error}。请按 CONTRIBUTING 改正。") from error
    return told


def _check(own: Table, generic: Table, path: Path) -> None:
    try:
        found = sorted(faults(own, generic))
    except (KeyError, TypeError, AttributeError) as error:
        found = [f"有一项的写法不对（{error}）"]
    if found:
        raise Refused(f"版次文件 {path} 有误：{'；'.join(found)}。")


def _line(name: str, told: Mapping[str, Table]) -> list[str]:
    """An edition, the one it inherits from, and so on."""
    line = [name]
    while (parent := told[name].get("inherits", None if name == GENERIC else GENERIC)) is not None:
        if parent not in told or parent in line:
            raise Refused(f"版次 {name} 的 inherits 写的是「{parent}」：没有这个版次，或互相继承。")
        line.append(parent)
        name = parent
    return line


def _inherited(line: Sequence[str], told: Mapping[str, Table]) -> Table:
    both: Table = {}
    for name in reversed(line):
        both.pop("recognise", None)  # what makes the parent known doesn't make the child known
        both = _merged(both, told[name])
    return both


def _merged(base: Table, own: Table) -> Table:
    both = dict(base)
    for name, value in own.items():
        nested = isinstance(value, dict) and isinstance(base.get(name), dict)
        both[name] = _merged(base[name], value) if nested else value
    return both


def _edition(name: str, every: Mapping[str, Table], files: Mapping[str, Path]) -> Edition:
    line = _line(name, every)
    told = _inherited(line, every)
    known = told.get("known", {})
    recognise = told.get("recognise")
    return Edition(
        key=name,
        name=told["name"],
        kinds=tuple(told["kinds"]),
        folders=tuple(files[each].parent for each in line),
        currency_unit=told.get("currency_unit"),
        titles=_tuples(told["titles"]),
        labels=_tuples(told["labels"]),
        levels=tuple(_level(each) for each in told["levels"]),
        other_level2=_tuples(told.get("other_level2", {})),
        level_wordings=told.get("level_wordings", {}),
        known=tuple(known.get("labels", ())),
        residue=tuple(known.get("residue", ())),
        blank=tuple(known.get("blank", ())),
        foot=tuple(known.get("foot", ())),
        foot_endings=tuple(known.get("foot_endings", ())),
        hints=tuple(known.get("hints", ())),
        subtotals=tuple(known.get("subtotals", ())),
        fund_words=tuple(known.get("fund_words", ())),
        loose=_tuples(told.get("loose", {})),
        lists=_tuples(told.get("lists", {})),
        printing=told.get("print", {}),
        profile=told.get("profile", {}),
        required=told.get("required", {}),
        basis=told.get("basis"),
        recognition=_recognition(recognise) if recognise else None,
    )


def _recognition(told: Table) -> Recognition:
    return Recognition(
        kind=told["kind"],
        title=told.get("title"),
        wordings=told.get("wordings", {}),
        absent=tuple(told.get("absent", ())),
        indicator_prefix=told.get("indicator_prefix"),
    )


def _tuples(told: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in told.items()}


def _level(told: Table) -> Level:
    return Level(
        name=told["name"],
        wordings=tuple(told.get("wordings", ())),
        words=tuple(told.get("words", ())),
        values=tuple(told.get("values", ())),
        hints=tuple(told.get("hints", ())),
        deadlines=told.get("deadlines", False),
        core=told.get("core", False),
        children=tuple(_level(each) for each in told.get("children", ())),
    )
