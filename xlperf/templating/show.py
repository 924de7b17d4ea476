"""A template as text, the same for the same content, so that two versions can be compared."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from xlperf.ooxml.beside import beside_cells, foreign_content
from xlperf.ooxml.styles import NO_STYLES, read_styles
from xlperf.templating.opened import Opened, open_template
from xlperf.templating.shown_rows import rows
from xlperf.templating.shown_settings import settings

_STATES = {"hidden": "（隐藏）", "veryHidden": "（深度隐藏）"}
#: parts whose content is shown, or that every program writes in its own way
_SHOWN = re.compile(
    r"\[Content_Types\]\.xml|(?:.*/)?_rels/.*|docProps/.*|xl/(?:workbook|sharedStrings|calcChain)\.xml"
    r"|xl/(?:threadedComments/.*|comments\d*\.xml|comments/.*|persons/.*)",
    re.IGNORECASE,
)
_DIGEST = 12


def shown(data: bytes) -> str:
    """Refused where it is no workbook."""
    opened = open_template(data)
    return "\n".join([*_workbook(opened), *_sheets(opened), *_parts(opened)]) + "\n"


def _workbook(opened: Opened) -> Iterator[str]:
    yield f"工作簿 结构{'已保护' if opened.structure_locked else '未保护'}"
    if opened.date1904:
        yield "日期从 1904 年算起"
    for name in sorted(opened.defined, key=lambda each: (each.name, each.sheet or 0)):
        yield f"名称 {name.name}{_local(opened, name.sheet)} = {name.refers_to}"
    yield from foreign_content(opened.package)


def _local(opened: Opened, sheet: int | None) -> str:
    known = sheet is not None and sheet < len(opened.names)
    return f"（{opened.names[sheet]}）" if known and sheet is not None else ""


def _sheets(opened: Opened) -> Iterator[str]:
    styles = read_styles(opened.package, opened.styles) if opened.styles else NO_STYLES
    for name, state, part, cut in zip(
        opened.names, opened.states, opened.parts, opened.cuts, strict=True
    ):
        yield ""
        yield f"工作表「{name}」{_STATES.get(state, '')}"
        yield from (f"  {line}" for line in rows(cut, styles))
        comments, boxes = beside_cells(opened.package, part)
        for label, notes in (("批注", comments), ("文本框", boxes)):
            for note in notes:
                text = note.text.replace("\n", "⏎")
                yield f"  {label} {note.at}  {text}"
        yield from (f"  {line}" for line in settings(cut))


def _parts(opened: Opened) -> Iterator[str]:
    """What isn't shown, so that a change of it shows at least that there is one."""
    yield ""
    for part in sorted(opened.package.names):
        if part not in opened.parts and not _SHOWN.fullmatch(part):
            digest = hashlib.sha256(opened.package.read(part)).hexdigest()[:_DIGEST]
            yield f"部件 {part} {digest}"
