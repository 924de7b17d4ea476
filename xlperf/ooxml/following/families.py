"""Which parts belong to which sheet, and what in them follows the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from xlperf.model.refusal import Refused
from xlperf.ooxml.following.charts import Chart
from xlperf.ooxml.following.comments import Comments, ThreadedComments
from xlperf.ooxml.following.controls import ControlProperties
from xlperf.ooxml.following.drawings import Drawing
from xlperf.ooxml.following.nodes import Content, Family, Node
from xlperf.ooxml.following.package import Relations
from xlperf.ooxml.following.pivots import PivotTable
from xlperf.ooxml.following.pointers import Pointer
from xlperf.ooxml.following.tables import Table
from xlperf.ooxml.following.template import Template, Unfit
from xlperf.ooxml.following.vml import Vml

#: what stays one part for whoever leads there
_SHARED = frozenset({"image", "hdphoto", "audio", "video", "media", "pivotCacheDefinition"})
#: what is repeated with the rows it stands on
_REPEATED = frozenset({"chart", "chartEx", "table", "ctrlProp", "control", "oleObject", "package"})

#: what has a name that no other in the workbook may have, and is named elsewhere by it
_SINGLE = frozenset({"slicer", "timeline"})

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
        places = {
            relation.id: Pointer.compile(relation.place, sheet, self._template.names)
            for relation in (relations.all if relations else ())
            if relation.place is not None
        }
        return Family(relations, children, places)

    def _is_own(self, target: str, kind: str) -> bool:
        return kind not in _SHARED and self._led_to[target] == 1

    def _node(self, part: str, kind: str, sheet: int) -> Node:
        if kind in _SINGLE and self._template.rows[sheet].repeated:
            raise Unfit(
                f"工作表“{self._template.names[sheet]}”会重复，但它有切片器或日程表，"
                "Excel 不允许重复；请把它们移到不重复的工作表上。"
            )
        return Node(
            name=part,
            data=self._template.parts[part],
            content=self._content(part, kind, sheet),
            family=self.of(part, sheet),
            repeats=kind in _REPEATED,
        )

    def _content(self, part: str, kind: str, sheet: int) -> Content | None:
        following = _FOLLOWING.get(kind)
        if following is None:
            return None
        try:
            return following(self._template, part, sheet)
        except Unfit:
            raise
        except (ValueError, LookupError, StopIteration) as error:
            raise Refused(
                f"模板里的 {part} 读不懂，请在 Excel 中打开模板、另存后再用（{error}）。"
            ) from error
