"""What is printed on the pages of a PDF: characters and straight lines, from the top left.

On pdfminer.six itself and not on pdfplumber, which is built on it: neither keeps the clipping of
text, and without it words that are hidden below the edge of a low row or of a page stand in the
middle of what is printed there.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTItem, LTPage
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException
from pdfminer.utils import Matrix, apply_matrix_pt

from xlperf.model.refusal import Refused

MAX_PAGES = 600
THIN = 3.0  # what is no wider is a line, however it was drawn
_LOCKED = "PDF 有打开密码；请去掉打开密码，再重新发送。"
_DAMAGED = "PDF 文件不完整或已损坏，无法读取；请重新导出或重新发送。"
_TOO_LONG = f"PDF 超过 {MAX_PAGES} 页；请只保留绩效表所在的页，再重新发送。"
_RADICALS = range(0x2F00, 0x2FD6)  # fonts name some characters by their look-alike radicals

Box: TypeAlias = tuple[float, float, float, float]  # x0, top, x1, bottom


@dataclass(frozen=True, slots=True)
class Glyph:
    text: str
    box: Box
    home: tuple[float, float]  # its middle; where that is clipped away, the nearest visible point

    def moved(self, down: float) -> Glyph:
        x0, top, x1, bottom = self.box
        x, y = self.home
        return Glyph(self.text, (x0, top + down, x1, bottom + down), (x, y + down))


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page or down it: where it stands, from where and how far it runs."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    number: int
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    pictures: int = 0
    nameless: int = 0  # characters whose font does not say which they are


def pages_of(data: bytes) -> Iterator[Page]:
    """Page by page, so that memory does not grow with the document."""
    try:
        manager = PDFResourceManager()
        for number, page in enumerate(_pages(data), 1):
            if number > MAX_PAGES:
                raise Refused(_TOO_LONG)
            yield _read(page, number, manager)
    except PDFEncryptionError:
        raise Refused(_LOCKED) from None
    except (PSException, RecursionError, ValueError, LookupError, TypeError, AssertionError) as e:
        raise Refused(_DAMAGED) from e  # what pdfminer raises for broken objects is anything


def _pages(data: bytes) -> Iterator[PDFPage]:
    return PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data))))


def _read(page: PDFPage, number: int, manager: PDFResourceManager) -> Page:
    device = PDFPageAggregator(manager, pageno=number, laparams=None)
    _Interpreter(manager, device).process_page(page)
    layout = device.get_result()
    found = Page(number, layout.height)
    for item in _items(layout):
        _add(item, found, layout)
    return found


class _State(PDFGraphicState):
    """The graphic state with the part of it that pdfminer does not keep."""

    clip: Box | None = None

    def copy(self) -> _State:
        state = _State()
        state.__dict__.update(self.__dict__)
        return state


class _Interpreter(PDFPageInterpreter):
    def init_state(self, ctm: Matrix) -> None:
        super().init_state(ctm)
        self.graphicstate = _State()

    def do_W(self) -> None:
        self._clip()

    def do_W_a(self) -> None:
        self._clip()

    def _clip(self) -> None:
        """The clipping path by its box, which is what tables and pages are clipped to."""
        points = [apply_matrix_pt(self.ctm, step[-2:]) for step in self.curpath if len(step) > 2]
        if not points or not isinstance(self.graphicstate, _State):
            return
        xs, ys = zip(*points, strict=True)
        box = (min(xs), min(ys), max(xs), max(ys))
        self.graphicstate.clip = _common(self.graphicstate.clip or box, box)


def _common(one: Box, other: Box) -> Box:
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def _items(container: Iterable[LTItem]) -> Iterator[LTItem]:
    for item in container:
        if isinstance(item, LTContainer):
            yield from _items(item)
        else:
            yield item


def _add(item: LTItem, page: Page, layout: LTPage) -> None:
    if isinstance(item, LTChar):
        _add_char(item, page, layout)
    elif isinstance(item, LTCurve):
        _add_lines(item, page, layout.y1)
    elif isinstance(item, LTImage):
        page.pictures += 1


def _add_char(char: LTChar, page: Page, layout: LTPage) -> None:
    text = char.get_text()
    if text.startswith("(cid:"):
        page.nameless += 1
        return
    x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
    clip = getattr(char.graphicstate, "clip", None) or layout.bbox
    home = _nearest(x, clip[0], clip[2]), layout.y1 - _nearest(y, clip[1], clip[3])
    box = (char.x0, layout.y1 - char.y1, char.x1, layout.y1 - char.y0)
    page.glyphs.append(Glyph("".join(map(_character, text)), box, home))


def _character(char: str) -> str:
    return unicodedata.normalize("NFKC", char) if ord(char) in _RADICALS else char


def _nearest(value: float, low: float, high: float) -> float:
    """The value, or the point of the range next to it and safely within."""
    edge = min(1.0, max(0.0, (high - low) / 2))
    return min(max(value, low + edge), high - edge)


def _add_lines(curve: LTCurve, page: Page, height: float) -> None:
    x0, x1 = curve.x0, curve.x1
    top, bottom = height - curve.y1, height - curve.y0
    if bottom - top <= THIN and x1 - x0 > bottom - top:
        page.across.append(Rule((top + bottom) / 2, x0, x1))
    elif x1 - x0 <= THIN:
        page.down.append(Rule((x0 + x1) / 2, top, bottom))
    elif curve.stroke:
        points = [(x, height - y) for x, y in curve.pts]
        for one, other in zip(points, [*points[1:], points[0]], strict=True):
            _add_side(one, other, page)


def _add_side(one: tuple[float, float], other: tuple[float, float], page: Page) -> None:
    (x0, x1), (top, bottom) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    if bottom - top <= 1 < x1 - x0:
        page.across.append(Rule((top + bottom) / 2, x0, x1))
    elif x1 - x0 <= 1 < bottom - top:
        page.down.append(Rule((x0 + x1) / 2, top, bottom))
