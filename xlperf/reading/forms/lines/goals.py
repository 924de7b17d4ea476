"""The paragraphs of the goals, under the headings they were printed beside."""

from __future__ import annotations

from collections.abc import Sequence

from xlperf.reading.forms.lines.printed import Printed
from xlperf.reading.forms.wraps import ems, seam

_ENDS = "。；;！？:："


def paragraphs(lines: Sequence[Printed]) -> list[Printed]:
    """Lines joined into paragraphs: a blank line parts two, unless the sentence runs on."""
    joined: list[Printed] = []
    full = max((ems(line.text) for line in lines), default=0.0) - 2
    last = ""
    for line in lines:
        runs_on = bool(joined) and last[-1:] not in _ENDS and ems(last) >= full
        if joined and (not line.apart or runs_on):
            text = joined[-1].text + seam(last, line.text) + line.text
            joined[-1] = Printed(text, joined[-1].at, joined[-1].apart)
        else:
            joined.append(line)
        last = line.text
    return joined
