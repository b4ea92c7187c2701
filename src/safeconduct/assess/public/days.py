"""The first and the last day that an EDTF text of an entry may mean (`entries.edtf`), in days since 1970-01-01.

A subset is enough here: marks of doubt change nothing, and of a set both ends count. `press.dates` reckons with EDTF.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from safeconduct.base.instant import day_from_text

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}  # spring to winter: the first month, on the northern half
_SEASON_MONTHS = 3


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
    """The days of an EDTF text that an entry holds.

    >>> days_of("2023-02") == Days(day_from_text("2023-02-01"), day_from_text("2023-02-28"))
    True
    >>> days_of("../2023-01-18").first is None
    True
    """
    points = [(_first(*found.groups()), _last(*found.groups())) for found in _POINT.finditer(edtf)]
    if not points:
        return Days(None, None)
    opened, closed = edtf.startswith(("..", "/")), edtf.endswith(("..", "/"))
    first, last = min(low for low, _ in points), max(high for _, high in points)
    return Days(None if opened else first, None if closed else last)


def _first(year: str, month: str | None, day: str | None) -> int:
    at = _SEASONS.get(int(month or 1), int(month or 1))
    return day_from_text(f"{year}-{at:02}-{day or '01'}")


def _last(year: str, month: str | None, day: str | None) -> int:
    if day:
        return _first(year, month, day)
    after = int(month or 12)
    if after in _SEASONS:
        after = _SEASONS[after] + _SEASON_MONTHS - 1
    whole = int(year) * 12 + after  # months since the year 0, counted so that the next one is `whole`
    if whole // 12 > 9999:
        return day_from_text("9999-12-31")
    return day_from_text(f"{whole // 12:04}-{whole % 12 + 1:02}-01") - 1
