"""Levels of rows whose labels have lost their merges, or slid, or gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlperf.model.grid import Cell
from xlperf.model.text import clean
from xlperf.reading.forms.clues import Clues, Pair
from xlperf.reading.forms.indicators import Leveled, Line
from xlperf.reading.forms.lexicon import Lexicon


@dataclass(slots=True)
class Group:
    """A printed level-2 label and the rows it reaches, first to last."""

    pair: Pair
    label: int  # the index of the row it is printed on
    first: int
    last: int


class Drifted:
    """Works on the rows that hold indicators; a row with a label alone lends it to the next."""

    def __init__(self, lines: Sequence[Line], stray: Cell | None, lexicon: Lexicon, clues: Clues):
        self.lexicon = lexicon
        self.lines: list[Line] = []
        self.labels: dict[int, Pair] = {}
        self.level1s: dict[int, str] = {}
        self.damaged = stray is not None
        self._gather(lines, stray)
        self.clues = [clues.of(line.text("name"), line.text("target")) for line in self.lines]
        self.printed = set(self.labels.values())
        self.order = lexicon.library.order()
        self.doubtful: set[int] = set()
        self.moved: dict[int, str] = {}
        self.borrowed: set[int] = set()
        self.pairs: list[Pair | None] = [None] * len(self.lines)

    def leveled(self) -> list[Leveled]:
        self._settle()
        carried: str | None = None
        rows = []
        for row, line in enumerate(self.lines):
            carried = self.level1s.get(row, carried)
            pair = self.pairs[row]
            rows.append(self._row(row, line, pair, carried))
            carried = pair[0] if pair and pair[0] else carried
        return rows

    def _row(self, row: int, line: Line, pair: Pair | None, carried: str | None) -> Leveled:
        level1 = (pair[0] if pair else "") or carried
        own = self.level1s.get(row)
        if own is None and carried and pair and row in self.borrowed:
            own = carried
        clash = own is not None and own != level1
        return Leveled(
            line,
            own if clash else level1,
            pair[1] if pair else None,
            ambiguous=clash or row in self.doubtful,
            note=self._note(row, pair, clash),
            raw=self._raw(line, level1, pair),
        )

    def _note(self, row: int, pair: Pair | None, clash: bool) -> str | None:
        if clash or row in self.doubtful:
            return "的指标级别无法确定，保留原样，请核对"
        if row in self.moved and pair:
            return f"{self.moved[row]}，归入“{pair[1]}”"
        return None

    def _raw(self, line: Line, level1: str | None, pair: Pair | None) -> dict[str, str]:
        """The labels as printed on this very row, where they read otherwise."""
        standard = {"level1": level1, "level2": pair[1] if pair else None}
        return {
            name: cell.text
            for name, value in standard.items()
            if (cell := line.cells.get(name)) and cell.text != value
        }

    def _settle(self) -> None:
        groups = self._groups()
        for at, group in enumerate(groups):
            after = groups[at + 1] if at + 1 < len(groups) else None
            if after:
                self._give_up_to(group, after)
        self._note_lost_level1(groups)
        for at, group in enumerate(groups):
            after = groups[at + 1] if at + 1 < len(groups) else None
            before = groups[at - 1] if at else None
            self._fill(group)
            self._find_lost_label(group, after)
            self._doubt_contradicted_label(group, before)
            if after:
                self._doubt_border(group, after)

    # --- gathering -----------------------------------------------------------------

    def _gather(self, lines: Sequence[Line], stray: Cell | None) -> None:
        waiting1 = self.lexicon.level1(stray.text) if stray else None
        waiting2: Pair | None = None
        for line in lines:
            one, two = line.cells.get("level1"), line.cells.get("level2")
            waiting1 = (self.lexicon.level1(one.text) if one else None) or waiting1
            waiting2 = self._pair(two, waiting1) or waiting2
            if not line.holds_indicator:
                self.damaged = self.damaged or two is not None
                continue
            if waiting1:
                self.level1s[len(self.lines)] = waiting1
            if waiting2:
                self.labels[len(self.lines)] = waiting2
            waiting1, waiting2 = None, None
            self.lines.append(line)

    def _pair(self, cell: Cell | None, level1: str | None) -> Pair | None:
        """The standard levels of a printed level-2 label; an unknown one stays as printed."""
        if cell is None or self.lexicon.is_blank(cell.text):
            return None
        pairs = self.lexicon.level2(cell.text)
        if not pairs:
            return (level1 or "", clean(cell.text))
        return next((pair for pair in pairs if pair[0] == level1), pairs[0])

    # --- groups ---------------------------------------------------------------------

    def _groups(self) -> list[Group]:
        """Each label reaches down to the row before the next; the first one also up."""
        at = sorted(self.labels)
        groups = []
        for i, label in enumerate(at):
            last = at[i + 1] - 1 if i + 1 < len(at) else len(self.lines) - 1
            groups.append(Group(self.labels[label], label, label, last))
        if groups and groups[0].first > 0:
            groups[0].first = 0
            self.damaged = True
        return groups

    def _give_up_to(self, group: Group, after: Group) -> None:
        """Rows above a label that speak for it, and not for the one before, are its own."""
        border = self._numbered_border(group, after)
        if border is None:
            border = after.label
            while border > group.label + 1 and self._speaks_only_for(after, group, border - 1):
                border -= 1
            if after.label - border > after.last - after.label + 1:
                return  # a label never stands below the middle of its rows
        if border < after.label:
            self.damaged = True
            for row in range(border, after.label):
                self.moved[row] = f"标签“{after.pair[1]}”印在其中间行"
        group.last, after.first = border - 1, border

    def _numbered_border(self, group: Group, after: Group) -> int | None:
        """指标1 begins a group, whatever row the label stands on."""
        ordinals = [self.lines[row].ordinal for row in range(group.label, after.label + 1)]
        if None in ordinals:
            return None
        ones = [
            row for row in range(group.label + 1, after.label + 1) if self.lines[row].ordinal == 1
        ]
        return ones[-1] if ones else after.label

    def _speaks_only_for(self, after: Group, group: Group, row: int) -> bool:
        return after.pair in self.clues[row].spoken and group.pair not in self.clues[row].agreed

    def _note_lost_level1(self, groups: Sequence[Group]) -> None:
        """A level-2 label whose level 1 is printed nowhere near it: labels are missing here."""
        for before, group in zip([None, *groups[:-1]], groups, strict=True):
            if before and before.pair[0] == group.pair[0]:
                continue
            rows = range(group.first, group.last + 1)
            if not any(self.level1s.get(row) == group.pair[0] for row in rows):
                self.damaged = True
                self._doubt_level1(group, before)

    def _doubt_level1(self, group: Group, before: Group | None) -> None:
        """服务对象满意度 stands under 效益 in some provinces: lost label or local custom?"""
        parents = {one for one, _ in self.lexicon.level2(group.pair[1])}
        if before and before.pair[0] in parents:
            self.borrowed.update(range(group.first, group.last + 1))

    # --- doubts ----------------------------------------------------------------------

    def _fill(self, group: Group) -> None:
        for row in range(group.first, group.last + 1):
            self.pairs[row] = group.pair

    def _find_lost_label(self, group: Group, after: Group | None) -> None:
        """Rows at the end of a group that all speak for one label that is printed nowhere."""
        missing = self._between(group.pair, after.pair if after else None)
        found: Pair | None = None
        first = group.last + 1
        for row in range(group.last, group.label, -1):
            spoken = self.clues[row].spoken & missing
            if (
                group.pair in self.clues[row].agreed
                or len(spoken) != 1
                or (found and found not in spoken)
            ):
                break
            found, first = next(iter(spoken)), row
        for row in range(first, group.last + 1):
            if self.damaged and found:
                self.pairs[row] = found
                self.moved[row] = f"标签“{found[1]}”缺失，按名称归入"
            else:
                self.doubtful.add(row)
        self._doubt_neutral(group, first, missing)

    def _doubt_neutral(self, group: Group, end: int, missing: frozenset[Pair]) -> None:
        """Above a lost label: rows that speak for neither could be under either."""
        if end > group.last:
            return
        for row in range(end - 1, group.label, -1):
            if group.pair in self.clues[row].agreed or self.lines[row].ordinal:
                return
            self.doubtful.add(row)

    def _between(self, pair: Pair, after: Pair | None) -> frozenset[Pair]:
        """Labels that the printed order puts between two, and that are printed nowhere."""
        if pair not in self.order:
            return frozenset()
        start = self.order.index(pair) + 1
        end = self.order.index(after) if after in self.order else len(self.order)
        return frozenset(p for p in self.order[start:end] if p not in self.printed)

    def _doubt_contradicted_label(self, group: Group, before: Group | None) -> None:
        """In a damaged table a label may have slid up onto the last row of the group above."""
        clue = self.clues[group.label]
        if self.damaged and before and before.pair in clue.agreed and group.pair not in clue.agreed:
            self.doubtful.add(group.label)

    def _doubt_border(self, group: Group, after: Group) -> None:
        """Once a label is known to stand mid-group, a neutral row above another one is open."""
        if not self.damaged or after.first < after.label:
            return
        room = after.last - after.label + 1
        for row in range(group.last, max(group.label, group.last - room), -1):
            agreed = group.pair in self.clues[row].agreed
            if self.pairs[row] != group.pair or agreed or self.lines[row].ordinal:
                return
            self.doubtful.add(row)
