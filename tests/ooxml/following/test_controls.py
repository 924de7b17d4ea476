"""Controls stand on their rows and are linked to the cells of their turn."""

from __future__ import annotations

import pytest
from support.filled import changed, each_of, filled, made, only
from support.opened import Package
from support.packages import zipped
from xlsxwriter.workbook import Workbook

_SHEET, _XML = "明细", "xl/worksheets/sheet1.xml"
_VML, _DRAWING = "xl/drawings/vmlDrawing1.vml", "xl/drawings/drawing1.xml"
_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.ms-excel.controlproperties+xml"


def rows_and_boxes(book: Workbook) -> None:
    sheet = book.add_worksheet(_SHEET)
    sheet.write_column("A1", ["单位", "{%tr for row in rows %}", "{{ row }}", "{%tr endfor %}"])
    sheet.write("A5", "合计")
    sheet.write_comment("A1", "表头")
    sheet.insert_textbox("H1", "常在")


def with_boxes(*boxes: tuple[int, str]) -> Package:
    """A check box in each row, linked to a cell: in the sheet, its VML and its drawing."""
    template = made(rows_and_boxes)
    parts = dict(template.parts)
    shapes = controls = anchors = told = related = ""
    for number, (row, link) in enumerate(boxes, 1):
        shape, key = 1040 + number, f"rIdBox{number}"
        name = f"xl/ctrlProps/ctrlProp{number}.xml"
        box = f'<formControlPr xmlns="{_X14}" objectType="CheckBox" fmlaLink="{link}"/>'
        parts[name] = box.encode()
        told += f'<Override PartName="/{name}" ContentType="{_KIND}"/>'
        target = f"../ctrlProps/ctrlProp{number}.xml"
        related += f'<Relationship Id="{key}" Type="{_OFFICE}/ctrlProp" Target="{target}"/>'
        shapes += (
            f'<v:shape id="Box_{number}" o:spid="_x0000_s{shape}" type="#_x0000_t201">'
            '<x:ClientData ObjectType="Checkbox"><x:SizeWithCells/><x:Anchor>\n  4, 2, '
            f"{row - 1}, 1, 4, 60, {row - 1}, 18</x:Anchor><x:FmlaLink>{link}</x:FmlaLink>"
            "</x:ClientData></v:shape>"
        )
        points = "".join(
            f"<{end}><xdr:col>4</xdr:col><xdr:colOff>9</xdr:colOff><xdr:row>{row - 1}</xdr:row>"
            f"<xdr:rowOff>{offset}</xdr:rowOff></{end}>"
            for end, offset in (("from", 9), ("to", 90000))
        )
        control = f'<control shapeId="{shape}" r:id="{key}" name="Box {number}">'
        controls += (
            f'<mc:AlternateContent><mc:Choice Requires="x14">{control}<controlPr defaultSize="0">'
            f'<anchor moveWithCells="1">{points}</anchor></controlPr></control></mc:Choice>'
            f"<mc:Fallback>{control}</control></mc:Fallback></mc:AlternateContent>"
        )
        in_drawing = points.replace("<from", "<xdr:from").replace("</from", "</xdr:from")
        in_drawing = in_drawing.replace("<to", "<xdr:to").replace("</to", "</xdr:to")
        anchors += (
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
            '2006"><mc:Choice xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" '
            f'Requires="a14"><xdr:twoCellAnchor editAs="oneCell">{in_drawing}<xdr:sp macro="" '
            f'textlink=""><xdr:nvSpPr><xdr:cNvPr id="{shape}" name="Box {number}" hidden="1">'
            "<a:extLst>"
            '<a:ext uri="{63B3BB69-23CF-44E3-9099-C40C66FF867C}"><a14:compatExt '
            f'spid="_x0000_s{shape}"/></a:ext></a:extLst></xdr:cNvPr><xdr:cNvSpPr/></xdr:nvSpPr>'
            "<xdr:spPr/></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></mc:Choice>"
            "<mc:Fallback/></mc:AlternateContent>"
        )
    package = Package(zipped(parts))
    package = changed(package, "[Content_Types].xml", ("</Types>", f"{told}</Types>"))
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    package = changed(package, rels, ("</Relationships>", f"{related}</Relationships>"))
    package = changed(package, _VML, ("</xml>", f"{shapes}</xml>"))
    package = changed(package, _DRAWING, ("</xdr:wsDr>", f"{anchors}</xdr:wsDr>"))
    declared = (
        f'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
        f'2006" xmlns:xdr="{_XDR}"><mc:Choice xmlns:x14="{_X14}" Requires="x14"><controls>'
        f"{controls}</controls></mc:Choice></mc:AlternateContent>"
    )
    return changed(package, _XML, ("</worksheet>", f"{declared}</worksheet>"))


