"""Checks with false alarms: rows of RSurveillance beyond the published file, enumeration, the smallest sample."""
# ruff: noqa: PLR0917 - parameters of the functions under test

from __future__ import annotations

import itertools
from fractions import Fraction
from math import comb

import pytest

from safeconduct.assess.allegations import (
    detect_cutpoint_exact,
    detect_cutpoint_infinite,
    detect_cutpoint_interpolated,
    sample_size_cutpoint,
    specificity_cutpoint_infinite,
)
from safeconduct.assess.allegations.errors import AllegationError


def by_enumeration(total: int, drawn: int, cut: int, se: Fraction, sp: Fraction, bad: int) -> Fraction:
    """P(alarms >= cut), over bad items in the sample, alarms of theirs and alarms of the others."""
    chance = Fraction(0)
    for y in range(max(0, drawn + bad - total), min(drawn, bad) + 1):
        drawn_so = Fraction(comb(bad, y) * comb(total - bad, drawn - y), comb(total, drawn))
        for right, wrong in itertools.product(range(y + 1), range(drawn - y + 1)):
            if right + wrong >= cut:
                chance += (
                    drawn_so
                    * (comb(y, right) * se**right * (1 - se) ** (y - right))
                    * (comb(drawn - y, wrong) * (1 - sp) ** wrong * sp ** (drawn - y - wrong))
                )
    return chance


def test_rows_of_the_source() -> None:
    large = [detect_cutpoint_infinite(n, 2, 0.95, 0.98, 0.1) for n in (10, 25, 40)]
    assert large == pytest.approx([0.3144826, 0.7911787, 0.9496525], abs=1e-6)
    quiet = [specificity_cutpoint_infinite(n, 2, 0.98) for n in (15, 50, 200)]
    assert quiet == pytest.approx([0.96466169, 0.73577139, 0.08937548], abs=1e-7)
    assert detect_cutpoint_exact(65, 10, 1, 0.95, 0.99, 3) == pytest.approx(0.4411522, abs=1e-6)
    assert detect_cutpoint_exact(120, 27, 1, 0.9, 0.99, 12) == pytest.approx(0.9555394, abs=1e-6)
    assert detect_cutpoint_interpolated(65, 10, 1, 0.95, 0.99, 3.25) == pytest.approx(0.467678, abs=1e-6)
    silent = [1 - detect_cutpoint_interpolated(500, 30, 2, 1, sp, 0) for sp in (0.95, 0.98, 1)]
    assert silent == pytest.approx([0.5487535, 0.8839634, 1], abs=1e-6)


@pytest.mark.parametrize(("se", "sp"), [(0.75, 0.5), (1, 0.75), (0.5, 1), (0, 0.25), (1, 1)])
def test_the_exact_chance_is_that_of_enumeration(se: float, sp: float) -> None:
    for drawn, cut, bad in itertools.product((0, 1, 4, 7), (1, 2, 4, 8), (0, 2, 5, 7)):
        wanted = by_enumeration(7, drawn, cut, Fraction(se), Fraction(sp), bad)
        assert detect_cutpoint_exact(7, drawn, cut, se, sp, bad) == pytest.approx(float(wanted), abs=1e-12)


def test_where_nothing_is_bad_and_the_sample_is_the_population_all_forms_agree() -> None:
    exact = detect_cutpoint_exact(40, 40, 3, 0.9, 0.9, 0)
    assert exact == pytest.approx(1 - specificity_cutpoint_infinite(40, 3, 0.9))
    assert exact == pytest.approx(detect_cutpoint_infinite(40, 3, 0.9, 0.9, 0.0))


def test_the_second_sample_of_the_example() -> None:
    assert sample_size_cutpoint(5_000, 0.10, 0.95, 0.95, 0.9, 0.98) == {"n": 82, "cut": 5}


def test_without_false_alarms_one_is_enough() -> None:
    assert sample_size_cutpoint(100, 0.05, 0.95, 0.99, 1.0, 1.0) == {"n": 45, "cut": 1}


@pytest.mark.parametrize(
    ("size", "prevalence", "confidence", "specificity", "se", "sp"),
    [
        (58, 0.1, 0.5, 0.5, 0.9, 0.3),  # detection falls from run to run here: 2, not 19
        (35, 0.4, 0.5, 0.9, 0.3, 0.9),
        (59, 0.8, 0.99, 0.99, 0.9, 0.5),
        (41, 0.05, 0.5, 0.5, 0.3, 0.95),
        (23, 0.2, 0.5, 0.8, 1.0, 0.5),
    ],
)
def test_the_smallest_sample_is_found(
    size: int, prevalence: float, confidence: float, specificity: float, se: float, sp: float
) -> None:
    bad = max(1, round(size * prevalence))
    for n in range(1, size + 1):
        cut = next(c for c in range(1, n + 2) if specificity_cutpoint_infinite(n, c, sp) >= specificity)
        if detect_cutpoint_exact(size, n, cut, se, sp, bad) >= confidence:
            assert sample_size_cutpoint(size, prevalence, confidence, specificity, se, sp) == {"n": n, "cut": cut}
            return
    pytest.fail("no sample suffices")


def test_what_no_sample_reaches_and_what_is_out_of_bounds_is_said() -> None:
    with pytest.raises(AllegationError, match="even all 20 items"):
        sample_size_cutpoint(20, 0.05, 0.99, 0.99, 0.5, 0.9)
    with pytest.raises(AllegationError, match="too many"):
        detect_cutpoint_exact(10_000_000, 5_000_000, 2_000_000, 0.9, 0.9, 100_000)
    with pytest.raises(AllegationError, match="too many"):
        sample_size_cutpoint(10_000_000, 0.000001, 0.95, 0.95, 0.9, 0.5)


@pytest.mark.parametrize(
    ("size", "drawn", "cut", "sp", "bad", "where"),
    [(10, 11, 1, 0.9, 2, "n"), (10, 5, 0, 0.9, 2, "cut"), (10, 5, 1, 1.9, 2, "sp"), (10, 5, 1, 0.9, 11, "d")],
)
def test_what_cannot_be_is_refused_by_name(size: int, drawn: int, cut: int, sp: float, bad: int, where: str) -> None:
    for form in (detect_cutpoint_exact, detect_cutpoint_interpolated):
        with pytest.raises(AllegationError) as refused:
            form(size, drawn, cut, 0.9, sp, bad)
        assert refused.value.where == where
