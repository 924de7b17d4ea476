"""The paragraphs of the goals, under the headings they were printed beside."""

from __future__ import annotations

from collections.abc import Sequence

from xlperf.reading.forms.pages.printed import Printed
from xlperf.reading.forms.wraps import ems, runs_on, seam

_ENDS = "。；;！？:："


def paragraphs(lines: Sequence[Printed]) -> list[Printed]:
    """Lines joined into paragraphs: a blank line parts two, unless the sentence runs on."""
    joined: list[Printed] = []
    width = max((ems(line.text) for line in lines), default=0.0)
    last = ""
    for line in lines:
        ended = not joined or last[-1:] in _ENDS or not runs_on(last, line.text, width)
        if joined and (not line.apart or not ended):
            text = joined[-1].text + seam(last, line.text) + line.text
            joined[-1] = Printed(text, joined[-1].at, joined[-1].apart)
        else:
            joined.append(line)
        last = line.text
    return joined
