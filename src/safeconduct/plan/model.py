"""A plan for a post: who comes, how long checks take, which lanes are open, and what to compare.

Instants are seconds since the midnight at which the plan begins; shares are in thousandths (permille).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from safeconduct.base.yaml_file import Place
from safeconduct.plan.opening import Closure

FORMAT = "safeconduct-plan/1"
FREE = "free"
ALL = "all"
"""Not a name of a category: it stands for all of them."""
LAST = 9
"""The priority of a category that says nothing about it; 1 goes first."""


@dataclass(frozen=True, slots=True)
class FromRecord:
    """An input that the record gives. place: where the plan asks for it."""

    place: Place


@dataclass(frozen=True, slots=True)
class Hourly:
    """Vehicles expected in each of the 24 hours of a day, in thousandths of a vehicle, arriving independently."""

    milli: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """Durations with a mean and a standard deviation in seconds, gamma distributed: equal, they are exponential."""

    mean: int
    spread: int


@dataclass(frozen=True, slots=True)
class Bin:
    """`count` durations of at least `low` and at most `high` seconds."""

    low: int
    high: int
    count: int


@dataclass(frozen=True, slots=True)
class Observed:
    """Durations as they were seen, one by one or counted by class. source: by whom; empty if nobody says."""

    bins: tuple[Bin, ...]
    source: str = ""

    @property
    def count(self) -> int:
        """How many were seen."""
        return sum(one.count for one in self.bins)


Arrivals: TypeAlias = "Hourly | FromRecord"
Durations: TypeAlias = "Shape | Observed | FromRecord"


@dataclass(frozen=True, slots=True)
class Category:
    """Vehicles that are treated alike.

    check: method of those selected. checked_permille: share selected. unchecked: method of the others, such as a
    short look at the documents; FREE if they pass without a lane. priority: the lowest number goes first.
    """

    name: str
    arrivals: Arrivals
    check: str
    checked_permille: int = 1000
    unchecked: str = FREE
    priority: int = LAST


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What to compare. lanes: instead of the plan's, whenever it has any open. of: categories whose share changes."""

    lanes: tuple[int, ...] = ()
    checked_permille: tuple[int, ...] = ()
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as its file says it. lanes: open in each of the 24 hours. runs: with the seeds from `seed` on."""

    name: str
    title: str
    days: int
    categories: tuple[Category, ...]
    checks: Mapping[str, Durations]
    lanes: tuple[int, ...]
    seed: int = 1
    runs: int = 20
    closure: Closure | None = None
    what_if: WhatIf = WhatIf()

    def varied(self, lanes: int | None, checked_permille: int | None) -> Plan:
        """The plan with other lanes and another share checked; None leaves what it has."""
        hours = self.lanes if lanes is None else tuple(lanes if one else 0 for one in self.lanes)
        changed = [
            replace(one, checked_permille=checked_permille)
            if checked_permille is not None and one.name in self.what_if.of
            else one
            for one in self.categories
        ]
        return replace(self, lanes=hours, categories=tuple(changed))
