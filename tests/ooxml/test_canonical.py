"""A part in one shape says exactly what it said before."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from xlperf.model.refusal import Refused
from xlperf.ooxml.canonical import canonical

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_AC = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"


def _shape(element: Element) -> tuple[object, ...]:
    return (
        *(element.tag, sorted(element.attrib.items()), element.text or "", element.tail or ""),
        [_shape(child) for child in element],
    )


def _same(one: bytes, other: bytes) -> bool:
    return _shape(ElementTree.fromstring(one)) == _shape(ElementTree.fromstring(other))


@pytest.mark.parametrize(
    "part",
    [
        f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1"></row></sheetData></worksheet>',
        f"<x:worksheet xmlns:x='{_MAIN}'><x:sheetData><x:c r='A1'/></x:sheetData></x:worksheet>",
        f'<worksheet xmlns="{_MAIN}" xmlns:x="{_MAIN}"><x:sheetData/></worksheet>',
        f'<worksheet xmlns="{_MAIN}" xmlns:a="{_AC}"><row a:dyDescent="0.2"/></worksheet>',
        f'<x:a xmlns:x="{_MAIN}"><b xmlns="urn:other"><x:c/><d/></b><x:e/></x:a>',
        f'<a xmlns="{_MAIN}"><!-- x --><t xml:space="preserve"> a <![CDATA[<&>]]>&#10;b</t></a>',
        f'<a xmlns="{_MAIN}" b="&quot;&lt;\'&#10;&#9;&amp;"><c>&#13;\n&gt;</c><?pi x?></a>',
        f'<a xmlns="{_MAIN}">中文𠮷</a>',
    ],
)
def test_nothing_is_lost(part: str) -> None:
    for data in (part.encode(), f'<?xml version="1.0" encoding="UTF-16"?>{part}'.encode("utf-16")):
        written = canonical(data, "part")
        assert _same(data, written.encode())
        assert "<x:sheetData" not in written
        assert "<!--" not in written


def test_the_shape_is_always_the_same() -> None:
    one = canonical(f"<x:a xmlns:x='{_MAIN}'><x:b   c='1'\n d='2'></x:b ></x:a>".encode(), "part")
    assert one.endswith('<b c="1" d="2"/></a>')


def test_what_is_no_xml_is_refused() -> None:
    for data in (b"<a><b></a>", b"<!DOCTYPE a><a/>", b"", b"plain"):
        with pytest.raises(Refused):
            canonical(data, "part")
