"""When how many lanes of a post take vehicles: by hour of the day, within opening hours, never while it is closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

DAY_SECONDS = 86_400
HOUR_SECONDS = 3_600
HOURS = 24
FOREVER = 2**62
"""Later than anything that happens, with room to add a duration."""


@dataclass(frozen=True, slots=True)
class Closure:
    """The post is closed from one instant to before another, in seconds since the first midnight; arrivals are held."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Opening:
    """Pieces of time, one after the other from 0 on, and the lanes that take vehicles in each.

    ends: where each piece ends, int64, growing; the last is FOREVER. lanes: int64, as many.
    """

    ends: Ints
    lanes: Ints

    @property
    def most(self) -> int:
        """The largest number of lanes at any time."""
        return int(self.lanes.max())

    def next_open(self, instants: Ints) -> Ints:
        """For each instant the first one, not before it, at which a lane takes vehicles."""
        starts = np.concatenate((np.zeros(1, np.int64), self.ends[:-1]))
        piece = np.searchsorted(self.ends, instants, side="right")
        opens = np.where(self.lanes > 0, starts, FOREVER)
        later = np.minimum.accumulate(opens[::-1])[::-1]  # first start of an open piece, from this piece on
        return np.maximum(instants, later[piece])

    def lane_seconds(self, until: int) -> int:
        """Lanes times seconds from 0 to an instant."""
        ends = np.minimum(self.ends, until)
        return int((np.diff(ends, prepend=0) * self.lanes).sum())


def always_open(lanes: int) -> Opening:
    """The same number of lanes at all times."""
    return Opening(np.array([FOREVER], np.int64), np.array([lanes], np.int64))


def opening_of(lanes_by_hour: Sequence[int], days: int, closure: Closure | None = None) -> Opening:
    """The same hours on every day. From the end of `days` on, every lane stays open.

    lanes_by_hour: 24 numbers. days: so many that all vehicles are through by then.
    """
    merged: list[tuple[int, int]] = []
    for end, lanes in [*_cut(lanes_by_hour, days, closure), (FOREVER, max(lanes_by_hour))]:
        if merged and merged[-1][1] == lanes:
            merged.pop()
        merged.append((end, lanes))
    return Opening(np.array([end for end, _ in merged], np.int64), np.array([lanes for _, lanes in merged], np.int64))


def _cut(lanes_by_hour: Sequence[int], days: int, closure: Closure | None) -> Iterator[tuple[int, int]]:
    """End and lanes of every hour; an hour is cut where the closure begins and ends."""
    for hour in range(HOURS * days):
        start, end = hour * HOUR_SECONDS, (hour + 1) * HOUR_SECONDS
        cuts = {end} | ({at for at in (closure.start, closure.end) if start < at < end} if closure else set())
        for cut in sorted(cuts):
            closed = closure is not None and closure.start < cut <= closure.end
            yield cut, 0 if closed else lanes_by_hour[hour % HOURS]
