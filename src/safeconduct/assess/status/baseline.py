"""What ordinary traffic is: a level, how the days of the week differ from it, and how much equal days vary.

Each day of the week has its own mean, drawn towards the common level: the fewer days it has and the more they vary,
the further (a normal hierarchical model; the variance between weekdays by the moments of DerSimonian and Laird 1986).
One variation is estimated over all weekdays together, from how days differ from the mean of their own weekday:
``variance = mean + variation * mean**2``. Good and bad days come in runs, so the part beyond chance of neighbouring
days is taken to be correlated, by a power of their distance. The uncertainty of level and weekdays is added to the
variance of what is expected, and the whole is widened as a t distribution is wider than a normal one at the limit in
use, because the variation is an estimate itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import special

from safeconduct.assess.status.counts import PPM, OrdinaryCount
from safeconduct.assess.status.errors import StatusError
from safeconduct.assess.status.flow import FlowDay
from safeconduct.assess.status.rules import StatusRules

Week: TypeAlias = NDArray[np.float64]
"""float64[7]: one value for each day of the week, Monday first."""
PERSISTENCE_MAX = 0.9


@dataclass(frozen=True, slots=True)
class Baseline:
    """Ordinary traffic. last_day: its newest day. days: usable days it is made of, 0 for a stated one.

    Monday first: rates: journeys of a whole day; own: weight of the weekday's own days in its rate, 0 to 1; spread:
    variance that is left of a rate around the level. level_variance: variance of the level.
    variation: squared coefficient of variation of equal days beyond chance. persistence: correlation of that part on
    neighbouring days, 0 to PERSISTENCE_MAX. freedom: degrees of freedom behind the variation.
    said_by: source of a stated reference, empty for the record's own.
    """

    last_day: int
    days: int
    rates: tuple[float, ...]
    own: tuple[float, ...]
    spread: tuple[float, ...]
    level_variance: float
    variation: float
    persistence: float
    freedom: float
    said_by: str = ""

    def expected(self, days: Sequence[FlowDay], limit_ppm: int) -> OrdinaryCount | None:
        """The count of ordinary traffic on some days, as far as they were watched; None if it is less than .001.

        days: ascending. limit_ppm: the tail at which the widening for the estimated variation is exact.
        """
        means = [self.rates[day.weekday] * day.exposed for day in days]
        mean = sum(means)
        if round(mean * 1000) <= 0:
            return None
        variance = mean + self.variation * self._together(days, means) + self._of_rates(days)
        ratio = max(1.0, variance * self._widening(limit_ppm) / mean)
        return OrdinaryCount(round(mean * 1000), math.ceil(ratio * 1000))

    def _together(self, days: Sequence[FlowDay], means: Sequence[float]) -> float:
        """Squares of the means, and twice the products of two of them as far as their days go together."""
        total = 0.0
        for place, one in enumerate(means):
            near = sum(
                means[before] * self.persistence ** (days[place].day - days[before].day) for before in range(place)
            )
            total += one * (one + 2 * near)
        return total

    def _of_rates(self, days: Sequence[FlowDay]) -> float:
        """Variance of what is expected, from that of the weekdays and of the level."""
        seen = [0.0] * 7
        for day in days:
            seen[day.weekday] += day.exposed
        of_weekdays = sum(part**2 * spread for part, spread in zip(seen, self.spread, strict=True))
        of_level = sum(part * (1 - own) for part, own in zip(seen, self.own, strict=True))
        return of_weekdays + of_level**2 * self.level_variance

    def _widening(self, limit_ppm: int) -> float:
        if math.isinf(self.freedom):
            return 1.0
        tail = limit_ppm / PPM
        return float((special.stdtrit(self.freedom, tail) / special.ndtri(tail)) ** 2)


def usable(day: FlowDay, rules: StatusRules) -> bool:
    """Whether a day may show what is ordinary: watched for the most part, and nothing special about it."""
    special_day = day.silent or day.backlog or day.holiday or day.contested or day.closure is not None
    return not special_day and day.sources > 0 and day.exposed_ppm >= rules.baseline_exposed_min_ppm


def baseline_of(days: Sequence[FlowDay], rules: StatusRules) -> Baseline | None:
    """Ordinary traffic as the usable ones of these days show it; None if they are too few or nothing passed."""
    days = [day for day in days if usable(day, rules)]
    if len(days) < rules.usable_days_min or not any(day.observed for day in days):
        return None
    counts = np.array([day.observed for day in days], dtype=np.float64)
    seen = np.array([day.exposed for day in days])
    weekday = np.array([day.weekday for day in days])
    number = np.bincount(weekday, minlength=7)
    watched = _by_weekday(weekday, seen)
    means = _by_weekday(weekday, counts) / np.maximum(watched, 1e-12)
    freedom = float(len(days) - (number > 0).sum())
    usual = seen * means[weekday]
    variation = _variation(counts, usual, (1 - 1 / np.maximum(number, 1))[weekday])
    persistence = _persistence(counts, usual, np.diff([day.day for day in days]) == 1, variation)
    level = float(counts.sum() / seen.sum())
    rates, own, spread, level_variance = _drawn_together(means, watched, level, variation)
    return Baseline(
        last_day=days[-1].day,
        days=len(days),
        rates=tuple(rates.tolist()),
        own=tuple(own.tolist()),
        spread=tuple(spread.tolist()),
        level_variance=level_variance * (1 + persistence) / (1 - persistence),
        variation=variation,
        persistence=persistence,
        freedom=freedom * (1 - persistence**2) / (1 + persistence**2),
    )


def stated_baseline(level_milli: int, variation_ppm: int, error_ppm: int, day: int, said_by: str) -> Baseline:
    """Ordinary traffic as a source states it, all weekdays alike.

    level_milli: journeys a day, in thousandths. variation_ppm: coefficient of variation of the days beyond chance,
    weekdays included. error_ppm: standard error of the level, as a share of it. day: what the figure refers to.
    said_by: the source, printed with every status. Raises StatusError for a level of 0 or no source.
    """
    if level_milli <= 0 or variation_ppm < 0 or error_ppm < 0:
        raise StatusError("a stated reference needs a level above 0 and errors from 0 on", where="level_milli")
    if not said_by:
        raise StatusError("a stated reference needs its source", where="said_by")
    level = level_milli / 1000
    return Baseline(
        last_day=day,
        days=0,
        rates=(level,) * 7,
        own=(0.0,) * 7,
        spread=(0.0,) * 7,
        level_variance=(level * error_ppm / PPM) ** 2,
        variation=(variation_ppm / PPM) ** 2,
        persistence=0.0,
        freedom=math.inf,
        said_by=said_by,
    )


def _by_weekday(weekday: NDArray[np.int64], values: Week) -> Week:
    """Sums for each day of the week. weekday: int64[day], Monday is 0; values: float64[day]."""
    return np.asarray(np.bincount(weekday, values, minlength=7), dtype=np.float64)


def _variation(counts: Week, means: Week, weights: Week) -> float:
    """By moments: squared distances from the weekday's mean, beyond those of a Poisson count. All float64[day]."""
    beyond = float(((counts - means) ** 2).sum() - (weights * means).sum())
    scale = float((weights * means**2).sum())
    return max(0.0, beyond / scale) if scale > 0 else 0.0


