"""Stocks between two counts, as intervals, and the days that they last.

Each count is an anchor: the interval collapses to it. After a count the stock grows by what was delivered - at least
what was weighed, at most what was declared as well - and shrinks by what is used, between the least and the most that
is known of it. A count outside the interval is a finding about counts, deliveries or use, not a correction of them.
Method: design notes on analytics, section 9.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

WINDOW = 4
"""How many of the newest pairs of counts tell the use of a day."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What was left at the end of a day, kg. day: local day. by: who counted."""

    day: int
    load_kg: int
    by: str = ""
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Delivered:
    """What arrived on a day, kg. weighed: whether somebody weighed it; otherwise it is as declared or estimated."""

    day: int
    load_kg: int
    weighed: bool
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """Kilograms used a day, from the least to the most; said_by: whose figures these are, empty for the record's own.

    Raises ValueError unless 0 <= low_kg <= high_kg.
    """

    low_kg: int
    high_kg: int
    said_by: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.low_kg <= self.high_kg:
            raise ValueError(f"a use of {self.low_kg} to {self.high_kg} kg a day")


@dataclass(frozen=True, slots=True)
class StockDay:
    """The stock at the end of a day, kg, and how many whole days it lasts.

    days_low: with the least stock and the most use; days_high: the reverse, None without a bound (nothing is used).
    counted_on: the day of the count it rests on. counted: whether that is this day. simulated: whether any of it is.
    """

    day: int
    low_kg: int
    high_kg: int
    days_low: int
    days_high: int | None
    counted_on: int
    simulated: bool

    @property
    def counted(self) -> bool:
        """Whether the stock was counted on this very day."""
        return self.day == self.counted_on


@dataclass(frozen=True, slots=True)
class Finding:
    """A count outside the interval that the count before it, deliveries and use allow; all kg."""

    day: int
    counted_kg: int
    low_kg: int
    high_kg: int


def use_between(counts: Sequence[Counted], deliveries: Sequence[Delivered]) -> Use | None:
    """The use of a day as the newest pairs of counts show it; None for fewer than two counts.

    counts: ascending by day. The least use supposes that only what was weighed arrived, the most that all of it did.
    """
    found: list[tuple[int, int]] = []
    for before, after in [*pairwise(counts)][-WINDOW:]:
        low, high = _arrived(deliveries, before.day, after.day)
        days = after.day - before.day
        if days > 0:
            fallen = before.load_kg - after.load_kg
            found.append((max(0, (fallen + low) // days), max(0, -(-(fallen + high) // days))))
    if not found:
        return None
    return Use(min(low for low, _ in found), max(high for _, high in found))


def stock_days(
    counts: Sequence[Counted], deliveries: Sequence[Delivered], last: int, use: Use | None = None
) -> tuple[tuple[StockDay, ...], tuple[Finding, ...]]:
    """The stock of every day from the first count to `last`, and the counts that do not fit.

    counts, deliveries: of one commodity and place, ascending by day. use: as somebody states it; left out, as the
    counts before each day show it. Before the second count nothing is known of the use, so a stock has no days.
    """
    days: list[StockDay] = []
    findings: list[Finding] = []
    known = [count for count in counts if count.day <= last]
    for number, count in enumerate(known):
        until = known[number + 1].day if number + 1 < len(known) else last + 1
        rate = use or use_between(known[: number + 1], deliveries)
        stretch = [*_stretch(count, deliveries, until, rate)]
        days += stretch
        if number + 1 < len(known) and rate is not None:
            findings += _finding(known[number + 1], stretch[-1], deliveries, rate)
    return tuple(days), tuple(findings)


def _stretch(count: Counted, deliveries: Sequence[Delivered], until: int, use: Use | None) -> Iterator[StockDay]:
    low = high = count.load_kg
    simulated = count.simulated
    for day in range(count.day, until):
        if day > count.day:
            low, high, made_up = _next(low, high, day, deliveries, use)
            simulated |= made_up
        days_low, days_high = _lasts(low, high, use)
        yield StockDay(day, low, high, days_low, days_high, count.day, simulated)


def _next(low: int, high: int, day: int, deliveries: Sequence[Delivered], use: Use | None) -> tuple[int, int, bool]:
    """A day later. Without any known use the stock may be all gone, or none of it."""
    least, most = _arrived(deliveries, day - 1, day)
    made_up = any(one.simulated for one in deliveries if one.day == day)
    if use is None:
        return least, high + most, made_up
    return max(0, low + least - use.high_kg), max(0, high + most - use.low_kg), made_up


def _lasts(low: int, high: int, use: Use | None) -> tuple[int, int | None]:
    if use is None or use.high_kg == 0:
        return 0, None
    return low // use.high_kg, None if use.low_kg == 0 else -(-high // use.low_kg)


def _finding(count: Counted, before: StockDay, deliveries: Sequence[Delivered], use: Use) -> Iterator[Finding]:
    low, high, _ = _next(before.low_kg, before.high_kg, count.day, deliveries, use)
    if not low <= count.load_kg <= high:
        yield Finding(count.day, count.load_kg, low, high)


def _arrived(deliveries: Sequence[Delivered], after: int, until: int) -> tuple[int, int]:
    """What arrived after a day, up to another one: what was weighed, and all of it. Kilograms."""
    those = [one for one in deliveries if after < one.day <= until]
    return sum(one.load_kg for one in those if one.weighed), sum(one.load_kg for one in those)
