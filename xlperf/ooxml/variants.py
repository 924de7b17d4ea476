"""A template's stylesheet, and the few styles that values ask for beside those it has.

A text that looks like a formula gets a style that says it is text, a day in a cell without a
format gets the format of a day, a figure may get as many decimals as it carries. The styles of
the template keep their numbers; where none of the others is used its stylesheet stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from xlperf.ooxml.canonical import attributes_of, canonical, escape_attribute
from xlperf.ooxml.fonts import Fonts
from xlperf.ooxml.formats import BUILTIN, GENERAL
from xlperf.ooxml.xml import unescape

MOST_DECIMALS = 15  # as many digits as Excel keeps
_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
_FIRST_OWN = 164  # ids below are Excel's
_TRUE, _FALSE = ("1", "true"), ("0", "false")

_CELL_STYLES = re.compile(r"<cellXfs(?: [^<>]*)?>(.*?)</cellXfs>", re.DOTALL)
_STYLE = re.compile(r"<xf((?: [^<>]*?)?)(?:/>|>(.*?)</xf>)", re.DOTALL)
_FORMATS = re.compile(r"<numFmts(?: [^<>]*)?>(.*?)</numFmts>|<numFmts(?: [^<>]*)?/>", re.DOTALL)
_FORMAT = re.compile(r"<numFmt((?: [^<>]*?)?)/>")
_ALIGNMENT = re.compile(r"<alignment(?: [^<>]*)?/>")
_ALIGNMENT = re.compile(r"<alignment((?: [^<>]*?)?)/>")
_PROTECTION = re.compile(r"<protection((?: [^<>]*?)?)/>")
_ROOT = re.compile(r"<styleSheet[^<>]*>")
# digits of a number format, outside of what is literal
_DIGITS = re.compile(r'("[^"]*"|\\.|_.|\*.|\[[^\]]*\])|([0#?][0#?,]*)(\.[0#?]*)?')
_NO_NUMBER = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|([ymdhseEgb@/])', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Style:
    attributes: str
    inner: str

    @property
    def format(self) -> int:
        number = attributes_of(self.attributes).get("numFmtId", "0")
        return int(number) if number.isdecimal() else 0


class Variants:
    """Hands out style numbers while a template is compiled; `extended` holds them all."""

    def __init__(self, data: bytes, name: str) -> None:
        self._text = canonical(data, name)
        block = _CELL_STYLES.search(self._text)
        self._styles = [
            _Style(match[1], match[2] or "") for match in _STYLE.finditer(block[1] if block else "")
        ]
        self._codes = dict(_codes(self._text))
        self._own = len(self._styles)
        self._own_codes = len(self._codes)
        self._known: dict[tuple[int, str, str], int] = {}
        self.fonts = Fonts(self._text)

    def quoted(self, style: int) -> int:
        """For a text that could be taken for a formula."""
        return self._variant(style, "quotePrefix", "1")

    def is_unlocked(self, style: int) -> bool:
        return self._protection(style).get("locked") in _FALSE

    def unlocked(self, style: int) -> int:
        """For what somebody filled in where the template has a formula."""
        if style >= len(self._styles) or self.is_unlocked(style):
            return style
        inner = self._styles[style].inner
        written = f"<protection{_joined(self._protection(style) | {'locked': '0'})}/>"
        found, aligned = _PROTECTION.search(inner), _ALIGNMENT.match(inner)
        start, end = found.span() if found else (aligned.end(),) * 2 if aligned else (0, 0)
        return self._variant(
            style, "applyProtection", "1", f"{inner[:start]}{written}{inner[end:]}"
        )

    def _protection(self, style: int) -> dict[str, str]:
        found = _PROTECTION.search(self._styles[style].inner) if style < len(self._styles) else None
        return dict(attributes_of(found[1])) if found else {}

    def day(self, style: int) -> int:
        return self._dated(style, _DAY)

    def moment(self, style: int) -> int:
        return self._dated(style, _MOMENT)

    def decimals(self, style: int) -> tuple[int, ...]:
        """By the number of decimals that a figure carries."""
        code = self.code(style)
        if code != GENERAL and any(match[1] for match in _NO_NUMBER.finditer(code)):
            return (style,) * (MOST_DECIMALS + 1)
        return tuple(
            self._formatted(style, with_decimals(code, places))
            for places in range(MOST_DECIMALS + 1)
        )

    def code(self, style: int) -> str:
        """The number format of a style."""
        number = self._styles[style].format if style < len(self._styles) else 0
        code = self._codes.get(number, BUILTIN.get(number, GENERAL))
        return GENERAL if code.lower() in ("general", "g/通用格式") else code

    def extended(self) -> bytes:
        """The stylesheet with every style that was handed out."""
        styles = "".join(
            f"<xf{style.attributes}>{style.inner}</xf>" for style in self._styles[self._own :]
        )
        text = self._text
        block = _CELL_STYLES.search(text)
        if block is not None:
            count = f'<cellXfs count="{len(self._styles)}">'
            text = (
                f"{text[: block.start()]}{count}{block[1]}{styles}</cellXfs>{text[block.end() :]}"
            )
        return self._with_codes(text).encode()

    def _with_codes(self, text: str) -> str:
        new = list(self._codes.items())[self._own_codes :]
        if not new:
            return text
        written = "".join(
            f'<numFmt numFmtId="{number}" formatCode="{escape_attribute(code)}"/>'
            for number, code in new
        )
        block, root = _FORMATS.search(text), _ROOT.search(text)
        before = block[1] or "" if block else ""
        count = before.count("<numFmt ") + len(new)
        whole = f'<numFmts count="{count}">{before}{written}</numFmts>'
        start, end = block.span() if block else (root.end(), root.end()) if root else (0, 0)
        return f"{text[:start]}{whole}{text[end:]}"

    def _dated(self, style: int, code: str) -> int:
        return self._formatted(style, code) if self.code(style) == GENERAL else style

    def _formatted(self, style: int, code: str) -> int:
        if code == self.code(style):
            return style
        numbers = {known: number for number, known in (BUILTIN | self._codes).items()}
        number = numbers.get(code)
        if number is None:
            number = max(_FIRST_OWN - 1, *self._codes) + 1 if self._codes else _FIRST_OWN
            self._codes[number] = code
        return self._variant(style, "numFmtId", str(number))

    def _variant(self, style: int, name: str, value: str, inner: str | None = None) -> int:
        if style >= len(self._styles):  # no stylesheet, or a style that it doesn't have
            return style
        key = (style, name, value)
        if key not in self._known:
            base = self._styles[style]
            pairs = attributes_of(base.attributes) | {name: value}
            if name == "numFmtId":
                pairs["applyNumberFormat"] = "1"
            self._known[key] = len(self._styles)
            self._styles.append(_Style(_joined(pairs), base.inner if inner is None else inner))
        return self._known[key]


def with_decimals(code: str, places: int) -> str:
    """A number format with so many decimals of the value itself: of 0.1234, 0% shows 12.34%."""
    if code == GENERAL:
        code = "0"
    if "%" in code:
        places = max(places - 2, 0)

    def changed(match: re.Match[str]) -> str:
        return match[1] or f"{match[2]}{'.' if places else ''}{'0' * places}"

    return _DIGITS.sub(changed, code)


def _joined(pairs: Mapping[str, str]) -> str:
    return "".join(f' {name}="{value}"' for name, value in pairs.items())


def _codes(text: str) -> list[tuple[int, str]]:
    block = _FORMATS.search(text)
    found = [attributes_of(match[1]) for match in _FORMAT.finditer(block[1] or "")] if block else []
    return [
        (int(pairs["numFmtId"]), unescape(pairs.get("formatCode", GENERAL)))
        for pairs in found
        if pairs.get("numFmtId", "").isdecimal()
    ]
