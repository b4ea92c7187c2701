"""The region table: every combination of the values that matter, and what the rules say of it."""

from __future__ import annotations

from safeconduct.agreement.region.completion import Choices, completions, decide_exact, with_instants
from safeconduct.agreement.region.domain import Domain, domain, domain_of
from safeconduct.agreement.region.table import Grid, Ruled, first_of, nearest, outcome_of, verdicts_of

__all__ = [
    "Choices",
    "Domain",
    "Grid",
    "Ruled",
    "completions",
    "decide_exact",
    "domain",
    "domain_of",
    "first_of",
    "nearest",
    "outcome_of",
    "verdicts_of",
    "with_instants",
]
