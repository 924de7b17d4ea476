"""Sheets with loops and outputs of them, by dice."""

from __future__ import annotations

import random

from support.placed import laid_out, rows_of

from xlperf.ooxml.placement import Loop, Placement, SheetRows

LAST = 12
_OUTER = (Loop("page in pages", 2, 10), Loop("page in pages", 1, 12), None)
_INNER = (Loop("row in page.rows", 4, 4), Loop("row in page.rows", 5, 7), None)
_OTHER = (Loop("fund in funds", 9, 9), None)


def random_rows(dice: random.Random) -> SheetRows:
    """Twelve rows, under up to two nested loops and one beside the inner one."""
    loops = [dice.choice(some) for some in (_OUTER, _INNER, _OTHER)]
    repeated = dice.choice((None, "book in books"))
    return rows_of(LAST, *filter(None, loops), repeated=repeated)


def random_placement(dice: random.Random, rows: SheetRows, *others: SheetRows) -> Placement:
    """Each loop turns up to three times; in half of all cases some rows are left out."""
    loops = {loop for around in rows.loops for loop in around} - set(rows.loops_of_sheet)
    turns = {loop: dice.randint(0, 3) for loop in sorted(loops)}
    sheets = [rows, *others]
    whole = laid_out(sheets, turns, copies=2)
    puts = [(row, put.path) for row, some in enumerate(whole.puts[0]) for put in some]
    gone = set(dice.sample(puts, len(puts) // 6)) if dice.random() < 0.5 else set()
    return laid_out(sheets, turns, copies=2, missing=gone)
