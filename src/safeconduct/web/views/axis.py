"""What drawings over days share: days to coordinates, the months of an axis, round steps of a scale.

Coordinates are in units of the view box, one decimal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from safeconduct.base.instant import day_from_text, day_to_text

ROOM, ROOM_WITH_YEAR = 30, 64
"""Units that the name of a month needs, alone and with its year."""


@dataclass(frozen=True, slots=True)
class DayAxis:
    """So many days from a first one, drawn from `left` to `right`."""

    first: int
    days: int
    left: int
    right: int

    def at(self, day: float) -> float:
        """The x of the beginning of a day; of a day off the axis the nearer end."""
        x = self.left + (day - self.first) * (self.right - self.left) / self.days
        return round(min(max(x, self.left), self.right), 1)

    def width(self, days: int, gap: float) -> float:
        """How wide so many days are, but for a gap; never nothing."""
        return round(max(days * (self.right - self.left) / self.days - gap, 0.5), 1)

    def holds(self, day: int) -> bool:
        """Whether a day is on the axis."""
        return self.first <= day < self.first + self.days


@dataclass(frozen=True, slots=True)
class MonthMark:
    """A month on the axis. year: 0 where it need not be repeated."""

    month: int
    year: int
    x: float
    width: float
    shaded: bool
    named: bool


def months(axis: DayAxis, every: int = 1) -> Iterator[MonthMark]:
    """The months that the axis touches, cut at its ends, every other one shaded.

    Every so many of them is named where there is room, the first one named of a year with the year.
    """
    day, end, number, told = axis.first, axis.first + axis.days, 0, 0
    while day < end:
        year, month = int(day_to_text(day)[:4]), int(day_to_text(day)[5:7])
        following = min(day_from_text(f"{year + month // 12}-{month % 12 + 1:02}-01"), end)
        x, width = axis.at(day), round(axis.at(following) - axis.at(day), 1)
        shown = 0 if year == told else year
        named = number % every == 0 and width > (ROOM_WITH_YEAR if shown else ROOM)
        yield MonthMark(month, shown, x, width, number % 2 == 0, named)
        day, number, told = following, number + 1, year if named else told


def round_step(top: int, most: int, least: int = 1) -> int:
    """The smallest step of 1, 2 or 5 and zeros, at least `least`, that reaches `top` in at most `most` steps.

    >>> round_step(56, 4), round_step(4, 4), round_step(920, 4)
    (20, 1, 500)
    >>> round_step(0, 1, 2), round_step(3_097_983, 1, 2), round_step(12, 1, 2)
    (2, 5000000, 20)
    """
    step = least
    while top > step * most:
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return step


def round_ticks(top: int, most: int = 5) -> range:
    """Round numbers from 0 to at least `top`.

    >>> list(round_ticks(47))
    [0, 10, 20, 30, 40, 50]
    """
    step = round_step(top, most)
    return range(0, -(-top // step) * step + 1, step)
