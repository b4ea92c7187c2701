"""Who is checked at a post, how, for how long, and what is found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safeconduct.base.instant import US_PER_MINUTE
from safeconduct.simulate.journeys import US_PER_HOUR, Flags, Ints, Journeys
from safeconduct.simulate.sections import HOURS, Post
from safeconduct.simulate.seeded import stream
from safeconduct.simulate.traffic import Traffic

Reals = NDArray[np.float64]


@dataclass(slots=True, eq=False)
class Chosen:
    """The checks of one post; one place a journey. takes, holds: µs, 0 for none. method: -1 for unchecked.

    found: planted goods were found. back: the vehicle is turned back for them. held: it is told to wait.
    """

    method: Ints
    takes: Ints
    found: Flags
    held: Flags
    holds: Ints
    back: Flags

    @property
    def checked(self) -> Flags:
        """Whether the vehicle is checked."""
        return self.method >= 0


def chosen(traffic: Traffic, seed: int, journeys: Journeys, post: Post) -> Chosen:
    """Draw the checks of a post, for vehicles that reach it at all."""
    random = stream(seed, f"checks {post.id}")
    checking, size = traffic.checking, journeys.count
    checked = random.random(size) < _shares(traffic, journeys, post)
    method = np.where(checked, _methods(traffic, journeys, random.random(size)), -1)
    rules = list(checking.methods.values())
    median, spread, finds = (
        np.array(column, dtype=np.float64)[method] for column in zip(*map(_rule, rules), strict=True)
    )
    takes = (median * np.exp(spread * random.standard_normal(size)) * 1000).astype(np.int64) * 1000
    found = checked & (journeys.planted >= 0) & (random.random(size) < finds)
    held = found | (checked & (random.random(size) < checking.held_permille / 1000))
    minutes = checking.held_minutes * np.exp(0.4 * random.standard_normal(size))
    holds = (minutes * 60_000).astype(np.int64) * 1000
    back = found & (random.random(size) < checking.turned_back_permille / 1000)
    return Chosen(method, np.where(checked, takes, 0), found, held, np.where(held, holds, 0), back)


def _rule(method: object) -> tuple[float, float, float]:
    """Median seconds, spread and share found of a method."""
    names = (("seconds", 1), ("spread", 1000), ("finds_permille", 1000))
    seconds, spread, finds = (float(getattr(method, name)) / unit for name, unit in names)
    return seconds, spread, finds


def _shares(traffic: Traffic, journeys: Journeys, post: Post) -> Reals:
    """The chance that each vehicle is checked at a post."""
    found = np.zeros(journeys.count)
    local = (journeys.arrive + traffic.offset_minutes * US_PER_MINUTE) // US_PER_HOUR % HOURS
    night = np.isin(local, traffic.checking.night)
    for share in traffic.checking.shares:
        if share.post == post.id:
            of = np.array([share.of(name) for name in traffic.categories], dtype=np.float64)[journeys.category] / 1000
            of = np.where(night, of * share.night / 1000, of)
            of = np.where(journeys.way == 1, of * share.outbound / 1000, of)
            found = np.where(journeys.day >= share.from_, of, found)
    return found


def _methods(traffic: Traffic, journeys: Journeys, draws: Reals) -> Ints:
    """The method of each check, by category."""
    names = list(traffic.checking.methods)
    table = np.array([[choice.get(name, 0) for name in names] for choice in traffic.checking.choice.values()])
    edges = np.cumsum(table, axis=1)[journeys.category] / 1000
    return np.asarray((draws[:, None] >= edges).sum(axis=1).clip(max=len(names) - 1), dtype=np.int64)
