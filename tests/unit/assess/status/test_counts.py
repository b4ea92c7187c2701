"""Ordinary counts: chances that agree with scipy's distributions, critical counts and intervals of the share."""

from __future__ import annotations

import pytest
from scipy import stats

from safeconduct.assess.status import StatusError
from safeconduct.assess.status.counts import PPM, OrdinaryCount

COUNTS = [(500, 1000), (3000, 1200), (10_000, 1500), (100_000, 6000), (920_000, 47_000)]


@pytest.mark.parametrize(("mean_milli", "dispersion_milli"), COUNTS)
@pytest.mark.parametrize("share", [1.0, 0.5, 0.02])
def test_chances_are_those_of_the_documented_distribution(mean_milli: int, dispersion_milli: int, share: float) -> None:
    mean, excess = mean_milli / 1000, (dispersion_milli - 1000) / 1000
    known = stats.nbinom(mean / excess, 1 / (1 + share * excess)) if excess else stats.poisson(share * mean)
    count = OrdinaryCount(mean_milli, dispersion_milli)
    for observed in (0, 1, int(mean / 2), int(mean)):
        assert count.at_most(observed, share) == pytest.approx(known.cdf(observed), rel=1e-9)
        assert count.at_least(observed, share) == pytest.approx(known.sf(observed - 1), abs=1e-12)


@pytest.mark.parametrize(("mean_milli", "dispersion_milli"), COUNTS)
@pytest.mark.parametrize("limit", [200, 1250, 50_000])
def test_the_largest_unusual_count_is_the_last_below_the_limit(
    mean_milli: int, dispersion_milli: int, limit: int
) -> None:
    count = OrdinaryCount(mean_milli, dispersion_milli)
    found = count.largest_unusual(limit)
    assert found == -1 or count.lower_tail_ppm(found) <= limit
    assert count.lower_tail_ppm(found + 1) > limit


@pytest.mark.parametrize(("mean_milli", "dispersion_milli"), COUNTS)
def test_share_intervals_end_where_the_count_becomes_unusual(mean_milli: int, dispersion_milli: int) -> None:
    count = OrdinaryCount(mean_milli, dispersion_milli)
    for observed in (0, 1, mean_milli // 2000 + 1):
        low, high = count.share_bounds_ppm(observed, 0.025)
        assert count.at_most(observed, high / PPM) == pytest.approx(0.025, abs=1e-4)
        assert (low == 0) == (observed == 0)
        if observed:
            assert count.at_least(observed, low / PPM) <= 0.025 <= count.at_least(observed, (low + 1) / PPM)


def test_a_count_that_shows_next_to_nothing_has_a_bound_all_the_same() -> None:
    assert OrdinaryCount(1, 40_000).share_bounds_ppm(0, 0.025) == (0, 1000 * PPM)


def test_nothing_passes_where_nothing_may() -> None:
    assert OrdinaryCount(10_000, 1500).at_most(0, 0.0) == 1.0


def test_chances_are_rounded_up_to_a_millionth() -> None:
    assert OrdinaryCount(920_000, 1000).lower_tail_ppm(0) == 1


@pytest.mark.parametrize(("mean_milli", "dispersion_milli"), [(0, 1000), (-1, 1000), (1000, 999)])
def test_there_is_no_count_outside_these_ranges(mean_milli: int, dispersion_milli: int) -> None:
    with pytest.raises(StatusError):
        OrdinaryCount(mean_milli, dispersion_milli)
