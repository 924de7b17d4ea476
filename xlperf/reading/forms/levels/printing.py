"""Which level labels are printed on which rows of a table, in which order, and which are not."""

from __future__ import annotations

from collections.abc import Sequence

from xlperf.model.grid import Cell
from xlperf.model.text import clean
from xlperf.reading.forms.levels.clues import Pair
from xlperf.reading.forms.lexicon import Lexicon
from xlperf.reading.forms.table.lines import Line
from xlperf.reading.forms.wording import without_points


class Printing:
    """The rows that hold indicators; a row with a label alone lends it to the next."""

    def __init__(self, lines: Sequence[Line], stray: Cell | None, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.lines: list[Line] = []
        self.labels: dict[int, Pair] = {}  # by row
        self.level1s: dict[int, str] = {}
        self.alone = False  # some label stood on a row of its own
        self.stray = stray
        self.order = lexicon.library.order()
        self._gather(lines)
        self.printed = frozenset(self.labels.values())
        self.core = frozenset(lexicon.library.core())

    def _gather(self, lines: Sequence[Line]) -> None:
        waiting1 = self.lexicon.level1(self.stray.text) if self.stray else None
        waiting2: Pair | None = None
        for line in lines:
            one, two = self._labels(line, waiting1)
            waiting1 = (self._level1(one) if one else None) or waiting1
            waiting2 = self._pair(two, waiting1) or waiting2
            if not line.holds_indicator:
                self.alone = self.alone or two is not None
                continue
            if waiting1:
                self.level1s[len(self.lines)] = waiting1
            if waiting2:
                self.labels[len(self.lines)] = waiting2
            waiting1, waiting2 = None, None
            self.lines.append(line)

    def _labels(self, line: Line, level1: str | None) -> tuple[Cell | None, Cell | None]:
        """成本指标 alone is a first level, unless 产出指标 stands above it."""
        one, two = line.cells.get("level1"), line.cells.get("level2")
        known = level1 or next(reversed(self.level1s.values()), None)
        parents = {pair[0] for pair in self.lexicon.level2(two.text)} if two else set()
        if two and not one and known not in parents and self.lexicon.level1(two.text):
            return two, None
        return one, two

    def _level1(self, cell: Cell) -> str | None:
        """A first level's standard name, or an unknown one as printed; a second level is none."""
        known = self.lexicon.level1(cell.text)
        if known or self.lexicon.level2(cell.text) or self.lexicon.is_blank(cell.text):
            return known
        return without_points(clean(cell.text))

    def _pair(self, cell: Cell | None, level1: str | None) -> Pair | None:
        """The standard levels of a printed level-2 label; an unknown one stays as printed."""
        if cell is None or self.lexicon.is_blank(cell.text):
            return None
        pairs = self.lexicon.level2(cell.text)
        if not pairs:
            return (level1 or "", clean(cell.text))
        return next((pair for pair in pairs if pair[0] == level1), pairs[0])

    def is_damaged(self) -> bool:
        """Does the table show, whatever its names say, that labels have slid or gone?"""
        if self.stray or self.alone or (self.labels and 0 not in self.labels):
            return True
        return any(self._lacks_level1(row) for row in self.labels) if self.level1s else False

    def _lacks_level1(self, row: int) -> bool:
        """A second level begins here under a first that is not printed on its row or before."""
        return self.carried(row) != self.labels[row][0]

    def carried(self, row: int) -> str | None:
        """The first level printed on this row, or last before it."""
        rows = [other for other in self.level1s if other <= row]
        return self.level1s[max(rows)] if rows else None

    def prints(self, level1: str) -> bool:
        return level1 in self.level1s.values()

    def missing_before(self, pair: Pair) -> frozenset[Pair]:
        if pair not in self.order:
            return frozenset()
        return self._not_printed(self.order[: self.order.index(pair)])

    def missing_between(self, pair: Pair, after: Pair | None) -> frozenset[Pair]:
        """Labels that the printed order puts between two, and that are printed nowhere."""
        if pair not in self.order:
            return frozenset()
        start = self.order.index(pair) + 1
        end = self.order.index(after) if after in self.order else len(self.order)
        return self._not_printed(self.order[start:end])

    def _not_printed(self, pairs: Sequence[Pair]) -> frozenset[Pair]:
        return frozenset(pairs) - self.printed

    def continues_numbering(self, row: int, label: int) -> bool:
        """指标3 under 指标2 under 指标1: one group, whatever stands beside them."""
        ordinals = [self.lines[each].ordinal for each in range(label, row + 1)]
        return ordinals == list(range(1, len(ordinals) + 1))
