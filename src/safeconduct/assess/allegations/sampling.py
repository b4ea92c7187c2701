"""How many checks it takes to find something with a wanted chance.

Names as in `detection`. A number of checks is rounded up, after taking off 1e-9 for binary noise. Every function raises
AllegationError for an argument that cannot be, and where even checking everything does not reach the wanted chance.
"""
# ruff: noqa: N803 - N and n are two different published names

from __future__ import annotations

import itertools
import math
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from safeconduct.assess.allegations.arguments import amount, count, groups, inner_share, share
from safeconduct.assess.allegations.errors import AllegationError
from safeconduct.assess.allegations.exact import chance_found_at_most

NOISE = 1e-9
TIE = 1e-12  # absolute; an exact chance this near below the wanted one reaches it
_RANGE = re.compile(r"1\.\.min\(N-1,([1-9][0-9]{0,6})\)")


def sample_size_infinite(confidence: float, prevalence: float, se: float = 1.0) -> int:
    """Checks that find at least one bad item of a large or unknown population.

    ceil(log(1 - confidence) / log(1 - prevalence se)). Sources: RSurveillance `n.binom`, epiR example 1.

    >>> sample_size_infinite(0.95, 0.05, 0.9)
    66
    """
    inner_share("confidence", confidence)
    share("prevalence", prevalence)
    share("se", se)
    return checks_until(confidence, prevalence * se)


def checks_until(confidence: float, chance: float) -> int:
    """Checks until the first success with a given confidence, where each succeeds with one chance."""
    if chance == 0:
        raise _unreachable("no check finds anything")
    return 1 if chance == 1 else rounded_up(math.log1p(-confidence) / math.log1p(-chance))


def sample_size_finite(N: int, d: float, confidence: float, se: float = 1.0) -> int:
    """Checks of N items that find at least one of d bad ones: ceil(N / se (1 - (1 - confidence)^(1/d))).

    An approximation, with one known oddity: for very large N it may exceed `sample_size_infinite`.
    Sources: RSurveillance `n.hypergeo`, `n.freedom`; epiR example 3.
    """
    _population(N, d, confidence)
    share("se", se)
    needed = N / se * _found_share(confidence, d) if se else math.inf
    if needed > N + NOISE:
        raise _unreachable(f"checking all {N:,} items gives less")
    return rounded_up(needed)


def sample_size_iaea(N: int, d: float, confidence: float) -> int:
    """Items to verify so that one of d false ones is found: ceil(N (1 - (1 - confidence)^(1/d))).

    The approximation in use for safeguards. Source: INMM, JNMM V-44 no 3; it is 0 to 3 above `sample_size_exact`.
    """
    _population(N, d, confidence)
    return rounded_up(N * _found_share(confidence, d))


def sample_size_rbs(N: int, prevalence: float, confidence: float) -> int:
    """Units of a consignment to inspect, D = prevalence N bad ones among N.

    min(N, ceil((1 - (1 - confidence)^(1/D)) (N - (D - 1) / 2))); D is not rounded.
    Source: risk-based sampling of NAPPO, USDA and IICA, as in popsborder.
    """
    share("prevalence", prevalence)
    _population(N, prevalence * N, confidence)
    bad = prevalence * N
    return min(N, rounded_up(_found_share(confidence, bad) * (N - (bad - 1) / 2)))


def sample_size_exact(N: int, d: int, confidence: float, se: float = 1.0) -> int:
    """The smallest number of checks whose exact chance of finding one of d bad items reaches the confidence.

    The chance is that of `largest_undetected`: hypergeometric choice, binomial finding. Source: computed.

    >>> sample_size_exact(100, 5, 0.95), sample_size_exact(400, 4, 0.95)
    (45, 211)
    """
    count("d", d, least=1)
    _population(N, d, confidence)
    share("se", se)

    def missed(n: int) -> float:
        return chance_found_at_most(N, n, d, 0, se)

    if 1 - missed(N) < confidence - TIE:
        raise _unreachable(f"checking all {N:,} items gives {1 - missed(N):.6f}")
    return bisect_left(range(N), confidence - TIE, key=lambda n: 1 - missed(n))


def sample_size_iaea_minus_exact(grid: Mapping[str, Sequence[int] | Sequence[float] | str]) -> list[int]:
    """Every difference `sample_size_iaea` minus `sample_size_exact` on a grid, smallest first.

    grid: N and confidence as lists, d as a list or as the published range ``1..min(N-1,59)``. The source says that the
    differences lie between 0 and 3.

    >>> sample_size_iaea_minus_exact({"N": [20, 50], "d": "1..min(N-1,59)", "confidence": [0.5]})
    [0, 1]
    """
    cells = itertools.product(_listed(grid, "N"), _listed(grid, "confidence"))
    found = set()
    for items, confidence in cells:
        for bad in _bad_items(grid, int(items)):
            approximate = sample_size_iaea(int(items), bad, confidence)
            found.add(approximate - sample_size_exact(int(items), bad, confidence))
    return sorted(found)


def rounded_up(value: float) -> int:
    """The next whole number, unless the value is above a whole one by noise alone."""
    return math.ceil(value - NOISE)


def _found_share(confidence: float, d: float) -> float:
    """1 - (1 - confidence)^(1/d), without cancellation."""
    return -math.expm1(math.log1p(-confidence) / d)


def _population(N: int, d: float, confidence: float) -> None:
    count("N", N, least=1)
    amount("d", d, most=N)
    inner_share("confidence", confidence)
    if d == 0:
        raise _unreachable("there is nothing to find")


def _listed(grid: Mapping[str, Sequence[int] | Sequence[float] | str], name: str) -> Sequence[float]:
    values = grid.get(name, ())
    if isinstance(values, str):
        raise AllegationError(f"{values!r} is not a list of numbers", where=name)
    groups(name, values)
    return values


def _bad_items(grid: Mapping[str, Sequence[int] | Sequence[float] | str], items: int) -> Sequence[int]:
    wanted = grid.get("d", ())
    if not isinstance(wanted, str):
        return [int(bad) for bad in _listed(grid, "d")]
    match = _RANGE.fullmatch(wanted)
    if match is None:
        raise AllegationError(f"{wanted!r} is not a range", where="d", next_step="Write it as 1..min(N-1,59)")
    return range(1, min(items - 1, int(match[1])) + 1)


def _unreachable(why: str) -> AllegationError:
    return AllegationError(
        f"no number of checks reaches the wanted chance: {why}",
        where="confidence",
        next_step="Ask for a lower confidence, or name a more sensitive check",
    )
