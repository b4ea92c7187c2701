"""The parameters of simulated traffic, format ``safeconduct-traffic/1``, as a whole."""

from __future__ import annotations

from collections.abc import Mapping

from safeconduct.base.instant import day_start
from safeconduct.simulate.sections import (
    Checking,
    Closings,
    Figure,
    FixedDays,
    Loads,
    LocalDay,
    Mission,
    Name,
    Part,
    Patterns,
    Phase,
    Phases,
    Planted,
    Published,
    Relief,
    Road,
    Sensors,
    Totals,
    Watch,
)

FORMAT = "safeconduct-traffic/1"


class Traffic(Part, frozen=True):
    """A whole file of parameters; made by `read.traffic_from_yaml`. first, last: days, both included."""

    format: str
    corridor: str
    offset_minutes: int
    first: LocalDay
    last: LocalDay
    published: dict[Name, Published]
    road: Road
    patterns: Patterns
    phases: Phases
    totals: Totals
    fixed: FixedDays
    closings: Closings
    loads: Loads
    checking: Checking
    planted: Planted
    sensors: Sensors
    watch: Watch
    relief: Relief
    mission: Mission

    def figure(self, value: Figure) -> int:
        """A number as it stands, or the published figure of that name."""
        return self.published[value].value if isinstance(value, str) else value

    @property
    def directions(self) -> tuple[str, str]:
        """Inbound and outbound, by their names."""
        return self.road.inbound, self.road.outbound

    @property
    def categories(self) -> tuple[str, ...]:
        """The kinds of vehicle."""
        return tuple(self.checking.choice)

    @property
    def main(self) -> int:
        """Position of the main post in `road.posts`."""
        return next(number for number, post in enumerate(self.road.posts) if post.main)

    @property
    def days(self) -> range:
        """All days, in order."""
        return range(self.first, self.last + 1)

    @property
    def begin_us(self) -> int:
        """The first instant of the period."""
        return day_start(self.first, self.offset_minutes)

    @property
    def end_us(self) -> int:
        """The instant at which the period has ended."""
        return day_start(self.last + 1, self.offset_minutes)

    def rates(self, phase: Phase) -> Mapping[tuple[int, str], float]:
        """Vehicles a day of a phase, by direction (0 inbound, 1 outbound) and category."""
        if not phase.vehicles_a_day:
            unit = 0.1 if phase.unit == "tenth" else 1.0
            sides = (phase.inbound, phase.outbound)
            return {(way, name): rate * unit for way, rates in enumerate(sides) for name, rate in rates.items()}
        a_day, inbound = self.figure(phase.vehicles_a_day), phase.inbound_permille / 1000
        ways = ((0, inbound), (1, 1 - inbound))
        whole = sum(phase.categories.values())
        return {
            (way, name): a_day * part * share / whole for way, part in ways for name, share in phase.categories.items()
        }
