"""Checks where groups differ in risk: adjusted risks, chances of detection, numbers of checks.

Parameters as in `detection`; lists have one item for each group. rr: relative risk of the group. share: share of the
population in the group. A group's own prevalence is prevalence x adjusted risk. Source: RSurveillance `adj.risk`,
`sep.rb.bin`, `sep.rb.hypergeo`, their forms for mixed sensitivities, `n.rb`, `n.rb.varse`; epiR examples 8, 9, 13.
All raise AllegationError for arguments that cannot be.
"""
# ruff: noqa: N803, PLR0917 - names and order of the sources; N and n are two different ones

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypedDict

from safeconduct.assess.allegations import arguments
from safeconduct.assess.allegations.arguments import amount, count, groups, inner_share, not_above, shares
from safeconduct.assess.allegations.errors import AllegationError
from safeconduct.assess.allegations.sampling import NOISE, checks_until, rounded_up
from safeconduct.base.limits import INSPECTION_ITEMS_MAX

Row = tuple[int, float, int]  # group, counted from 1; sensitivity; items checked with it


class RiskSample(TypedDict):
    """Checks in all, and for each group."""

    total: int
    groups: list[int]


def relative_risk_adjusted(rr: Sequence[float], share: Sequence[float]) -> list[float]:
    """Relative risks scaled so that their mean over the population is 1: rr / sum(rr share).

    >>> relative_risk_adjusted([5, 3, 1], [0.1, 0.1, 0.8])
    [3.125, 1.875, 0.625]
    """
    groups("rr", rr, share=share)
    for risk in rr:
        amount("rr", risk, most=1e9)
    shares("share", share)
    mean = math.fsum(risk * part for risk, part in zip(rr, share, strict=True))
    if mean == 0:
        raise AllegationError("no group has a risk above 0", where="rr")
    return [risk / mean for risk in rr]


def detect_risk_infinite(
    prevalence: float, rr: Sequence[float], share: Sequence[float], n: Sequence[int], se: float
) -> float:
    """At least one find, population large: 1 - product over groups of (1 - se prevalence adjusted)^n."""
    groups("rr", rr, n=n)
    rows = [(group, se, items) for group, items in enumerate(n, start=1)]
    return 1 - _none_found(_prevalences(prevalence, rr, share), rows)


def detect_risk_infinite_mixed_se(
    prevalence: float, rr: Sequence[float], share: Sequence[float], rows: Sequence[Row]
) -> float:
    """As `detect_risk_infinite`, where checks differ; rows: (group counted from 1, sensitivity, items checked)."""
    return 1 - _none_found(_prevalences(prevalence, rr, share), rows)


def detect_risk_finite(prevalence: float, rr: Sequence[float], N: Sequence[int], n: Sequence[int], se: float) -> float:
    """At least one find, groups of N items each: 1 - product of (1 - se n / N)^(prevalence adjusted N).

    The exponent, the number of bad items expected in the group, is not rounded.
    """
    groups("rr", rr, n=n)
    return detect_risk_finite_mixed_se(
        prevalence, rr, N, [(group, se, items) for group, items in enumerate(n, start=1)]
    )


def detect_risk_finite_mixed_se(prevalence: float, rr: Sequence[float], N: Sequence[int], rows: Sequence[Row]) -> float:
    """As `detect_risk_finite`, with the checks of a group summed and its sensitivities averaged.

    The mean is over the rows of the group, not weighted by their checks: so the source does it. Rows as above.
    """
    groups("rr", rr, N=N)
    for items in N:
        count("N", items, least=1)
    prevalences = _prevalences(prevalence, rr, [items / sum(N) for items in N])
    _check_rows(rows, len(N))
    missed = 1.0
    for group, (items, bad) in enumerate(zip(N, prevalences, strict=True), start=1):
        own = [(se, checks) for at, se, checks in rows if at == group]
        checked = sum(checks for _, checks in own)
        not_above("n", checked, "N", items)
        mean = math.fsum(se for se, _ in own) / len(own) if own else 0.0
        missed *= math.pow(1 - mean * checked / items, bad * items)
    return 1 - missed


def sample_size_risk(
    prevalence: float,
    rr: Sequence[float],
    share: Sequence[float],
    allocation: Sequence[float],
    se: Sequence[float],
    test_shares: Sequence[Sequence[float]],
    confidence: float,
) -> RiskSample:
    """Checks in all and by group that find at least one bad item with the confidence.

    allocation: share of the checks that each group gets. se: sensitivity of each test. test_shares: for each group,
    the share of its items under each test. total = ceil(log(1 - confidence) / log(1 - p)), p the sum over groups of
    prevalence x adjusted risk x allocation x mean sensitivity. A group gets ceil(total x allocation), the last group
    what is left; where rounding up would leave less than nothing, later groups get 0.
    """
    groups("rr", rr, allocation=allocation, test_shares=test_shares)
    shares("allocation", allocation)
    inner_share("confidence", confidence)
    means = [_mean_sensitivity(se, parts) for parts in test_shares]
    prevalences = _prevalences(prevalence, rr, share)
    found = math.fsum(p * part * mean for p, part, mean in zip(prevalences, allocation, means, strict=True))
    total = checks_until(confidence, found)
    return RiskSample(total=total, groups=_allocated(total, allocation))


def _allocated(total: int, allocation: Sequence[float]) -> list[int]:
    left, parts = total, []
    for part in allocation[:-1]:
        parts.append(min(left, rounded_up(total * part)))
        left -= parts[-1]
    return [*parts, left]


def _mean_sensitivity(se: Sequence[float], parts: Sequence[float]) -> float:
    groups("se", se, test_shares=parts)
    for one in se:
        arguments.share("se", one)
    shares("test_shares", parts)
    return math.fsum(one * part for one, part in zip(se, parts, strict=True))


def _prevalences(prevalence: float, rr: Sequence[float], share: Sequence[float]) -> list[float]:
    """Each group's own prevalence."""
    arguments.share("prevalence", prevalence)
    own = [prevalence * risk for risk in relative_risk_adjusted(rr, share)]
    if max(own) > 1 + NOISE:
        raise AllegationError(
            f"the prevalence in a group would be {max(own):.4g}, above 1", where="rr", next_step="Lower the prevalence"
        )
    return [min(1.0, one) for one in own]


def _none_found(prevalences: Sequence[float], rows: Sequence[Row]) -> float:
    """The chance that nothing is found, given each group's own prevalence."""
    _check_rows(rows, len(prevalences))
    return math.prod(math.pow(1 - se * prevalences[group - 1], items) for group, se, items in rows)


def _check_rows(rows: Sequence[Row], most: int) -> None:
    groups("rows", rows)
    for group, se, items in rows:
        count("rows", group, least=1, most=most)
        arguments.share("se", se)
        count("n", items, most=INSPECTION_ITEMS_MAX)
