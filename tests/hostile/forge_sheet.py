"""Workbooks part by part, each of them open to be changed before it is packed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape, quoteattr

from forge_zip import zipped
from support.paper import Paper

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

#: indexes of cellXfs in `_STYLES`
PLAIN, AMOUNT, DATE, PERCENT, AS_TEXT, UNLOCKED = range(6)
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
    'formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="1"><font><sz val="11"/>'
    '<name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/>'
    '</borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
    '<cellXfs count="6"><xf numFmtId="0"/>'
    '<xf numFmtId="4" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/>'
    '<xf numFmtId="10" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1"/>'
    '<xf applyProtection="1"><protection locked="0"/></xf></cellXfs></styleSheet>'
)


def column(number: int) -> str:
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def text(value: str) -> str:
    return f't="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is>'


def number(value: float | str, style: int = PLAIN) -> str:
    return f's="{style}"><v>{value}</v>'


def formula(source: str, cached: str | None, kind: str = "n", style: int = AMOUNT) -> str:
    value = "" if cached is None else f"<v>{escape(cached)}</v>"
    return f's="{style}" t="{kind}"><f>{escape(source)}</f>{value}'


@dataclass(frozen=True)
class Sheet:
    """Cells hold what stands between `<c r="A1" ` and `</c>`."""

    name: str
    cells: dict[tuple[int, int], str]
    merges: tuple[str, ...] = ()
    state: str = "visible"
    before: str = ""  # in front of sheetData: dimension, views
    after: str = ""  # behind it: protection

    def xml(self) -> str:
        rows: dict[int, list[str]] = {}
        for (row, col), cell in sorted(self.cells.items()):
            rows.setdefault(row, []).append(f'<c r="{column(col)}{row + 1}" {cell}</c>')
        data = "".join(f'<row r="{row + 1}">{"".join(cs)}</row>' for row, cs in rows.items())
        merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in self.merges)
        if merged:
            merged = f'<mergeCells count="{len(self.merges)}">{merged}</mergeCells>'
        return (
            f'{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_RELATION}">{self.before}'
            f"<sheetData>{data}</sheetData>{self.after}{merged}</worksheet>"
        )

    def put(self, place: tuple[int, int], cell: str) -> Sheet:
        return replace(self, cells={**self.cells, place: cell})

    def find(self, wanted: str, nth: int = 0) -> tuple[int, int]:
        inner = f">{escape(wanted)}<"
        return [place for place, cell in sorted(self.cells.items()) if inner in cell][nth]

    def swap(self, wanted: str, cell: str, nth: int = 0) -> Sheet:
        return self.put(self.find(wanted, nth), cell)


def sheet_of(paper: Paper, name: str = "申报表", down: int = 0, right: int = 0) -> Sheet:
    """The paper as text cells, `down` rows and `right` columns from the corner."""
    cells, merges = {}, []
    for box in paper.boxes:
        row, col = box.row + down, box.col + right
        if box.text:
            cells[row, col] = text(box.text)
        if box.rows > 1 or box.cols > 1:
            last = f"{column(col + box.cols - 1)}{row + box.rows}"
            merges.append(f"{column(col)}{row + 1}:{last}")
    return Sheet(name, cells, tuple(merges))


@dataclass(frozen=True)
class Book:
    sheets: tuple[Sheet, ...]
    properties: str = ""  # in front of the list of sheets
    names: str = ""  # behind it
    macros: bool = False
    extra: dict[str, bytes] = field(default_factory=dict)
    relations: str = ""  # of the workbook, beyond its sheets and styles
    types: str = ""

    def parts(self) -> dict[str, bytes]:
        numbered = list(enumerate(self.sheets, start=1))
        listed = "".join(
            f'<sheet name={quoteattr(s.name)} sheetId="{n}" state="{s.state}" r:id="rId{n}"/>'
            for n, s in numbered
        )
        related = "".join(
            relation(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n, _ in numbered
        )
        kind = (
            "application/vnd.ms-excel.sheet.macroEnabled" if self.macros else f"{_SHEET_TYPE}.sheet"
        )
        typed = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
            f'ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
            for n, _ in numbered
        )
        texts = {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" '
            f'ContentType="{kind}.main+xml"/><Override PartName="/xl/styles.xml" '
            f'ContentType="{_SHEET_TYPE}.styles+xml"/>{typed}{self.types}</Types>',
            "_rels/.rels": _relations(relation("rId1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}">{self.properties}'
            f"<sheets>{listed}</sheets>{self.names}</workbook>",
            "xl/_rels/workbook.xml.rels": _relations(
                related + relation("rId90", "styles", "styles.xml") + self.relations
            ),
        }
        made = {name: (_HEAD + body).encode() for name, body in texts.items()}
        made["xl/styles.xml"] = _STYLES.encode()
        for n, sheet in numbered:
            made[f"xl/worksheets/sheet{n}.xml"] = sheet.xml().encode()
        return made | self.extra

    def bytes(self) -> bytes:
        return zipped(self.parts())


def relation(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{_RELATION}/{kind}" Target="{target}"/>'


def _relations(inner: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'
