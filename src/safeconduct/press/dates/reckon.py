"""From an expression of time to EDTF, given the day it counts from. Nothing is guessed: None beats a wrong day.

Rules: a day and month without a year fall in the year that puts them on or before the day of the document; a
weekday is the latest such day on or before it, so that "on Wednesday" in a report of Wednesday is the same day;
weeks begin on Monday. Where the document is known only to the month, an expression resolves if every day of that
month would give the same answer.
"""

from __future__ import annotations

import calendar
import datetime as dt

from safeconduct.press.dates.edtf import Edtf, Point, edtf_of_day, edtf_of_days
from safeconduct.press.dates.expressions import Expression

_WEEK = dt.timedelta(days=7)


def reckoned(item: Expression, base: Edtf, anchor: dt.date | None = None) -> Edtf | None:
    """The value of an expression, or None.

    base: the day of the document, or of speech for an expression inside a quotation.
    anchor: the day of the event before, for "the following day", "two days later", "that day".
    """
    if item.kind in {"same", "beside"} or (item.kind == "offset" and item.word.endswith("on")):
        return _from_anchor(item, anchor)
    if item.year:
        return _with_year(item, item.year)
    ends = [day for day in (base.earliest, base.latest) if day is not None]
    if len(ends) < 2 or base.shape in {"all", "one"}:
        return None
    mark = base.mark if item.kind not in {"day", "days", "month"} else ""
    answers = [_reckoned_from(item, day, mark) for day in dict.fromkeys(ends)]
    return answers[0] if len(set(answers)) == 1 else None


def _reckoned_from(item: Expression, day: dt.date, mark: str) -> Edtf | None:
    value: Edtf | None = None
    try:
        match item.kind:
            case "day" | "days" | "month":
                value = _without_year(item, day)
            case "weekday":
                value = edtf_of_day(_weekday(item, day), mark)
            case "today":
                value = edtf_of_day(day + dt.timedelta(days=item.number), mark)
            case "offset":
                value = _ago(item, day, mark)
            case "period":
                value = _period(item.word, day, mark)
    except (OverflowError, ValueError):  # before the year 1 or after 9999
        return None
    return value


def _from_anchor(item: Expression, anchor: dt.date | None) -> Edtf | None:
    """A day beside another. Weeks, months and years later are not exact to the day in ordinary speech."""
    if anchor is None or (item.kind == "offset" and not item.word.startswith("day")):
        return None
    try:
        return edtf_of_day(anchor + dt.timedelta(days=item.number))
    except OverflowError:
        return None


def _with_year(item: Expression, year: int) -> Edtf | None:
    if item.kind == "season":
        return _season(year, item.month)
    try:
        if item.kind in {"month", "year"}:
            return Edtf("single", (Point(year, item.month),))
        first = dt.date(year, item.month, item.day)
        return edtf_of_days(first, dt.date(year, item.month, item.last_day or item.day)) if _ordered(item) else None
    except ValueError:
        return None


def _season(year: int, season: int) -> Edtf:
    """A season as its three months, so that no hemisphere is needed to read it; winter runs into the next year."""
    point = Point(year, season)
    ends = Point(point.first.year, point.first.month), Point(point.last.year, point.last.month)
    return Edtf("interval", ends)


def _without_year(item: Expression, day: dt.date) -> Edtf | None:
    """The latest year that puts it on or before a day; a weekday beside it must agree."""
    for year in range(day.year, max(day.year - 9, dt.MINYEAR), -1):
        value = _with_year(item, year)
        if value is None or (value.earliest or dt.date.max) > day:
            continue
        first = value.earliest
        agrees = item.weekday < 0 or (first is not None and first.weekday() == item.weekday)
        return value if agrees else None
    return None


def _weekday(item: Expression, day: dt.date) -> dt.date:
    back = dt.timedelta(days=(day.weekday() - item.weekday) % 7)
    if item.word == "next":
        return day - back + _WEEK
    if item.word == "last" and not back:
        return day - _WEEK
    return day - back


def _ago(item: Expression, day: dt.date, mark: str) -> Edtf | None:
    """Days and one week ago are days; "a month ago" or "two weeks ago" is no day, so nothing is said."""
    unit = item.word.split()[0]
    days = {"day": 1, "week": 7}.get(unit, 0) * item.number
    if not days or (unit == "week" and item.number < -1):
        return None
    return edtf_of_day(day + dt.timedelta(days=days), mark)


def _period(word: str, day: dt.date, mark: str) -> Edtf | None:
    """Last week is a whole week; this week runs up to the day of the document."""
    which, unit = word.rsplit(" ", 1)
    if which in {"next", "later this"}:
        return None
    monday = day - dt.timedelta(days=day.weekday())
    if unit == "week":
        return (
            edtf_of_days(monday - _WEEK, monday - dt.timedelta(days=1), mark)
            if which == "last"
            else (edtf_of_days(monday, day, mark))
        )
    if unit == "month":
        return _last_month(day) if which == "last" else edtf_of_days(day.replace(day=1), day, mark)
    return (
        Edtf("single", (Point(day.year - 1),)) if which == "last" else edtf_of_days(dt.date(day.year, 1, 1), day, mark)
    )


def _last_month(day: dt.date) -> Edtf:
    before = day.replace(day=1) - dt.timedelta(days=1)
    return Edtf("single", (Point(before.year, before.month),))


def _ordered(item: Expression) -> bool:
    return item.kind != "days" or item.day < item.last_day <= calendar.monthrange(item.year or 2000, item.month)[1]
