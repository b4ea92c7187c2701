"""Acceptance sampling plans as printed: a table to look things up in, no formula.

Source: United States regulation 7 CFR 42.109, Tables I (condition of food containers, normal inspection, single plans),
as of the Federal Register of 17 September 2013. A lot is accepted with at most `accept` defects in a sample of n.
"""

from __future__ import annotations

from typing import TypedDict

from safeconduct.assess.allegations.errors import AllegationError


class AcceptancePlan(TypedDict):
    """Sample size, largest number of defects accepted, smallest number rejected."""

    n: int
    accept: int
    reject: int


# Acceptable quality levels in per cent (0.25, 1.5, 6.5 at origin; 0.25, 2.5, 10 elsewhere), then for each code the
# sample size and the acceptance number under each level.
QUALITY_LEVELS = (0.25, 1.5, 2.5, 6.5, 10.0)
PLANS: dict[str, tuple[int, tuple[int, ...]]] = {
    "CA": (84, (0, 3, 4, 9, 13)),
    "CB": (168, (1, 5, 7, 16, 23)),
    "CC": (315, (2, 8, 13, 28, 41)),
    "CD": (500, (3, 12, 18, 42, 62)),
    "CE": (800, (4, 18, 27, 64, 95)),
}


def acceptance_plan(code: str, aql: float) -> AcceptancePlan:
    """The single plan for a sample size code and an acceptable quality level.

    code: CA to CE. aql: per cent, one of 0.25, 1.5, 2.5, 6.5 and 10. Raises AllegationError for any other.

    >>> acceptance_plan("CC", 1.5)
    {'n': 315, 'accept': 8, 'reject': 9}
    """
    if code not in PLANS:
        raise AllegationError(f"there is no plan {code!r}", where="code", next_step=f"Write one of {', '.join(PLANS)}")
    if aql not in QUALITY_LEVELS:
        levels = ", ".join(f"{level:g}" for level in QUALITY_LEVELS)
        raise AllegationError(f"{aql!r} is not a level of the table", where="aql", next_step=f"Write one of {levels}")
    n, accepted = PLANS[code]
    accept = accepted[QUALITY_LEVELS.index(aql)]
    return AcceptancePlan(n=n, accept=accept, reject=accept + 1)
