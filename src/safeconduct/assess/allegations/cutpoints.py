"""Checks that may give false alarms: the outcome is positive when at least `cut` alarms are raised.

Names as in `detection`. Source: RSurveillance `sep.freecalc`, `sep.hp`, `sep.binom.imperfect`, `sph.binom`; epiR
example 2. A page of that example calls the largest number of alarms still accepted its cut-point; here it is one more.
All raise AllegationError for arguments that cannot be.
"""
# ruff: noqa: N803, PLR0917 - names and order of the sources; N and n are two different ones

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable
from functools import partial
from typing import TypedDict

import numpy as np
from scipy.special import bdtr

from safeconduct.assess.allegations.arguments import count, inner_share, not_above, share
from safeconduct.assess.allegations.detection import alarm_chance
from safeconduct.assess.allegations.errors import AllegationError
from safeconduct.assess.allegations.exact import binomial_at_most, hypergeometric
from safeconduct.assess.allegations.sampling import TIE
from safeconduct.base.limits import INSPECTION_CUTPOINT_STEPS_MAX, INSPECTION_ITEMS_MAX

_STEPS_EACH = 400  # what a sum costs besides its terms


class CutpointSample(TypedDict):
    """Checks, and the number of alarms from which on the outcome is positive."""

    n: int
    cut: int


def detect_cutpoint_infinite(n: int, cut: int, se: float, sp: float, prevalence: float) -> float:
    """At least `cut` alarms among n items of a large or unknown population: binomial."""
    _alarms(n, cut, se, sp)
    share("prevalence", prevalence)
    return 1 - _at_most(cut - 1, n, alarm_chance(prevalence, se, sp))


def specificity_cutpoint_infinite(n: int, cut: int, sp: float) -> float:
    """Fewer than `cut` false alarms among n good items: binomial.

    >>> round(specificity_cutpoint_infinite(30, 2, 0.98), 8)
    0.87945431
    """
    _alarms(n, cut, 1.0, sp)
    return _at_most(cut - 1, n, 1 - sp)


def detect_cutpoint_exact(N: int, n: int, cut: int, se: float, sp: float, d: int) -> float:
    """At least `cut` alarms among n of N items, d of them bad: exact.

    The number of bad items in the sample is hypergeometric; alarms of bad and of good items are binomial. Raises
    AllegationError also for a cut-point so large that the sum is out of bounds.
    """
    _alarms(n, cut, se, sp)
    _finite(N, n, d)
    return 1 - _fewer_alarms(N, n, cut, se, sp, d)


def detect_cutpoint_interpolated(N: int, n: int, cut: int, se: float, sp: float, d: float) -> float:
    """At least `cut` alarms, by the expected number of items that would raise one.

    That number, d se + (N - d)(1 - sp), is rarely whole: the hypergeometric tails of its two neighbours are mixed in
    proportion. It differs from the exact value; prefer `detect_cutpoint_exact`.
    """
    _alarms(n, cut, se, sp)
    _finite(N, n, d)
    expected = d * se + (N - d) * (1 - sp)
    whole = min(N, math.floor(expected))
    part = expected - whole
    low, high = (_tail(N, flagged, n, cut) for flagged in (whole, min(N, whole + 1)))
    return part * high + (1 - part) * low


def sample_size_cutpoint(
    N: int, prevalence: float, confidence: float, specificity: float, se: float, sp: float
) -> CutpointSample:
    """The smallest sample that finds d = round(N prevalence), at least 1, bad items with the confidence.

    Its cut-point is the smallest with `specificity_cutpoint_infinite` >= specificity; with it `detect_cutpoint_exact`
    must reach the confidence. Samples with one cut-point form a run in which detection grows, so the last of each run
    is tried, and the first run that does is bisected. From run to run detection may fall: none can be skipped.
    Raises AllegationError if even all N items do not suffice, and for a search out of bounds.

    >>> sample_size_cutpoint(5_000, 0.05, 0.95, 0.95, 0.9, 0.98)
    {'n': 221, 'cut': 9}
    """
    count("N", N, least=1)
    inner_share("confidence", confidence)
    inner_share("specificity", specificity)
    for name, value in (("prevalence", prevalence), ("se", se), ("sp", sp)):
        share(name, value)
    d = max(1, round(N * prevalence))

    def detects(n: int, cut: int) -> bool:
        return 1 - _fewer_alarms(N, n, cut, se, sp, d) >= confidence - TIE

    first, cut, steps = 1, 1, 0
    while first <= N:
        last = _last_with(cut, first, N, sp, specificity)
        if last >= first and detects(last, cut):
            return CutpointSample(n=_first(range(first, last + 1), partial(detects, cut=cut)), cut=cut)
        steps += cut * (min(last, d) + _STEPS_EACH)
        _bounded(steps)
        first, cut = last + 1, cut + 1
    raise AllegationError(
        f"even all {N:,} items do not reach the wanted chances",
        where="confidence",
        next_step="Ask for a lower confidence or specificity, or name a better check",
    )


def _last_with(cut: int, first: int, N: int, sp: float, specificity: float) -> int:
    """The largest sample of good items of which fewer than `cut` raise an alarm often enough; `first` - 1 if none."""
    return _first(range(first, N + 1), lambda size: _at_most(cut - 1, size, 1 - sp) < specificity) - 1


def _first(sizes: range, good: Callable[[int], bool]) -> int:
    """The first good size, all after it being good; one past the last if none is."""
    return sizes.start + bisect_left(sizes, x=True, key=good)


def _fewer_alarms(N: int, n: int, cut: int, se: float, sp: float, d: int) -> float:
    """The chance of fewer than `cut` alarms: a sum over bad items in the sample and alarms that they raise."""
    if cut > n:
        return 1.0
    bad, chances = hypergeometric(N, d, n)
    _bounded(cut * (len(bad) + _STEPS_EACH))
    total = np.zeros(len(bad))
    raised = np.zeros(len(bad))
    for alarms in range(cut):
        at_most = binomial_at_most(alarms, bad, se)
        total += (at_most - raised) * binomial_at_most(cut - 1 - alarms, n - bad, 1 - sp)
        raised = at_most
    return float(np.dot(chances, total))


def _bounded(steps: int) -> None:
    if steps > INSPECTION_CUTPOINT_STEPS_MAX:
        raise AllegationError(
            "there are too many samples and alarms to sum",
            where="cut",
            next_step="Name a check with fewer false alarms, or a higher prevalence",
        )


def _tail(N: int, flagged: int, n: int, cut: int) -> float:
    """At least `cut` of the flagged items among n of N."""
    counts, chances = hypergeometric(N, flagged, n)
    return float(chances[counts >= cut].sum())


def _at_most(most: int, n: int, chance: float) -> float:
    return 1.0 if most >= n else float(bdtr(most, n, chance))


def _alarms(n: int, cut: int, se: float, sp: float) -> None:
    count("n", n)
    count("cut", cut, least=1, most=INSPECTION_ITEMS_MAX + 1)
    share("se", se)
    share("sp", sp)


def _finite(N: int, n: int, d: float) -> None:
    count("N", N, least=1)
    not_above("n", n, "N", N)
    not_above("d", d, "N", N)
    share("d", d / N)
