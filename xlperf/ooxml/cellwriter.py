"""Values as cells of SpreadsheetML. What is text stays text, whatever it looks like."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any

from xlperf.ooxml.variants import MOST_DECIMALS

#: stands before a style that the template's stylesheet doesn't have
VARIANT = "\2"
_LONGEST_NUMBER = 17
_END = "</t></is></c>"
_INNER = "&<>_\1-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff"
# neither markup nor an escape, nor what could be taken for a formula or be trimmed
_ORDINARY = re.compile(rf"[^=+\-@\s\0{_INNER}](?:[^\0{_INNER}]*[^\s\0{_INNER}])?")
# the same for many texts, with "\0" between them
_SUSPICIOUS = re.compile(f"[{_INNER}]")
_EDGE = re.compile(r"\0(?:[=+\-@\s\0]|(?<=\s\0))")
_RARE = re.compile(rf"_(?=x[0-9A-Fa-f]{{4}}_)|(?!_)[\0{_INNER}]")
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_FORMULA_LIKE = ("=", "+", "-", "@")
_EPOCH, _EPOCH_1904 = date(1899, 12, 30).toordinal(), date(1904, 1, 1).toordinal()
_LEAP_1900 = 60  # 1900-02-29, a day that only spreadsheets know
_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class CellStyles:
    """The template's style of a cell, and what stands in for it beside some values."""

    own: int
    quoted: int
    day: int
    moment: int
    decimals: tuple[int, ...] = ()  # by the number of decimals, where a figure shows its own
    template: int | None = None  # the template's style, where `own` isn't that


def escaped(text: str) -> str:
    """Text between tags; what XML can't hold is written as Excel writes it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _RARE.sub(_rare, text)


def _rare(match: re.Match[str]) -> str:
    return _MARKUP.get(match[0]) or f"_x{ord(match[0]):04X}_"


def odd(texts: Sequence[str], together: str) -> set[str]:
    """Those among many texts that can't be written as they are; `together` they have a "\\0"
    before each and at the end, so that all are looked at in one go: as a rule there are none.
    """
    if not (
        _SUSPICIOUS.search(together)
        or _EDGE.search(together)
        or together.count("\0") != len(texts) + 1
    ):
        return set()
    return {text for text in texts if not _ORDINARY.fullmatch(text)}


def serial(day: date, date1904: bool) -> float | None:
    """The number a spreadsheet has for a day or a moment; None before its first day."""
    whole = day.toordinal() - (_EPOCH_1904 if date1904 else _EPOCH)
    if not date1904 and whole <= _LEAP_1900:
        whole -= 1
    if whole < (0 if date1904 else 1):
        return None
    if not isinstance(day, datetime):
        return whole
    seconds = day.hour * 3600 + day.minute * 60 + day.second + day.microsecond / 1e6
    return whole + seconds / _DAY_SECONDS if seconds else whole


class CellWriter:
    """Writes values into one cell of the template: all that stands behind `<c r="B7"`.

    They are None, str, bool, int, float, Decimal, date or datetime, and such that a cell can hold.
    """

    def __init__(self, styles: CellStyles, date1904: bool) -> None:
        self._styles = styles
        self._date1904 = date1904
        self._own = styled(styles.own, styles.own if styles.template is None else styles.template)
        self._blank = f"{self._own}/>"
        self._text = f'{self._own} t="inlineStr"><is><t>'
        self._kinds: dict[type, Callable[[Any], str]] = {
            bool: self._boolean,
            int: self._whole,
            float: self._float,
            Decimal: self._decimal,
            datetime: self._moment,
            date: self._day,
        }

    def write(self, value: Any) -> str:
        kind = type(value)
        if kind is str:
            if _ORDINARY.fullmatch(value):
                return f"{self._text}{value}{_END}"
            return self._rare_text(value)
        return self._blank if value is None else self._kinds[kind](value)

    def direct(self, kind: type) -> str | None:
        """For "%": how values of a type are written as they are, but for `odd` ones."""
        if kind is str:
            return f"{self._text}%s{_END}"
        if kind is NoneType:
            return f"{self._blank}%.0s"
        return f"{self._own}><v>%s</v></c>" if kind in (int, float) else None

    def _rare_text(self, text: str) -> str:
        if not text:
            return self._blank
        space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
        own = self._own
        if text.startswith(_FORMULA_LIKE):
            own = VARIANT + _attribute(self._styles.quoted)
        return f'{own} t="inlineStr"><is><t{space}>{escaped(text)}{_END}'

    def _boolean(self, value: bool) -> str:
        return f'{self._own} t="b"><v>{int(value)}</v></c>'

    def _whole(self, value: int) -> str:
        return f"{self._own}><v>{value}</v></c>"

    def _float(self, value: float) -> str:
        return f"{self._own}><v>{value!r}</v></c>"

    def _decimal(self, value: Decimal) -> str:
        text = str(value)
        if len(text) > _LONGEST_NUMBER:
            text = repr(float(value))
        return f"{self._own_decimals(value)}><v>{text}</v></c>"

    def _own_decimals(self, value: Decimal) -> str:
        if not self._styles.decimals:
            return self._own
        return self._instead(self._styles.decimals[decimals_of(value)])

    def _instead(self, style: int) -> str:
        return self._own if style == self._styles.own else VARIANT + _attribute(style)

    def _moment(self, value: datetime) -> str:
        whole = value.hour == value.minute == value.second == value.microsecond == 0
        return self._dated(value, self._styles.day if whole else self._styles.moment)

    def _day(self, value: date) -> str:
        return self._dated(value, self._styles.day)

    def _dated(self, value: date, style: int) -> str:
        number = serial(value, self._date1904)
        if number is None:
            return self._rare_text(value.isoformat())
        return f"{self._instead(style)}><v>{number}</v></c>"


def decimals_of(value: Decimal) -> int:
    """As many as it carries: 2 of 12.00."""
    return min(max(-int(value.as_tuple().exponent), 0), MOST_DECIMALS)


def styled(style: int, template: int) -> str:
    """The attribute of a cell, marked where it isn't the template's own style."""
    return _attribute(style) if style == template else VARIANT + _attribute(style)


def _attribute(style: int) -> str:
    return f' s="{style}"' if style else ""
