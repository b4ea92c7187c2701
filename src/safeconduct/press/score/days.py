"""Dates of drafts by any extractor, as runs of days.

Wider than `press.dates.edtf`, which accepts canonical writing only: what cannot be read counts as no date, so that a
draft by another program is scored, not refused.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TypeAlias

Run: TypeAlias = tuple[dt.date, dt.date]
Days: TypeAlias = frozenset[Run]

_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}
_POINT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def days_from_text(text: str) -> Days | None:
    """The runs of days a date means; an open end is the first or last day of the calendar. None if not understood.

    >>> days_from_text("2023-07") == days_from_text("2023-07-01/2023-07-31")
    True
    """
    if not text.strip():
        return None
    try:
        return _days(text.strip())
    except ValueError:
        return None


def covers(wide: Days, narrow: Days) -> bool:
    """Whether every run of `narrow` lies in a run of `wide`."""
    return all(any(first <= a and b <= last for first, last in wide) for a, b in narrow)


def compatible(one: Days, other: Days) -> bool:
    """Whether one is a more exact form of the other."""
    return covers(one, other) or covers(other, one)


def _days(text: str) -> Days:
    if text[0] in "{[":
        return frozenset(_run(each) for each in text[1:-1].split(","))
    if "/" not in text:
        return frozenset([_run(text)])
    first, last = text.split("/")
    low = dt.date.min if first in {"", ".."} else _run(first)[0]
    high = dt.date.max if last in {"", ".."} else _run(last)[1]
    return frozenset([(low, high)])


def _run(text: str) -> Run:
    match = _POINT.fullmatch(re.sub(r"[?~%]", "", text.strip()))
    if match is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if month in _SEASONS:
        return _season(year, month)
    if not month:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if not day:
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date(year, month, day), dt.date(year, month, day)


def _season(year: int, season: int) -> Run:
    """Three months, on the northern half; a winter ends in February of the next year."""
    first = _SEASONS[season]
    last_year, last = (year, first + 2) if first < 12 else (year + 1, 2)
    return dt.date(year, first, 1), dt.date(last_year, last, calendar.monthrange(last_year, last)[1])
