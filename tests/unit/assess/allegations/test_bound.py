"""The bound on what passed: examples, brute force, coverage, refusals."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from safeconduct.assess.allegations.bound import largest, largest_undetected
from safeconduct.assess.allegations.errors import AllegationError
from safeconduct.assess.allegations.exact import chance_found_at_most
from tests.unit.assess.allegations.exactly import found_at_most, largest_by_trying

SENSITIVITIES = (Fraction(0), Fraction(1, 2), Fraction(9, 10), Fraction(1))


@pytest.mark.parametrize(
    ("passed", "checked", "sensitivity_ppm", "bound"),
    [(1_200, 984, 900_000, 2), (1_200, 984, 1_000_000, 1), (1_200, 1_200, 900_000, 1), (1_200, 1_200, 1_000_000, 0)],
)
def test_the_examples_of_the_design(passed: int, checked: int, sensitivity_ppm: int, bound: int) -> None:
    assert largest_undetected(passed, checked, 0, sensitivity_ppm, 950_000) == bound


def test_of_an_interval_the_highest_counts() -> None:
    assert largest_undetected((900, 1_200), 800, 0, 900_000, 950_000) == largest_undetected(
        1_200, 800, 0, 900_000, 950_000
    )


@pytest.mark.parametrize("sensitivity", SENSITIVITIES)
def test_the_chance_is_that_of_enumeration(sensitivity: Fraction) -> None:
    for total in (1, 2, 7, 12):
        for drawn in range(total + 1):
            for bad in range(total + 1):
                for found in range(drawn + 1):
                    exact = found_at_most(total, drawn, bad, found, sensitivity)
                    got = chance_found_at_most(total, drawn, bad, found, float(sensitivity))
                    assert got == pytest.approx(float(exact), abs=1e-13)


@pytest.mark.parametrize("sensitivity", SENSITIVITIES)
@pytest.mark.parametrize("error", [Fraction(1, 20), Fraction(1, 4)])
def test_the_bound_is_the_largest_of_all_that_are_possible(sensitivity: Fraction, error: Fraction) -> None:
    for total in (0, 1, 5, 10, 20):
        for drawn in range(0, total + 1, 1 if total < 20 else 3):
            for found in range(min(drawn, 4) + 1):
                wanted = largest_by_trying(total, drawn, found, sensitivity, error)
                assert largest(total, drawn, found, float(sensitivity), float(error)) == wanted


def test_a_chance_that_is_exactly_the_error_is_possible() -> None:
    # 19 of 20 checked, every find certain: one bad vehicle is missed with a chance of 1 in 20
    assert largest_undetected(20, 19, 0, 1_000_000, 950_000) == 1
    assert largest_undetected(20, 19, 0, 1_000_000, 949_999) == 0


@pytest.mark.parametrize(
    ("passed", "checked", "found"),
    [(1_000_000, 1_000_000, 0), (1_000_000, 500_000, 1_000), (1_000_000, 999_999, 250_000), (1_000_000, 10, 0)],
)
def test_the_bound_of_a_million_is_possible_and_one_more_is_not(passed: int, checked: int, found: int) -> None:
    bound = largest_undetected(passed, checked, found, 500_000, 950_000)
    assert chance_found_at_most(passed, checked, bound, found, 0.5) >= 0.05
    assert chance_found_at_most(passed, checked, bound + 1, found, 0.5) < 0.05


@pytest.mark.parametrize(
    ("passed", "checked", "sensitivity_ppm"), [(10, 0, 900_000), (10, 10, 0), (0, 0, 900_000), (1_000_000, 0, 1)]
)
def test_checks_that_can_find_nothing_bound_nothing(passed: int, checked: int, sensitivity_ppm: int) -> None:
    assert largest_undetected(passed, checked, 0, sensitivity_ppm, 950_000) == passed


def test_what_was_found_is_counted() -> None:
    assert largest_undetected(50, 50, 50, 900_000, 950_000) == 50
    assert largest_undetected(50, 50, 7, 1_000_000, 950_000) == 7


@pytest.mark.parametrize(
    ("total", "drawn", "bad", "sensitivity"),
    [(60, 45, 4, 0.9), (300, 200, 20, 0.6), (1_200, 984, 2, 0.9), (5_000, 500, 50, 0.8), (40, 40, 3, 0.5)],
)
def test_the_bound_covers_the_truth_as_often_as_it_says(total: int, drawn: int, bad: int, sensitivity: float) -> None:
    rng = np.random.default_rng(20_230_423)
    runs = 20_000
    found = rng.binomial(rng.hypergeometric(bad, total - bad, drawn, runs), sensitivity)
    counts = np.bincount(found, minlength=bad + 1)
    covered = sum(
        int(times) for x, times in enumerate(counts) if times and largest(total, drawn, x, sensitivity, 0.05) >= bad
    )
    spread = 3 * (0.05 * 0.95 / runs) ** 0.5
    assert covered / runs >= 0.95 - spread


def test_the_bound_covers_the_truth_exactly_often_enough() -> None:
    """No simulation: the chance of every outcome whose bound lies below the truth, added up."""
    sensitivity = Fraction(4, 5)
    for bad in range(16):
        below = Fraction(0)
        for x in range(11):
            if largest(15, 10, x, float(sensitivity), 0.05) < bad:
                before = found_at_most(15, 10, bad, x - 1, sensitivity) if x else Fraction(0)
                below += found_at_most(15, 10, bad, x, sensitivity) - before
        assert below <= Fraction(1, 20)


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ((10, 11, 0, 900_000, 950_000), "checked"),
        ((10, 5, 6, 900_000, 950_000), "found"),
        ((-1, 0, 0, 900_000, 950_000), "passed"),
        (((12, 10), 5, 0, 900_000, 950_000), "passed"),
        (((5, 10_000_001), 5, 0, 900_000, 950_000), "passed"),
        ((10_000_001, 5, 0, 900_000, 950_000), "passed"),
        ((10, 5, 0, 1_000_001, 950_000), "sensitivity_ppm"),
        ((10, 5, 0, 900_000, 1_000_000), "confidence_ppm"),
        ((10, 5, 0, 900_000, 0), "confidence_ppm"),
        ((10, True, 0, 900_000, 950_000), "checked"),
    ],
)
def test_counts_that_cannot_be_are_refused_by_name(
    arguments: tuple[int | tuple[int, int], int, int, int, int], where: str
) -> None:
    with pytest.raises(AllegationError) as refused:
        largest_undetected(*arguments)
    assert refused.value.where == where
