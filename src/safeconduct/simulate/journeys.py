"""Every simulated journey: when it is at each post, whether it is checked there, what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from safeconduct.base.instant import US_PER_MINUTE, day_start
from safeconduct.simulate.days import arrivals, day_counts
from safeconduct.simulate.seeded import stream
from safeconduct.simulate.traffic import Traffic

if TYPE_CHECKING:
    from numpy.random import Generator

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
US_PER_HOUR = 60 * US_PER_MINUTE
NEVER = -1


@dataclass(slots=True, eq=False)
class Stay:
    """What happens at one post; one place a journey. arrive, leave, start, end: µs UTC, -1 for never.

    method: position in `checking.methods`, -1 for unchecked. found, held: whether something was found; whether the
    vehicle was told to wait.
    """

    arrive: Ints
    leave: Ints
    start: Ints
    end: Ints
    method: Ints
    found: Flags
    held: Flags


@dataclass(slots=True, eq=False)
class Journeys:
    """All journeys, in the order in which they reach the main post.

    day: local day. way: 0 inbound, 1 outbound. category: position in `traffic.categories`. arrive: at the main post,
    µs UTC. waits_until: the reopening that a held vehicle waits for, else 0. turned_back: at the main post.
    planted: position in `traffic.planted.items`, -1 for nothing. load_kg: 0 for nothing. stays: one a post.
    """

    day: Ints
    way: Ints
    category: Ints
    arrive: Ints
    waits_until: Ints
    turned_back: Flags
    planted: Ints
    load_kg: Ints
    ids: list[str]
    stays: list[Stay] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.ids)


def started(traffic: Traffic, seed: int) -> Journeys:
    """The journeys that reach the main post, or would have waited there; their stays are still to come."""
    counts = day_counts(traffic, seed)
    sizes = [count.count for count in counts]
    day = np.repeat(np.array([count.day for count in counts], dtype=np.int64), sizes)
    midnight = np.array([day_start(count.day, traffic.offset_minutes) for count in counts], dtype=np.int64)
    arrive = np.repeat(midnight, sizes) + arrivals(traffic, seed, counts) * 1000
    way = np.repeat(np.array([count.way for count in counts], dtype=np.int64), sizes)
    names = traffic.categories
    category = np.repeat(np.array([names.index(count.category) for count in counts], dtype=np.int64), sizes)
    waits_until, turned_back, stays_home = _closed(traffic, arrive)
    order = np.argsort(arrive, kind="stable")
    order = order[~stays_home[order]]
    raw = stream(seed, "ids").bytes(16 * order.size).hex()
    ids = [raw[at : at + 32] for at in range(0, len(raw), 32)]
    nothing = np.zeros(order.size, dtype=np.int64)
    journeys = Journeys(
        day=day[order],
        way=way[order],
        category=category[order],
        arrive=arrive[order],
        waits_until=waits_until[order],
        turned_back=turned_back[order],
        planted=nothing - 1,
        load_kg=nothing,
        ids=ids,
    )
    _plant(traffic, journeys, stream(seed, "planted"))
    return journeys


def _closed(traffic: Traffic, arrive: Ints) -> tuple[Ints, Flags, Flags]:
    """Until when a vehicle waits, whether it is turned back, whether it never sets out."""
    waits_until = np.zeros(arrive.size, dtype=np.int64)
    turned_back = np.zeros(arrive.size, dtype=bool)
    stays_home = np.zeros(arrive.size, dtype=bool)
    for closing in traffic.closings.items:
        inside = (arrive >= closing.from_) & (arrive < closing.until)
        early = inside & (arrive < closing.from_ + closing.turned_back_h * US_PER_HOUR)
        stays_home |= inside & ~early
        if closing.from_ in traffic.closings.held:
            waits_until[early] = closing.until
        else:
            turned_back |= early
    return waits_until, turned_back, stays_home


def _plant(traffic: Traffic, journeys: Journeys, random: Generator) -> None:
    """Choose the inbound vehicles that carry planted goods."""
    for number, planting in enumerate(traffic.planted.items):
        days = (journeys.day >= planting.from_) & (journeys.day <= planting.until)
        kinds = np.isin(journeys.category, [traffic.categories.index(name) for name in planting.categories])
        fit = np.flatnonzero(days & kinds & (journeys.way == 0) & ~journeys.turned_back & (journeys.planted < 0))
        journeys.planted[random.permutation(fit)[: planting.carriers]] = number
