"""EDTF (ISO 8601-2), as far as reports need it: levels 0 and 1 for years, months, days and intervals, and sets.

``2023-07``, ``2023-09-13?``, ``2020-23`` (autumn), ``2023-02-20/2023-02-26``, ``../2023-01-18``, ``2022-12-12/..``,
``{2022-10,2023-05}`` (all of them), ``[2022-10,2023-05]`` (one of them). Not read: times, years beyond four digits,
unspecified digits (``202X``), qualifiers inside a date. Only the canonical writing is accepted: members of a set
stand in order, once each, without spaces.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from safeconduct.base.edtf import POINT, SEASONS, first_day, last_day
from safeconduct.base.errors import SafeconductError

Shape: TypeAlias = Literal["single", "interval", "all", "one"]

MEMBERS_MAX = 64
_POINT = re.compile(rf"{POINT}([?~%]?)", re.ASCII)
_OPEN = ".."
_UNKNOWN = ""
_BRACKETS = {"{": ("all", "}"), "[": ("one", "]")}


class EdtfError(SafeconductError):
    """A date that is not EDTF as our writer would write it."""

    code = "SC-PRS-11"


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A year, month, season or day, perhaps uncertain (``?``), approximate (``~``) or both (``%``).

    month: 1 to 12, or 21 to 24 for a season; 0 for a whole year. day: 0 for a whole month.
    """

    year: int
    month: int = 0
    day: int = 0
    mark: str = ""

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts) + self.mark

    @property
    def first(self) -> dt.date:
        """The first day it may mean."""
        return first_day(self.year, self.month, self.day)

    @property
    def last(self) -> dt.date:
        """The last day it may mean; a winter ends in February of the next year."""
        return last_day(self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Edtf:
    """One EDTF value.

    points: one for `single`; first and last for `interval`, where None is an open end; the members of a set.
    """

    shape: Shape
    points: tuple[Point | None, ...]

    def __str__(self) -> str:
        words = [_OPEN if point is None else str(point) for point in self.points]
        if self.shape == "interval":
            return "/".join(words)
        if self.shape == "single":
            return words[0]
        return ("{%s}" if self.shape == "all" else "[%s]") % ",".join(words)

    @property
    def day(self) -> dt.date | None:
        """The day, if the value is one day; marks do not matter."""
        point = self.points[0] if self.shape == "single" else None
        return point.first if point is not None and point.day else None

    @property
    def mark(self) -> str:
        """The mark of a single value: empty, ``?``, ``~`` or ``%``."""
        point = self.points[0] if self.shape == "single" else None
        return point.mark if point is not None else ""

    @property
    def earliest(self) -> dt.date | None:
        """The first day it may mean; None if the beginning is open."""
        firsts = [point.first for point in self.points if point is not None]
        return None if self.points[0] is None else min(firsts)

    @property
    def latest(self) -> dt.date | None:
        """The last day it may mean; None if the end is open."""
        lasts = [point.last for point in self.points if point is not None]
        return None if self.points[-1] is None else max(lasts)


def edtf_from_text(text: str) -> Edtf:
    """Read a value. Raises EdtfError for anything that our writer would not have written.

    >>> edtf_from_text("2023-02-20/2023-02-26").latest
    datetime.date(2023, 2, 26)
    >>> str(edtf_from_text("{2022-10,2023-05}"))
    '{2022-10,2023-05}'
    """
    if text[:1] in _BRACKETS:
        value = _set(text)
    elif "/" in text:
        value = _interval(text)
    else:
        value = Edtf("single", (_point(text),))
    if str(value) != text:
        raise EdtfError(f"{text[:60]!r} is not the canonical writing", next_step=f"Write {value}.")
    return value


def edtf_of_day(day: dt.date, mark: str = "") -> Edtf:
    """One day."""
    return Edtf("single", (Point(day.year, day.month, day.day, mark),))


def edtf_of_days(first: dt.date, last: dt.date, mark: str = "") -> Edtf:
    """The days from `first` to `last`, both included; a single day if they are the same."""
    if first == last:
        return edtf_of_day(first, mark)
    ends = [Point(day.year, day.month, day.day, mark) for day in (first, last)]
    return Edtf("interval", tuple(ends))


def edtf_of_set(points: list[Point]) -> Edtf:
    """All of some points, in order; a single value if there is only one."""
    members = sorted(set(points))
    return Edtf("single" if len(members) == 1 else "all", tuple(members))


def _point(text: str) -> Point:
    match = _POINT.fullmatch(text)
    if match is None:
        raise EdtfError(
            f"{text[:60]!r} is not a date in EDTF", next_step="Write 2023-06-23, 2023-06, 2023 or an interval a/b."
        )
    point = Point(int(match[1]), int(match[2] or 0), int(match[3] or 0), match[4])
    try:
        _check(point, month_given=match[2] is not None, day_given=match[3] is not None)
    except ValueError as error:
        raise EdtfError(f"{text[:60]!r} is no day of the calendar") from error
    return point


def _check(point: Point, *, month_given: bool, day_given: bool) -> None:
    """Raises ValueError for a month or day that no calendar has."""
    if (month_given and point.month == 0) or (day_given and point.day == 0):
        raise ValueError
    if point.month in SEASONS:
        if point.day or point.year == dt.MAXYEAR:
            raise ValueError
    else:
        dt.date(point.year, point.month or 1, point.day or 1)


def _interval(text: str) -> Edtf:
    first, _, last = text.partition("/")
    ends = tuple(None if end in {_OPEN, _UNKNOWN} else _point(end) for end in (first, last))
    if ends[0] is not None and ends[1] is not None and ends[0].first > ends[1].last:
        raise EdtfError(f"{text[:60]!r} ends before it begins")
    if ends == (None, None):
        raise EdtfError(f"{text[:60]!r} has neither beginning nor end", next_step="Leave the date out.")
    return Edtf("interval", ends)


def _set(text: str) -> Edtf:
    name, close = _BRACKETS[text[0]]
    if not text.endswith(close):
        raise EdtfError(f"{text[:60]!r} has no closing {close}")
    words = text[1:-1].split(",")
    if not 2 <= len(words) <= MEMBERS_MAX:
        raise EdtfError(f"a set has 2 to {MEMBERS_MAX} members, this one has {len(words)}")
    members = sorted({_point(word) for word in words})
    return Edtf("all" if name == "all" else "one", tuple(members))
