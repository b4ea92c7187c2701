"""How confidence that nothing bad is there grows while checks find nothing, and fades while things may come in.

Source: RSurveillance `pfree.1`, `pfree.calc`, `n.pfree`. Raise AllegationError for arguments that cannot be.
"""
# ruff: noqa: N803, PLR0917 - names and order of the sources; N and n are two different ones

from __future__ import annotations

from collections.abc import Sequence

from safeconduct.assess.allegations.arguments import groups, inner_share, share
from safeconduct.assess.allegations.errors import AllegationError
from safeconduct.assess.allegations.sampling import sample_size_finite, sample_size_infinite


def freedom_series(detect: Sequence[float], intro: float | Sequence[float], prior: float) -> list[float]:
    """The probability of freedom after each period, where no period found anything.

    Each period: q = p (1 - intro), then p = q / (1 - detect (1 - q)). detect: chance of finding something in the period
    if it is there. intro: chance that something comes in, one for all periods or one for each. prior: probability of
    freedom before the first period.

    >>> [round(p, 6) for p in freedom_series([0.4, 0.4], 0.01, 0.5)]
    [0.620301, 0.726194]
    """
    groups("detect", detect)
    comes_in = intro if isinstance(intro, Sequence) else [intro] * len(detect)
    groups("detect", detect, intro=comes_in)
    share("prior", prior)
    free, series = prior, []
    for chance, arrival in zip(detect, comes_in, strict=True):
        share("detect", chance)
        share("intro", arrival)
        free = _after(free * (1 - arrival), chance)
        series.append(free)
    return series


def sample_size_for_freedom(
    N: int, d: float, target_freedom: float, prior: float, intro: float, se: float = 1.0
) -> int:
    """Checks of N items after which, nothing found, freedom from d bad ones has the wanted probability.

    The chance of detection that lifts prior (1 - intro) to the target, put to `sample_size_finite`.
    """
    wanted = _wanted(target_freedom, prior, intro)
    return sample_size_finite(N, d, wanted, se) if wanted > 0 else 0


def sample_size_for_freedom_infinite(
    prevalence: float, target_freedom: float, prior: float, intro: float, se: float = 1.0
) -> int:
    """As `sample_size_for_freedom`, for a large or unknown population."""
    wanted = _wanted(target_freedom, prior, intro)
    return sample_size_infinite(wanted, prevalence, se) if wanted > 0 else 0


def _after(before: float, detect: float) -> float:
    silent = 1 - detect * (1 - before)
    if silent == 0:
        raise AllegationError(
            "nothing was found although something was certain to be there and to be found", where="prior"
        )
    return before / silent


def _wanted(target_freedom: float, prior: float, intro: float) -> float:
    """The chance of detection that turns prior (1 - intro) into the target; 0 or less if it is reached already."""
    inner_share("target_freedom", target_freedom)
    share("prior", prior)
    share("intro", intro)
    before = prior * (1 - intro)
    if before == 0:
        raise AllegationError("no find can lift a probability of 0", where="prior", next_step="Start above 0")
    return (1 - before / target_freedom) / (1 - before) if before < 1 else 0.0
