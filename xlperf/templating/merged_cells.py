"""The merged cells of a template's sheet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from xlperf.ooxml.refs import area
from xlperf.templating.plan import Block

_MERGE = re.compile(r'<mergeCell ref="([^"]*)"/>')


class MergedCells:
    def __init__(self, epilog: str) -> None:
        blocks = [_block(ref) for ref in _MERGE.findall(epilog)]
        self._by_corner = {(block.top, block.left): block for block in blocks}
        self._deep = [block for block in blocks if not block.low]
        self._flat: defaultdict[int, list[Block]] = defaultdict(list)
        for block in blocks:
            if block.low:
                self._flat[block.top].append(block)

    def at(self, row: int, column: int) -> Block:
        """The block that a cell stands for; the cell itself where it isn't merged."""
        return self._by_corner.get((row, column)) or Block(row, column, row, column)

    def flat(self, row: int) -> Sequence[Block]:
        """Those of this row alone."""
        return self._flat.get(row, ())

    def ending(self, row: int) -> Iterator[Block]:
        """Those of several rows, of which this is the last."""
        return (block for block in self._deep if block.bottom == row)

    def deep(self, row: int) -> Iterator[Block]:
        """Those of several rows, of which this is one."""
        return (block for block in self._deep if block.top <= row <= block.bottom)


def without_merges(epilog: str, blocks: Collection[Block]) -> str:
    """What follows the rows, without the merged cells that repeated values merge anew."""
    if not blocks:
        return epilog
    return _MERGE.sub(lambda match: "" if _block(match[1]) in blocks else match[0], epilog)


def _block(ref: str) -> Block:
    top, left, bottom, right = area(ref)
    return Block(top + 1, left + 1, bottom + 1, right + 1)
