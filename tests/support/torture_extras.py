"""What XlsxWriter can't write, added to the torture template as Excel writes it."""

from __future__ import annotations

from support.opened import Package
from support.packages import zipped

_BOOK, _SHEET = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
_VML, _TYPES = "xl/drawings/vmlDrawing1.vml", "[Content_Types].xml"
_BOOK_RELS, _SHEET_RELS = "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_X14 = 'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
_XM = 'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
_XR = 'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision"'
_UID = 'xr:uid="{00000000-0001-0000-0000-000000000000}"'
_KIND = "application/vnd.ms-excel.controlproperties+xml"
_CHAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
#: the settings of a printer mean nothing to anyone else
PRINTER = bytes(range(256))


def with_extras(data: bytes) -> bytes:
    package = _Touched(Package(data).parts)
    _shared_formulas(package)
    _extensions(package)
    _as_excel_marks(package)
    _check_boxes(package)
    _printer(package)
    _chain(package)
    return zipped(package.parts)


class _Touched:
    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts

    def change(self, part: str, old: str, new: str) -> None:
        text = self.parts[part].decode()
        assert text.count(old) == 1, f"{part} has {text.count(old)} × {old}"
        self.parts[part] = text.replace(old, new).encode()

    def type(self, part: str, kind: str) -> None:
        told = f'<Override PartName="/{part}" ContentType="{kind}"/>'
        self.change(_TYPES, "</Types>", f"{told}</Types>")

    def relation(self, rels: str, key: str, kind: str, target: str) -> None:
        told = f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        self.change(rels, "</Relationships>", f"{told}</Relationships>")


def _shared_formulas(package: _Touched) -> None:
    package.change(_SHEET, "<f>D10+D$9</f>", '<f t="shared" ref="E10:E12" si="0">D10+D$9</f>')
    for row in (11, 12):
        package.change(_SHEET, f"<f>D{row}+D$9</f>", '<f t="shared" si="0"/>')
    package.change(_SHEET, "<f>D7*2</f>", '<f t="shared" ref="E7:F7" si="1">D7*2</f>')
    package.change(_SHEET, "<f>E7*2</f>", '<f t="shared" si="1"/>')


def _extensions(package: _Touched) -> None:
    """A list and a format that look at another sheet."""
    package.change(
        _SHEET,
        "</x14:conditionalFormattings>",
        f'<x14:conditionalFormatting {_XM}><x14:cfRule type="expression" priority="20" '
        'id="{0A1B2C3D-0000-4000-8000-000000000001}"><xm:f>$B7=名单!$A$2</xm:f>'
        "<x14:dxf><font><b/><i/></font></x14:dxf></x14:cfRule><xm:sqref>B7</xm:sqref>"
        "</x14:conditionalFormatting></x14:conditionalFormattings>",
    )
    ext = '<ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" uri="{05C'
    package.change(
        _SHEET,
        ext,
        f'<ext {_X14} uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}">'
        f'<x14:dataValidations {_XM} count="1"><x14:dataValidation type="list" allowBlank="1" '
        'showInputMessage="1" showErrorMessage="1"><x14:formula1><xm:f>名单!$A$1:$A$3</xm:f>'
        "</x14:formula1><xm:sqref>B7</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
        + ext,
    )


def _as_excel_marks(package: _Touched) -> None:
    """Attributes of extensions, which a reader may ignore but not lose."""
    package.change(_SHEET, 'mc:Ignorable="x14ac"', f'{_XR} mc:Ignorable="x14ac xr" {_UID}')
    package.change(_BOOK, "<bookViews>", '<workbookProtection lockStructure="1"/><bookViews>')


