"""Published queueing results: every case of group B, and what the formulas must say of any other row."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from safeconduct import plan

CASES_MIN = 10


@pytest.mark.shared
def test_every_published_queue_reproduces(shared: Path) -> None:
    tables = json.loads((shared / "data/published/published_tables.json").read_bytes())
    cases = [case for case in tables["cases"] if case["group"] == "B"]
    assert len(cases) >= CASES_MIN
    for case in cases:
        found = getattr(plan, case["function"])(**case["inputs"])
        for name, expected in case["expected"].items():
            assert _near(found[name], expected, case["tolerance"]), (case["id"], name, found[name], expected)


@pytest.mark.shared
def test_parameters_and_figures_have_the_published_names(shared: Path) -> None:
    tables = json.loads((shared / "data/published/published_tables.json").read_bytes())
    queues = {name: spec for name, spec in tables["functions"].items() if name.startswith("queue_")}
    assert set(queues) <= set(plan.__all__)
    values = {"arrival": 2, "service": 1, "servers": 3, "capacity": 5, "share_first": 0.5}
    for name, spec in queues.items():
        found = getattr(plan, name)(**{key: values[key] for key in spec["params"]})
        assert list(found) == spec["returns"].strip("{}").split(",")


def _near(found: float, expected: float, tolerance: dict[str, Any]) -> bool:
    return math.isclose(found, expected, rel_tol=tolerance.get("rel", 0), abs_tol=tolerance.get("abs", 0))
