"""The first and the last day that an EDTF text of an entry may mean (`entries.edtf`), in days since 1970-01-01.

A subset is enough here: marks of doubt change nothing, and of a set both ends count. `press.dates` reckons with EDTF.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from safeconduct.base.instant import InstantError, day_from_text

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}  # spring to winter: the first month, on the northern half
_SEASON_MONTHS = 3
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
    points = [_ends(*found.groups()) for found in _POINT.finditer(edtf)]
    first = min((first for first, _ in points), default=_BEFORE)
    last = max((last for _, last in points), default=_AFTER)
    opened = edtf.startswith(("..", "/")) or first in {_BEFORE, _AFTER}
    closed = edtf.endswith(("..", "/")) or last in {_BEFORE, _AFTER}
    return Days(None if opened else first, None if closed else last)


def _ends(year: str, month: str | None, day: str | None) -> tuple[int, int]:
    """The first and the last day of a year, season, month or day."""
    if day:
        return _day(f"{year}-{month}-{day}"), _day(f"{year}-{month}-{day}")
    begins, months = int(month or 1), 1 if month else 12
    if begins in _SEASONS:
        begins, months = _SEASONS[begins], _SEASON_MONTHS
    after = int(year) * 12 + begins - 1 + months  # months since the year 0
    next_one = _day(f"{after // 12:04}-{after % 12 + 1:02}-01")
    return _day(f"{year}-{begins:02}-01"), next_one if next_one in {_BEFORE, _AFTER} else next_one - 1


def _day(text: str) -> int:
    """A day, or that it lies before or after all days that we reckon with."""
    try:
        return day_from_text(text)
    except InstantError:
        return _BEFORE if text < "1970" else _AFTER
