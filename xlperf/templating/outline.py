"""A sheet of a template, understood: its blocks of rows, and what fills each row's slots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xlperf.ooxml.placement import WHOLE_SHEET, Loop, SheetRows
from xlperf.ooxml.refs import ref_of
from xlperf.templating.blocks import Block, Choice, Repeat, nest
from xlperf.templating.content import Value, content, mixed
from xlperf.templating.expressions import loop
from xlperf.templating.faults import Broken, Spot
from xlperf.templating.formula_tags import formula_values
from xlperf.templating.slots import Place, Slot, SlotKind, Source
from xlperf.templating.tags import Kind, Piece, cut, has_tags

Loops = tuple[Loop, ...]


@dataclass(slots=True)
class Outline:
    sheet: str
    rows: SheetRows
    blocks: list[Block]
    repeat: Repeat | None = None  # around the whole sheet
    name: Value | None = None  # where it has tags
    values: Mapping[int, tuple[Value, ...]] = field(default_factory=dict)  # by row
    formulas: Mapping[Place, str] = field(default_factory=dict)  # of those with tags
    control: frozenset[int] = frozenset()
    innermost: Mapping[int, Piece] = field(default_factory=dict)  # by row, its loop's tag


def outline(source: Source, sheets: Collection[str], spot: Spot) -> Outline:
    """Everything wrong with the sheet is said to `spot`."""
    return _Reader(source, sheets, spot).outline()


class _Reader:
    def __init__(self, source: Source, sheets: Collection[str], spot: Spot) -> None:
        self._source = source
        self._sheets = sheets
        self._spot = spot
        self._tagged = {
            place: self._cut(place, text)
            for place, text in sorted(source.texts.items())
            if has_tags(text)
        }
        self._control = frozenset(
            row
            for (row, _), pieces in self._tagged.items()
            if any(piece.kind in (Kind.ROW, Kind.SHEET) for piece in pieces)
        )

    def outline(self) -> Outline:
        self._judge_control_rows()
        tags = self._control_tags()
        repeat = self._sheet_loop(tags)
        last = max([self._source.last_row, *(row for row, _ in self._source.texts)])
        items: list[int | Piece] = []
        for row in range(1, last + 1):
            items += tags[row] if row in self._control else [row]
        blocks = nest(items, Kind.ROW, self._spot)
        whole = Loop(repeat.header, *WHOLE_SHEET) if repeat else None
        outermost = (whole,) if whole else ()
        written = {row: loops for row, loops, _ in _loops_of(blocks, outermost, None)}
        around = [
            written[row] if row in written else _covering(written, row, outermost)
            for row in range(last + 1)
        ]
        values, formulas = self._values()
        return Outline(
            self._source.name,
            SheetRows(tuple(around), whole),
            blocks,
            repeat,
            self._name(),
            values,
            formulas,
            self._control,
            {row: tag for row, _, tag in _loops_of(blocks, outermost, None) if tag is not None},
        )

    def _cut(self, place: Place, text: str) -> list[Piece]:
        row, column = place
        pieces = cut(text, self._at(place))
        return [replace(piece, row=row, column=column) for piece in pieces]

    def _at(self, place: Place) -> Spot:
        return self._spot.at(_cell(place))

    def _judge_control_rows(self) -> None:
        """What stands beside row tags would vanish with them."""
        for place, text in sorted(self._source.texts.items()):
            if place[0] in self._control and text.strip():
                self._judge_beside(place, text)
        for place, formula in sorted(self._source.formulas.items()):
            if place[0] in self._control:
                self._at(place).say(f"={formula}", _BESIDE)

    def _judge_beside(self, place: Place, text: str) -> None:
        for piece in self._tagged.get(place, [Piece(Kind.TEXT, text, text)]):
            if piece.kind not in (Kind.ROW, Kind.SHEET) and piece.code.strip():
                cure = _WITHOUT_TR if piece.kind is Kind.STATEMENT else _BESIDE
                self._at(place).say(piece.written.strip(), cure)

    def _control_tags(self) -> Mapping[int, list[Piece]]:
        found: defaultdict[int, list[Piece]] = defaultdict(list)
        for (row, _), pieces in self._tagged.items():
            if row in self._control:
                found[row] += [piece for piece in pieces if piece.kind in (Kind.ROW, Kind.SHEET)]
        return found

    def _sheet_loop(self, tags: Mapping[int, list[Piece]]) -> Repeat | None:
        """Takes {%sheet … %} out of the tags; what isn't a loop is left for the nesting to name."""
        found: Repeat | None = None
        for row, pieces in tags.items():
            loops = [piece for piece in pieces if piece.kind is Kind.SHEET and piece.word == "for"]
            for piece in loops:
                pieces.remove(piece)
                spot = self._at((row, piece.column))
                if pieces or len(loops) > 1:
                    spot.say(piece.written, "工作表标签要单独占一行；请把同一行的别的标签移走。")
                if found is not None:
                    before = _cell((found.tag.row, found.tag.column))
                    message = f"一张工作表只能有一个工作表标签，{before} 已经有了；请删去一个。"
                    spot.say(piece.written, message)
                found = found or _repeat(piece, spot)
        return found

    def _values(self) -> tuple[Mapping[int, tuple[Value, ...]], Mapping[Place, str]]:
        by_place: dict[Place, list[Value]] = {}
        formulas: dict[Place, str] = {}
        for place, pieces in self._tagged.items():
            if place[0] not in self._control:
                written = self._source.texts[place]
                head = place in self._source.heads
                by_place[place] = [content(written, pieces, place[1], self._at(place), text=head)]
        for place, formula in self._source.formulas.items():
            if has_tags(formula) and place[0] not in self._control:
                found = formula_values(formula, place[1], self._sheets, self._at(place))
                if found[1]:  # a sheet's name in it may hold tags, too
                    formulas[place], by_place[place] = found
        rows: defaultdict[int, list[Value]] = defaultdict(list)
        for place, values in sorted(by_place.items()):
            rows[place[0]] += values
        return {row: tuple(values) for row, values in rows.items()}, formulas

    def _name(self) -> Value | None:
        name = self._source.name
        if not has_tags(name):
            return None
        return mixed(name, cut(name, self._spot), Slot(0, SlotKind.TEXT), self._spot)


