"""What stands around the rows of a sheet, in words: rules, formats, print set-up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlperf.ooxml.canonical import attributes_of
from xlperf.ooxml.cutting import CutSheet
from xlperf.ooxml.following.elements import Element, children, inside
from xlperf.ooxml.refs import column_letters
from xlperf.ooxml.strings import plain
from xlperf.ooxml.xml import unescape

_LABELS = {
    "sheetPr": "工作表属性",
    "sheetViews": "视图",
    "sheetFormatPr": "默认行高列宽",
    "sheetProtection": "保护",
    "dataValidations": "有效性",
    "conditionalFormatting": "条件格式",
    "protectedRanges": "可编辑区域",
    "autoFilter": "筛选",
    "hyperlinks": "超链接",
    "printOptions": "打印选项",
    "pageMargins": "页边距",
    "pageSetup": "页面设置",
    "headerFooter": "页眉页脚",
    "rowBreaks": "分页",
    "colBreaks": "竖向分页",
    "ignoredErrors": "忽略的错误",
    "legacyDrawing": "批注图形",
    "drawing": "图形",
    "tableParts": "表格",
    "extLst": "扩展",
}
#: shown elsewhere, or true of any file
_LEFT_OUT = frozenset({"dimension", "mergeCells", "phoneticPr"})
_KINDS = {
    "list": "列表",
    "textLength": "文字长度",
    "decimal": "小数",
    "whole": "整数",
    "date": "日期",
    "time": "时间",
    "custom": "公式",
    "none": "任意",
    "expression": "公式",
    "cellIs": "单元格",
}
_OPERATORS = {
    "between": "介于",
    "notBetween": "不介于",
    "equal": "=",
    "notEqual": "≠",
    "greaterThan": ">",
    "greaterThanOrEqual": "≥",
    "lessThan": "<",
    "lessThanOrEqual": "≤",
}
_STYLES = {"warning": "（只警告）", "information": "（只提醒）", "stop": ""}
#: where somebody last looked, which says nothing about the template
_PASSING = frozenset({"tabSelected", "topLeftCell", "workbookViewId", "zoomScale", "count"})
_WITHOUT_OPERATOR = frozenset({"list", "custom", "none", "expression"})


def label_of(element: str) -> str:
    return _LABELS.get(element, element)


def settings(cut: CutSheet) -> Iterator[str]:
    """A line for each, in the order of the file."""
    if not cut.prolog:
        return
    start = cut.prolog.index(">", cut.prolog.index("<worksheet")) + 1
    end = cut.epilog.rindex("</worksheet>")
    for text, elements in (
        (cut.prolog, children(cut.prolog, start)),
        (cut.epilog, children(cut.epilog, 0, end)),
    ):
        for element in elements:
            if element.local not in _LEFT_OUT:
                yield from _lines(text, element)


def _lines(text: str, element: Element) -> Iterator[str]:
    if element.local == "dataValidations":
        yield from sorted(_validation(text, each) for each in inside(text, element))
    elif element.local == "conditionalFormatting":
        ranges = _pairs(element).get("sqref", "")
        for rule in inside(text, element):
            yield f"条件格式 {ranges}  {_rule(text, rule)}"
    elif element.local == "cols":
        yield from map(_column, inside(text, element))
    else:
        said = _flat(text, element)
        if said:
            yield f"{label_of(element.local)} {said}"


def _column(element: Element) -> str:
    pairs = _pairs(element)
    first, last = (column_letters(int(pairs[end])) for end in ("min", "max"))
    told = [f"列 {first if first == last else f'{first}:{last}'}"]
    told += [f"宽 {pairs['width']}"] if "width" in pairs else []
    told += ["隐藏"] if pairs.get("hidden") in ("1", "true") else []
    return " ".join(told)


def _validation(text: str, element: Element) -> str:
    pairs = _pairs(element)
    kind = pairs.get("type", "none")
    told = [f"有效性 {pairs.get('sqref', '')} ", _KINDS.get(kind, kind)]
    told += _condition(kind, pairs.get("operator", "between"), _texts(text, element))
    told += [
        f"{label}「{'：'.join(said)}」"
        for label, names in (("提示", ("promptTitle", "prompt")), ("出错", ("errorTitle", "error")))
        if (said := [_one_line(pairs[name]) for name in names if pairs.get(name)])
    ]
    if pairs.get("errorStyle"):
        told.append(_STYLES.get(pairs["errorStyle"], pairs["errorStyle"]))
    return " ".join(told)


def _rule(text: str, element: Element) -> str:
    pairs = _pairs(element)
    kind = pairs.pop("type", "")
    formulas = _texts(text, element)
    if kind in _KINDS and formulas:
        operator = pairs.get("operator", "equal")
        return " ".join([_KINDS[kind], *_condition(kind, operator, formulas)])
    return _flat(text, element)


def _condition(kind: str, operator: str, formulas: Sequence[str]) -> list[str]:
    if kind in _WITHOUT_OPERATOR:
        return list(formulas)
    return [_OPERATORS.get(operator, operator), " 和 ".join(formulas)]


def _texts(text: str, element: Element) -> list[str]:
    return [_one_line(text[each.inner : each.close]) for each in inside(text, element)]


def _flat(text: str, element: Element) -> str:
    """Attributes, and what stands inside, in one line."""
    told = [f"{name}={value}" for name, value in _pairs(element).items()]
    within = [
        f"{each.local}（{said}）"
        for each in inside(text, element)
        if each.local != "selection" and (said := _flat(text, each))
    ]
    if element.inner < element.close and not list(inside(text, element)):
        within = [f"「{_one_line(text[element.inner : element.close])}」"]
    return " ".join([*told, *within])


def _pairs(element: Element) -> dict[str, str]:
    """Without what only the file knows: ids of parts, and namespaces."""
    return {
        name: unescape(value)
        for name, value in attributes_of(element.attributes).items()
        if not name.startswith(("r:", "xmlns", "xr")) and name not in _PASSING
    }


def _one_line(text: str) -> str:
    return plain(text).replace("\n", "⏎")
