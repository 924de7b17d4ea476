"""Serial numbers as days and times, in the date systems of 1900 and of 1904."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

_LAST = 2_958_465  # 9999-12-31
_SECONDS = 86_400
_EPOCH_1904 = date(1904, 1, 1)
_LEAP_1900 = 60  # 1900-02-29, a day that only spreadsheets know


@dataclass(frozen=True, slots=True)
class DateCode:
    letters: str  # of the format, lower case, without literals
    elapsed: bool  # [h]:mm counts hours beyond a day
    clock: bool  # AM/PM
    tokens: tuple[tuple[str, bool], ...]  # text, and whether it is literal

    @property
    def has_day(self) -> bool:
        return bool(re.search("[yd]", self.letters)) or (
            "m" in self.letters and not re.search("[hs]", self.letters)
        )

    @property
    def month_only(self) -> bool:
        return "y" in self.letters and not re.search("[dhs]|mmm", self.letters)


def day_of(serial: int, date1904: bool) -> str | None:
    """The day as 2026-01-01; None where the serial is no day."""
    if date1904:
        return (_EPOCH_1904 + timedelta(serial)).isoformat() if 0 <= serial < _LAST - 1462 else None
    if not 0 < serial <= _LAST:
        return None
    if serial == _LEAP_1900:
        return "1900-02-29"
    epoch = date(1899, 12, 30) if serial > _LEAP_1900 else date(1899, 12, 31)
    return (epoch + timedelta(serial)).isoformat()


def show_date(number: Decimal, code: DateCode, date1904: bool) -> str | None:
    """The day, the time or both; None where the number is no date, or loses a digit as one."""
    if number < 0 or number > _LAST:
        return None
    seconds = int((number * _SECONDS).to_integral_value(ROUND_HALF_UP))
    if code.elapsed or not code.has_day:
        whole = code.elapsed or seconds < _SECONDS
        return _time(seconds, long="s" in code.letters) if whole else _moment(seconds, date1904)
    day = day_of(seconds // _SECONDS, date1904)
    if day is None or seconds % _SECONDS:
        return _moment(seconds, date1904)
    if code.month_only and day.endswith("-01"):
        return _month(day, code)
    return day


def _moment(seconds: int, date1904: bool) -> str | None:
    day = day_of(seconds // _SECONDS, date1904)
    return None if day is None else f"{day} {_time(seconds % _SECONDS, long=False)}"


def _time(seconds: int, long: bool) -> str:
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}" + (f":{second:02}" if second or long else "")


def _month(day: str, code: DateCode) -> str:
    """A month as printed: 2026年11月. Its first day is only how a spreadsheet stores it."""
    year, month, _ = day.split("-")
    out = ""
    for text, literal in _grouped(code.tokens):
        if literal or text[0].lower() not in "ym":
            out += text
        elif text[0].lower() == "y":
            out += year if len(text) > 2 else year[2:]
        else:
            out += month if len(text) == 2 else str(int(month))
    return out.strip()


def _grouped(tokens: tuple[tuple[str, bool], ...]) -> list[tuple[str, bool]]:
    """Runs of one letter as one token: y y y y is the year."""
    groups: list[tuple[str, bool]] = []
    for text, literal in tokens:
        same = groups and not literal and not groups[-1][1] and groups[-1][0][:1] == text
        if same:
            groups[-1] = (groups[-1][0] + text, False)
        elif text:
            groups.append((text, literal))
    return groups
