"""Levels of rows whose labels have lost their merges, or slid, or gone.

A printed label reaches down to the row before the next. Three things may have happened to it on the
way to a text: it came to stand on the middle row of its group, so that the rows above it are its
own, too; it was lost, so that its rows seem to go on with the group above; it slid up onto the last
row of that group. Which of these a row may have met is told by its neighbours; whether it did, by
what its name says. A row that nothing decides keeps the printed level and is marked ambiguous.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xlperf.reading.forms.levels.clues import Clues, Pair
from xlperf.reading.forms.levels.printing import Printing
from xlperf.reading.forms.lexicon import Lexicon
from xlperf.reading.forms.table.heading import Heading
from xlperf.reading.forms.table.lines import Leveled, Line


class Drifted:
    """Settles run by run: the rows from one printed level-2 label to the next."""

    def __init__(self, lines: Sequence[Line], heading: Heading, lexicon: Lexicon, clues: Clues):
        self.printing = Printing(lines, heading.stray, lexicon)
        self.expected = heading.has("level2")
        self.lexicon = lexicon
        self.clues = [
            clues.of(line.text("name"), line.text("target")) for line in self.printing.lines
        ]
        self.damaged = self.printing.is_damaged()
        self._clear()

    def leveled(self) -> list[Leveled]:
        self._settle()
        if self.moved and not self.damaged:  # one label out of place puts the others in doubt
            self.damaged = True
            self._clear()
            self._settle()
        return [self._row(row) for row in range(len(self.printing.lines))]

    def _clear(self) -> None:
        self.pairs: list[Pair | None] = [None] * len(self.printing.lines)
        self.doubtful: set[int] = set()
        self.moved: dict[int, str] = {}

    # --- settling the second level ------------------------------------------------

    def _settle(self) -> None:
        labels = sorted(self.printing.labels)
        if not labels:
            self.doubtful = set(range(len(self.pairs))) if self.expected else set()
            return
        for label, end in zip(labels, [*labels[1:], len(self.pairs)], strict=True):
            pair = self.printing.labels[label]
            self.pairs[label:end] = [pair] * (end - label)
        self._settle_above_first(labels[0])
        for before, label in zip([None, *labels[:-1]], labels, strict=True):
            self._settle_label(label, before)
        for at, label in enumerate(labels):
            after = labels[at + 1] if at + 1 < len(labels) else None
            self._settle_below(label, after)
            self._doubt_below_contradiction(label, after)

    def _settle_below(self, label: int, after: int | None) -> None:
        """From the last row of a run upwards, until one certainly belongs to the label above."""
        end = len(self.pairs) if after is None else after
        own = self.printing.labels[label]
        following = None if after is None else self.printing.labels[after]
        missing = self._missing(own, after)
        lost: Pair | None = None  # the label, printed nowhere, that the rows below are under
        for row in range(end - 1, label, -1):
            if self.printing.continues_numbering(row, label):
                return
            reached = after is not None and lost is None and self._has_room(row, after)
            found = self._decide(row, own, missing, following if reached else lost)
            if found == own:
                return
            if found and found != following:
                lost = found
                missing = frozenset(p for p in missing if self._not_after(p, found))

    def _decide(
        self, row: int, own: Pair, missing: frozenset[Pair], below: Pair | None
    ) -> Pair | None:
        """The row's level when it is certain; None when it keeps its own in doubt."""
        clue = self.clues[row]
        others = missing | ({below} if below else frozenset())
        open_still = others if self.damaged else others & (self.printing.core | {below})
        if clue.favours(own, others, open_still):
            return own
        spoken = others & clue.spoken
        if len(spoken) == 1 and own not in clue.agreed:
            return self._move(row, next(iter(spoken)), certain=self.damaged or below in spoken)
        if not spoken and not open_still and row + 1 not in self.doubtful:
            return own
        self.doubtful.add(row)
        return None

    def _doubt_below_contradiction(self, label: int, after: int | None) -> None:
        """A row that speaks against its label puts those below it in doubt, too."""
        own = self.printing.labels[label]
        others = self._missing(own, after)
        others |= {self.printing.labels[after]} if after else frozenset()
        rows = range(label + 1, len(self.pairs) if after is None else after)
        for first in rows:
            clue = self.clues[first]
            against = clue.spoken & others and own not in clue.agreed
            if against and not self.printing.continues_numbering(first, label):
                self.doubtful.update(row for row in rows if row >= first and self.pairs[row] == own)
                return

    def _move(self, row: int, found: Pair, certain: bool) -> Pair | None:
        if not certain:
            self.doubtful.add(row)
            return None
        self.pairs[row] = found
        lost = found not in self.printing.printed
        self.moved[row] = "标签缺失" if lost else "标签印在其下"
        return found

    def _settle_above_first(self, label: int) -> None:
        """Rows above the first label are its own, unless they speak for one that is lost."""
        own = self.printing.labels[label]
        earlier = self.printing.missing_before(own)
        for row in range(label - 1, -1, -1):
            self.pairs[row] = own
            if not self._has_room(row, label):
                self.doubtful.add(row)
            elif self._decide_first(row, own, earlier):
                earlier = frozenset()

    def _decide_first(self, row: int, own: Pair, earlier: frozenset[Pair]) -> bool:
        clue = self.clues[row]
        spoken = earlier & clue.spoken
        if len(spoken) == 1 and own not in clue.agreed:
            self._move(row, next(iter(spoken)), certain=True)
        elif own not in clue.agreed or earlier & clue.agreed:
            self.doubtful.add(row)
        return False

    def _settle_label(self, label: int, before: int | None) -> None:
        """In a damaged table a label may have slid up onto the last row of the group above."""
        if before is None or not self.damaged:
            return
        clue, own = self.clues[label], self.printing.labels[label]
        if self.printing.labels[before] in clue.agreed and own not in clue.agreed:
            self.doubtful.add(label)

    def _missing(self, own: Pair, after: int | None) -> frozenset[Pair]:
        return self.printing.missing_between(
            own, None if after is None else self.printing.labels[after]
        )

    def _not_after(self, pair: Pair, found: Pair) -> bool:
        order = self.printing.order
        return found not in order or order.index(pair) <= order.index(found)

    def _has_room(self, row: int, label: int) -> bool:
        """A label stands no lower than the middle of its rows."""
        labels = self.printing.labels
        following = [row for row in labels if row > label and labels[row] != labels[label]]
        end = min(following, default=len(self.pairs))
        return label - row <= end - label

    # --- the first level, and what is said of both --------------------------------

    def _row(self, row: int) -> Leveled:
        line, pair = self.printing.lines[row], self.pairs[row]
        printed = self.printing.level1s.get(row)
        carried = self.printing.carried(row)
        level1 = (pair[0] if pair else "") or carried
        local = pair is not None and printed is None and self._is_local(row, pair, carried)
        clash = local or (printed is not None and printed != level1)
        doubtful = clash or row in self.doubtful
        return Leveled(
            line,
            (printed or carried) if clash else level1,
            pair[1] if pair else None,
            ambiguous=doubtful,
            note=self._note(row, pair, doubtful),
            raw=self._raw(line, level1, pair),
        )

    def _is_local(self, row: int, pair: Pair, carried: str | None) -> bool:
        """服务对象满意度 stands under 效益 in some provinces: lost label or local custom?"""
        parents = {one for one, _ in self.lexicon.level2(pair[1])}
        strange = carried in parents or pair not in self.printing.order
        return carried not in (None, pair[0]) and strange and not self.printing.prints(pair[0])

    def _note(self, row: int, pair: Pair | None, doubtful: bool) -> str | None:
        if doubtful:
            return "的指标级别无法确定，保留原样，请核对"
        if row in self.moved and pair:
            return f"的{self.moved[row]}，按名称归入“{pair[1]}”"
        return None

    def _raw(self, line: Line, level1: str | None, pair: Pair | None) -> dict[str, str]:
        """The labels as printed on this very row, where they read otherwise."""
        standard: Iterable[tuple[str, str | None]] = (
            ("level1", level1),
            ("level2", pair[1] if pair else None),
        )
        return {
            name: cell.text
            for name, value in standard
            if (cell := line.cells.get(name)) and cell.text != value
        }