def _persistence(counts: Week, means: Week, next_day: NDArray[np.bool_], variation: float) -> float:
    """Correlation of the part beyond chance on neighbouring days. next_day: bool[day - 1], no day is missing between.

    Neighbours belong to different weekdays, so that taking their means away does not make them correlated.
    """
    apart = counts - means
    products, scale = (apart[1:] * apart[:-1])[next_day], (means[1:] * means[:-1])[next_day]
    beyond = variation * float(scale.sum())
    return min(PERSISTENCE_MAX, max(0.0, float(products.sum()) / beyond)) if beyond > 0 else 0.0


def _drawn_together(means: Week, watched: Week, level: float, variation: float) -> tuple[Week, Week, Week, float]:
    """Rates, weights, variances left, and the variance of the level, from the means of the weekdays."""
    # One day at the common level is added where a variance is estimated: seven empty Sundays are not certain to be.
    assumed = (means * watched + level) / (watched + 1)
    known = watched > 0
    noise = np.where(known, (assumed + variation * assumed**2) / np.maximum(watched, 1e-12), np.inf)
    between = _between(means[known], noise[known])
    weights = 1 / (between + noise)
    centre = float((weights * means).sum() / weights.sum())
    own = between / (between + noise)
    spread = np.where(known, own * np.where(known, noise, 0.0), between)
    rates = np.where(known, own * means, 0.0) + (1 - own) * centre
    return rates, own, spread, float(1 / weights.sum())


def _between(means: Week, noise: Week) -> float:
    """Variance between weekdays beyond that of their means; 0 for a single one."""
    if len(means) < 2:
        return 0.0
    weights = 1 / noise
    centre = (weights * means).sum() / weights.sum()
    beyond = float((weights * (means - centre) ** 2).sum()) - (len(means) - 1)
    return max(0.0, beyond / float(weights.sum() - (weights**2).sum() / weights.sum()))