_BESIDE = "这一行有行标签，填写时会整行去掉，所以不能有别的内容；请移到别的行，或删去。"
_WITHOUT_TR = "这一行有行标签，同一行的标签都要写成 {%tr … %}；请补上 tr，或移到别的行。"


def _covering(written: Mapping[int, Loops], row: int, outermost: Loops) -> Loops:
    """The loops around a row of tags: some row of theirs is written before it or after it."""
    chains = (
        tuple(loop for loop in loops if loop.top <= row <= loop.bottom)
        for loops in written.values()
    )
    return max(chains, key=len, default=outermost)


def _cell(place: Place) -> str:
    return ref_of(place[0] - 1, place[1] - 1)


def _repeat(piece: Piece, spot: Spot) -> Repeat:
    try:
        return Repeat(piece, loop(piece))
    except Broken as broken:
        spot.say(broken.tag, broken.message)
        return Repeat.of_broken(piece)


def _loops_of(
    blocks: Sequence[Block], around: Loops, tag: Piece | None
) -> Iterator[tuple[int, Loops, Piece | None]]:
    """The loops around each row, and the tag of the innermost."""
    for block in blocks:
        if isinstance(block, int):
            yield block, around, tag
        elif isinstance(block, Choice):
            for branch in block.branches:
                yield from _loops_of(branch.body, around, tag)
        elif isinstance(block, Repeat):
            own = Loop(block.header, block.tag.row + 1, block.end - 1)
            yield from _loops_of(block.body, (*around, own), block.tag)
            yield from _loops_of(block.otherwise or (), around, tag)
