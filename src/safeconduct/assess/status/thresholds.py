"""Bounds on a count under an expected value, as two published methods draw them.

`threshold_power` is the bound of Farrington and others (1996, J. R. Stat. Soc. A 159, 547-563), with the variance of
the forecast; `threshold_negbin` the negative binomial bounds of Noufaily and others (2013, Stat. Med. 32, 1206-1222).
Both are written from the formulas and stand beside the method of this package, which uses neither: their authors look
for too many cases, a road needs the lower bound. Names and numbers follow R `surveillance`, whose tests print them.
"""

from __future__ import annotations

import math
from typing import TypedDict

from scipy import special

from safeconduct.assess.status.errors import StatusError

POWERS = {"none": 1.0, "1/2": 0.5, "2/3": 2 / 3}
METHODS = ("muan", "plugin")


class Threshold(TypedDict):
    """What both functions return.

    lower, upper: counts below and above which a day is unusual. p_at_least: chance of `y` or more.
    score: how far `y` lies from what is expected, in steps of the distance of the upper bound.
    """

    lower: float
    upper: float
    p_at_least: float
    score: float


def threshold_power(  # noqa: PLR0917 - the order of the published tables
    mu: float, se_mu: float, phi: float, alpha: float, power: str, y: float
) -> Threshold:
    """Normal bounds on the scale ``mu ** power``, where power is ``none`` (1), ``1/2`` or ``2/3``.

    mu: expected count, above 0. se_mu: its standard error. phi: variance over mean of one count. alpha: share of
    ordinary counts beyond each bound, above 0 and at most 1/2. y: the count observed. The variance of ``y ** power``
    is ``power**2 * mu**(2 * power - 2) * mu * (phi + se_mu**2 / mu)``; a lower bound below 0 is 0. Raises StatusError
    for parameters outside these ranges.

    >>> round(threshold_power(5, 0.2, 1, 0.05, "2/3", 8)["upper"], 7)
    9.1154825
    """
    if power not in POWERS:
        raise StatusError(f"the power {power!r} is none of {', '.join(POWERS)}", where="power")
    _check(alpha, y, mu=mu, se_mu=se_mu, phi=phi)
    exponent = POWERS[power]
    spread = math.sqrt(exponent**2 * mu ** (2 * exponent - 2) * mu * (phi + se_mu**2 / mu))
    away = float(special.ndtri(1 - alpha)) * spread
    lower = max(0.0, mu**exponent - away) ** (1 / exponent)
    upper = (mu**exponent + away) ** (1 / exponent)
    p_at_least = float(special.ndtr((mu**exponent - y**exponent) / spread))
    return Threshold(lower=lower, upper=upper, p_at_least=p_at_least, score=_score(y, mu, upper))


def threshold_negbin(  # noqa: PLR0917 - the order of the published tables
    log_mu: float, se_log_mu: float, phi: float, alpha: float, method: str, y: float
) -> Threshold:
    """Quantiles `alpha` and ``1 - alpha`` of a negative binomial count, Poisson where `phi` is at most 1.

    log_mu, se_log_mu: natural logarithm of the expected count and its standard error. phi: variance over mean.
    method: ``plugin`` takes ``exp(log_mu)`` for the mean, ``muan`` the ``1 - alpha`` quantile of
    ``exp(Normal(log_mu, se_log_mu))``. The score divides by ``upper - log_mu``, which mixes two scales: that is what
    the source computes, and no reader should be shown it. Raises StatusError for parameters outside these ranges.

    >>> threshold_negbin(math.log(5), math.log(2), 1.5, 0.05, "plugin", 11)["upper"]
    10
    """
    if method not in METHODS:
        raise StatusError(f"the method {method!r} is none of {', '.join(METHODS)}", where="method")
    _check(alpha, y, mu=math.exp(log_mu), se_mu=se_log_mu, phi=phi)
    shift = float(special.ndtri(1 - alpha)) * se_log_mu if method == "muan" else 0.0
    mean = math.exp(log_mu + shift)
    lower, upper = _quantile(alpha, mean, phi), _quantile(1 - alpha, mean, phi)
    p_at_least = _at_least(math.ceil(y), mean, phi)
    return Threshold(lower=lower, upper=upper, p_at_least=p_at_least, score=_score(y, log_mu, upper))


def _check(alpha: float, y: float, *, mu: float, se_mu: float, phi: float) -> None:
    if not 0 < alpha <= 0.5:
        raise StatusError(f"the share {alpha} is not above 0 and at most 1/2", where="alpha")
    for name, value, least in (("y", y, 0.0), ("se_mu", se_mu, 0.0)):
        if not least <= value < math.inf:
            raise StatusError(f"{value} is not a number from 0 on", where=name)
    for name, value in (("mu", mu), ("phi", phi)):
        if not 0 < value < math.inf:
            raise StatusError(f"{value} is not a number above 0", where=name)


def _score(y: float, centre: float, upper: float) -> float:
    """Not a number where the upper bound lies on the centre, as for an `alpha` of 1/2."""
    return (y - centre) / (upper - centre) if upper != centre else math.nan


def _at_most(count: int, mean: float, phi: float) -> float:
    """P(X <= count) for a mean and a ratio of variance to mean."""
    if count < 0:
        return 0.0
    if phi <= 1:
        return float(special.gammaincc(count + 1, mean))
    return float(special.betainc(mean / (phi - 1), count + 1, 1 / phi))


def _at_least(count: int, mean: float, phi: float) -> float:
    """P(X >= count), which keeps its digits where it is small."""
    if count <= 0:
        return 1.0
    if phi <= 1:
        return float(special.gammainc(count, mean))
    return float(special.betaincc(mean / (phi - 1), count, 1 / phi))


def _quantile(share: float, mean: float, phi: float) -> int:
    """The smallest count with P(X <= count) >= share."""
    low, high = -1, 1
    while _at_most(high, mean, phi) < share:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if _at_most(middle, mean, phi) < share:
            low = middle
        else:
            high = middle
    return high
