"""The chance that checks find something, where bad items are there.

Parameters have the names under which the sources print them: N items in all, n of them checked, d bad ones, `se` the
chance that one check finds a bad item (sensitivity), `sp` the chance that it does not flag a good one (specificity),
`prevalence` the share of bad items. All shares lie between 0 and 1. Sources: RSurveillance 0.2.1, epiR 2.0.94; the
formulas stand with each function. Every function raises AllegationError for a count or share that cannot be.
"""
# ruff: noqa: N803 - N and n are two different published names

from __future__ import annotations

import math
from collections.abc import Sequence

from safeconduct.assess.allegations.arguments import amount, count, groups, inner_share, not_above, share


def detect_infinite(n: int, prevalence: float, se: float = 1.0, sp: float = 1.0) -> float:
    """At least one alarm among n checked items of a large or unknown population.

    1 - (1 - (se p + (1 - sp)(1 - p)))^n, p the prevalence. Source: RSurveillance `sep.binom`.

    >>> round(detect_infinite(10, 0.05, 0.9), 6)
    0.368994
    """
    count("n", n)
    for name, value in (("prevalence", prevalence), ("se", se), ("sp", sp)):
        share(name, value)
    return 1 - math.pow(1 - alarm_chance(prevalence, se, sp), n)


def alarm_chance(prevalence: float, se: float, sp: float) -> float:
    """The chance that one item, taken by chance, is flagged: rightly or wrongly."""
    return se * prevalence + (1 - sp) * (1 - prevalence)


def detect_census(d: int, se: float) -> float:
    """At least one of d bad items found where every item is checked: 1 - (1 - se)^d. Source: `sep.exact`."""
    count("d", d)
    share("se", se)
    return 1 - math.pow(1 - se, d)


def detect_finite(N: int, n: int, d: float, se: float = 1.0) -> float:
    """At least one of d bad items found by n checks among N items: 1 - (1 - se n / N)^d.

    An approximation; `sample_size_exact` and `largest_undetected` rest on the exact sum. d need not be whole: some
    sources put prevalence x N here unrounded. Source: RSurveillance `sep.hypergeo`, `sep`.
    """
    _finite(N, n, d)
    share("se", se)
    return 1 - math.pow(1 - se * n / N, d)


def detect_finite_mixed_se(N: int, d: float, se_by_item: Sequence[tuple[float, int]]) -> float:
    """As `detect_finite`, where checks differ: `se_by_item` lists (sensitivity, items checked with it).

    1 - (1 - mean(se) n / N)^d with the mean over items. N must be the population, not the number of checks:
    without it the infinite form gives another number. Source: RSurveillance `sep.var.se`.
    """
    groups("se_by_item", se_by_item)
    for se, items in se_by_item:
        share("se_by_item", se)
        count("se_by_item", items)
    _finite(N, sum(items for _, items in se_by_item), d)
    return 1 - math.pow(1 - math.fsum(se * items for se, items in se_by_item) / N, d)


def no_false_alarm(n: int, sp: float) -> float:
    """No alarm among n good items: sp^n. Source: RSurveillance `spp`."""
    count("n", n)
    share("sp", sp)
    return math.pow(sp, n)


def se_series(se: Sequence[float]) -> float:
    """Sensitivity of checks in a row that must all find: the product. Source: RSurveillance `se.series`."""
    _tests(se)
    return math.prod(se)


def se_parallel(se: Sequence[float]) -> float:
    """Sensitivity of checks of which any may find: 1 - product of (1 - se). Source: RSurveillance `se.parallel`."""
    _tests(se)
    return 1 - math.prod(1 - one for one in se)


def design_prevalence(N: int, n: int, confidence: float, se: float = 1.0) -> float:
    """The largest share of bad items that n checks without a find leave open, of N items.

    log(1 - confidence) / log(1 - se n / N) / N, at most 1. 0 where every item is checked and every bad one found; 1
    where nothing can be found. An approximation; `largest_undetected` is exact. Source: RSurveillance `pstar.calc`.
    """
    _finite(N, n, 0)
    inner_share("confidence", confidence)
    share("se", se)
    found = se * n / N
    if found in {0, 1}:
        return 1 - found
    return min(1.0, math.log1p(-confidence) / math.log1p(-found) / N)


def _finite(N: int, n: int, d: float) -> None:
    count("N", N, least=1)
    count("n", n)
    not_above("n", n, "N", N)
    amount("d", d, most=N)


def _tests(se: Sequence[float]) -> None:
    groups("se", se)
    for one in se:
        share("se", one)
