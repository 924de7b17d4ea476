"""Causes of a repair in what follows the cells, and the order of all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from support.opened import MAIN, Element, Package, Sheet, local
from support.repair_cells import box, corner

_M = f"{{{MAIN}}}"
_LONGEST_LIST = 255

#: ISO 29500-1, 18.3.1.99
_ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection "
    "protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews "
    "mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions "
    "pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches "
    "ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture "
    "oleObjects controls webPublishItems tableParts extLst"
)
ORDER = _ORDER.split()


def tail_causes(package: Package, sheet: Sheet) -> Iterator[str]:
    judges: tuple[Callable[[Package, Sheet], Iterator[str]], ...] = (
        _order,
        _counts,
        _places,
        _validations,
        _formats,
        _links,
        _breaks,
        _columns,
        _views,
        _protected,
        _extensions,
    )
    for judge in judges:
        yield from judge(package, sheet)


def _order(_: Package, sheet: Sheet) -> Iterator[str]:
    last = -1
    for each in sheet.xml:
        name = local(each)
        # in AlternateContent stand controls or OLE objects
        name = "controls" if name == "AlternateContent" else name
        at = ORDER.index(name)
        if at < last or (at == last and name not in ("conditionalFormatting", "controls")):
            yield f"{name} stands after {ORDER[last]}"
        last = at


def _counts(_: Package, sheet: Sheet) -> Iterator[str]:
    for each in sheet.xml:
        if each.get("count") is not None and int(each.get("count")) != len(each):
            yield f"{local(each)} counts {each.get('count')} of {len(each)}"
    kinds = "mergeCells dataValidations hyperlinks rowBreaks tableParts protectedRanges controls"
    for each in sheet.xml.iter(*(f"{_M}{kind}" for kind in kinds.split())):
        if not len(each):
            yield f"{local(each)} is empty"


def _places(_: Package, sheet: Sheet) -> Iterator[str]:
    """Every reference in an attribute, and every sqref of an extension, is a place."""
    for each in sheet.xml.iter():
        refs = [each.get(key) for key in ("ref", "sqref", "activeCell", "topLeftCell", "r1", "r2")]
        if isinstance(each.tag, str) and local(each) in ("sqref", "ref") and each.text:
            refs.append(each.text)
        for ref in refs:
            if ref is None:
                continue
            if not ref.split():
                yield f"{local(each)} is nowhere"
            for one in ref.split():
                yield from _place(local(each), one)


def _place(what: str, ref: str) -> Iterator[str]:
    try:
        box(ref)
    except ValueError as error:
        yield f"{what}: {error}"


def _validations(_: Package, sheet: Sheet) -> Iterator[str]:
    for each in sheet.named("dataValidation"):
        texts = [inner for inner in each if local(inner).startswith("formula")]
        for text in ("".join(inner.itertext()) for inner in texts):
            if text.startswith('"') and len(text) - 2 > _LONGEST_LIST:
                yield f"a list of {len(text)} characters"
        if each.get("type", "none") != "none" and not texts:
            yield "a validation without a formula"
        for key, limit in (
            ("promptTitle", 32),
            ("errorTitle", 32),
            ("prompt", 255),
            ("error", 255),
        ):
            if len(each.get(key, "")) > limit:
                yield f"{key} of a validation is too long"


def _formats(package: Package, sheet: Sheet) -> Iterator[str]:
    (part,) = package.related(package.book_part, "styles")
    dxfs = package.xml(part).find(f"{_M}dxfs")
    known = 0 if dxfs is None else len(dxfs)
    for rule in sheet.all("conditionalFormatting/cfRule"):
        if int(rule.get("dxfId", 0)) >= max(known, 1):
            yield f"a format has style {rule.get('dxfId')} of {known}"
        if int(rule.get("priority", 0)) < 1:
            yield "a format without priority"
    ids = [each.get("id") for each in sheet.named("cfRule") if each.get("id")]
    if len(ids) != len(set(ids)):
        yield "two formats of an extension have one id"


def _links(_: Package, sheet: Sheet) -> Iterator[str]:
    refs = [each.get("ref") for each in sheet.all("hyperlinks/hyperlink")]
    if len(refs) != len(set(refs)):
        yield f"two links on one cell: {refs}"


def _breaks(_: Package, sheet: Sheet) -> Iterator[str]:
    for holder in [*sheet.all("rowBreaks"), *sheet.all("colBreaks")]:
        ids = [int(each.get("id")) for each in holder]
        if ids != sorted(set(ids)) or 0 in ids:
            yield f"{local(holder)} {ids}"
        manual = sum(each.get("man") in ("1", "true") for each in holder)
        if int(holder.get("manualBreakCount", 0)) != manual:
            yield f"{local(holder)} counts {holder.get('manualBreakCount')} of {manual}"


def _columns(_: Package, sheet: Sheet) -> Iterator[str]:
    last = 0
    for each in sheet.all("cols/col"):
        if not last < int(each.get("min")) <= int(each.get("max")) <= 16_384:
            yield f"columns {each.get('min')}:{each.get('max')} after {last}"
        last = int(each.get("max"))


def _views(package: Package, sheet: Sheet) -> Iterator[str]:
    for pane in sheet.all("sheetViews/sheetView/pane"):
        if pane.get("state") == "frozen":
            yield from _frozen(pane)
    for each in sheet.all("sheetViews/sheetView/selection"):
        active, chosen = corner(each.get("activeCell", "A1")), each.get("sqref", "A1").split()
        areas = [box(ref) for ref in chosen]
        if not any(
            a.top <= active[0] <= a.bottom and a.left <= active[1] <= a.right for a in areas
        ):
            yield f"the active cell {each.get('activeCell')} is not in {chosen}"


def _frozen(pane: Element) -> Iterator[str]:
    row, column = corner(pane.get("topLeftCell", "A1"))
    above, before = float(pane.get("ySplit", 0)), float(pane.get("xSplit", 0))
    if (above and row <= above) or (before and column <= before):
        yield f"a pane starts at {pane.get('topLeftCell')}, {above:g} rows are frozen above"


def _protected(_: Package, sheet: Sheet) -> Iterator[str]:
    names = [each.get("name") for each in sheet.all("protectedRanges/protectedRange")]
    if len(names) != len(set(names)):
        yield f"protected ranges of one name: {names}"


def _extensions(_: Package, sheet: Sheet) -> Iterator[str]:
    for holder in sheet.all("extLst"):
        if not len(holder):
            yield "extLst is empty"
        for ext in holder:
            for group in ext:
                if not len(group):
                    yield f"{local(group)} of an extension is empty"
                count = group.get("count")
                if count is not None and int(count) != len(group):
                    yield f"{local(group)} counts {count} of {len(group)}"
