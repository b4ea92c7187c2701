"""Journeys along the road: from the main post backwards to where they came from, and on to where they go.

The main post has lanes for checks, first come first served in each direction; other posts have no queue.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from safeconduct.base.instant import US_PER_MINUTE
from safeconduct.simulate.checks import Chosen, Reals, chosen
from safeconduct.simulate.journeys import NEVER, US_PER_HOUR, Ints, Journeys, Stay, started
from safeconduct.simulate.seeded import stream
from safeconduct.simulate.traffic import Traffic

if TYPE_CHECKING:
    from numpy.random import Generator

_SECOND_US = 1_000_000
_HALT_US = 10 * _SECOND_US


def travelled(traffic: Traffic, seed: int) -> Journeys:
    """All journeys with their stays at every post."""
    journeys = started(traffic, seed)
    posts, main = traffic.road.posts, traffic.main
    checks = {number: chosen(traffic, seed, journeys, post) for number, post in enumerate(posts) if post.checks}
    journeys.stays = [_no_stay(journeys.count) for _ in posts]
    journeys.stays[main] = _at_main(traffic, journeys, checks[main])
    random = stream(seed, "road")
    uneven = np.exp(traffic.road.speed_spread_permille / 1000 * random.standard_normal(journeys.count))
    drive = _Drive(traffic, journeys, checks, traffic.road.speed_km_h * uneven, random)
    for way, step in ((0, 1), (1, -1)):
        there = np.flatnonzero(journeys.way == way)
        ends = (-1, len(posts)) if way == 0 else (len(posts), -1)
        for number in range(main - step, ends[0], -step):
            drive.before(number, number + step, there)
        for number in range(main + step, ends[1], step):
            drive.after(number, number - step, there)
    return journeys


def _no_stay(size: int) -> Stay:
    never = np.full(size, NEVER, dtype=np.int64)
    none = np.zeros(size, dtype=bool)
    return Stay(never.copy(), never.copy(), never.copy(), never.copy(), never.copy(), none.copy(), none.copy())


def _at_main(traffic: Traffic, journeys: Journeys, checks: Chosen) -> Stay:
    """The queue at the main post. Sets `turned_back` for those in whom something was found."""
    stay = _no_stay(journeys.count)
    stay.arrive[:] = journeys.arrive
    gone = journeys.turned_back
    for way in (0, 1):
        _queue(traffic, journeys, checks, stay, np.flatnonzero((journeys.way == way) & ~gone))
    stay.method = np.where(gone, NEVER, checks.method)
    stay.found, stay.held = checks.found & ~gone, checks.held & ~gone
    journeys.turned_back = gone | (checks.back & ~gone)
    stay.leave[journeys.turned_back] = NEVER
    return stay


def _queue(traffic: Traffic, journeys: Journeys, checks: Chosen, stay: Stay, those: Ints) -> None:
    """Serve the vehicles of one direction in the order in which they come; those who are checked need a lane."""
    gap = traffic.road.vehicle_gap_s * _SECOND_US
    lanes = [0] * traffic.road.posts[traffic.main].lanes
    gate = 0
    columns = (those, journeys.arrive[those], journeys.waits_until[those], checks.takes[those], checks.holds[those])
    for each, arrive, until, takes, holds in zip(*(column.tolist() for column in columns), strict=True):
        ready = max(arrive + _HALT_US, until)
        if takes:
            begin = max(ready, heapq.heappop(lanes))
            done = begin + takes
            heapq.heappush(lanes, done)
            stay.start[each], stay.end[each] = begin, done
            stay.leave[each] = done + holds + gap
        else:
            gate = max(ready, gate) + gap
            stay.leave[each] = gate + gap


@dataclass(frozen=True, slots=True, eq=False)
class _Drive:
    """Fills in the stays at the other posts. speed: km/h of each journey."""

    traffic: Traffic
    journeys: Journeys
    checks: Mapping[int, Chosen]
    speed: Reals
    random: Generator

    def before(self, number: int, following: int, those: Ints) -> None:
        """Stays at a post that vehicles come through on their way to the main post."""
        leave = self.journeys.stays[following].arrive[those] - self._travel(number, following, those)
        dwell = self._dwell(number, those, leave)
        self._enter(number, those, leave - dwell.whole, dwell)

    def after(self, number: int, previous: int, those: Ints) -> None:
        """Stays at a post that vehicles reach after the main post, if they were let through."""
        through = those[self.journeys.stays[previous].leave[those] != NEVER]
        arrive = self.journeys.stays[previous].leave[through] + self._travel(previous, number, through)
        self._enter(number, through, arrive, self._dwell(number, through, arrive))

    def _dwell(self, number: int, those: Ints, edge: Ints) -> _Dwell:
        """How long vehicles stay. edge: about when; a post that does not exist yet takes no time."""
        exists = edge >= self.traffic.road.posts[number].from_
        most = self.traffic.road.minutes_at_post * 60_000
        plain = (self.random.random(those.size) * most).astype(np.int64) * 1000
        method = np.full(those.size, NEVER, dtype=np.int64)
        takes, holds = np.zeros_like(edge), np.zeros_like(edge)
        if number in self.checks:
            checks = self.checks[number]
            method = np.where(exists, checks.method[those], NEVER)
            takes = np.where(method >= 0, checks.takes[those], 0)
            holds = np.where(method >= 0, checks.holds[those], 0)
        return _Dwell(method, np.where(exists, plain, 0), takes, holds)

    def _enter(self, number: int, those: Ints, arrive: Ints, dwell: _Dwell) -> None:
        stay, checked = self.journeys.stays[number], dwell.method >= 0
        begin = arrive + dwell.plain
        stay.arrive[those], stay.leave[those] = arrive, arrive + dwell.whole
        stay.start[those] = np.where(checked, begin, NEVER)
        stay.end[those] = np.where(checked, begin + dwell.takes, NEVER)
        stay.method[those] = dwell.method
        if number in self.checks:
            stay.found[those] = self.checks[number].found[those] & checked
            stay.held[those] = self.checks[number].held[those] & checked

    def _travel(self, one: int, other: int, those: Ints) -> Ints:
        """Time on the road between two posts, µs; at least a minute."""
        posts = self.traffic.road.posts
        hours = abs(posts[one].km - posts[other].km) / self.speed[those]
        us = np.maximum(hours * np.exp(0.05 * self.random.standard_normal(those.size)) * US_PER_HOUR, US_PER_MINUTE)
        return np.asarray((us / 1000).astype(np.int64) * 1000, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _Dwell:
    """The parts of a stay, µs: before the check, the check, being held after it; and its method."""

    method: Ints
    plain: Ints
    takes: Ints
    holds: Ints

    @property
    def whole(self) -> Ints:
        """From arrival to departure."""
        return np.asarray(self.plain + self.takes + self.holds, dtype=np.int64)
