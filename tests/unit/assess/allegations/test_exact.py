"""The hypergeometric and binomial chances beneath every exact figure."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from scipy.stats import hypergeom

from safeconduct.assess.allegations.exact import binomial_at_most, hypergeometric


@pytest.mark.parametrize(("total", "bad", "drawn"), [(0, 0, 0), (5, 0, 3), (5, 5, 3), (9, 4, 9), (30, 11, 17)])
def test_small_chances_are_those_of_counting(total: int, bad: int, drawn: int) -> None:
    counts, chances = hypergeometric(total, bad, drawn)
    assert list(counts) == list(range(max(0, drawn + bad - total), min(drawn, bad) + 1))
    for k, chance in zip(counts.tolist(), chances.tolist(), strict=True):
        assert chance == pytest.approx(comb(bad, k) * comb(total - bad, drawn - k) / comb(total, drawn), rel=1e-12)


@pytest.mark.parametrize(("bad", "drawn"), [(300_000, 500_000), (999_000, 2_000), (40, 900_000)])
def test_of_a_million_a_few_thousand_counts_carry_all_the_chance(bad: int, drawn: int) -> None:
    counts, chances = hypergeometric(1_000_000, bad, drawn)
    reference = hypergeom(1_000_000, bad, drawn)
    assert len(counts) < 10_000
    np.testing.assert_allclose(chances, reference.pmf(counts), atol=1e-9)
    assert reference.cdf(counts[0] - 1) + reference.sf(counts[-1]) < 1e-12


def test_the_largest_population_stays_small() -> None:
    counts, chances = hypergeometric(10_000_000, 5_000_000, 5_000_000)
    assert len(counts) < 25_000
    assert chances.sum() == pytest.approx(1)


def test_at_most_a_number_of_successes() -> None:
    trials = np.array([0, 1, 2, 3])
    assert binomial_at_most(-1, trials, 0.5).tolist() == [0, 0, 0, 0]
    assert binomial_at_most(0, trials, 0.5).tolist() == [1, 0.5, 0.25, 0.125]
    assert binomial_at_most(0, trials, 1.0).tolist() == [1, 0, 0, 0]
    assert binomial_at_most(1, trials, 0.5).tolist() == pytest.approx([1, 1, 0.75, 0.5])
    assert binomial_at_most(2, trials, 1.0).tolist() == [1, 1, 1, 0]
