"""Word documents with one table, part by part."""

from __future__ import annotations

from xml.sax.saxutils import escape

from support.paper import Box, Paper

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def docx_parts(paper: Paper, before: str = "", declaration: str = "") -> dict[str, bytes]:
    """`before` is XML in front of the table, `declaration` what stands before the root."""
    rows = "".join(f"<w:tr>{_row(paper, row)}</w:tr>" for row in range(paper.height))
    body = f"{before}<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>{paragraph('')}"
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/word/document.xml" ContentType="{_TYPE}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'{declaration}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body>'
        "</w:document>",
    }
    return {name: (_HEAD + text).encode() for name, text in texts.items()}


def paragraph(text: str) -> str:
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(t)}</w:t>' for t in text.split("\n"))
    return f"<w:p><w:r>{runs}</w:r></w:p>"


def _row(paper: Paper, row: int) -> str:
    touched = sorted(
        (box for box in paper.boxes if box.row <= row < box.row + box.rows), key=lambda b: b.col
    )
    return "".join(_cell(box, row) for box in touched)


def _cell(box: Box, row: int) -> str:
    span = f'<w:gridSpan w:val="{box.cols}"/>' if box.cols > 1 else ""
    if box.rows > 1:
        span += '<w:vMerge w:val="restart"/>' if box.row == row else "<w:vMerge/>"
    text = box.text if box.row == row else ""
    return f"<w:tc><w:tcPr>{span}</w:tcPr>{paragraph(text)}</w:tc>"
