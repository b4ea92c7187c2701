"""The days that one point of EDTF (ISO 8601-2) means: a year, a season, a month or a day, on the northern half."""

from __future__ import annotations

import calendar
import datetime as dt

POINT = r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?"
"""A pattern for a point without marks of doubt: year, month or season, day."""
SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}
"""Spring, summer, autumn, winter, as the month of a point; each with its first month."""


def first_day(year: int, month: int = 0, day: int = 0) -> dt.date:
    """The first day of a point; 0 where it has no month or day. Raises ValueError for what no calendar has.

    >>> str(first_day(2020, 23))
    '2020-09-01'
    """
    return dt.date(year, month, day) if day else dt.date(year, SEASONS.get(month, month) or 1, 1)


def last_day(year: int, month: int = 0, day: int = 0) -> dt.date:
    """The last day of a point; a winter ends in February of the next year. Raises ValueError as `first_day` does.

    >>> str(last_day(2020, 24)), str(last_day(2023))
    ('2021-02-28', '2023-12-31')
    """
    if day:
        return first_day(year, month, day)
    month = month or 12
    if month in SEASONS:
        year, month = year + (month == 24), (SEASONS[month] + 1) % 12 + 1
    return dt.date(year, month, calendar.monthrange(year, month)[1])
