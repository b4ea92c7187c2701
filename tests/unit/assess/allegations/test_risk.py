"""Groups that differ in risk: rows of the sources beyond the published file, reductions to simpler forms, refusals."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from safeconduct.assess.allegations import (
    detect_infinite,
    detect_risk_finite,
    detect_risk_finite_mixed_se,
    detect_risk_infinite,
    detect_risk_infinite_mixed_se,
    relative_risk_adjusted,
    sample_size_infinite,
    sample_size_risk,
)
from safeconduct.assess.allegations.errors import AllegationError

THREE = ([5.0, 3.0, 1.0], [0.1, 0.1, 0.8])
ONE_TEST = [[1.0]] * 3


def test_rows_of_the_sources() -> None:
    assert relative_risk_adjusted([10, 5, 1], [0.05, 0.25, 0.7]) == pytest.approx(
        [4.081633, 2.040816, 0.4081633], abs=1e-6
    )
    assert relative_risk_adjusted([5, 1], [0.1, 0.9]) == pytest.approx([3.6, 0.7], abs=0.05)
    assert detect_risk_finite(0.1, [5, 3, 1], [10, 10, 80], [5, 5, 5], 0.9) == pytest.approx(0.9623211, abs=1e-6)
    rows = [(1, 0.92, 80), (1, 0.85, 30), (2, 0.92, 20), (2, 0.85, 30)]
    assert detect_risk_infinite_mixed_se(0.01, [5, 1], [0.1, 0.9], rows) == pytest.approx(0.9800017, abs=1e-6)


def test_samples_of_the_sources() -> None:
    mixed = [[0.8, 0.2], [0.5, 0.5], [0.7, 0.3]]
    assert sample_size_risk(0.01, *THREE, [0.4, 0.4, 0.2], [0.92, 0.8], mixed, 0.95) == {
        "total": 159,
        "groups": [64, 64, 31],
    }
    assert sample_size_risk(0.01, *THREE, [0.5, 0.3, 0.2], [0.9], ONE_TEST, 0.95) == {
        "total": 147,
        "groups": [74, 45, 28],
    }


def test_groups_of_one_risk_are_one_population() -> None:
    found = detect_risk_infinite(0.05, [2, 2], [0.5, 0.5], [10, 20], 0.9)
    assert found == pytest.approx(detect_infinite(30, 0.05, 0.9))
    sample = sample_size_risk(0.05, [1], [1], [1], [0.9], [[1]], 0.95)
    assert sample == {"total": sample_size_infinite(0.95, 0.05, 0.9), "groups": [66]}


def test_the_mean_sensitivity_of_a_group_is_not_weighted() -> None:
    rows = [(1, 1.0, 90), (1, 0.5, 10), (2, 0.9, 0)]
    same = [(1, 0.75, 100), (2, 0.9, 0)]
    assert detect_risk_finite_mixed_se(0.01, [2, 1], [200, 200], rows) == detect_risk_finite_mixed_se(
        0.01, [2, 1], [200, 200], same
    )


def test_a_group_without_checks_adds_nothing() -> None:
    assert detect_risk_finite_mixed_se(0.01, [1, 1], [100, 100], [(2, 0.9, 50)]) == pytest.approx(1 - (1 - 0.45) ** 1)


def test_no_group_gets_fewer_checks_than_none() -> None:
    sample = sample_size_risk(0.9, [1, 1, 1], [0.4, 0.3, 0.3], [0.4, 0.4, 0.2], [1.0], ONE_TEST, 0.5)
    assert sample == {"total": 1, "groups": [1, 0, 0]}


@pytest.mark.parametrize(
    ("call", "where"),
    [
        (lambda: relative_risk_adjusted([1, 2], [1]), "share"),
        (lambda: relative_risk_adjusted([1, 2], [0.5, 0.4]), "share"),
        (lambda: relative_risk_adjusted([0, 0], [0.5, 0.5]), "rr"),
        (lambda: relative_risk_adjusted([-1, 2], [0.5, 0.5]), "rr"),
        (lambda: relative_risk_adjusted([], []), "rr"),
        (lambda: detect_risk_infinite(0.9, [5, 1], [0.1, 0.9], [1, 1], 0.9), "rr"),
        (lambda: detect_risk_infinite(0.1, [5, 1], [0.1, 0.9], [1], 0.9), "n"),
        (lambda: detect_risk_infinite_mixed_se(0.1, [5, 1], [0.1, 0.9], [(3, 0.9, 1)]), "rows"),
        (lambda: detect_risk_finite(0.1, [1], [10], [11], 0.9), "n"),
        (lambda: detect_risk_finite(0.1, [1, 1], [10], [1, 1], 0.9), "N"),
        (lambda: sample_size_risk(0.1, *THREE, [0.4, 0.4, 0.4], [0.9], ONE_TEST, 0.9), "allocation"),
        (lambda: sample_size_risk(0.1, *THREE, [0.4, 0.4, 0.2], [0.9, 0.5], ONE_TEST, 0.9), "test_shares"),
        (lambda: sample_size_risk(0.1, *THREE, [0.4, 0.4, 0.2], [0.0], ONE_TEST, 0.9), "confidence"),
    ],
)
def test_what_cannot_be_is_refused_by_name(call: Callable[[], object], where: str) -> None:
    with pytest.raises(AllegationError) as refused:
        call()
    assert refused.value.where == where
