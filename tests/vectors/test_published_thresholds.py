"""Bounds on a count: the numbers that the tests of R `surveillance` print, and what its tables leave open."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from safeconduct.assess.status import StatusError, threshold_negbin, threshold_power

FUNCTIONS: dict[str, Callable[..., Any]] = {"threshold_power": threshold_power, "threshold_negbin": threshold_negbin}


@pytest.fixture(scope="module")
def cases(shared: Path) -> list[dict[str, Any]]:
    data = json.loads((shared / "data" / "published" / "published_tables.json").read_text(encoding="utf-8"))
    return [case for case in data["cases"] if case["function"] in FUNCTIONS]


def value(given: str | float) -> str | float:
    """`log(5)` in the table means the natural logarithm."""
    found = re.fullmatch(r"log\((\d+)\)", str(given))
    return math.log(int(found[1])) if found else given


@pytest.mark.shared
def test_every_published_row_is_met_within_its_tolerance(cases: list[dict[str, Any]]) -> None:
    assert len(cases) == 5
    for case in cases:
        inputs = {name: value(given) for name, given in case["inputs"].items()}
        got = FUNCTIONS[case["function"]](**inputs)
        assert set(got) == set(case["expected"]), case["id"]
        for name, wanted in case["expected"].items():
            assert got[name] == pytest.approx(wanted, abs=case["tolerance"]["abs"]), (case["id"], name)


def test_the_square_root_lies_between_the_other_scales() -> None:
    none, half, two_thirds = (threshold_power(5, 0.2, 1, 0.05, power, 8) for power in ("none", "1/2", "2/3"))
    assert none["lower"] < two_thirds["lower"] < half["lower"]
    assert none["upper"] < two_thirds["upper"] < half["upper"]


def test_a_bound_below_nothing_is_nothing() -> None:
    assert threshold_power(0.5, 0.2, 2, 0.01, "none", 0)["lower"] == 0
    assert threshold_power(0.5, 0.2, 2, 0.01, "2/3", 0)["lower"] == 0


def test_a_dispersion_just_above_one_is_nearly_a_poisson_count() -> None:
    poisson = threshold_negbin(math.log(5), 0.0, 1.0, 0.05, "plugin", 3)
    nearly = threshold_negbin(math.log(5), 0.0, 1.0000001, 0.05, "plugin", 3)
    assert nearly["p_at_least"] == pytest.approx(poisson["p_at_least"], abs=1e-6)
    assert (nearly["lower"], nearly["upper"]) == (poisson["lower"], poisson["upper"])


def test_without_an_error_of_the_mean_both_methods_agree() -> None:
    both = [threshold_negbin(math.log(40), 0.0, 1.5, 0.05, method, 30) for method in ("muan", "plugin")]
    assert both[0] == both[1]


def test_everything_is_at_least_nothing() -> None:
    assert threshold_negbin(math.log(5), 0.1, 1.5, 0.05, "plugin", 0)["p_at_least"] == 1.0


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"power": "2/88"}, "power"),
        ({"alpha": 0.0}, "alpha"),
        ({"alpha": 0.6}, "alpha"),
        ({"mu": 0.0}, "mu"),
        ({"phi": 0.0}, "phi"),
        ({"phi": math.nan}, "phi"),
        ({"se_mu": -0.1}, "se_mu"),
        ({"y": -1.0}, "y"),
        ({"y": math.inf}, "y"),
    ],
)
def test_parameters_outside_their_range_are_named(changed: dict[str, Any], where: str) -> None:
    good: dict[str, Any] = {"mu": 5, "se_mu": 0.2, "phi": 1, "alpha": 0.05, "power": "2/3", "y": 8}
    with pytest.raises(StatusError) as error:
        threshold_power(**(good | changed))
    assert error.value.where == where


def test_an_unknown_method_is_refused_with_the_known_ones() -> None:
    with pytest.raises(StatusError, match="muan, plugin"):
        threshold_negbin(1.0, 0.1, 1.5, 0.05, "plug", 3)
