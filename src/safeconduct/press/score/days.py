"""Dates of drafts by any extractor, as runs of days.

Wider than `press.dates.edtf`, which accepts canonical writing only: what cannot be read counts as no date, so that a
draft by another program is scored, not refused.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TypeAlias

from safeconduct.base.edtf import POINT, first_day, last_day

Run: TypeAlias = tuple[dt.date, dt.date]
Days: TypeAlias = frozenset[Run]

_POINT = re.compile(POINT, re.ASCII)
_MARKS = re.compile(r"[?~%]")


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
    match = _POINT.fullmatch(_MARKS.sub("", text.strip()))
    if match is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else 0 for part in match.groups())
    day = day if 1 <= month <= 12 else 0  # a season and a whole year have none
    return first_day(year, month, day), last_day(year, month, day)
