"""What Excel 2003 saved as XML, and what many Chinese systems still export as .xls."""

from __future__ import annotations

from xml.sax.saxutils import escape

from support.paper import Box, Paper

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
_NAMES = (
    'xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
)


def xml2003(paper: Paper, declaration: str = "", more: str = "") -> bytes:
    """`declaration` stands before the root element, `more` is XML behind the last row."""
    rows = "".join(
        f'<Row ss:Index="{row + 1}">{"".join(_cell(b) for b in paper.boxes if b.row == row)}</Row>'
        for row in range(paper.height)
    )
    return (
        f'{_HEAD}{declaration}<Workbook {_NAMES}><Worksheet ss:Name="申报表"><Table>{rows}{more}'
        "</Table></Worksheet></Workbook>"
    ).encode()


def _cell(box: Box) -> str:
    merge = f' ss:MergeAcross="{box.cols - 1}"' if box.cols > 1 else ""
    merge += f' ss:MergeDown="{box.rows - 1}"' if box.rows > 1 else ""
    data = escape(box.text).replace("\n", "&#10;")
    return f'<Cell ss:Index="{box.col + 1}"{merge}><Data ss:Type="String">{data}</Data></Cell>'
