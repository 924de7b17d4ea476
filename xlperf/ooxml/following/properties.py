"""docProps/app.xml: the list of sheets and names that some programs show of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlperf.ooxml.canonical import escape_text
from xlperf.ooxml.following.output import Output
from xlperf.ooxml.formulas.references import quoted
from xlperf.ooxml.formulas.scanning import name_of
from xlperf.ooxml.xml import unescape

_PAIRS = re.compile(r"<HeadingPairs>.*?</HeadingPairs>", re.DOTALL)
_TITLES = re.compile(r"<TitlesOfParts>.*?</TitlesOfParts>", re.DOTALL)
_TITLE = re.compile(r"<vt:lpstr>([^<]*)</vt:lpstr>|<vt:lpstr/>")
_COUNT = re.compile(r"(?<=<vt:i4>)[0-9]+(?=</vt:i4>)")


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles come in groups: sheets, charts, names …; the pairs say how many of each."""

    text: str
    groups: tuple[tuple[str, ...], ...]
    sheets: Sequence[str]

    @classmethod
    def compile(cls, text: str, sheets: Sequence[str]) -> Titles | None:
        """None where there is no such list, or it isn't of these sheets."""
        pairs, titles = _PAIRS.search(text), _TITLES.search(text)
        if pairs is None or titles is None:
            return None
        counts = [int(count) for count in _COUNT.findall(pairs[0])]
        every = [unescape(match[1] or "") for match in _TITLE.finditer(titles[0])]
        if sum(counts) != len(every):
            return None
        ends = [sum(counts[: index + 1]) for index in range(len(counts))]
        groups = tuple(
            tuple(every[end - count : end]) for count, end in zip(counts, ends, strict=True)
        )
        return cls(text, groups, sheets)

    def written(self, output: Output) -> bytes:
        groups = [
            [title for one in group for title in self._written(one, output)]
            for group in self.groups
        ]
        titles = [title for group in groups for title in group]
        counts = iter(groups)
        pairs = _PAIRS.search(self.text)
        assert pairs is not None
        counted = _COUNT.sub(lambda _: str(len(next(counts))), pairs[0])
        listed = "".join(f"<vt:lpstr>{escape_text(title)}</vt:lpstr>" for title in titles)
        vector = f'<vt:vector size="{len(titles)}" baseType="lpstr">{listed}</vt:vector>'
        text = f"{self.text[: pairs.start()]}{counted}{self.text[pairs.end() :]}"
        return _TITLES.sub(lambda _: f"<TitlesOfParts>{vector}</TitlesOfParts>", text).encode()

    def _written(self, title: str, output: Output) -> Iterator[str]:
        """A sheet, or a name that one sheet knows, as often as the sheet is copied."""
        before, mark, name = title.rpartition("!")
        sheet = name_of(f"{before}!") if mark else title
        if sheet not in self.sheets:
            yield title
            return
        for written in output.names[self.sheets.index(sheet)]:
            if not mark:
                yield written
            elif written == sheet:
                yield title
            else:
                yield f"{quoted(written)}!{name}"
