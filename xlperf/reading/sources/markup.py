"""HTML as a tree of text and tables, forgiving what browsers forgive."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TypeAlias

from xlperf.model.refusal import Refused
from xlperf.reading.sources.flow import Flow
from xlperf.reading.sources.tree import Box, Table

MAX_DEPTH = 32
_TOO_DEEP = "网页里的表格层层嵌套，超出常理；请用 Excel 打开后另存为 xlsx，再重新发送。"
_MAX_COLSPAN, _MAX_ROWSPAN = 1000, 65534  # the limits of the HTML standard
_BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset"
    r"|figcaption|figure|footer|form|h[1-6]|header|hr|legend|li|main|nav|ol|p|pre|section|ul"
)
_UNSEEN = frozenset(("script", "style", "title", "xml", "svg"))
_PREFORMATTED = frozenset(("pre", "textarea", "listing", "xmp"))
_TYPED_INPUTS = frozenset(("text", "number", "date", "month", "email", "tel", "url", ""))
# What Excel leaves between tags for other browsers; HTMLParser rejects unknown words in it.
_CONDITION = re.compile(r"<!\[[^\]>]*\]>")
_NUMBER = re.compile(r"\s*(\d{1,9})")
# Excel gives spans to blank cells and to text that overflows, though nothing is merged there.
_UNMERGED = re.compile(r"mso-ignore:[^;]*(?:colspan|rowspan)")

Attributes: TypeAlias = dict[str, str]
Content: TypeAlias = list[Flow | Table]


@dataclass(slots=True)
class _Open:
    """A table whose end tag has not come yet, and the text before it."""

    table: Table
    before: Flow
    content: Content | None = None  # of the cell that is open now
    in_row: bool = False


class Page(HTMLParser):
    """Feed it a page; `content` is what a person sees of it, in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.content: Content = [Flow()]
        self.framed = False
        self._tables: list[_Open] = []
        self._unseen: str | None = None
        self._preformatted = 0
        self._options: list[tuple[bool, Flow]] | None = None
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "table": self._open_table,
            "tr": self._open_row,
            "td": self._open_box,
            "th": self._open_box,
            "br": lambda _: self._flow().line_break(),
            "input": self._input,
            "select": self._open_select,
            "option": self._open_option,
            "frameset": self._frameset,
        }
        self._ends: dict[str, Callable[[], None]] = {
            "table": self._close_table,
            "tr": self._close_row,
            "td": self._close_box,
            "th": self._close_box,
            "select": self._close_select,
        }
        self.feed(_CONDITION.sub("", text))
        self.close()

    @property
    def is_open(self) -> bool:
        """Does the page end within a table?"""
        return bool(self._tables)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unseen and tag not in ("body", "table"):
            return  # a table ends a forgotten <title>
        self._unseen = tag if tag in _UNSEEN else None
        self._preformatted += tag in _PREFORMATTED
        if _BLOCKS.fullmatch(tag):
            self._flow().block()
        if tag in self._starts:
            self._starts[tag]({name: value or "" for name, value in attrs})

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _UNSEEN:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            self._unseen = None if tag == self._unseen else self._unseen
            return
        if tag in _PREFORMATTED:
            self._preformatted = max(0, self._preformatted - 1)
        if _BLOCKS.fullmatch(tag):
            self._flow().block()
        if tag in self._ends:
            self._ends[tag]()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._flow().add(data, preformatted=self._preformatted > 0)

    def _flow(self) -> Flow:
        """Where text goes now; between the cells of a table, that is in front of the table."""
        if self._options:
            return self._options[-1][1]
        if self._tables and self._tables[-1].content is None:
            return self._tables[-1].before
        return _last_flow(self._content())

    def _content(self) -> Content:
        inner = (opened.content for opened in reversed(self._tables) if opened.content)
        return next(inner, self.content)

    def _open_table(self, _: Attributes) -> None:
        if len(self._tables) == MAX_DEPTH:
            raise Refused(_TOO_DEEP)
        content, table = self._content(), Table()
        self._tables.append(_Open(table, before=_last_flow(content)))
        content += [table, Flow()]

    def _close_table(self) -> None:
        if self._tables:
            self._tables.pop()

    def _open_row(self, _: Attributes) -> None:
        if self._tables:
            self._close_row()
            self._tables[-1].table.rows.append([])
            self._tables[-1].in_row = True

    def _close_row(self) -> None:
        self._close_box()
        if self._tables:
            self._tables[-1].in_row = False

    def _open_box(self, attributes: Attributes) -> None:
        if not self._tables:
            return
        opened = self._tables[-1]
        if not opened.in_row:
            self._open_row({})
        style = attributes.get("style", "").replace(" ", "").lower()
        opened.content = [Flow()]
        box = Box(
            _span(attributes.get("rowspan", ""), 0, _MAX_ROWSPAN),
            _span(attributes.get("colspan", ""), 1, _MAX_COLSPAN),
            opened.content,
            merged=not _UNMERGED.search(style),
        )
        opened.table.rows[-1].append(box)

    def _close_box(self) -> None:
        if self._tables:
            self._tables[-1].content = None

    def _input(self, attributes: Attributes) -> None:
        kind = attributes.get("type", "").lower()
        if kind in _TYPED_INPUTS:
            self._flow().add(attributes.get("value", ""))
        elif kind in ("checkbox", "radio"):
            self._flow().add("☑" if "checked" in attributes else "☐")

    def _open_select(self, _: Attributes) -> None:
        self._options = []

    def _open_option(self, attributes: Attributes) -> None:
        if self._options is not None:
            self._options.append(("selected" in attributes, Flow()))

    def _close_select(self) -> None:
        options, self._options = self._options or [], None
        chosen = [flow for selected, flow in options if selected] or [f for _, f in options[:1]]
        for flow in chosen:
            self._flow().add(" ".join(flow.lines()))

    def _frameset(self, _: Attributes) -> None:
        self.framed = True


def _last_flow(content: Content) -> Flow:
    last = content[-1]
    assert isinstance(
        last, Flow
    )  # every content begins with one and every table is followed by one
    return last


def _span(text: str, least: int, most: int) -> int:
    number = _NUMBER.match(text)
    return min(max(int(number.group(1)), least), most) if number else 1
