"""What had reached the mission of each log, and when: lateness as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from safeconduct.base.instant import US_PER_MINUTE, Instant
from safeconduct.entries.envelope import Envelope
from safeconduct.simulate.journeys import US_PER_HOUR
from safeconduct.simulate.traffic import Traffic


@dataclass(frozen=True, slots=True)
class Seen:
    """At an instant, the number of generated entries of each log that the mission had (the charter not counted)."""

    at: Instant
    sizes: Mapping[str, int]


def all_seen(traffic: Traffic, logs: Mapping[str, Sequence[Envelope]]) -> tuple[Seen, ...]:
    """One `Seen` every few hours; sizes never shrink."""
    step = traffic.mission.every_h * US_PER_HOUR
    times = np.arange(traffic.begin_us + step, traffic.end_us + 1, step, dtype=np.int64)
    columns = {}
    for log, entries in logs.items():
        recorded = np.array([entry.recorded for entry in entries], dtype=np.int64)
        known = times - traffic.mission.lag_min[log] * US_PER_MINUTE
        for late in traffic.mission.late:
            if late.log == log:
                stuck = (times >= late.from_) & (times < late.until)
                known[stuck] = np.minimum(known[stuck], late.from_ - traffic.mission.lag_min[log] * US_PER_MINUTE)
        columns[log] = np.searchsorted(recorded, known, side="right").tolist()
    return tuple(
        Seen(Instant(at), {log: sizes[number] for log, sizes in columns.items()})
        for number, at in enumerate(times.tolist())
    )