@pytest.mark.parametrize("count", [0, 1, 3, 400])
def test_the_parts_of_a_control_agree(count: int) -> None:
    template = with_boxes((3, "$B$3"), (3, "$C$5"), (5, "$B$5"), (1, "$B$1"))
    package = filled(template, rows=list(range(count)))
    sheet = package.sheet(_SHEET)
    relations = package.relations(sheet.part)
    shapes = {
        each.get("{urn:schemas-microsoft-com:office:office}spid"): each
        for each in each_of(only(package, _SHEET, "vmlDrawing"), "shape")
    }
    hidden = [each.get("spid") for each in each_of(only(package, _SHEET, "drawing"), "compatExt")]
    links = []
    controls = [each for each in sheet.named("control") if each_of(each, "controlPr")]
    for control in controls:
        spid = f"_x0000_s{control.get('shapeId')}"
        (part,) = [
            relations[value].target for key, value in control.attrib.items() if key.endswith("}id")
        ]
        link = package.xml(part).get("fmlaLink")
        (client,) = each_of(shapes[spid], "ClientData")
        assert each_of(client, "FmlaLink")[0].text == link
        row = int(each_of(client, "Anchor")[0].text.split(",")[2])
        assert [int(each.text) for each in each_of(control, "row")] == [row, row]
        assert spid in hidden
        links.append((row + 1, link))
    turns = range(2, 2 + count)
    assert sorted(links) == sorted(
        [
            *((row, f"$B${row}") for row in turns),
            *((row, f"$C${2 + count}") for row in turns),
            (2 + count, f"$B${2 + count}"),
            (1, "$B$1"),
        ]
    )
    assert len(hidden) == len(set(hidden)) == len(controls)
    fallbacks = [each for each in sheet.named("control") if not each_of(each, "controlPr")]
    assert [each.attrib for each in fallbacks] == [each.attrib for each in controls]
    assert len({each.get("name") for each in controls}) == len(controls)


def test_without_controls_left_nothing_is_said_of_them() -> None:
    package = filled(with_boxes((3, "$B$3")), rows=[])
    assert package.sheet(_SHEET).named("control") == []
    assert package.sheet(_SHEET).named("AlternateContent") == []
    assert not [name for name in package.names if "ctrlProp" in name]


def of_the_old_kind(*boxes: tuple[int, str]) -> Package:
    """As Excel 2007 wrote it: where a control stands, its shape alone tells."""
    template = with_boxes(*boxes)
    text = template.parts[_XML].decode()
    controls = "".join(
        f'<control shapeId="{1040 + number}" r:id="rIdBox{number}" name="Box {number}"/>'
        for number in range(1, len(boxes) + 1)
    )
    start, end = text.index("<mc:AlternateContent"), text.rindex("</mc:AlternateContent>")
    end += len("</mc:AlternateContent>")
    text = f"{text[:start]}<controls>{controls}</controls>{text[end:]}"
    return Package(zipped({**template.parts, _XML: text}))


def test_a_control_of_the_old_kind_stays() -> None:
    package = filled(of_the_old_kind((5, "$B$5")), rows=[1, 2, 3])
    (control,) = package.sheet(_SHEET).named("control")
    assert control.get("shapeId") == "1041"
    assert only(package, _SHEET, "ctrlProp").get("fmlaLink") == "$B$5"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_controls_of_the_old_kind_are_there_as_often_as_their_shapes(count: int) -> None:
    package = filled(of_the_old_kind((3, "$B$3"), (1, "$B$1")), rows=list(range(count)))
    controls = package.sheet(_SHEET).named("control")
    shapes = {
        each.get("{urn:schemas-microsoft-com:office:office}spid")
        for each in each_of(only(package, _SHEET, "vmlDrawing"), "shape")
        if each_of(each, "FmlaLink")
    }
    assert {f"_x0000_s{each.get('shapeId')}" for each in controls} == shapes
    assert len(controls) == count + 1
    links = [
        package.xml(part).get("fmlaLink")
        for part in package.related(package.sheet(_SHEET).part, "ctrlProp")
    ]
    assert sorted(links) == ["$B$1", *(f"$B${2 + turn}" for turn in range(count))]


def test_a_control_outside_of_a_loop_is_linked_to_one_cell() -> None:
    package = filled(with_boxes((3, "其他!$B$3"), (5, "$B$3")), rows=[1, 2])
    links = [
        package.xml(part).get("fmlaLink")
        for part in package.related(package.sheet(_SHEET).part, "ctrlProp")
    ]
    assert sorted(links) == ["$B$2", "其他!$B$3", "其他!$B$3"]


def test_a_list_of_choices_spans_its_rows() -> None:
    template = changed(
        with_boxes((5, "$B$5")),
        "xl/ctrlProps/ctrlProp1.xml",
        ("fmlaLink=", 'fmlaRange="$A$3" fmlaLink='),
    )
    package = filled(template, rows=[1, 2, 3])
    assert only(package, _SHEET, "ctrlProp").get("fmlaRange") == "$A$2:$A$4"
