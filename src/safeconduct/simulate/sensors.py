"""Independent counters: what passes them each hour, in each direction, with their small faults and the planted ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from safeconduct.base.instant import US_PER_DAY, day_start
from safeconduct.simulate.drafts import Drafts, text
from safeconduct.simulate.journeys import US_PER_HOUR, Flags, Ints, Journeys
from safeconduct.simulate.posts import delays
from safeconduct.simulate.sections import HOURS, Sensor
from safeconduct.simulate.seeded import stream
from safeconduct.simulate.signs import add_heartbeats
from safeconduct.simulate.traffic import Traffic

if TYPE_CHECKING:
    from numpy.random import Generator


def sensor_book(traffic: Traffic, seed: int, journeys: Journeys) -> Drafts:
    """The log of all counters."""
    drafts = Drafts(traffic.sensors.log)
    for sensor in traffic.sensors.items:
        _count(traffic, stream(seed, f"sensor {sensor.id}"), journeys, sensor, drafts)
        add_heartbeats(traffic, seed, drafts, sensor.id, traffic.begin_us)
    return drafts


def _count(traffic: Traffic, random: Generator, journeys: Journeys, sensor: Sensor, drafts: Drafts) -> None:
    starts = np.arange(traffic.begin_us, traffic.end_us, US_PER_HOUR, dtype=np.int64)
    shown = _shown(traffic, random, journeys, sensor, starts)
    awake = ~_overlaps(traffic, sensor.id, starts, degraded=False)
    late = delays(traffic, random.standard_normal(starts.size)).tolist()
    columns = zip(starts.tolist(), awake.tolist(), late, shown.tolist(), strict=True)
    for start, is_awake, delay, counts in columns:
        for way, count in enumerate(counts if is_awake else ()):
            end = start + US_PER_HOUR
            body = {"sensor": sensor.id, "post": sensor.post, "direction": traffic.directions[way]}
            drafts.add(end + delay, start, "count", **body, end=text(end), n=count)


def _shown(traffic: Traffic, random: Generator, journeys: Journeys, sensor: Sensor, starts: Ints) -> Ints:
    """int64[hour, way]: what the counter shows, awake or not."""
    number = next(number for number, post in enumerate(traffic.road.posts) if post.id == sensor.post)
    hours = (journeys.stays[number].arrive - traffic.begin_us) // US_PER_HOUR
    inside = (journeys.stays[number].arrive >= traffic.begin_us) & (hours < starts.size)
    cells = hours[inside] * 2 + journeys.way[inside]
    real = np.bincount(cells, minlength=starts.size * 2).reshape(starts.size, 2)
    badly = _overlaps(traffic, sensor.id, starts, degraded=True)
    missed = np.where(badly, traffic.sensors.degraded_missed_permille, traffic.sensors.missed_permille) / 1000
    seen = random.binomial(real, 1 - missed[:, None])
    extra = random.poisson(real * traffic.sensors.extra_permille / 1000)
    return np.asarray(seen + extra + _miscounted(traffic, random, sensor, starts), dtype=np.int64)


def _miscounted(traffic: Traffic, random: Generator, sensor: Sensor, starts: Ints) -> Ints:
    """int64[hour, way]: vehicles that do not exist."""
    found = np.zeros((starts.size, 2), dtype=np.int64)
    for fault in traffic.watch.miscounts:
        days = range(fault.from_, fault.until + 1) if fault.sensor == sensor.id else ()
        for day in (day for day in days if day in traffic.days):
            first = (day_start(day, traffic.offset_minutes) - traffic.begin_us) // US_PER_HOUR
            spread = random.multinomial(fault.extra_a_day, np.full(2 * HOURS, 1 / (2 * HOURS)))
            found[first : first + US_PER_DAY // US_PER_HOUR] += spread.reshape(HOURS, 2)
    return found


def _overlaps(traffic: Traffic, source: str, starts: Ints, *, degraded: bool) -> Flags:
    """The hours that a gap of this source touches."""
    found = np.zeros(starts.size, dtype=bool)
    for gap in traffic.watch.gaps:
        if gap.source == source and (gap.state == "degraded") == degraded:
            found |= (starts < gap.until) & (starts + US_PER_HOUR > gap.from_)
    return found
