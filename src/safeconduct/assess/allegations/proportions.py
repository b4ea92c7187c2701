"""A share from a count: its interval, and how many items it takes to know it within a half width.

Source: RSurveillance `n.ap`, `binom.cp`, `binom.jeffreys`, `binom.agresti`, `ap`. All raise AllegationError for
arguments that cannot be.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy.special import betaincinv, ndtri

from safeconduct.assess.allegations import arguments
from safeconduct.assess.allegations.arguments import count, inner_share, not_above
from safeconduct.assess.allegations.errors import AllegationError
from safeconduct.assess.allegations.sampling import rounded_up


def sample_size_proportion(share: float, precision: float, confidence: float) -> int:
    """Items to examine so that a share is known within +- precision: ceil(z^2 share (1 - share) / precision^2).

    >>> sample_size_proportion(0.5, 0.05, 0.95)
    385
    """
    arguments.share("share", share)
    inner_share("precision", precision)
    return rounded_up(_z(confidence) ** 2 * share * (1 - share) / precision**2)


def proportion_interval(x: int, n: int, confidence: float, method: str) -> list[float]:
    """The two-sided interval [lower, upper] of a share of which x of n were seen.

    method: clopper-pearson (exact: covers at least the confidence), jeffreys (equal tails, not cut at x = 0 or n),
    agresti-coull (cut to 0..1) or wilson.
    """
    count("n", n, least=1)
    count("x", x)
    not_above("x", x, "n", n)
    inner_share("confidence", confidence)
    if method not in _METHODS:
        raise AllegationError(
            f"{method!r} is not a method", where="method", next_step=f"Write one of {', '.join(_METHODS)}"
        )
    low, high = _METHODS[method](x, n, confidence)
    return [max(0.0, low), min(1.0, high)]


def _z(confidence: float) -> float:
    inner_share("confidence", confidence)
    return float(ndtri((1 + confidence) / 2))


def _clopper_pearson(x: int, n: int, confidence: float) -> tuple[float, float]:
    tail = (1 - confidence) / 2
    low = float(betaincinv(x, n - x + 1, tail)) if x else 0.0
    return low, float(betaincinv(x + 1, n - x, 1 - tail)) if x < n else 1.0


def _jeffreys(x: int, n: int, confidence: float) -> tuple[float, float]:
    tail = (1 - confidence) / 2
    low, high = betaincinv(x + 0.5, n - x + 0.5, [tail, 1 - tail])
    return float(low), float(high)


def _agresti_coull(x: int, n: int, confidence: float) -> tuple[float, float]:
    z = _z(confidence)
    items = n + z**2
    middle = (x + z**2 / 2) / items
    half = z * math.sqrt(middle * (1 - middle) / items)
    return middle - half, middle + half


def _wilson(x: int, n: int, confidence: float) -> tuple[float, float]:
    z = _z(confidence)
    seen = x / n
    middle = (seen + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * math.sqrt(seen * (1 - seen) / n + z**2 / (4 * n**2))
    return middle - half, middle + half


_METHODS: dict[str, Callable[[int, int, float], tuple[float, float]]] = {
    "clopper-pearson": _clopper_pearson,
    "jeffreys": _jeffreys,
    "agresti-coull": _agresti_coull,
    "wilson": _wilson,
}
