"""Numbers of checks: rows of the sources beyond the published file, brute force, what is out of reach, refusals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import ceil

import pytest

from safeconduct.assess.allegations import (
    detect_finite,
    detect_infinite,
    freedom_series,
    proportion_interval,
    sample_size_exact,
    sample_size_finite,
    sample_size_for_freedom,
    sample_size_for_freedom_infinite,
    sample_size_iaea,
    sample_size_iaea_minus_exact,
    sample_size_infinite,
    sample_size_proportion,
    sample_size_rbs,
)
from safeconduct.assess.allegations.errors import AllegationError
from safeconduct.assess.allegations.sampling import rounded_up
from tests.unit.assess.allegations.exactly import found_at_most


def test_rows_of_the_sources() -> None:
    assert [sample_size_infinite(0.95, p, 0.91) for p in (0.02, 0.1)] == [164, 32]
    assert sample_size_infinite(0.5, 0.05, 0.8) == 17
    assert sample_size_finite(1_000, 10, 0.95, 0.8) == 324
    assert [sample_size_finite(N, ceil(N / 100), 0.95, 0.9) for N in (500, 100_000)] == [251, 333]
    assert [sample_size_finite(N, ceil(N / 20), 0.5, 0.8) for N in (100, 1_000)] == [17, 18]
    assert sample_size_finite(500, 25, 0.95, 0.9) == 63
    assert sample_size_finite(193_000, 20, 0.95, 0.85) == 31_586
    assert sample_size_for_freedom(1_000, 10, 0.98, 0.5, 0.01, 0.8) == 405
    assert sample_size_for_freedom_infinite(0.05, 0.95, 0.5, 0.01, 0.9) == 65
    assert [sample_size_proportion(p, 0.05, 0.95) for p in (0.2, 0.4)] == [246, 369]


def test_the_sample_reaches_the_confidence_and_one_less_does_not() -> None:
    for p in (0.003, 0.07, 0.4):
        n = sample_size_infinite(0.9, p, 0.8)
        assert detect_infinite(n, p, 0.8) >= 0.9 > detect_infinite(n - 1, p, 0.8)
    for d in (1, 4, 30):
        n = sample_size_finite(300, d, 0.6, 0.9)
        assert detect_finite(300, n, d, 0.9) >= 0.6 > detect_finite(300, n - 1, d, 0.9)


@pytest.mark.parametrize("se", [Fraction(1), Fraction(3, 4)])
def test_the_exact_sample_is_the_first_that_enumeration_accepts(se: Fraction) -> None:
    for total in (1, 6, 12):
        for bad in range(1, total + 1):
            for confidence in (Fraction(1, 10), Fraction(1, 2), Fraction(7, 10)):
                wanted = next(n for n in range(total + 1) if 1 - found_at_most(total, n, bad, 0, se) >= confidence)
                assert sample_size_exact(total, bad, float(confidence), float(se)) == wanted


def test_a_chance_that_is_exactly_the_confidence_is_enough() -> None:
    assert sample_size_exact(20, 1, 0.1) == 2
    assert sample_size_exact(10, 1, 0.2) == 2  # its chance comes out as 0.19999999999999996
    assert sample_size_exact(1_000, 1, 0.95) == 950
    assert sample_size_iaea(20, 1, 0.1) == 2


def test_noise_of_binary_numbers_is_not_rounded_up() -> None:
    noisy = 0.1 * 3 * 10
    assert noisy > 3
    assert [rounded_up(value) for value in (noisy, 3.0, 3.001)] == [3, 3, 4]


def test_an_unrounded_number_of_bad_units_is_used_as_it_is() -> None:
    assert sample_size_rbs(70, 0.05, 0.95) == ceil((1 - 0.05 ** (1 / 3.5)) * (70 - 1.25))
    assert sample_size_rbs(10, 0.01, 0.95) == 10


@pytest.mark.parametrize(
    "call",
    [
        lambda: sample_size_infinite(0.95, 0.0, 0.9),
        lambda: sample_size_infinite(0.95, 0.1, 0.0),
        lambda: sample_size_finite(5, 1, 0.95, 0.9),
        lambda: sample_size_finite(5, 1, 0.95, 0.0),
        lambda: sample_size_finite(5, 0, 0.95, 1.0),
        lambda: sample_size_exact(10, 1, 0.95, 0.9),
    ],
)
def test_a_chance_out_of_reach_is_said_to_be_so(call: Callable[[], int]) -> None:
    with pytest.raises(AllegationError, match=r"no number of checks|not a whole number"):
        call()


def test_one_check_is_enough_where_everything_is_bad() -> None:
    assert sample_size_infinite(0.95, 1.0, 1.0) == 1
    assert sample_size_exact(10, 10, 0.95) == 1


def test_the_difference_of_approximation_and_exact_number() -> None:
    small: Mapping[str, Sequence[float] | str] = {"N": [20, 50, 100], "d": "1..min(N-1,59)", "confidence": [0.1, 0.9]}
    assert set(sample_size_iaea_minus_exact(small)) <= {0, 1, 2, 3}
    assert sample_size_iaea_minus_exact({"N": [100], "d": [5], "confidence": [0.95]}) == [
        sample_size_iaea(100, 5, 0.95) - 45
    ]
    with pytest.raises(AllegationError, match="not a range"):
        sample_size_iaea_minus_exact({"N": [20], "d": "all", "confidence": [0.5]})
    with pytest.raises(AllegationError, match="not a list"):
        sample_size_iaea_minus_exact({"N": "20", "d": [1], "confidence": [0.5]})


def test_freedom_grows_period_by_period_and_each_may_have_its_own_risk() -> None:
    series = freedom_series([0.44, 0.51, 0.58], [0.01, 0.1, 0.0], 0.5)
    assert series[0] == pytest.approx(0.6364104, abs=1e-6)
    q = series[0] * 0.9
    assert series[1] == pytest.approx(q / (1 - 0.51 * (1 - q)))
    assert series[2] == freedom_series([0.58], 0.0, series[1])[0]


def test_freedom_that_is_reached_already_needs_no_check() -> None:
    assert sample_size_for_freedom(1_000, 10, 0.4, 0.5, 0.01, 0.8) == 0
    assert sample_size_for_freedom_infinite(0.05, 0.9, 1.0, 0.0, 0.8) == 0


def test_freedom_refuses_what_cannot_be() -> None:
    with pytest.raises(AllegationError, match="2 items, but detect has 1"):
        freedom_series([0.5], [0.1, 0.1], 0.5)
    with pytest.raises(AllegationError, match="certain to be there"):
        freedom_series([1.0], 0.0, 0.0)
    with pytest.raises(AllegationError, match="probability of 0"):
        sample_size_for_freedom(100, 5, 0.9, 0.0, 0.0)


def test_intervals_of_a_share() -> None:
    assert proportion_interval(25, 200, 0.95, "jeffreys") == pytest.approx([0.08462743, 0.176126], abs=1e-6)
    for method in ("clopper-pearson", "jeffreys", "agresti-coull", "wilson"):
        low, high = proportion_interval(30, 100, 0.9, method)
        mirrored = proportion_interval(70, 100, 0.9, method)
        assert 0.2 < low < 0.3 < high < 0.4
        assert mirrored == pytest.approx([1 - high, 1 - low])


def test_intervals_at_the_ends_stay_shares() -> None:
    assert proportion_interval(0, 10, 0.95, "clopper-pearson") == pytest.approx([0, 1 - 0.025 ** (1 / 10)])
    assert proportion_interval(10, 10, 0.95, "clopper-pearson") == pytest.approx([0.025 ** (1 / 10), 1])
    assert proportion_interval(0, 10, 0.95, "agresti-coull")[0] == 0
    assert proportion_interval(10, 10, 0.95, "agresti-coull")[1] == 1
    assert proportion_interval(0, 10, 0.95, "wilson")[0] == pytest.approx(0)


@pytest.mark.parametrize(
    ("x", "n", "confidence", "method", "where"),
    [
        (1, 0, 0.9, "wilson", "n"),
        (3, 2, 0.9, "wilson", "x"),
        (1, 2, 1, "wilson", "confidence"),
        (1, 2, 0.9, "", "method"),
    ],
)
def test_intervals_refuse_what_cannot_be(x: int, n: int, confidence: float, method: str, where: str) -> None:
    with pytest.raises(AllegationError) as refused:
        proportion_interval(x, n, confidence, method)
    assert refused.value.where == where


def test_a_precision_of_0_is_refused() -> None:
    with pytest.raises(AllegationError, match="must lie between"):
        sample_size_proportion(0.1, 0, 0.95)
