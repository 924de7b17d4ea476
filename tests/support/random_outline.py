"""Random templates and what fills them, for hypothesis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st
from support.outline import (
    PAGE,
    VARIABLES,
    Area,
    Book,
    Cell,
    Choice,
    Formula,
    Line,
    Loop,
    Node,
    Ref,
    Sheet,
    Value,
    number_rows,
)

Draw = Callable[[st.SearchStrategy[Any]], Any]
DEEPEST = 3
#: values stand in columns 1 and 2, formulas that look at them in 3 and 4, and every row says its
#: own name in 5; merges have columns of their own, so that no two meet
_VALUES, _FORMULAS, _NAME, _TALL, _WIDE = (1, 2), (3, 4), 5, 6, 60
#: names of sheets, and what loops on them run over; the last one is repeated
_ONE, _TWO, _MANY = (
    ("表一", ("one", "two")),
    ("Data 2", ("one", "two")),
    ("第{{ p.name }}页", ("one", "p.inner")),
)
_SHEETS = ((_ONE,), (_ONE, _TWO), (_MANY, _TWO), (_ONE, _MANY), (_MANY,))
_SHAPES = (
    ("SUM({0})", (True,)),
    ("MAX({0})*2", (True,)),
    ("SUM({0},{1})", (True, True)),
    ("COUNT({0})+SUM({1})", (True, True)),
    ("{0}", (False,)),
    ('{0}&"条"', (False,)),
    ("COUNTA({0})+N({1})", (True, False)),
    ("IF(COUNT({0})>1,{1},0)", (True, False)),
)
_RULES = (("SUM({0})>0", (True,)), ("{0}=1", (False,)), ("{0}<{1}", (False, False)))

_leaf = st.one_of(
    st.integers(-99, 99), st.none(), st.sampled_from(["文字", "甲 & <乙>", "x"]), st.just(2.5)
)


def _items(deep: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    inner = _items(deep - 1) if deep > 1 else st.just([])
    item = st.fixed_dictionaries(
        {"v": _leaf, "k": st.sampled_from("甲乙"), "flag": st.booleans(), "inner": inner}
    )
    return st.lists(item, max_size=3)


_page = st.fixed_dictionaries({"v": _leaf, "k": st.just("丁"), "inner": _items(2)})


def _named(pages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**page, "name": str(number)} for number, page in enumerate(pages, 1)]


contexts = st.fixed_dictionaries(
    {
        "pages": st.lists(_page, min_size=1, max_size=3).map(_named),
        "one": _items(DEEPEST),
        "two": _items(DEEPEST),
        "x": _leaf,
        "k": st.just("丙"),
        "yes": st.just(True),
        "no": st.just(False),
    }
)


@st.composite
def books(draw: Draw) -> Book:
    sheets = [
        Sheet(name, _nodes(draw, 0, draw(st.integers(2, 4)), lists), repeated="p.inner" in lists)
        for name, lists in draw(st.sampled_from(_SHEETS))
    ]
    for sheet in sheets:
        number_rows(sheet)
    for number, sheet in enumerate(sheets):
        for line, loops in sheet.lines():
            line.cells |= _cells(draw, line, loops, sheets[: number + 1])
        _merge(draw, sheet)
        _rule(draw, sheet, sheets[: number + 1])
    names = {
        f"名称{number}": _ref(draw, sheets, single=False, fixed=True)
        for number in range(draw(st.integers(0, 2)))
    }
    return Book(sheets, names)


def _nodes(draw: Draw, depth: int, count: int, lists: Sequence[str]) -> list[Node]:
    return [_node(draw, depth, lists) for _ in range(count)]


def _node(draw: Draw, depth: int, lists: Sequence[str]) -> Node:
    kinds = ["line", "line", "choice"] + ["loop", "loop"] * (depth < DEEPEST)
    kind = draw(st.sampled_from(kinds))
    if kind == "line":
        return Line()
    size = draw(st.integers(1, 2))
    if kind == "loop":
        return Loop(draw(st.sampled_from(lists)), _nodes(draw, depth + 1, size, lists))
    flags = ["yes", "no"] + [f"{VARIABLES[depth - 1]}.flag"] * 3 * (depth > 0)
    otherwise: list[Node] = [Line()] if draw(st.booleans()) else []
    return Choice(draw(st.sampled_from(flags)), _nodes(draw, depth, size, lists), otherwise)


def _cells(
    draw: Draw, line: Line, loops: Sequence[Loop], sheets: Sequence[Sheet]
) -> dict[int, Cell]:
    cells: dict[int, Cell] = {_NAME: f"第{line.row}行"}
    alone = bool(loops) and loops[-1].body == [line]
    merged = alone and draw(st.booleans())
    for column in _VALUES:
        cells[column] = _value(draw, PAGE * sheets[-1].repeated + VARIABLES[: len(loops)], merged)
    for column in _FORMULAS:
        if draw(st.booleans()):
            cells[column] = _formula(draw, sheets, _SHAPES)
    return cells


def _value(draw: Draw, variables: str, merged: bool) -> Cell:
    owner = draw(st.sampled_from(["", *variables]))
    if merged:
        name = f"{owner}.k" if owner else "k"
        return Value(f"{{{{ {name} | merge }}}}", name, True)
    name = f"{owner}.v" if owner else "x"
    tag = draw(
        st.sampled_from([f"{{{{ {name} }}}}", f"{{{{{name}}}}}", f"第{{{{ {name} }}}}号", ""])
    )
    return Value(tag, name) if tag else draw(st.integers(0, 9))


def _formula(
    draw: Draw, sheets: Sequence[Sheet], shapes: Sequence[tuple[str, tuple[bool, ...]]]
) -> Formula:
    shape, whole = draw(st.sampled_from(shapes))
    refs = tuple(_ref(draw, sheets, single=not each or draw(st.booleans())) for each in whole)
    return Formula(shape, refs, whole)


def _ref(draw: Draw, sheets: Sequence[Sheet], single: bool, fixed: bool = False) -> Ref:
    number = draw(st.integers(0, len(sheets) - 1))
    rows = st.integers(1, sheets[number].last + 1)
    columns = st.sampled_from(_VALUES)
    row, column = draw(rows), draw(columns)
    other, beside = (row, column) if single else (draw(rows), draw(columns))
    flag = st.just(True) if fixed else st.booleans()
    row_flag, column_flag = draw(flag), draw(flag)
    once = (row, column) == (other, beside)
    return Ref(
        number,
        min(row, other),
        min(column, beside),
        max(row, other),
        max(column, beside),
        (row_flag, row_flag if once else draw(flag)),
        (column_flag, column_flag if once else draw(flag)),
    )


def _merge(draw: Draw, sheet: Sheet) -> None:
    """Merges that hold whole blocks, from a line to the end of what follows it in the same body."""
    for index, (line, _) in enumerate(list(sheet.lines())):
        if draw(st.integers(0, 3)) == 0:
            sheet.merges.append(Area(line.row, _WIDE, line.row, _WIDE + 1))
            line.cells[_WIDE] = "宽"
        followers = _following(sheet.nodes, line)
        if followers and draw(st.integers(0, 2)) == 0:
            end = draw(st.sampled_from(followers))
            bottom = end.row if isinstance(end, Line) else end.end
            sheet.merges.append(Area(line.row, _TALL + index, bottom, _TALL + index))
            line.cells[_TALL + index] = "高"


def _following(nodes: Sequence[Node], line: Line) -> list[Node]:
    if any(node is line for node in nodes):
        at = next(place for place, node in enumerate(nodes) if node is line)
        return list(nodes[at + 1 :])
    bodies = [node.body for node in nodes if not isinstance(node, Line)]
    bodies += [node.otherwise for node in nodes if isinstance(node, Choice)]
    return next((found for body in bodies if (found := _following(body, line))), [])


def _rule(draw: Draw, sheet: Sheet, sheets: Sequence[Sheet]) -> None:
    for line, _ in list(sheet.lines()):
        for areas in (sheet.validations, sheet.formats):
            if draw(st.integers(0, 2)) == 0:
                left, right = sorted(
                    (draw(st.sampled_from(_VALUES)), draw(st.sampled_from(_VALUES)))
                )
                formula = _formula(draw, sheets, _RULES)
                areas.append(Area(line.row, left, line.row, right, formula))
        followers = _following(sheet.nodes, line)
        if followers and draw(st.integers(0, 2)) == 0:
            column = draw(st.sampled_from(_FORMULAS))
            end = draw(st.sampled_from(followers))
            bottom = end.row if isinstance(end, Line) else end.end
            own = Ref(len(sheets) - 1, line.row, column, line.row, column)
            other = _ref(draw, sheets, single=True, fixed=True)
            formula = Formula("{0}<>{1}", (own, other), (False, False))
            sheet.formats.append(Area(line.row, column, bottom, column, formula))
