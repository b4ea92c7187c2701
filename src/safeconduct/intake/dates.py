"""Dates and times as tables print them, by formats that the mapping states; nothing is guessed silently.

A format is made of YYYY, YY, MM, M, MON, DD, D, hh, mm, ss and the characters between them. YY is 2000 to
2099, MON an English month of three letters in any case. Two digits are two digits: M and D take one or two.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from safeconduct.base.instant import US_PER_DAY, Instant, day_from_text, day_to_text

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TOKENS = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "YY": r"(?P<short>[0-9]{2})",
    "MON": r"(?P<name>[A-Za-z]{3})",
    "MM": r"(?P<month>[0-9]{2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{2})",
    "D": r"(?P<day>[0-9]{1,2})",
    "hh": r"(?P<hour>[0-9]{2})",
    "mm": r"(?P<minute>[0-9]{2})",
    "ss": r"(?P<second>[0-9]{2})",
}
_SPLIT = re.compile("(" + "|".join(_TOKENS) + ")")
_COMMON = (
    "YYYY-MM-DD",
    "D.M.YYYY",
    "D/M/YYYY",
    "M/D/YYYY",
    "YYYY/MM/DD",
    "D-MON-YY",
    "D MON YYYY",
    "D-MON-YYYY",
)
_EXCEL_EPOCH = dt.date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class DateFormat:
    """One format of the mapping, ready to read with."""

    text: str
    pattern: re.Pattern[str]
    has_time: bool

    def day(self, text: str) -> str | None:
        """The day as ``2022-08-31``, or None if the text is not a day in this format."""
        match = self.pattern.fullmatch(text)
        return _day(match.groupdict()) if match else None

    def clock(self, text: str) -> tuple[str, int] | None:
        """The day and the second of that day, or None if the text is not a time in this format."""
        match = self.pattern.fullmatch(text)
        if match is None:
            return None
        parts = match.groupdict()
        day = _day(parts)
        hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
        if day is None or hour > 23 or minute > 59 or second > 59:
            return None
        return day, hour * 3600 + minute * 60 + second


@lru_cache(maxsize=256)
def date_format(text: str) -> DateFormat:
    """Read a format. Raises ValueError, with the reason, unless it names year, month and day once each.

    >>> date_format("DD-MON-YY").day("17-Mar-23")
    '2023-03-17'
    """
    pieces = _SPLIT.split(text)
    try:
        pattern = re.compile("".join(_TOKENS.get(piece, re.escape(piece)) for piece in pieces), re.ASCII)
    except re.error as error:
        raise ValueError(f"{text!r} names a part twice") from error
    names = set(pattern.groupindex)
    if not ({"day"} <= names and len(names & {"year", "short"}) == 1 and len(names & {"month", "name"}) == 1):
        raise ValueError(f"{text!r} must name year (YYYY or YY), month (MM, M or MON) and day (DD or D)")
    if names & {"hour", "minute", "second"} and not {"hour", "minute"} <= names:
        raise ValueError(f"{text!r} has a time without hh and mm")
    return DateFormat(text, pattern, "hour" in names)


def days_in(text: str, formats: tuple[DateFormat, ...]) -> list[str]:
    """The different days that a text means in some formats, in their order; empty if it fits none."""
    return list(dict.fromkeys(day for each in formats if (day := each.day(text)) is not None))


def date_suggestion(text: str, formats: tuple[DateFormat, ...]) -> str:
    """What date was perhaps meant: day and month swapped, or another common way of writing."""
    known = {each.text for each in formats}
    guesses: dict[str, str] = {}
    for name in _COMMON:
        day = date_format(name).day(text) if name not in known else None
        if day is not None:
            guesses.setdefault(day, name)
    if guesses:
        listed = " or ".join(f"{day} if written {name}" for day, name in guesses.items())
        return f"perhaps {listed}; add the format to the mapping"
    return _swapped(text) or f"expected: {', '.join(each.text for each in formats)}"


def serial_suggestion(number: int) -> str:
    """The date a spreadsheet means by a day number, or an empty text."""
    if 20_000 <= number <= 73_050:
        day = (_EXCEL_EPOCH + dt.timedelta(days=number)).isoformat()
        return f"perhaps the day number of {day}; format the column as a date in the spreadsheet"
    return ""


def instant_at(day: str, second: int, offset_minutes: int) -> Instant:
    """The instant of a local time of day, at an offset in minutes east of UTC."""
    return Instant(day_from_text(day) * US_PER_DAY + (second - offset_minutes * 60) * 1_000_000)


def _swapped(text: str) -> str:
    """2022-31-08 has day and month the wrong way round."""
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text, re.ASCII)
    day = _day({"year": match[1], "month": match[3], "day": match[2]}) if match else None
    return f"perhaps {day}: day and month swapped" if day else ""


def _day(parts: dict[str, str | None]) -> str | None:
    year = int(parts.get("year") or 0) if parts.get("year") else 2000 + int(parts.get("short") or 0)
    name = (parts.get("name") or "").lower()
    if name and name not in _MONTHS:
        return None
    month = _MONTHS.index(name) + 1 if name else int(parts.get("month") or 0)
    try:
        day = dt.date(year, month, int(parts.get("day") or 0))
    except ValueError:
        return None
    return day_to_text(day.toordinal() - dt.date(1970, 1, 1).toordinal()) if 1970 <= year < 2100 else None
