"""The first and the last day that an EDTF text of an entry may mean (`entries.edtf`), in days since 1970-01-01.

A subset is enough here: marks of doubt change nothing, and of a set both ends count. `press.dates` reckons with EDTF.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from safeconduct.base.edtf import POINT, first_day, last_day
from safeconduct.base.instant import InstantError, day_from_text

_POINT = re.compile(POINT, re.ASCII)
_BEFORE, _AFTER = -1, 1 << 40


@dataclass(frozen=True, slots=True)
class Days:
    """When something was said, as far as is known. first, last: both inclusive, None where that end is open."""

    first: int | None
    last: int | None

    @property
    def one(self) -> int | None:
        """The day, if it is one."""
        return self.first if self.first == self.last else None

    def before(self, other: Days) -> bool:
        """Whether this surely lies before the other."""
        return self.last is not None and other.first is not None and self.last < other.first


def days_of(edtf: str) -> Days:
    """The days of an EDTF text that an entry holds. An end beyond the days of `base.instant` counts as open.

    >>> days_of("2023-02") == Days(day_from_text("2023-02-01"), day_from_text("2023-02-28"))
    True
    >>> days_of("../2023-01-18").first is None
    True
    """
    points = [_ends(*(int(part or 0) for part in found)) for found in _POINT.findall(edtf)]
    first = min((first for first, _ in points), default=_BEFORE)
    last = max((last for _, last in points), default=_AFTER)
    opened = edtf.startswith(("..", "/")) or first in {_BEFORE, _AFTER}
    closed = edtf.endswith(("..", "/")) or last in {_BEFORE, _AFTER}
    return Days(None if opened else first, None if closed else last)


def _ends(year: int, month: int, day: int) -> tuple[int, int]:
    """The first and the last day of a point, or that they lie before or after all days that we reckon with."""
    try:
        return _day(first_day(year, month, day)), _day(last_day(year, month, day))
    except ValueError:
        return (_BEFORE, _BEFORE) if year < 1970 else (_AFTER, _AFTER)


def _day(day: dt.date) -> int:
    try:
        return day_from_text(day.isoformat())
    except InstantError:
        return _BEFORE if day.year < 1970 else _AFTER
