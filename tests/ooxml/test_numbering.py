from xml.etree.ElementTree import Element, SubElement, fromstring

import pytest

from xlperf.ooxml.numbering import Numbering


def a_list(style: str, start: int = 1, override: int | None = None) -> Element:
    restart = "" if override is None else f'<startOverride val="{override}"/>'
    return fromstring(
        f'<numbering><abstractNum abstractNumId="0"><lvl ilvl="0"><start val="{start}"/>'
        f'<numFmt val="{style}"/><lvlText val="（%1）"/></lvl></abstractNum>'
        '<num numId="1"><abstractNumId val="0"/></num><num numId="2"><abstractNumId val="0"/>'
        f'<lvlOverride ilvl="0">{restart}</lvlOverride></num></numbering>'
    )


def item(number: str = "1", depth: str = "0") -> Element:
    paragraph = Element("p")
    numbered = SubElement(SubElement(paragraph, "pPr"), "numPr")
    SubElement(numbered, "ilvl", val=depth)
    SubElement(numbered, "numId", val=number)
    return paragraph


@pytest.mark.parametrize(
    ("style", "start", "label"),
    [
        ("decimal", 12, "（12）"),
        ("decimalZero", 3, "（03）"),
        ("decimalFullWidth", 12, "（１２）"),
        ("chineseCounting", 1, "（一）"),
        ("chineseCountingThousand", 10, "（十）"),
        ("chineseCountingThousand", 12, "（十二）"),
        ("japaneseCounting", 20, "（二十）"),
        ("chineseCounting", 101, "（一百零一）"),
        ("chineseCounting", 110, "（一百一十）"),
        ("chineseCounting", 1003, "（一千零三）"),
        ("ideographDigital", 20, "（二零）"),
        ("ideographTraditional", 3, "（丙）"),
        ("ideographZodiac", 12, "（亥）"),
        ("decimalEnclosedCircle", 20, "（⑳）"),
        ("decimalEnclosedCircle", 21, "（21）"),
        ("lowerLetter", 28, "（bb）"),
        ("upperLetter", 2, "（B）"),
        ("lowerRoman", 14, "（xiv）"),
        ("upperRoman", 99, "（XCIX）"),
        ("neverHeardOf", 5, "（5）"),
        ("lowerRoman", 0, "（0）"),
        ("bullet", 1, ""),
        ("none", 1, ""),
    ],
)
def test_formats(style: str, start: int, label: str) -> None:
    assert Numbering(a_list(style, start), None).label(item()) == label


def test_lists_of_one_kind_count_on_unless_they_start_anew() -> None:
    numbers = Numbering(a_list("decimal"), None)
    assert [numbers.label(item(n)) for n in "1122"] == ["（1）", "（2）", "（3）", "（4）"]
    numbers = Numbering(a_list("decimal", override=7), None)
    assert [numbers.label(item(n)) for n in "1221"] == ["（1）", "（7）", "（8）", "（2）"]


def test_what_belongs_to_no_list_has_no_number() -> None:
    numbers = Numbering(a_list("decimal"), None)
    assert numbers.label(Element("p")) == ""
    assert numbers.label(item("9")) == ""
    assert numbers.label(item(depth="5")) == ""
    assert Numbering(None, None).label(item()) == ""
