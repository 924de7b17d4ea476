"""Which parts belong to which sheet, and what in them follows the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from xlperf.ooxml.following.charts import Chart
from xlperf.ooxml.following.comments import Comments, ThreadedComments
from xlperf.ooxml.following.controls import ControlProperties
from xlperf.ooxml.following.drawings import Drawing
from xlperf.ooxml.following.nodes import Content, Family, Node
from xlperf.ooxml.following.package import Relations
from xlperf.ooxml.following.pivots import PivotTable
from xlperf.ooxml.following.tables import Table
from xlperf.ooxml.following.template import Template
from xlperf.ooxml.following.vml import Vml

#: what stays one part for whoever leads there
_SHARED = frozenset({"image", "hdphoto", "audio", "video", "media", "pivotCacheDefinition"})
#: what is repeated with the rows it stands on
_REPEATED = frozenset({"chart", "chartEx", "table", "ctrlProp", "control", "oleObject", "package"})


#: of a part on a sheet, what in it follows
Compile = Callable[[Template, str, int], Content]
_FOLLOWING: Mapping[str, Compile] = {
    "chart": Chart,
    "chartEx": Chart,
    "comments": Comments,
    "ctrlProp": ControlProperties,
    "drawing": Drawing,
    "pivotTable": PivotTable,
    "table": Table,
    "threadedComment": ThreadedComments,
    "vmlDrawing": Vml,
}


class Families:
    """Finds what belongs to a part."""

    def __init__(self, template: Template) -> None:
        self._template = template
        owned = (Relations.of(template.parts, part) for part in ("", *template.parts))
        self._led_to = Counter(
            target
            for relations in owned
            if relations
            for target in {relation.target for relation in relations.all}
        )

    def of(self, part: str, sheet: int) -> Family:
        relations = Relations.of(self._template.parts, part)
        children = {
            relation.id: self._node(relation.target, relation.kind, sheet)
            for relation in (relations.all if relations else ())
            if relation.target is not None and self._is_own(relation.target, relation.kind)
        }
        return Family(relations, children)

    def _is_own(self, target: str, kind: str) -> bool:
        return kind not in _SHARED and self._led_to[target] == 1

    def _node(self, part: str, kind: str, sheet: int) -> Node:
        following = _FOLLOWING.get(kind)
        return Node(
            name=part,
            data=self._template.parts[part],
            content=following(self._template, part, sheet) if following else None,
            family=self.of(part, sheet),
            repeats=kind in _REPEATED,
        )
