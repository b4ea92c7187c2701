"""The exact chance of finding, by hypergeometric choice and binomial finding.

Of `total` items `bad` are bad and `drawn` are examined, chosen by chance: the number of bad ones among them is
hypergeometric. Each of those is found with one and the same chance, independently: the number found is binomial.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr

Counts = NDArray[np.int64]
Chances = NDArray[np.float64]

_LEFT_OUT = 1e-18  # chance of the counts that are not summed, by Hoeffding's bound


def hypergeometric(total: int, bad: int, drawn: int) -> tuple[Counts, Chances]:
    """The counts of bad items among the drawn ones and their chances, in increasing order.

    Counts so far from the mean that all of them together have a chance below 1e-18 are left out (Hoeffding 1963,
    section 6, for drawing without replacement). Logarithms of the ratios of neighbours are summed: they stay exact
    to about 1e-12 where differences of large factorials would not.
    """
    least, most = max(0, drawn + bad - total), min(drawn, bad)
    mean = drawn * bad / max(total, 1)
    reach = math.sqrt(min(drawn, bad, total - drawn, total - bad) / 2 * math.log(2 / _LEFT_OUT)) + 1
    first, last = max(least, math.floor(mean - reach)), min(most, math.ceil(mean + reach))
    counts: Counts = np.arange(first, last + 1, dtype=np.int64)
    below = counts[:-1]
    ratios = ((bad - below) * (drawn - below)) / ((below + 1) * (total - bad - drawn + below + 1))
    logs = np.concatenate([np.zeros(1), np.cumsum(np.log(ratios))])
    weights = np.exp(logs - logs.max())
    return counts, weights / weights.sum()


def binomial_at_most(most: int, trials: Counts, chance: float) -> Chances:
    """The chance of at most `most` successes, for each number of trials."""
    if most < 0:
        return np.zeros(len(trials))
    if most == 0:
        return (1.0 - chance) ** trials.astype(np.float64)
    return np.asarray(np.where(trials <= most, 1.0, bdtr(np.minimum(most, trials), trials, chance)), np.float64)


def chance_found_at_most(total: int, drawn: int, bad: int, found: int, sensitivity: float) -> float:
    """The chance that at most `found` bad items are found. 0 <= drawn, bad <= total; sensitivity from 0 to 1."""
    counts, chances = hypergeometric(total, bad, drawn)
    return float(np.dot(chances, binomial_at_most(found, counts, sensitivity)))
