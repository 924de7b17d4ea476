"""File names from a pattern, such that every system keeps them: Windows is the strictest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from xlperf.model.form import Form
from xlperf.model.refusal import Refused

PATTERN = "{单位}_{项目}_{年度}_{表}"
SUFFIX = ".xlsx"
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
#: what Windows forbids, as the twin that looks the same to a reader
_TWINS = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # controls, direction marks, halves of characters
_DEVICES = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?=\s*(?:\.|$))", re.I
)
#: of a name without its ending: a path in Windows has 260 characters, a name on Linux 255 bytes
_MOST_CHARACTERS, _MOST_BYTES = 100, 200
_NOTHING = "未命名"

_FIELDS: Mapping[str, Callable[[Form], object]] = {
    "unit": lambda form: form.unit or "未填单位",
    "project": lambda form: form.project.name or "未填项目",
    "year": lambda form: form.year or "未填年度",
    "kind": lambda form: form.kind,
    "department": lambda form: form.department or "未填主管部门",
}
_CHINESE = {
    "单位": "unit",
    "项目": "project",
    "年度": "year",
    "表": "kind",
    "主管部门": "department",
}
_NUMBER = ("number", "序号")


class FileNames:
    """Gives each form a name that no other of the run has, in any case of its letters."""

    def __init__(self, pattern: str = PATTERN) -> None:
        known = {*_FIELDS, *_CHINESE, *_NUMBER}
        unknown = [name for name in _PLACEHOLDER.findall(pattern) if name not in known]
        if unknown:
            usable = "、".join(f"{{{name}}}" for name in (*_CHINESE, _NUMBER[1]))
            raise Refused(f"--name 里的 {{{unknown[0]}}} 不认识；可以用 {usable}。")
        self._pattern = pattern.removesuffix(SUFFIX)
        self._taken: set[str] = set()
        self._count = 0

    def of(self, form: Form) -> str:
        self._count += 1
        return self.unique(
            _PLACEHOLDER.sub(lambda found: self._value(found[1], form), self._pattern)
        )

    def unique(self, wanted: str) -> str:
        stem = safe_stem(wanted)
        name, turn = stem, 1
        while name.casefold() in self._taken:
            turn += 1
            mark = f" ({turn})"
            name = _cut(stem, len(mark)) + mark
        self._taken.add(name.casefold())
        return name + SUFFIX

    def _value(self, name: str, form: Form) -> str:
        if name in _NUMBER:
            return f"{self._count:03d}"
        return str(_FIELDS[_CHINESE.get(name, name)](form))


def safe_stem(wanted: str) -> str:
    """The name as close to `wanted` as it may be; never blank."""
    text = unicodedata.normalize("NFC", " ".join(wanted.split())).translate(_TWINS)
    text = "".join(char for char in text if unicodedata.category(char) not in _UNSEEN)
    text = _cut(text.strip(" ."), 0).strip(" .") or _NOTHING
    return f"_{text}" if _DEVICES.match(text) else text


def _cut(text: str, spared: int) -> str:
    """At most as long as a name may be, less `spared` characters; a cut is marked."""
    mark = "…" if len(text) > _MOST_CHARACTERS else ""
    text = text[: _MOST_CHARACTERS + 1]  # far longer ones are not worth the patience below
    while len(text) > _MOST_CHARACTERS - spared or len(text.encode()) > _MOST_BYTES - spared:
        text, mark = text[:-1].rstrip(" ."), "…"
    return text + mark
