"""Instants, days and offsets.

An `Instant` is an integer: microseconds since 1970-01-01T00:00:00Z, within 1970 to 2100. Its text has
exactly three decimals and a Z. A `Day` is an integer: days since 1970-01-01 at some stated offset. Offsets
are whole minutes east of UTC; they come from data, never from the machine's time zone.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NewType

from safeconduct.base.errors import SafeconductError

Instant = NewType("Instant", int)
Day = NewType("Day", int)

US_PER_MINUTE = 60 * 1_000_000
US_PER_DAY = 24 * 60 * US_PER_MINUTE
_EPOCH = dt.date(1970, 1, 1).toordinal()
_DAY_END = dt.date(2100, 1, 1).toordinal() - _EPOCH
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d{2}):([0-5]\d)", re.ASCII)


class InstantError(SafeconductError):
    """A date, time or offset that our writer would not have written."""

    code = "SC-TIM-01"


def day_from_text(text: str) -> Day:
    """Read ``2022-08-01``. Raises InstantError for another form, no such date, or a year outside 1970-2099.

    >>> day_from_text("1970-01-02")
    1
    """
    if _DAY.fullmatch(text):
        try:
            day = dt.date.fromisoformat(text).toordinal() - _EPOCH
        except ValueError:
            day = -1
        if 0 <= day < _DAY_END:
            return Day(day)
    raise InstantError(f"{text!r} is not a day", next_step="Write it as 2022-08-31 (years 1970 to 2099).")


def day_to_text(day: int) -> str:
    """Write a day as ``2022-08-01``."""
    return dt.date.fromordinal(day + _EPOCH).isoformat()


def instant_from_text(text: str) -> Instant:
    """Read ``2023-01-18T09:14:05.000Z``. Raises InstantError for anything our writer would not have written.

    >>> instant_from_text("1970-01-01T00:00:01.500Z")
    1500000
    """
    if _INSTANT.fullmatch(text):
        hours, minutes, seconds, millis = (
            int(text[11:13]),
            int(text[14:16]),
            int(text[17:19]),
            int(text[20:23]),
        )
        if hours < 24 and minutes < 60 and seconds < 60:
            day = day_from_text(text[:10])
            return Instant(day * US_PER_DAY + (((hours * 60 + minutes) * 60 + seconds) * 1000 + millis) * 1000)
    raise InstantError(f"{text!r} is not an instant", next_step="Write it as 2022-08-31T09:14:05.000Z.")


def instant_to_text(instant: int) -> str:
    """Write an instant with three decimals, cut (not rounded) to the millisecond."""
    day, rest = divmod(instant, US_PER_DAY)
    seconds, micros = divmod(rest, 1_000_000)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{micros // 1000:03}Z"
    return f"{day_to_text(day)}T{clock}"


def offset_from_text(text: str) -> int:
    """Minutes east of UTC from ``+03:00``. Raises InstantError for another form or more than 14 hours."""
    match = _OFFSET.fullmatch(text)
    if match:
        minutes = int(match[2]) * 60 + int(match[3])
        if minutes <= 14 * 60 and not (match[1] == "-" and minutes == 0):
            return -minutes if match[1] == "-" else minutes
    raise InstantError(f"{text!r} is not an offset from UTC", next_step="Write it as +03:00.")


def offset_to_text(minutes: int) -> str:
    """Write minutes east of UTC as ``+03:00``."""
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def day_start(day: int, offset_minutes: int) -> Instant:
    """The instant at which a day begins at an offset.

    >>> instant_to_text(day_start(day_from_text("2022-08-01"), 180))
    '2022-07-31T21:00:00.000Z'
    """
    return Instant(day * US_PER_DAY - offset_minutes * US_PER_MINUTE)


def day_of(instant: int, offset_minutes: int) -> Day:
    """The local day on which an instant falls."""
    return Day((instant + offset_minutes * US_PER_MINUTE) // US_PER_DAY)
