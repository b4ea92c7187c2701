"""The chances of one run: who arrives when, how long a check takes, whose turn it is to be selected.

One seed decides everything. Each input has a stream of its own, so that a case with other lanes or another share
checked meets the same vehicles: what differs between cases is what was changed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from safeconduct.base import limits
from safeconduct.plan.inputs import Inputs
from safeconduct.plan.model import FREE, Category, Hourly, Observed, Plan, Shape
from safeconduct.plan.opening import HOUR_SECONDS, HOURS, Ints

_DAYS, _ARRIVALS, _CHECKED, _UNCHECKED, _LOT = range(5)  # streams: which chance a generator is for


@dataclass(frozen=True, slots=True)
class Traffic:
    """The vehicles of one run in order of arrival, int64 columns.

    arrivals: seconds from the beginning. category: position in the plan. checked, unchecked: how long it takes if
    the vehicle is selected, and if not; 0 if it passes free. lot: 0 to 999; selected if below the share checked.
    """

    arrivals: Ints
    category: Ints
    checked: Ints
    unchecked: Ints
    lot: Ints


def draw(plan: Plan, inputs: Inputs, seed: int) -> Traffic:
    """The vehicles of the run with this seed."""
    days = len(inputs.days)
    chosen = _generator(seed, _DAYS).integers(0, days, plan.days) if days else np.zeros(0, np.int64)
    parts = [_category(plan, inputs, chosen, seed, number) for number in range(len(plan.categories))]
    arrivals = np.concatenate([part.arrivals for part in parts])
    order = np.argsort(arrivals, kind="stable")
    category = np.concatenate([part.category for part in parts])[order]
    checked = np.concatenate([part.checked for part in parts])[order]
    unchecked = np.concatenate([part.unchecked for part in parts])[order]
    lot = np.concatenate([part.lot for part in parts])[order]
    return Traffic(arrivals[order], category, checked, unchecked, lot)


def _category(plan: Plan, inputs: Inputs, chosen: Ints, seed: int, number: int) -> Traffic:
    """The vehicles of one category, not in order."""
    category = plan.categories[number]
    generator = _generator(seed, _ARRIVALS, number)
    if isinstance(category.arrivals, Hourly):
        counts = generator.poisson(np.array(category.arrivals.milli) / 1000, (plan.days, HOURS))
    else:
        counts = np.array([day.arrivals[category.name] for day in inputs.days], np.int64)[chosen]
    hours = np.repeat(np.arange(plan.days * HOURS, dtype=np.int64), counts.ravel())
    size = len(hours)
    return Traffic(
        hours * HOUR_SECONDS + generator.integers(0, HOUR_SECONDS, size),
        np.full(size, number, np.int64),
        _durations(inputs.checks[category.check], size, _generator(seed, _CHECKED, number)),
        _unchecked(category, inputs, size, _generator(seed, _UNCHECKED, number)),
        _generator(seed, _LOT, number).integers(0, 1000, size),
    )


def _unchecked(category: Category, inputs: Inputs, size: int, generator: np.random.Generator) -> Ints:
    if category.unchecked == FREE:
        return np.zeros(size, np.int64)
    return _durations(inputs.checks[category.unchecked], size, generator)


def _durations(given: Shape | Observed, size: int, generator: np.random.Generator) -> Ints:
    """So many durations in seconds."""
    if isinstance(given, Observed):
        return _seen(given, size, generator)
    if given.spread == 0:
        return np.full(size, given.mean, np.int64)
    drawn = generator.gamma((given.mean / given.spread) ** 2, given.spread**2 / given.mean, size)
    return np.rint(np.minimum(drawn, limits.PLAN_CHECK_SECONDS_MAX)).astype(np.int64)


def _seen(given: Observed, size: int, generator: np.random.Generator) -> Ints:
    """Durations drawn from those seen; within a class all are equally likely."""
    low, high, count = np.array([(one.low, one.high, one.count) for one in given.bins], np.int64).T
    bins = np.searchsorted(np.cumsum(count), generator.integers(0, given.count, size), side="right")
    drawn: Ints = generator.integers(low[bins], high[bins], endpoint=True)
    return drawn


def _generator(seed: int, *stream: int) -> np.random.Generator:
    return np.random.default_rng((seed, *stream))
