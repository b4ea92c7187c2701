"""The number of journeys that would pass on an ordinary day or in an ordinary week: a negative binomial count.

It is given by the two integers that are printed with every status, so that anyone can compute its chances again:
with ``size = mean / (dispersion - 1)`` and ``probability = 1 / dispersion`` it is `scipy.stats.nbinom(size,
probability)`, and `scipy.stats.poisson(mean)` where the dispersion is 1. When only a share of the ordinary flow
passes, the size stays and the mean shrinks: what makes days differ (weather, market days) acts on the rest alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import special

from safeconduct.assess.status.errors import StatusError

PPM = 1_000_000
SHARE_MAX = 1_000.0


@dataclass(frozen=True, slots=True)
class OrdinaryCount:
    """A negative binomial count. Raises StatusError for a mean of 0 or less, or a dispersion below 1.

    mean_milli: expected journeys, in thousandths. dispersion_milli: variance over mean, in thousandths; 1000 = Poisson.
    """

    mean_milli: int
    dispersion_milli: int

    def __post_init__(self) -> None:
        if self.mean_milli <= 0:
            raise StatusError(f"{self.mean_milli} thousandths expected: there is no such count", where="mean_milli")
        if self.dispersion_milli < 1000:
            raise StatusError(f"a variance of {self.dispersion_milli} thousandths of it", where="dispersion_milli")

    def at_most(self, count: int, share: float = 1.0) -> float:
        """P(X <= count) when `share` of the ordinary flow passes; a share of 0 lets nothing pass.

        >>> round(OrdinaryCount(3000, 1000).at_most(0), 6)
        0.049787
        """
        if count < 0:
            return 0.0
        if share <= 0:
            return 1.0
        mean, excess = share * self.mean_milli / 1000, (self.dispersion_milli - 1000) / 1000
        if excess == 0:
            return float(special.gammaincc(count + 1, mean))
        return float(special.betainc(self.mean_milli / 1000 / excess, count + 1, 1 / (1 + share * excess)))

    def at_least(self, count: int, share: float = 1.0) -> float:
        """P(X >= count) when `share` of the ordinary flow passes."""
        return 1.0 - self.at_most(count - 1, share)

    def lower_tail_ppm(self, count: int) -> int:
        """P(X <= count) on an ordinary day, in millionths, rounded up: never 0."""
        return max(1, ceil_ppm(self.at_most(count)))

    def largest_unusual(self, limit_ppm: int) -> int:
        """The largest count whose lower tail is at most a limit; -1 if not even 0 is."""
        if self.lower_tail_ppm(0) > limit_ppm:
            return -1
        mean = self.mean_milli / 1000
        spread = math.sqrt(mean * self.dispersion_milli / 1000)
        step = int(spread / 8) + 1
        low = max(0, int(mean + float(special.ndtri(limit_ppm / PPM)) * spread))
        while self.lower_tail_ppm(low) > limit_ppm:
            low = max(0, low - step)
        high = low + step
        while self.lower_tail_ppm(high) <= limit_ppm:
            low, high = high, high + step
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.lower_tail_ppm(middle) <= limit_ppm else (low, middle)
        return low

    def share_bounds_ppm(self, count: int, tail: float) -> tuple[int, int]:
        """The shares of the ordinary flow that would not make `count` unusual, `tail` (say .025) on each side.

        In millionths, rounded outwards, at most SHARE_MAX times the ordinary flow. The lower bound of 0 journeys is 0.
        """
        low = 0.0 if count == 0 else self._share_where(count - 1, 1 - tail)
        return math.floor(low * PPM), math.ceil(self._share_where(count, tail) * PPM)

    def _share_where(self, count: int, chance: float) -> float:
        """The share at which P(X <= count) falls to `chance`; SHARE_MAX if it stays above."""
        mean, excess = self.mean_milli / 1000, (self.dispersion_milli - 1000) / 1000
        if excess == 0:
            return min(SHARE_MAX, float(special.gammainccinv(count + 1, chance)) / mean)
        inverse = float(special.betaincinv(mean / excess, count + 1, chance))
        return min(SHARE_MAX, (1 / inverse - 1) / excess) if inverse else SHARE_MAX


def ceil_ppm(chance: float) -> int:
    """A chance in millionths, rounded up.

    >>> ceil_ppm(0.0000001), ceil_ppm(1.0)
    (1, 1000000)
    """
    return min(PPM, math.ceil(chance * PPM))


def floor_ppm(chance: float) -> int:
    """A chance in millionths, rounded down."""
    return math.floor(chance * PPM)
