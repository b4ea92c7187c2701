"""Local time at a corridor: the offsets of its charter, each valid from an instant on, oldest first.

Before the first offset begins, it holds too. Offsets are data, never the time zone of a machine or an engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from safeconduct.base.instant import Day, Instant, day_of, day_start

Offsets: TypeAlias = Sequence[tuple[Instant, int]]
"""(valid from, minutes east of UTC), oldest first, at least one."""


def minutes_at(offsets: Offsets, instant: int) -> int:
    """The offset in force at an instant, minutes east of UTC."""
    minutes = offsets[0][1]
    for start, offset in offsets:
        if start <= instant:
            minutes = offset
    return minutes


def local_day(offsets: Offsets, instant: int) -> Day:
    """The local day on which an instant falls."""
    return day_of(instant, minutes_at(offsets, instant))


def local_day_start(offsets: Offsets, day: int) -> Instant:
    """The first instant of a local day, also where the offset changes in it."""
    starts = [day_start(day, minutes) for minutes in {minutes for _, minutes in offsets}]
    changes = [start for start, _ in offsets]
    begins = [at for at in (*starts, *changes) if local_day(offsets, at) == day]
    return min(begins, default=Instant(max(starts)))
