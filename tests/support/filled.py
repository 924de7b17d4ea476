"""Templates made by XlsxWriter, filled: for tests of what lies beside the cells."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from support.opened import Element, Package, local
from support.packages import zipped
from support.repair import repair_causes

from xlperf.ooxml.protection import Password
from xlperf.templating import Template

Build = Callable[[xlsxwriter.Workbook], None]

#: a red pixel
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def made(build: Build) -> Package:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    build(book)
    book.close()
    return Package(file.getvalue())


def filled(template: Package, password: Password | None = None, **context: Any) -> Package:
    """What becomes of a template; Excel would open it without a question."""
    data = Template.compile(zipped(template.parts), "模板.xlsx").render(context, password=password)
    assert repair_causes(data) == []
    return Package(data)


def changed(template: Package, part: str, *pairs: tuple[str, str]) -> Package:
    """The package with texts of a part replaced, each of which is there."""
    text = template.parts[part].decode()
    for old, new in pairs:
        assert old in text, (old, text)
        text = text.replace(old, new)
    return Package(zipped({**template.parts, part: text}))


def only(template: Package, sheet: str, kind: str) -> Element:
    """The one part of a kind that a sheet leads to."""
    (part,) = template.related(template.sheet(sheet).part, kind)
    return template.xml(part)


def each_of(root: Element, name: str) -> list[Element]:
    """Elements of a name, at any depth and of any namespace."""
    return [each for each in root.iter() if isinstance(each.tag, str) and local(each) == name]


def written_to(folder: Path, *packages: Package) -> Sequence[Path]:
    paths = [folder / f"{number}.xlsx" for number in range(len(packages))]
    for path, package in zip(paths, packages, strict=True):
        path.write_bytes(package.data)
    return paths
