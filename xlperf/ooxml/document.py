"""A Word document as paragraphs and tables, in order, with everything that a reader sees.

By hand because python-docx (1.2) silently leaves out what stands in content controls, around a
run, a paragraph, a row or a cell, and what was inserted with changes tracked: in forms that is
the very text that was filled in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias
from xml.etree.ElementTree import Element

from xlperf.model.refusal import Refused
from xlperf.ooxml.beside import foreign_content
from xlperf.ooxml.gate import Package, open_package
from xlperf.ooxml.numbering import Numbering
from xlperf.ooxml.relations import relations_of
from xlperf.ooxml.runs import Runs, without_namespaces
from xlperf.ooxml.xml import parse_xml

_MAX_PART = 64 << 20
_MAX_SPAN = 1000
_TOO_LARGE = "文档过大（正文超过 64 MB）；请只保留绩效表，另存后重新发送。"
_TOO_DEEP = "文档里的表格或控件层层嵌套，超出常理；请用 Word 打开后另存为 docx，再重新发送。"
_NO_BODY = "文档里没有正文，可能已损坏；请用 Word 或 WPS 打开后另存为 docx，再重新发送。"
_NOTES = {
    "deleted": "文档里有修订：{} 处已删除的内容没有读取，其余按接受修订读取。",
    "covered": "有 {} 处文字被合并单元格遮住，没有读取。",
    "prompts": "有 {} 个内容控件还没有填写，只有提示文字。",
    "hidden": "有 {} 处隐藏文字没有读取。",
    "pictures": "有 {} 张图片，图片里的文字没有读取。",
    "objects": "有 {} 个嵌入对象没有读取。",
    "chunks": "有 {} 份嵌入的文档没有读取；请用 Word 打开后另存为 docx。",
    "fields": "有 {} 处带圈字符一类的域没有读取。",
    "comments": "有 {} 条批注没有读取。",
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str

    def lines(self) -> list[str]:
        return self.text.split("\n")


@dataclass(slots=True)
class TableCell:
    """Columns are those of the table's own grid; `rows` counts a vertical merge."""

    col: int
    cols: int
    rows: int
    content: Content


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[TableCell, ...], ...]


Content: TypeAlias = tuple[Paragraph | Table, ...]


@dataclass(frozen=True, slots=True)
class WordDocument:
    body: Content  # footnotes last
    margins: tuple[str, ...]  # the text of headers and footers
    notes: tuple[str, ...]


def read_document(data: bytes) -> WordDocument:
    package = open_package(data)
    try:
        document = _Parts(package).document()
    except RecursionError:
        raise Refused(_TOO_DEEP) from None
    return replace(document, notes=document.notes + foreign_content(package))


class _Parts:
    """The main part of the package, and those that it names as belonging to it."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = next(iter(self._named("", "officeDocument")), "word/document.xml")
        self._blocks = _Blocks(Numbering(self._first("numbering"), self._first("styles")))

    def document(self) -> WordDocument:
        body = self._root(self._main).find("body")
        if body is None:
            raise Refused(_NO_BODY)
        content = (*self._blocks.read(body), *self._footnotes())
        margins = map(self._margin, self._beside("header", "footer"))
        seen = self._blocks.runs.seen
        seen["comments"] += sum(len(root) for root in self._beside("comments"))
        found = tuple(dict.fromkeys(filter(None, margins)))
        notes = (text.format(seen[kind]) for kind, text in _NOTES.items() if seen[kind])
        return WordDocument(content, found, tuple(notes))

    def _footnotes(self) -> Iterator[Paragraph | Table]:
        for root in self._beside("footnotes", "endnotes"):
            for footnote in root:
                if footnote.get("type", "normal") == "normal":
                    yield from self._blocks.read(footnote)

    def _margin(self, root: Element) -> str:
        texts = (part.text for part in _flat(tuple(self._blocks.read(root))))
        return " ".join(" ".join(texts).split())

    def _first(self, kind: str) -> Element | None:
        return next(self._beside(kind), None)

    def _beside(self, *kinds: str) -> Iterator[Element]:
        return (self._root(name) for kind in kinds for name in self._named(self._main, kind))

    def _named(self, part: str, kind: str) -> Iterator[str]:
        relations = relations_of(self._package, part).values()
        return (each.target for each in relations if each.kind == kind and not each.external)

    def _root(self, name: str) -> Element:
        data = self._package.read(name)
        if len(data) > _MAX_PART:
            raise Refused(_TOO_LARGE)
        return without_namespaces(parse_xml(data, name))


class _Blocks:
    """Paragraphs and tables of a body, a cell, a text box or a footnote."""

    def __init__(self, numbering: Numbering) -> None:
        self.runs = Runs()
        self._numbering = numbering

    def read(self, container: Element) -> Iterator[Paragraph | Table]:
        for child in self.runs.children(container):
            if child.tag == "p":
                yield from self._paragraph(child)
            elif child.tag == "tbl":
                yield self._table(child)
            elif child.tag == "altChunk":
                self.runs.seen["chunks"] += 1

    def _paragraph(self, element: Element) -> Iterator[Paragraph | Table]:
        """A text box follows the paragraph in which it is anchored."""
        label = self._numbering.label(element)
        text, boxes = self.runs.read(element)
        yield Paragraph(label + text if text.strip() else text)
        for box in boxes:
            yield from self.read(box)

    def _table(self, element: Element) -> Table:
        rows = []
        above: dict[int, TableCell] = {}
        for row in self.runs.children(element):
            if row.tag != "tr":
                continue
            if row.find("trPr/del") is not None:
                self.runs.seen["deleted"] += 1
                continue
            cells, above = self._row(row, above)
            rows.append(cells)
        return Table(tuple(rows))

    def _row(
        self, row: Element, above: dict[int, TableCell]
    ) -> tuple[tuple[TableCell, ...], dict[int, TableCell]]:
        """The cells that begin in this row, and those that the next row may continue, by column."""
        cells: list[TableCell] = []
        open_cells: dict[int, TableCell] = {}
        col = _number(row, "trPr/gridBefore", 0)
        for element in self.runs.children(row):
            if element.tag != "tc":
                continue
            cell = TableCell(col, _number(element, "tcPr/gridSpan", 1), 1, ())
            col += cell.cols
            content = tuple(self.read(element))
            merge = element.find("tcPr/vMerge")
            upper = above.get(cell.col) if _continues(merge) else None
            if upper is not None:
                upper.rows += 1
                self.runs.seen["covered"] += any(part.text.strip() for part in _flat(content))
            elif cells and _continues(element.find("tcPr/hMerge")):
                cells[-1].cols += cell.cols
                cells[-1].content += content
            else:
                cell.content = content
                cells.append(cell)
            if merge is not None:
                open_cells[cell.col] = upper or cell
        return tuple(cells), open_cells


def _continues(merge: Element | None) -> bool:
    return merge is not None and merge.get("val", "continue") == "continue"


def _number(element: Element, path: str, default: int) -> int:
    found = element.find(path)
    text = "" if found is None else found.get("val", "")
    return min(int(text), _MAX_SPAN) if text.isascii() and text.isdecimal() else default


def _flat(content: Content) -> Iterator[Paragraph]:
    for part in content:
        if isinstance(part, Paragraph):
            yield part
        else:
            for cell in (cell for row in part.rows for cell in row):
                yield from _flat(cell.content)
