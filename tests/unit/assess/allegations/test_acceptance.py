"""The printed acceptance plans: plausible in themselves, and refused where the table has no cell."""

from __future__ import annotations

import pytest
from scipy.stats import binom

from safeconduct.assess.allegations import acceptance_plan
from safeconduct.assess.allegations.acceptance import PLANS, QUALITY_LEVELS
from safeconduct.assess.allegations.errors import AllegationError


@pytest.mark.parametrize("code", PLANS)
@pytest.mark.parametrize("aql", QUALITY_LEVELS)
def test_a_lot_of_the_acceptable_quality_is_mostly_accepted(code: str, aql: float) -> None:
    plan = acceptance_plan(code, aql)
    assert plan["reject"] == plan["accept"] + 1
    assert 0.80 < binom(plan["n"], aql / 100).cdf(plan["accept"]) < 0.995


def test_larger_samples_and_worse_levels_accept_more() -> None:
    table = [[acceptance_plan(code, aql)["accept"] for aql in QUALITY_LEVELS] for code in PLANS]
    assert all(row == sorted(set(row)) for row in table)
    assert all(list(column) == sorted(set(column)) for column in zip(*table, strict=True))


@pytest.mark.parametrize(("code", "aql", "where"), [("CF", 1.5, "code"), ("CA", 4.0, "aql"), ("ca", 1.5, "code")])
def test_a_cell_that_is_not_printed_is_refused(code: str, aql: float, where: str) -> None:
    with pytest.raises(AllegationError) as refused:
        acceptance_plan(code, aql)
    assert refused.value.where == where
