"""The figures of one run: waits, queue, what a closure leaves behind. Whole numbers, exact in their order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from safeconduct.plan.opening import DAY_SECONDS, HOUR_SECONDS, Closure, Ints

QUARTER_SECONDS = 900
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Run:
    """Vehicles of one run in order of arrival: when each came, when its check began, of which category, if checked.

    work: seconds that lanes spend on them. lane_seconds: seconds that lanes are open for them, without a closure.
    """

    arrivals: Ints
    begins: Ints
    category: Ints
    checked: Flags
    work: int
    lane_seconds: int


@dataclass(frozen=True, slots=True)
class RunWaits:
    """Waits of some vehicles of one run, in seconds; None if there were none."""

    vehicles: int
    checked: int
    mean: int | None = None
    half: int | None = None
    most: int | None = None
    longest: int | None = None


def waits(run: Run, which: Flags) -> RunWaits:
    """Waits of the vehicles that are flagged: mean rounded to the nearest, percentiles by nearest rank."""
    checked, times = int(run.checked[which].sum()), np.sort((run.begins - run.arrivals)[which])
    size = len(times)
    if not size:
        return RunWaits(0, 0)
    half, most = (int(times[-(-size * share // 100) - 1]) for share in (50, 90))
    return RunWaits(size, checked, (2 * int(times.sum()) + size) // (2 * size), half, most, int(times[-1]))


def queue(run: Run, instants: Ints) -> Ints:
    """How many vehicles wait at each instant: they have come, and their check has not begun."""
    begun = np.sort(run.begins)
    came: Ints = np.searchsorted(run.arrivals, instants, side="right")
    gone: Ints = np.searchsorted(begun, instants, side="right")
    return came - gone


def queue_over_day(run: Run, days: int) -> Ints:
    """Vehicles waiting at each of the 96 quarters of an hour of a day, in thousandths, the mean of the days."""
    steps = np.arange(0, days * DAY_SECONDS, QUARTER_SECONDS, dtype=np.int64)
    total = queue(run, steps).reshape(days, -1).sum(axis=0)
    milli: Ints = (2000 * total + days) // (2 * days)
    return milli


def queue_by_hour(run: Run, days: int) -> Ints:
    """Vehicles waiting at each hour from the beginning to the end of the last day."""
    return queue(run, np.arange(0, days * DAY_SECONDS + 1, HOUR_SECONDS, dtype=np.int64))


def held_at(run: Run, closure: Closure) -> int:
    """How many wait when a closure ends."""
    return int((_held(run, closure)).sum())


def held_through(run: Run, closure: Closure) -> int:
    """Seconds from the end of a closure until the check of the last of those held begins."""
    held = run.begins[_held(run, closure)]
    return int(held.max()) - closure.end if len(held) else 0


def cleared_after(run: Run, closure: Closure) -> int:
    """Seconds from the end of a closure until nobody waits."""
    begun = np.unique(run.begins)
    instants = np.concatenate((np.array([closure.end], np.int64), begun[begun > closure.end]))
    empty = np.flatnonzero(queue(run, instants) == 0)  # the last check to begin leaves nobody
    return int(instants[empty[0]]) - closure.end


def _held(run: Run, closure: Closure) -> Flags:
    held: Flags = (run.arrivals < closure.end) & (run.begins >= closure.end)
    return held
