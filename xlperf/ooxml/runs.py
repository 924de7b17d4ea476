"""The text of a Word paragraph as it is printed, and what stands in it beside text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

_DELETED = frozenset(("del", "moveFrom"))
_WRAPPERS = frozenset(
    (
        *("ins", "moveTo", "customXml", "smartTag", "sdtContent", "hyperlink", "fldSimple"),
        *("dir", "bdo", "ruby", "rubyBase", "subDoc"),
    )
)
_DRAWN = frozenset(("drawing", "pict", "object"))
_FORMULAS = frozenset(("oMath", "oMathPara"))
# Ticks and boxes are typed in symbol fonts, where the same code is another sign in each font.
_SYMBOLS = {
    ("Wingdings", 0xFC): "✓",
    ("Wingdings", 0xFE): "☑",
    ("Wingdings", 0xFD): "☒",
    ("Wingdings", 0xA8): "☐",
    ("Wingdings", 0x6F): "☐",
    ("Wingdings 2", 0x50): "✓",
    ("Wingdings 2", 0x52): "☑",
    ("Wingdings 2", 0x54): "☒",
    ("Wingdings 2", 0x30): "☐",
    ("Wingdings 2", 0xA3): "☐",
    ("Symbol", 0xB3): "≥",
    ("Symbol", 0xA3): "≤",
}
_SYMBOL_AREA = 0xF000


def without_namespaces(root: Element) -> Element:
    """Transitional and strict documents differ in namespaces only; names alone are unambiguous
    in what is read here.
    """
    for element in root.iter():
        element.tag = _local(element.tag)
        if any("}" in name for name in element.attrib):
            attributes = {_local(name): value for name, value in element.attrib.items()}
            element.attrib.clear()
            element.attrib.update(attributes)
    return root


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def is_on(element: Element | None) -> bool:
    """A switch is on when its element is there, unless it says otherwise."""
    return element is not None and element.get("val", "1") not in ("0", "false", "off", "none")


class Runs:
    """Reads paragraphs of one document; `seen` counts what was met and left out."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self._boxes: list[Element] = []
        self._field: list[str] | None = None  # the instruction of a field, until its result begins
        self._marks: dict[str, Callable[[Element], str]] = {
            "t": lambda element: element.text or "",
            "tab": lambda _: "\t",
            "ptab": lambda _: "\t",
            "br": lambda _: "\n",
            "cr": lambda _: "\n",
            "noBreakHyphen": lambda _: "-",
            "sym": _symbol,
            "fldChar": self._field_mark,
            "instrText": self._instruction,
        }

    def children(self, element: Element) -> Iterator[Element]:
        """The children that count, out of any wrappers that only say who made or bound them."""
        for child in element:
            if child.tag in _DELETED:
                self.seen["deleted"] += 1
            elif child.tag == "sdt":
                yield from self._control(child)
            elif child.tag == "AlternateContent":
                yield from self._alternative(child)
            elif child.tag in _WRAPPERS:
                yield from self.children(child)
            else:
                yield child

    def read(self, paragraph: Element) -> tuple[str, list[Element]]:
        """The paragraph's text, and the contents of the text boxes anchored in it."""
        outer, self._boxes = self._boxes, []
        text = "".join(map(self._part, self.children(paragraph)))
        boxes, self._boxes = self._boxes, outer
        return text, boxes

    def _control(self, control: Element) -> Iterator[Element]:
        """A content control; one that nobody filled shows only its prompt."""
        content = control.find("sdtContent")
        if is_on(control.find("sdtPr/showingPlcHdr")):
            self.seen["prompts"] += 1
        elif content is not None:
            yield from self.children(content)

    def _alternative(self, element: Element) -> Iterator[Element]:
        """The first choice is what Word shows; the fallback says the same for older programs."""
        chosen = element.find("Choice")
        chosen = element.find("Fallback") if chosen is None else chosen
        if chosen is not None:
            yield from self.children(chosen)

    def _part(self, element: Element) -> str:
        if element.tag in _FORMULAS:
            return "".join(text.text or "" for text in element.iter("t"))
        return self._run(element) if element.tag == "r" else ""

    def _run(self, run: Element) -> str:
        if is_on(run.find("rPr/vanish")):
            self.seen["hidden"] += any(text.text for text in run.iter("t"))
            return ""
        return "".join(map(self._mark, self.children(run)))

    def _mark(self, element: Element) -> str:
        if element.tag in _DRAWN:
            self._look_into(element)
        if element.tag == "r":  # the characters under a phonetic guide
            return self._run(element)
        read = self._marks.get(element.tag)
        return read(element) if read else ""

    def _look_into(self, drawn: Element) -> None:
        for part in self.children(drawn):
            self.seen["objects"] += part.tag == "OLEObject"
            self.seen["pictures"] += part.tag in ("blip", "imagedata")
            if part.tag == "txbxContent":
                self._boxes.append(part)
            else:
                self._look_into(part)

    def _field_mark(self, element: Element) -> str:
        kind = element.get("fldCharType")
        if kind == "begin":
            self._field = []
            return _filled_in(element)
        if kind == "end" and self._field:
            self.seen["fields"] += "".join(self._field).strip().lower().startswith("eq")
        self._field = None
        return ""

    def _instruction(self, element: Element) -> str:
        if self._field is not None:
            self._field.append(element.text or "")
        return ""


def _filled_in(field: Element) -> str:
    """What a form field of the old kind holds; text fields hold theirs as their result."""
    box = field.find("ffData/checkBox")
    if box is not None:
        state = box.find("checked")
        return "☑" if is_on(box.find("default") if state is None else state) else "☐"
    chosen = field.find("ffData/ddList")
    if chosen is None:
        return ""
    entries = [entry.get("val", "") for entry in chosen.iter("listEntry")]
    result = chosen.find("result")
    number = "0" if result is None else result.get("val", "0")
    return entries[int(number)] if number.isdecimal() and int(number) < len(entries) else ""


def _symbol(element: Element) -> str:
    try:
        code = int(element.get("char", ""), 16)
    except ValueError:
        return ""
    known = _SYMBOLS.get((element.get("font", ""), code & 0xFF))
    return known or (chr(code) if code < _SYMBOL_AREA else "")
