"""Which level is each row of the table under?

Where merges are known, a label covers exactly its merge. Published text has lost them: a label may
stand on the middle row of its group, or be gone. There the printed order, the numbering 指标1,
指标2 … and what the names say decide; what they can't decide stays as printed, marked ambiguous.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlperf.reading.forms.levels.clues import Clues
from xlperf.reading.forms.levels.drifted import Drifted
from xlperf.reading.forms.levels.merged import by_merge, is_merged
from xlperf.reading.forms.lexicon import Lexicon
from xlperf.reading.forms.table.heading import Heading
from xlperf.reading.forms.table.lines import Leveled, Line


def leveled(
    lines: Sequence[Line], heading: Heading, lexicon: Lexicon, clues: Clues
) -> list[Leveled]:
    if is_merged(lines):
        return by_merge(lines, lexicon)
    return Drifted(lines, heading, lexicon, clues).leveled()
