"""What a templates/ folder says of its forms: wordings, levels, profile, required fields.

An edition is a folder with an `edition.toml`; it inherits what it doesn't say. Reading uses the
wordings of all editions together, so a new folder is enough for a new form to be read.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from xlperf.model.text import key

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

GENERIC = "national"
SUMMARY = "汇总"  # the kind of a heading over several forms
FOREIGN = "其他"  # the kind of a table that is neither 申报表 nor 自评表
Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Level:
    """A level of indicators, with what its indicators' names and values tend to say."""

    name: str
    wordings: tuple[str, ...] = ()
    words: tuple[str, ...] = ()  # in a name: speak for this level and against others
    values: tuple[str, ...] = ()  # as a value: the same
    hints: tuple[str, ...] = ()  # in a name: agree with this level, no more
    deadlines: bool = False  # a day or a window as value speaks for this level
    core: bool = False  # nearly every form has it
    children: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a printed form must show to be of an edition."""

    kind: str
    title: str | None
    wordings: Mapping[str, str]
    absent: tuple[str, ...] = ()
    indicator_prefix: bool | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    key: str
    name: str
    kinds: tuple[str, ...]
    folder: Path
    currency_unit: str | None
    titles: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, tuple[str, ...]]
    levels: tuple[Level, ...]
    other_level2: Mapping[str, tuple[str, ...]]
    level_wordings: Mapping[str, str]
    known: tuple[str, ...]
    residue: tuple[str, ...]
    blank: tuple[str, ...]
    foot: tuple[str, ...]
    foot_endings: tuple[str, ...]
    hints: tuple[str, ...]
    subtotals: tuple[str, ...]
    loose: Mapping[str, tuple[str, ...]]  # field → words that tell it in an unknown heading
    printing: Mapping[str, str]
    profile: Mapping[str, Any]
    required: Mapping[str, Any]
    basis: str | None = None
    recognition: Recognition | None = None

    def label(self, name: str) -> str:
        """The wording this edition prints for a field."""
        return self.labels[name][0]

    def has(self, name: str) -> bool:
        return bool(self.labels.get(name))

    def title(self, kind: str) -> str:
        return self.titles[kind][0]

    def level_label(self, level: str) -> str:
        """A standard level name as this edition prints it."""
        return self.level_wordings.get(level, level)

    @property
    def example(self) -> Path | None:
        """The real published document beside the edition, where there is one."""
        return next(iter(sorted(self.folder.glob("example.*"))), None)


@dataclass(frozen=True)
class Library:
    """All editions, and the words of all of them by `key`."""

    editions: Mapping[str, Edition]
    fields: Mapping[str, frozenset[str]] = field(init=False)
    levels1: Mapping[str, str] = field(init=False)
    levels2: Mapping[str, tuple[tuple[str, str], ...]] = field(init=False)  # (level1, level2)
    titles: Mapping[str, str] = field(init=False)  # key of a title's ending → kind
    known: frozenset[str] = field(init=False)
    residue: frozenset[str] = field(init=False)
    blank: frozenset[str] = field(init=False)
    foot: frozenset[str] = field(init=False)
    subtotals: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        every = list(self.editions.values())
        gathered = {
            "fields": _fields(every),
            "levels1": _levels1(every),
            "levels2": _levels2(every),
            "titles": {key(t): kind for e in every for kind, ts in e.titles.items() for t in ts},
            "known": frozenset(key(word) for e in every for word in (*e.known, *e.foot)),
            "subtotals": frozenset(key(word) for e in every for word in e.subtotals),
            "foot": frozenset(key(word) for e in every for word in e.foot),
            "residue": frozenset(key(word) for e in every for word in e.residue),
            "blank": frozenset(key(word) for e in every for word in e.blank),
        }
        for name, value in gathered.items():
            object.__setattr__(self, name, value)

    @property
    def generic(self) -> Edition:
        return self.editions[GENERIC]

    def core(self) -> list[tuple[str, str]]:
        """The levels that nearly every form has."""
        return [
            (one.name, two.name) for one in self.generic.levels for two in one.children if two.core
        ]

    def order(self) -> list[tuple[str, str]]:
        """(level1, level2) in the order in which forms print them."""
        return [(one.name, two.name) for one in self.generic.levels for two in one.children]


def templates_folder() -> Path:
    """Inside an installed package, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


@lru_cache(maxsize=8)
def load_library(folder: Path | None = None) -> Library:
    """Every folder with an edition.toml; inheritance resolved."""
    root = folder or templates_folder()
    told = {toml.parent.name: _load(toml) for toml in sorted(root.glob("*/edition.toml"))}
    if GENERIC not in told:
        raise ValueError(f"模板文件夹 {root} 中没有 {GENERIC}/edition.toml，请重新安装。")
    return Library({name: _edition(name, _inherited(name, told), root) for name in told})


def _load(path: Path) -> Table:
    try:
        told: Table = tomllib.loads(path.read_text(encoding="utf-8"))
        return told
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"版次文件 {path} 写法有误：{error}。请按 CONTRIBUTING 改正。") from error


def _inherited(name: str, told: Mapping[str, Table], *below: str) -> Table:
    own = dict(told[name])
    parent = own.pop("inherits", None if name == GENERIC else GENERIC)
    if parent is None:
        return own
    if parent not in told or parent in (*below, name):
        raise ValueError(f"版次 {name} 的 inherits 写的是「{parent}」：没有这个版次，或互相继承。")
    base = _inherited(parent, told, *below, name)
    base.pop("recognise", None)  # what makes the parent known doesn't make the child known
    return _merged(base, own)


def _merged(base: Table, own: Table) -> Table:
    both = dict(base)
    for name, value in own.items():
        nested = isinstance(value, dict) and isinstance(base.get(name), dict)
        both[name] = _merged(base[name], value) if nested else value
    return both


def _edition(name: str, told: Table, root: Path) -> Edition:
    known = told.get("known", {})
    recognise = told.get("recognise")
    return Edition(
        key=name,
        name=told["name"],
        kinds=tuple(told["kinds"]),
        folder=root / name,
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
        loose=_tuples(told.get("loose", {})),
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


def _fields(editions: list[Edition]) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for edition in editions:
        for name, wordings in edition.labels.items():
            for wording in wordings:
                found[key(wording)].add(name)
    return {wording: frozenset(names) for wording, names in found.items()}


def _wordings(level: Level, edition: Edition) -> Iterator[str]:
    yield key(level.name)
    yield from map(key, level.wordings)
    if level.name in edition.level_wordings:
        yield key(edition.level_wordings[level.name])


def _levels1(editions: list[Edition]) -> dict[str, str]:
    return {word: one.name for e in editions for one in e.levels for word in _wordings(one, e)}


def _levels2(editions: list[Edition]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for edition in editions:
        for one in edition.levels:
            for two in one.children:
                for word in _wordings(two, edition):
                    found[word][one.name, two.name] = None
        for parent, names in edition.other_level2.items():
            for name in names:
                for wording in (name, name.removesuffix("指标")):
                    found[key(wording)].setdefault((parent, name), None)
    return {word: tuple(pairs) for word, pairs in found.items()}
