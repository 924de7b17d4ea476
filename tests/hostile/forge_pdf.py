"""PDF files object by object: ruled tables in Chinese, and whatever a viewer should survive."""

from __future__ import annotations

import zlib

from support.paper import Box, Paper

_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
    "/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    "/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4"
    "/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120/StemV 80/CapHeight 880>>>>]>>"
)
_SIZE, _LEADING, _PAD = 8, 10, 2
_WIDE, _TALL = 66, 14


def pdf_of(paper: Paper, catalog: str = "", trailer: str = "") -> bytes:
    """One page; `catalog` and `trailer` are further entries of these dictionaries."""
    content = zlib.compress(_drawn(paper).encode())
    return pdf_file(
        [
            f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>",
            stream(content, "/Filter/FlateDecode"),
            _FONT.encode(),
        ],
        trailer,
    )


def stream(data: bytes, entries: str = "") -> bytes:
    return f"<</Length {len(data)}{entries}>>stream\n".encode() + data + b"\nendstream"


def pdf_file(objects: list[bytes], trailer: str = "") -> bytes:
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    size = len(objects) + 1
    out += f"trailer<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _drawn(paper: Paper) -> str:
    heights = [_TALL] * paper.height
    for box in paper.boxes:
        if box.rows == 1:
            heights[box.row] = max(heights[box.row], len(_lines(box)) * _LEADING + 2 * _PAD)
    tops = [800 - sum(heights[:row]) for row in range(paper.height + 1)]
    return "\n".join(_box(box, tops) for box in paper.boxes)


def _lines(box: Box) -> list[str]:
    room = (box.cols * _WIDE - 2 * _PAD) / _SIZE
    lines = []
    for line in box.text.split("\n"):
        used = 0.0
        lines.append("")
        for char in line:
            used += 0.5 if char.isascii() else 1
            if used > room:
                lines.append("")
                used = 0.5 if char.isascii() else 1
            lines[-1] += char
    return lines


def _box(box: Box, tops: list[int]) -> str:
    left, top, bottom = 30 + box.col * _WIDE, tops[box.row], tops[box.row + box.rows]
    out = [f"{left} {bottom} {box.cols * _WIDE} {top - bottom} re S"]
    for number, line in enumerate(_lines(box)):
        if line:
            y = top - _PAD - _SIZE - number * _LEADING
            shown = line.encode("utf-16-be").hex()
            out.append(f"BT /F1 {_SIZE} Tf {left + _PAD} {y} Td <{shown}> Tj ET")
    return "\n".join(out)
