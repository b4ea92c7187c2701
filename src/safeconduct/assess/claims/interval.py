"""Intervals of exact numbers, and what a claim's own words allow.

An interval is what the record can vouch for: at least `low`, at most `high`; None is unbounded on that side. A
claim allows a set of numbers too ("2.1 million" is 2.05 to 2.15 million). The verdict compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from safeconduct.assess.claims.model import Comparator, Proposition


class Verdict(Enum):
    """What the record says of a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNDECIDABLE = "undecidable"


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers from `low` to `high`, ends included unless open; None is unbounded."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def exact(cls, value: Fraction | int) -> Interval:
        """The interval of one number."""
        return cls(Fraction(value), Fraction(value))

    @property
    def is_exact(self) -> bool:
        """Whether it holds one number only."""
        return self.low is not None and self.low == self.high

    def inside(self, other: Interval) -> bool:
        """Whether every number of this interval lies in the other.

        >>> Interval.exact(5).inside(Interval(Fraction(4), None, low_open=True))
        True
        """
        low_fits = other.low is None or (
            self.low is not None
            and (self.low > other.low or (self.low == other.low and (not other.low_open or self.low_open)))
        )
        high_fits = other.high is None or (
            self.high is not None
            and (self.high < other.high or (self.high == other.high and (not other.high_open or self.high_open)))
        )
        return low_fits and high_fits

    def disjoint(self, other: Interval) -> bool:
        """Whether no number lies in both."""
        return _below(self, other) or _below(other, self)


def _below(left: Interval, right: Interval) -> bool:
    if left.high is None or right.low is None:
        return False
    return left.high < right.low or (left.high == right.low and (left.high_open or right.low_open))


def allowed_by(proposition: Proposition, tolerance: Fraction) -> Interval:
    """The numbers for which a claim would hold; `tolerance` is the half width of `about`."""
    value, high = proposition.value, proposition.high
    return {
        Comparator.EXACTLY: Interval(value, value),
        Comparator.ABOUT: Interval(value - tolerance, value + tolerance),
        Comparator.MORE_THAN: Interval(value, None, low_open=True),
        Comparator.AT_LEAST: Interval(value, None),
        Comparator.LESS_THAN: Interval(None, value, high_open=True),
        Comparator.AT_MOST: Interval(None, value),
        Comparator.BETWEEN: Interval(value, high),
    }[proposition.comparator]


def verdict_of(recorded: Interval, allowed: Interval) -> Verdict:
    """Supported if the record lies inside what the claim allows, contradicted if apart, else undecidable."""
    if recorded.inside(allowed):
        return Verdict.SUPPORTED
    return Verdict.CONTRADICTED if recorded.disjoint(allowed) else Verdict.UNDECIDABLE


def implied_rounding(value: Fraction) -> Fraction:
    """The step that a round number suggests: 2,100,000 -> 100,000; 9 -> 1; 12.5 -> 0.1.

    >>> implied_rounding(Fraction(2_100_000))
    Fraction(100000, 1)
    """
    step = Fraction(1)
    while (value / step).denominator != 1 and step.denominator < 10**9:
        step /= 10
    while value != 0 and (value / (step * 10)).denominator == 1:
        step *= 10
    return step
