"""Random damage inside a template's parts: a workbook or a refusal in Chinese, nothing else."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st
from support.packages import zipped
from support.torture import context, original

from xlperf.model.refusal import Refused
from xlperf.templating import Template

_SENTENCE = re.compile(r"[\u4e00-\u9fff].*。", re.DOTALL)
_ELEMENT = re.compile(r"<([\w:]+)(?: [^<>]*)?/>|<([\w:]+)(?: [^<>]*)?>[^<]*</\2>")
#: what is changed: a pattern whose first group, or all of it, is replaced
_KINDS = {
    "number": re.compile(r"\d+"),
    "attribute": re.compile(r' [\w:]+="[^"]*"'),
    "value": re.compile(r'="([^"]*)"'),
    "text": re.compile(r">([^<>]+)<"),
    "element": _ELEMENT,
    "twice": _ELEMENT,
}
_JUNK = ("", "0", "-1", "1e9", "99999999", "A0", "ZZZZ9", "A1:", "$A$1:$B$2 C3", "#REF!", "{{ a }}")
_JUNK += ("{{", "{%tr", "=", "SUM(", "'x'!A1", "'")
_PARTS = [name for name in original().names if name.endswith((".xml", ".rels", ".vml"))]


class Wound(NamedTuple):
    """Something done at a place, given as a share of all such places."""

    part: str
    kind: str
    place: float
    junk: str

    def inflict(self, text: str) -> str:
        found = list(_KINDS[self.kind].finditer(text))
        if not found:
            return text
        match = found[int(self.place * len(found))]
        if self.kind == "twice":
            return text[: match.end()] + match[0] + text[match.end() :]
        if self.kind in ("attribute", "element"):
            return text[: match.start()] + text[match.end() :]
        start, end = match.span(match.re.groups)
        return text[:start] + self.junk + text[end:]


_wounds = st.lists(
    st.builds(
        Wound,
        st.sampled_from(_PARTS),
        st.sampled_from(list(_KINDS)),
        st.floats(0, 1, exclude_max=True),
        st.sampled_from(_JUNK),
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=300, deadline=None)
@given(_wounds)
def test_a_damaged_template_is_filled_or_refused(wounds: list[Wound]) -> None:
    said: Any
    parts = dict(original().parts)
    for wound in wounds:
        parts[wound.part] = wound.inflict(parts[wound.part].decode()).encode()
    try:
        said = Template.compile(zipped(parts), "坏的.xlsx").render(context(2))
    except Refused as refused:
        said = str(refused)
    assert said[:2] == b"PK" or _SENTENCE.search(said), said
