"""Is a workbook valid by the schemas: of ISO 29500 and of Excel's own extensions?

The schemas are those of Microsoft's Open XML SDK, through openxml-audit (both MIT). The XSD files
of ISO 29500 itself may be copied but not changed, so they don't lie here; who has them (Part 4 of
ECMA-376 as a download, OfficeOpenXML-XMLSchema-Transitional.zip) names their folder in
XLPERF_SCHEMAS, and every workbook is held against them as well.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from lxml import etree
from openxml_audit import OpenXmlValidator, ValidationSeverity
from support.opened import MAIN, Element, Package

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_IGNORABLE = f"{{{_MC}}}Ignorable"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
#: by namespace of a part's first element, the file that describes it
_FILES = {
    MAIN: "sml.xsd",
    f"{_DRAWING}/spreadsheetDrawing": "dml-spreadsheetDrawing.xsd",
    f"{_DRAWING}/chart": "dml-chart.xsd",
}


def schema_faults(data: bytes, folder: Path) -> list[str]:
    """What is not as the schemas say; `folder` is for a file in between."""
    path = folder / "judged.xlsx"
    path.write_bytes(data)
    errors = _validator().validate(path).errors
    found = [str(error) for error in errors if error.severity is ValidationSeverity.ERROR]
    path.unlink()
    schemas = os.environ.get("XLPERF_SCHEMAS")
    return found + _iso_faults(Package(data), Path(schemas)) if schemas else found


@lru_cache(maxsize=1)
def _validator() -> OpenXmlValidator:
    return OpenXmlValidator()


def _iso_faults(package: Package, schemas: Path) -> list[str]:
    found = []
    for name in package.names:
        if not name.endswith(".xml"):
            continue
        root = package.xml(name)
        file = _FILES.get(etree.QName(root).namespace)
        if file is not None:
            schema = _schema(schemas / file)
            schema.validate(_understood(root))
            found += [f"{name}: {error.message}" for error in schema.error_log]
    return found


@lru_cache(maxsize=8)
def _schema(path: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(path)))


def _understood(root: Element) -> Element:
    """What is left for a reader that knows no extension, as markup compatibility has it."""
    prefixes = (root.get(_IGNORABLE) or "").split()
    strange = {root.nsmap[prefix] for prefix in prefixes} | {_MC}
    for each in list(root.iter(f"{{{_MC}}}AlternateContent")):
        for inner in each.findall(f"{{{_MC}}}Fallback/*"):
            each.addprevious(inner)
        each.getparent().remove(each)
    for each in list(root.iter(etree.Element)):
        for key in list(each.attrib):
            name = etree.QName(key)
            # xml:space is allowed by XML itself; the schema doesn't import it
            if name.namespace in strange or key == f"{{{_XML}}}space":
                del each.attrib[key]
    return root


_XML = "http://www.w3.org/XML/1998/namespace"
