"""The numbers that Word prints in front of paragraphs and stores nowhere in their text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

_PLACE = re.compile(r"%([1-9])")
_DIGITS = "零一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST_BASES = 16  # styles based on styles; a circle ends here as well


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str


class Numbering:
    """Counts along as paragraphs pass in the order of the document."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._list_of: dict[str, str] = {}  # by number id, the abstract list that counts for it
        self._styles = {} if styles is None else {s.get("styleId", ""): s for s in styles}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if numbering is not None:
            self._load(numbering)

    def label(self, paragraph: Element) -> str:
        """What is printed before the text; nothing for bullets and for ordinary paragraphs."""
        number, depth = self._number_of(paragraph)
        levels = self._levels.get(number, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts[self._list_of[number]]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        return "" if level.format in ("bullet", "none") else _printed(level.text, levels, counts)

    def _load(self, numbering: Element) -> None:
        lists = {
            element.get("abstractNumId", ""): {_depth(e): _level(e) for e in element.iter("lvl")}
            for element in numbering.iter("abstractNum")
        }
        for element in numbering.iter("num"):
            number, base = element.get("numId", ""), _value(element, "abstractNumId")
            own = {_depth(e): _level(e) for e in element.iter("lvl")}
            restarts = {
                _depth(e): int(_value(e, "startOverride"))
                for e in element.iter("lvlOverride")
                if _value(e, "startOverride").isdecimal()
            }
            levels = {**lists.get(base, {}), **own}
            self._levels[number] = {
                depth: _Level(restarts.get(depth, level.start), level.format, level.text)
                for depth, level in levels.items()
            }
            self._list_of[number] = f"num {number}" if restarts else base

    def _number_of(self, paragraph: Element) -> tuple[str, int]:
        """The list and the depth, its own or those of its style; list 0 means none."""
        holder = paragraph.find("pPr")
        for _ in range(_MOST_BASES):
            if holder is None:
                break
            numbered = holder.find("numPr")
            if numbered is not None and _value(numbered, "numId"):
                depth = _value(numbered, "ilvl")
                return _value(numbered, "numId"), int(depth) if depth.isdecimal() else 0
            holder = self._style_of(holder)
        return "0", 0

    def _style_of(self, holder: Element) -> Element | None:
        """The properties of the style that a paragraph has or that a style is based on."""
        name = _value(holder, "pStyle") or holder.get("basedOn", "")
        style = self._styles.get(name)
        if style is None:
            return None
        properties = style.find("pPr")
        inherited = Element("pPr", {"basedOn": _value(style, "basedOn")})
        inherited.extend([] if properties is None else properties.findall("numPr"))
        return inherited


def _value(element: Element, name: str) -> str:
    child = element.find(name)
    return "" if child is None else child.get("val", "")


def _depth(element: Element) -> int:
    depth = element.get("ilvl", "0")
    return int(depth) if depth.isdecimal() else 0


def _level(element: Element) -> _Level:
    start = _value(element, "start")
    return _Level(
        int(start) if start.isdecimal() else 1,
        _value(element, "numFmt") or "decimal",
        _value(element, "lvlText"),
    )


def _printed(text: str, levels: Mapping[int, _Level], counts: Mapping[int, int]) -> str:
    def number(match: re.Match[str]) -> str:
        depth = int(match.group(1)) - 1
        level = levels.get(depth)
        if level is None:
            return ""
        return _formatted(counts.get(depth, level.start), level.format)

    return _PLACE.sub(number, text)


def _formatted(number: int, style: str) -> str:
    make = _FORMATS.get(style, str)
    return make(number) if 0 < number < 10_000 else str(number)


def _chinese(number: int) -> str:
    text = ""
    for digit, unit in zip(f"{number:04}", ("千", "百", "十", ""), strict=True):
        if digit != "0":
            text += _DIGITS[int(digit)] + unit
        elif text and not text.endswith("零"):
            text += "零"
    text = text.rstrip("零")
    return text[1:] if text.startswith("一十") else text


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= 20 else str(number)


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": lambda n: "".join(_DIGITS[int(d)] for d in str(n)),
    "ideographTraditional": lambda n: _STEMS[(n - 1) % len(_STEMS)],
    "ideographZodiac": lambda n: _BRANCHES[(n - 1) % len(_BRANCHES)],
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": lambda n: "".join(chr(ord(d) + 0xFEE0) for d in str(n)),
    "decimalZero": lambda n: f"{n:02}",
    "lowerLetter": _letter,
    "upperLetter": lambda n: _letter(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
}
