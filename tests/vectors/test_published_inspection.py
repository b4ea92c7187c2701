"""Group A of the published numbers: detection, samples, cut-points, risk groups, intervals (PROVENANCE.md there)."""

from __future__ import annotations

import hashlib
import inspect
import json
from pathlib import Path
from typing import Any

import pytest

from safeconduct.assess import allegations

pytestmark = pytest.mark.shared

SHA256 = "325a6990abcc28b700300043fd545449b8a8e8320bd02aa2bb6444c92ce491a7"
CASES = 116
OTHER_GROUPS = ("queue_", "threshold_")


@pytest.fixture(scope="module")
def tables(shared: Path) -> dict[str, Any]:
    content = (shared / "data" / "published" / "published_tables.json").read_bytes()
    assert hashlib.sha256(content).hexdigest() == SHA256, "another file than the one that was reviewed"
    loaded: dict[str, Any] = json.loads(content)
    return loaded


def functions(tables: dict[str, Any]) -> dict[str, Any]:
    return {name: spec for name, spec in tables["functions"].items() if not name.startswith(OTHER_GROUPS)}


def within(got: Any, expected: Any, tolerance: float) -> bool:
    if isinstance(expected, dict):
        return got.keys() == expected.keys() and all(within(got[key], expected[key], tolerance) for key in expected)
    if isinstance(expected, list):
        return len(got) == len(expected) and all(
            within(one, other, tolerance) for one, other in zip(got, expected, strict=True)
        )
    if tolerance == 0:
        return bool(got == expected) and isinstance(got, int)
    return bool(abs(got - expected) <= tolerance)


def test_every_function_is_there_under_its_name_with_its_parameters(tables: dict[str, Any]) -> None:
    assert len(functions(tables)) > 25
    for name, spec in functions(tables).items():
        function = getattr(allegations, name)
        assert list(inspect.signature(function).parameters) == list(spec["params"]) or set(
            inspect.signature(function).parameters
        ) == set(spec["params"]), name
        assert name in allegations.__all__
        assert function.__doc__


def test_every_published_and_computed_number_and_every_looked_up_one(tables: dict[str, Any]) -> None:
    cases = [case for case in tables["cases"] if case["group"] == "A"]
    assert len(cases) == CASES
    wrong = []
    for case in cases:
        got = getattr(allegations, case["function"])(**case["inputs"])
        if case["kind"] == "property":
            right = set(got) <= set(case["expected"])
        else:
            right = within(got, case["expected"], case["tolerance"]["abs"])
        if not right:
            wrong.append((case["id"], got, case["expected"]))
    assert wrong == []


def test_the_traps_of_the_sources_are_kept_out() -> None:
    # epiR example 6 is the finite form: without the population another number comes out
    finite = allegations.detect_finite_mixed_se(73, 4, [(0.8, 50), (0.7, 23)])
    mixed = allegations.detect_risk_infinite_mixed_se(0.05, [1], [1], [(1, 0.8, 50), (1, 0.7, 23)])
    assert (round(finite, 3), round(mixed, 4)) == (0.997, 0.9428)
    # RSurveillance: the finite approximation asks for more of 100,000 than of an infinite population
    assert allegations.sample_size_finite(100_000, 1_000, 0.95, 0.9) == 333
    assert allegations.sample_size_infinite(0.95, 0.01, 0.9) == 332
    # the interpolated form is not the exact one
    exact = allegations.detect_cutpoint_exact(150, 30, 2, 0.9, 0.98, 15)
    assert allegations.detect_cutpoint_interpolated(150, 30, 2, 0.9, 0.98, 15) - exact > 0.007
