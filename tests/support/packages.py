"""Workbooks made by hand, part by part: what no library would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def repacked(data: bytes, changes: Mapping[str, str | bytes]) -> bytes:
    """The same package with some of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**parts, **changes})


def part_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def relations(*kinds_and_targets: tuple[str, str], external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    inner = "".join(
        f'<Relationship Id="rId{i}" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/>'
        for i, (kind, target) in enumerate(kinds_and_targets, 1)
    )
    return f'{_DECLARATION}<Relationships xmlns="{_RELS}">{inner}</Relationships>'


def worksheet(rows: str, tail: str = "", head: str = "", namespace: str = MAIN) -> str:
    return (
        f'{_DECLARATION}<worksheet xmlns="{namespace}" xmlns:r="{RELATIONS}">'
        f"{head}<sheetData>{rows}</sheetData>{tail}</worksheet>"
    )


def shared_strings(items: str) -> str:
    return f'{_DECLARATION}<sst xmlns="{MAIN}">{items}</sst>'


def stylesheet(cell_styles: str, formats: str = "") -> str:
    return (
        f'{_DECLARATION}<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs>{cell_styles}</cellXfs>'
        "</styleSheet>"
    )


def workbook_parts(
    *sheets: str | bytes,
    strings: str | None = None,
    styles: str | None = None,
    states: Mapping[int, str] | None = None,
    head: str = "",
    tail: str = "",
    namespace: str = MAIN,
) -> dict[str, str | bytes]:
    """The parts of a workbook with sheets named 表1, 表2 …, for tests to change."""
    declared = "".join(
        f'<sheet name="表{i}" sheetId="{i}" state="{(states or {}).get(i, "visible")}" '
        f'r:id="rId{i}"/>'
        for i in range(1, len(sheets) + 1)
    )
    targets = [("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)]
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'{_DECLARATION}<workbook xmlns="{namespace}" xmlns:r="{RELATIONS}">'
            f"{head}<sheets>{declared}</sheets>{tail}</workbook>"
        ),
    }
    for i, sheet in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = sheet
    if strings is not None:
        parts["xl/sharedStrings.xml"] = strings
        targets.append(("sharedStrings", "sharedStrings.xml"))
    if styles is not None:
        parts["xl/styles.xml"] = styles
        targets.append(("styles", "styles.xml"))
    parts["xl/_rels/workbook.xml.rels"] = relations(*targets)
    return parts


def one_sheet(rows: str, tail: str = "", **others: str) -> bytes:
    """A workbook of one sheet with these rows, as bytes."""
    head = others.pop("columns", "")
    return zipped(workbook_parts(worksheet(rows, tail, head), **others))  # type: ignore[arg-type]
