"""How many vehicles start on each day, in each direction and category.

A count is negative binomial (a gamma factor times the rate of the day, then Poisson). Within a period that has a
published total the counts are drawn given their sum, so that every seed meets the total exactly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from safeconduct.simulate.sections import WEEK, Phase
from safeconduct.simulate.seeded import stream
from safeconduct.simulate.traffic import Traffic

if TYPE_CHECKING:
    from numpy.random import Generator

_MONDAY = 3  # 1970-01-01 was a Thursday


@dataclass(frozen=True, slots=True)
class DayCount:
    """Vehicles of one local day, direction (0 inbound, 1 outbound) and category."""

    day: int
    way: int
    category: str
    count: int
    phase: Phase


def weekday(day: int) -> int:
    """0 for Monday."""
    return (day + _MONDAY) % WEEK


def phase_on(traffic: Traffic, day: int) -> Phase:
    """The phase of a day."""
    return next(phase for phase in reversed(traffic.phases.items) if phase.from_ <= day)


def day_counts(traffic: Traffic, seed: int) -> list[DayCount]:
    """All counts above zero, in order of day, direction and category."""
    random = stream(seed, "days")
    given = {int(fixed.day) for fixed in traffic.fixed.items}
    cells = [(day, phase_on(traffic, day), way, name, mean) for day, way, name, mean in _means(traffic, given)]
    sizes = np.array([cell[1].size for cell in cells], dtype=np.float64)
    means = np.array([cell[4] for cell in cells]) * random.gamma(sizes) / sizes
    counts = random.poisson(means)
    days = np.array([cell[0] for cell in cells])
    for first, last, total in periods(traffic, "vehicles"):
        inside = (days >= first) & (days <= last)
        rest = total - sum(count.count for count in _given(traffic, first, last))
        counts[inside] = random.multinomial(max(rest, 0), means[inside] / means[inside].sum())
    drawn = [
        DayCount(day, way, name, int(n), phase) for (day, phase, way, name, _), n in zip(cells, counts, strict=True)
    ]
    everything = [*drawn, *_given(traffic, traffic.first, traffic.last)]
    return sorted((one for one in everything if one.count), key=lambda one: (one.day, one.way, one.category))


def periods(traffic: Traffic, what: Literal["vehicles", "kg"]) -> Iterator[tuple[int, int, int]]:
    """First day, last day and part of the published sum, for each period that is simulated as a whole."""
    start, before = int(traffic.totals.from_), 0
    for total in traffic.totals.items:
        figure = traffic.figure(getattr(total, what))
        if figure:
            if traffic.first <= start and total.until <= traffic.last:
                yield start, int(total.until), figure - before
            start, before = total.until + 1, figure


def _means(traffic: Traffic, given: Collection[int]) -> Iterator[tuple[int, int, str, float]]:
    for day in traffic.days:
        phase = phase_on(traffic, day)
        patterns = [traffic.patterns.weekdays[name] for name in (phase.weekdays_inbound, phase.weekdays_outbound)]
        surges = [surge.permille / 1000 for surge in traffic.closings.surges if surge.from_ <= day <= surge.until]
        for (way, name), rate in traffic.rates(phase).items() if day not in given else ():
            yield day, way, name, rate * patterns[way][weekday(day)] / 1000 * float(np.prod(surges))


def _given(traffic: Traffic, first: int, last: int) -> list[DayCount]:
    return [
        DayCount(fixed.day, way, name, traffic.figure(figure), phase_on(traffic, fixed.day))
        for fixed in traffic.fixed.items
        if first <= fixed.day <= last
        for way, side in enumerate((fixed.inbound, fixed.outbound))
        for name, figure in side.items()
    ]


def arrivals(traffic: Traffic, seed: int, counts: list[DayCount]) -> NDArray[np.int64]:
    """Milliseconds after local midnight at which each vehicle reaches the main post, count by count."""
    random = stream(seed, "hours")
    parts = [_of_day(traffic, count, random) for count in counts]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def _of_day(traffic: Traffic, count: DayCount, random: Generator) -> NDArray[np.int64]:
    shares = np.array(traffic.patterns.hours[count.phase.hours], dtype=np.float64)
    groups = -(-count.count // count.phase.convoy)
    starts = random.choice(shares.size, groups, p=shares / shares.sum()) * 3_600_000 + random.integers(
        3_600_000, size=groups
    )
    if count.phase.convoy == 1:
        return np.asarray(starts, dtype=np.int64)
    behind = np.arange(count.count) % count.phase.convoy * 40_000 + random.integers(15_000, size=count.count)
    return np.asarray(
        np.minimum(np.repeat(starts, count.phase.convoy)[: count.count] + behind, 86_399_999), dtype=np.int64
    )
