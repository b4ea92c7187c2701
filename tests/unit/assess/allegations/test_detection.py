"""Chances of detection: rows of the sources beyond the published file, ends of the ranges, refusals.

Numbers are those of RSurveillance 0.2.1 (tests) and epiR 2.0.94 (vignette).
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, inf, nan

import pytest

from safeconduct.assess.allegations import (
    design_prevalence,
    detect_census,
    detect_finite,
    detect_finite_mixed_se,
    detect_infinite,
    no_false_alarm,
    se_parallel,
    se_series,
)
from safeconduct.assess.allegations.errors import AllegationError


def test_a_large_population() -> None:
    found = [detect_infinite(n, 0.05, 0.9) for n in (20, 40, 70, 90)]
    assert found == pytest.approx(
        [0.60183101167397, 0.841461456735425, 0.960167642524368, 0.984139990521287], abs=1e-12
    )
    assert detect_infinite(300, 0.01, 0.95) == pytest.approx(0.943, abs=5e-4)


def test_false_alarms_count_as_alarms() -> None:
    assert detect_infinite(1, 0.1, 0.9, 0.98) == pytest.approx(0.9 * 0.1 + 0.02 * 0.9)
    assert detect_infinite(5, 0.0, 0.9, 0.98) == pytest.approx(1 - 0.98**5)


def test_a_population_of_known_size() -> None:
    sizes = (35, 50, 65, 80, 95)
    found = [detect_finite(N, 30, ceil(N / 10), 0.95) for N in sizes]
    assert found == pytest.approx([0.9988105, 0.9852992, 0.9823942, 0.9705057, 0.9717525], abs=1e-6)
    assert detect_finite(250, 125, 3, 0.8) == pytest.approx(0.784)


def test_an_unrounded_number_of_bad_items_gives_the_figure_of_the_formula() -> None:
    assert detect_finite(193_000, 7_764, 19.3, 0.85) == pytest.approx(0.489, abs=5e-4)
    assert detect_finite(193_000, 7_764, 20, 0.85) == pytest.approx(0.501, abs=5e-4)


def test_checks_of_several_kinds_need_the_population() -> None:
    assert detect_finite_mixed_se(500, 5, [(0.9, 50), (0.95, 100)]) == pytest.approx(0.8065082, abs=1e-6)
    with pytest.raises(AllegationError):
        detect_finite_mixed_se(72, 4, [(0.8, 50), (0.7, 23)])


def test_everything_checked() -> None:
    assert [detect_census(d, 0.8) for d in (0, 3, 4)] == pytest.approx([0, 0.992, 0.9984])
    assert detect_finite(20, 20, 3, 0.8) == pytest.approx(detect_census(3, 0.8))


def test_good_items_without_an_alarm() -> None:
    assert no_false_alarm(50, 0.99) == pytest.approx(0.6050061, abs=1e-6)
    assert no_false_alarm(0, 0.5) == 1


def test_checks_in_a_row_and_side_by_side() -> None:
    assert se_series([0.9]) == se_parallel([0.9]) == pytest.approx(0.9)
    assert se_series([0.9, 0.5]) == pytest.approx(0.45)
    assert se_parallel([0.9, 0.5]) == pytest.approx(0.95)


def test_the_share_that_clean_checks_leave_open() -> None:
    found = [design_prevalence(500, 50, 0.95, se) for se in (0.6, 0.9)]
    assert found == pytest.approx([0.09683112, 0.06352901], abs=1e-8)


def test_the_share_left_open_stays_a_share() -> None:
    assert design_prevalence(10, 10, 0.95, 1.0) == 0
    assert design_prevalence(10, 0, 0.95, 1.0) == design_prevalence(10, 5, 0.95, 0.0) == 1
    assert design_prevalence(10, 1, 0.95, 0.5) == 1


@pytest.mark.parametrize(
    ("call", "where"),
    [
        (lambda: detect_infinite(-1, 0.1), "n"),
        (lambda: detect_infinite(10, 1.1), "prevalence"),
        (lambda: detect_infinite(10, 0.1, nan), "se"),
        (lambda: detect_infinite(10, 0.1, 0.9, -0.1), "sp"),
        (lambda: detect_finite(10, 11, 1, 0.9), "n"),
        (lambda: detect_finite(10, 5, 11, 0.9), "d"),
        (lambda: detect_finite(10, 5, inf, 0.9), "d"),
        (lambda: detect_finite(0, 0, 0, 0.9), "N"),
        (lambda: detect_finite_mixed_se(10, 1, []), "se_by_item"),
        (lambda: detect_finite_mixed_se(10, 1, [(1.5, 2)]), "se_by_item"),
        (lambda: detect_census(1, 2), "se"),
        (lambda: no_false_alarm(10, 2), "sp"),
        (lambda: se_series([]), "se"),
        (lambda: se_parallel([0.5, 5]), "se"),
        (lambda: design_prevalence(10, 5, 1, 0.9), "confidence"),
    ],
)
def test_what_cannot_be_is_refused_by_name(call: Callable[[], float], where: str) -> None:
    with pytest.raises(AllegationError) as refused:
        call()
    assert refused.value.where == where
