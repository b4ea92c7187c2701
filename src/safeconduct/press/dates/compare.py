"""Two EDTF values compared as days: the same days, or one inside the other. The marks ``? ~ %`` do not count."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from safeconduct.press.dates.edtf import Edtf


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """The days from `first` to `last`, both included; an open end is the first or last day of the calendar."""

    first: dt.date
    last: dt.date

    def holds(self, other: Days) -> bool:
        """Whether every day of `other` is one of these."""
        return self.first <= other.first and other.last <= self.last


def days_of(value: Edtf) -> frozenset[Days]:
    """The runs of days that a value may mean: one, or one for each member of a set.

    A set of runs and not of days: `[a,b]` and `{a,b}` mean the same days here.
    """
    if value.shape == "interval":
        return frozenset({Days(value.earliest or dt.date.min, value.latest or dt.date.max)})
    return frozenset(Days(point.first, point.last) for point in value.points if point is not None)


def equal(one: Edtf, other: Edtf) -> bool:
    """Whether two values mean the same days: ``2023-07`` and ``2023-07-01/2023-07-31`` do."""
    return days_of(one) == days_of(other)


def compatible(one: Edtf, other: Edtf) -> bool:
    """Whether one value is a more exact form of the other: every run of its days lies in a run of the other."""
    left, right = days_of(one), days_of(other)
    return _within(left, right) or _within(right, left)


def apart(one: Edtf, other: Edtf) -> bool:
    """Whether no day could be meant by both: the two reports that give them contradict each other."""
    return not any(a.first <= b.last and b.first <= a.last for a in days_of(one) for b in days_of(other))


def _within(narrow: frozenset[Days], wide: frozenset[Days]) -> bool:
    return all(any(run.holds(part) for run in wide) for part in narrow)
