"""One edition: what its `edition.toml` says, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlperf.model.form import DECLARATION, EVALUATION, Kind
from xlperf.model.refusal import Refused

#: the workbooks of a folder: one for each kind of form, and one for many forms on one sheet
_WORKBOOKS = {DECLARATION: "declaration.xlsx", EVALUATION: "self_evaluation.xlsx"}
_SUMMARY_WORKBOOK = "summary.xlsx"


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
    folders: tuple[Path, ...]  # its own, then those it inherits from
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
    fund_words: tuple[str, ...]  # what the name of a row of money has in it
    loose: Mapping[str, tuple[str, ...]]  # field → words that tell it in an unknown heading
    lists: Mapping[str, tuple[str, ...]]  # what a dropdown offers: natures, categories
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
    def folder(self) -> Path:
        return self.folders[0]

    def template(self, kind: Kind, stacked: bool = False) -> Path:
        """The workbook that forms of a kind are filled into, the edition's own before others'."""
        if kind not in self.kinds:
            raise Refused(
                f"版次 {self.key} 没有{kind}，只有{'、'.join(self.kinds)}；请换一个版次。"
            )
        file = _SUMMARY_WORKBOOK if stacked else _WORKBOOKS[kind]
        for folder in self.folders:
            if (folder / file).is_file():
                return folder / file
        raise Refused(
            f"版次 {self.key} 及其继承的版次都没有模板 {file}，请重新安装或补上这个文件。"
        )

    @property
    def example(self) -> Path | None:
        """The real published document beside the edition, where there is one."""
        return next(iter(sorted(self.folder.glob("example.*"))), None)
