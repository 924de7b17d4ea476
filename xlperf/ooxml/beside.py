"""What a workbook holds beside its cells: said aloud, so that nothing is lost in silence.

Macros are never run, links and connections never followed; their cached values are plain cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from xlperf.ooxml.gate import Package
from xlperf.ooxml.refs import ref_of
from xlperf.ooxml.relations import relations_of
from xlperf.ooxml.sheet import Note
from xlperf.ooxml.strings import plain
from xlperf.ooxml.xml import parse_xml

_FOREIGN: tuple[tuple[str, str], ...] = (
    (r"vbaproject\.bin$", "文件带有宏（VBA），没有运行。"),
    (r"/macrosheets/[^_]", "文件带有 Excel 4.0 宏表，没有运行，也没有读取。"),
    (r"/externallinks/[^_]", "文件有公式链接到别的文件，没有打开，只取已存的值。"),
    (r"/connections\.xml$", "文件带有外部数据连接，没有访问，只取已存的值。"),
    (r"/embeddings/", "文件里嵌有别的文件或对象，没有读取。"),
    (r"/media/", "文件里有图片，图片中的文字没有读取。"),
    (r"/charts?/chart\d*\.xml$", "文件里有图表，没有读取。"),
    (r"/(?:ctrlprops|activex)/[^_]", "文件里有复选框、按钮等控件，其状态没有读取。"),
)
_PATTERNS = tuple((re.compile(pattern), note) for pattern, note in _FOREIGN)
_ORDINARY = re.compile(
    r"(?:docprops/.*|(?:xl/)?_rels/.*|\[content_types\]\.xml"
    r"|xl/(?:worksheets/.*|theme/.*|workbook\.xml|styles\.xml|sharedstrings\.xml|calcchain\.xml))",
)
_DDE = "文件带有 DDE 链接，没有执行，只取已存的值。"
_THREADED = ("[Threaded comment]", "[线程批注]", "[线索批注]")
Notes = tuple[Note, ...]


def foreign_content(package: Package) -> tuple[str, ...]:
    names = [name for name in map(str.lower, package.names) if not _ORDINARY.match(name)]
    notes = [note for pattern, note in _PATTERNS if any(map(pattern.search, names))]
    if any(_is_dde(package, name) for name in names if _PATTERNS[2][0].search(name)):
        notes.append(_DDE)
    return tuple(notes)


def _is_dde(package: Package, name: str) -> bool:
    return name.endswith(".xml") and any(
        _local(element) == "ddeLink" for element in parse_xml(package.read(name), name)
    )


def beside_cells(package: Package, part: str) -> tuple[Notes, Notes]:
    """Comments, and texts in boxes and shapes, of one worksheet."""
    comments: list[Note] = []
    boxes: list[Note] = []
    readers: dict[str, tuple[list[Note], Callable[[Element], Iterator[Note]]]] = {
        "comments": (comments, _comments),
        "threadedComment": (comments, _threaded),
        "drawing": (boxes, _boxes),
    }
    for relation in relations_of(package, part).values():
        if relation.kind in readers and not relation.external and relation.target in package:
            found, read = readers[relation.kind]
            found += read(parse_xml(package.read(relation.target), relation.target))
    return tuple(comments), tuple(boxes)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _named(root: Element, tag: str) -> Iterator[Element]:
    return (element for element in root.iter() if _local(element) == tag)


def _text(root: Element) -> str:
    """All text runs below, without phonetic guides."""
    if _local(root) == "rPh":
        return ""
    own = plain(root.text or "") if _local(root) in ("t", "text") and not len(root) else ""
    return own + "".join(_text(child) for child in root)


def _comments(root: Element) -> Iterator[Note]:
    for element in _named(root, "comment"):
        text = _text(element).strip()
        if text and not text.startswith(_THREADED):
            yield Note(element.get("ref", ""), text)


def _threaded(root: Element) -> Iterator[Note]:
    for element in _named(root, "threadedComment"):
        text = _text(element).strip()
        if text:
            yield Note(element.get("ref", ""), text)


def _boxes(root: Element) -> Iterator[Note]:
    for anchor in root:
        paragraphs = [
            "".join(plain(run.text or "") for run in _named(paragraph, "t"))
            for paragraph in _named(anchor, "p")
        ]
        text = "\n".join(paragraphs).strip()
        if text:
            yield Note(_anchored(anchor), text)


def _anchored(anchor: Element) -> str:
    for start in _named(anchor, "from"):
        at = {_local(child): (child.text or "").strip() for child in start}
        row, column = at.get("row", ""), at.get("col", "")
        if row.isdecimal() and column.isdecimal() and len(row + column) < 14:
            return ref_of(int(row), int(column))
    return ""