def _check_boxes(package: _Touched) -> None:
    """One in the loop's row, linked to a cell beside it, and one below."""
    boxes = {1040: (6, "$J$7"), 1041: (14, "$J$12")}
    shapes, controls = "", ""
    for number, (shape, (row, link)) in enumerate(boxes.items(), 1):
        part, key = f"xl/ctrlProps/ctrlProp{number}.xml", f"rIdControl{number}"
        package.parts[part] = _properties(link).encode()
        package.type(part, _KIND)
        package.relation(_SHEET_RELS, key, "ctrlProp", f"../ctrlProps/ctrlProp{number}.xml")
        shapes += _shape(shape, row, link)
        controls += _control(shape, key, row)
    package.change(_VML, "</xml>", f"{shapes}</xml>")
    package.change(
        _SHEET,
        "<tableParts",
        f'<mc:AlternateContent><mc:Choice {_X14} Requires="x14"><controls>{controls}'
        "</controls></mc:Choice></mc:AlternateContent><tableParts",
    )


def _properties(link: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<formControlPr '
        'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        f'objectType="CheckBox" fmlaLink="{link}" lockText="1" noThreeD="1"/>'
    )


def _shape(shape: int, row: int, link: str) -> str:
    return (
        f'<v:shape id="_x0000_s{shape}" type="#_x0000_t201" '
        "style='position:absolute;margin-left:480pt;margin-top:90pt;width:60pt;height:15pt;"
        'z-index:9;mso-wrap-style:tight\' filled="f" fillcolor="window [65]" stroked="f" '
        'o:insetmode="auto"><v:textbox style="mso-direction-alt:auto" o:singleclick="f">'
        '<div style="text-align:left"><font face="宋体" size="180">已核对</font></div></v:textbox>'
        f'<x:ClientData ObjectType="Checkbox"><x:Anchor>9, 2, {row}, 1, 9, 60, {row}, 18</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:AutoLine>False</x:AutoLine><x:FmlaLink>{link}"
        "</x:FmlaLink><x:NoThreeD/></x:ClientData></v:shape>"
    )


def _control(shape: int, key: str, row: int) -> str:
    def place(column: int, offset: int) -> str:
        return (
            f"<xdr:col>{column}</xdr:col><xdr:colOff>{offset}</xdr:colOff>"
            f"<xdr:row>{row}</xdr:row><xdr:rowOff>{offset // 4}</xdr:rowOff>"
        )

    anchor = f"<from>{place(9, 19050)}</from><to>{place(9, 571500)}</to>"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    return (
        f'<mc:AlternateContent><mc:Choice {_X14} Requires="x14"><control shapeId="{shape}" '
        f'r:id="{key}" name="核对{shape}"><controlPr defaultSize="0" autoFill="0" autoLine="0" '
        f'autoPict="0"><anchor xmlns:xdr="{drawing}" moveWithCells="1">{anchor}</anchor>'
        "</controlPr></control></mc:Choice></mc:AlternateContent>"
    )


def _printer(package: _Touched) -> None:
    package.parts["xl/printerSettings/printerSettings1.bin"] = PRINTER
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"
    told = f'<Default Extension="bin" ContentType="{kind}"/>'
    package.change(_TYPES, '<Default Extension="rels"', f'{told}<Default Extension="rels"')
    package.relation(
        _SHEET_RELS, "rIdPrinter", "printerSettings", "../printerSettings/printerSettings1.bin"
    )
    package.change(_SHEET, '<pageSetup paperSize="9"', '<pageSetup r:id="rIdPrinter" paperSize="9"')


def _chain(package: _Touched) -> None:
    """The order in which Excel calculated the template; wrong as soon as a row moves."""
    cells = "".join(f'<c r="{ref}" i="1"/>' for ref in ("D9", "E7", "F7", "E10", "A14"))
    package.parts["xl/calcChain.xml"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<calcChain xmlns='
        f'"http://schemas.openxmlformats.org/spreadsheetml/2006/main">{cells}</calcChain>'
    ).encode()
    package.type("xl/calcChain.xml", _CHAIN)
    package.relation(_BOOK_RELS, "rIdChain", "calcChain", "calcChain.xml")
