"""Durations of ISO 8601 and what they do to an instant: months by the calendar, the rest by the clock."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from safeconduct.agreement.errors import AgreementError

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_FORM = re.compile(
    r"P(?!$)(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?"
    r"(?:T(?!$)(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,7})S)?)?",
    re.ASCII,
)


class DurationError(AgreementError):
    """A duration that is not in the form of ISO 8601, or leads beyond what a date can be."""

    code = "SC-AGR-20"


@dataclass(frozen=True, slots=True)
class CalendarDuration:
    """So many months of the calendar and, after these, so many microseconds (days of 24 hours, UTC)."""

    months: int = 0
    micros: int = 0

    def after(self, instant: int, times: int = 1) -> int:
        """The instant so many durations later, or earlier if `times` is negative.

        Months are counted from the instant itself, not step by step, and a day that a month does not have
        becomes its last: three times P1M after 31 January is 30 April. Raises DurationError beyond year 9999.

        >>> from safeconduct.base.instant import day_from_text, day_to_text, US_PER_DAY
        >>> start = day_from_text("2022-07-22") * US_PER_DAY
        >>> day_to_text(duration_from_text("P120D").after(start) // US_PER_DAY)
        '2022-11-19'
        """
        try:
            moment = _months_later(_EPOCH + instant * _MICROSECOND, self.months * times)
            return (moment + self.micros * times * _MICROSECOND - _EPOCH) // _MICROSECOND
        except (OverflowError, ValueError) as error:
            raise DurationError("a date beyond the year 9999 or before the year 1") from error


def duration_from_text(text: str) -> CalendarDuration:
    """Read ``P5Y``, ``P6M``, ``P120D``, ``P1DT12H``, ``PT15M``. Raises DurationError for anything else or nothing.

    >>> duration_from_text("P5Y")
    CalendarDuration(months=60, micros=0)
    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise DurationError(f"{text!r} is not a duration", next_step="Write it as P5Y, P6M, P120D, or PT15M.")
    part = {name: int(digits or 0) for name, digits in match.groupdict().items()}
    days = part["weeks"] * 7 + part["days"]
    rest = dt.timedelta(days=days, hours=part["hours"], minutes=part["minutes"], seconds=part["seconds"])
    found = CalendarDuration(part["years"] * 12 + part["months"], rest // _MICROSECOND)
    if not found.months and not found.micros:
        raise DurationError(f"{text!r} lasts no time", next_step="Write a duration longer than zero.")
    return found


def _months_later(moment: dt.datetime, months: int) -> dt.datetime:
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise OverflowError
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))
